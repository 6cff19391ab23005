"""The record of what the bot can say; one instance per language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of one language. A name in braces is filled in by `str.format`."""

    start: str
    help: str
    ask_usage: str
    only_text: str
    unknown_command: str
    only_private: str
    open_private: str
    question_cut: str
    incident: str

    empty_question: str
    nothing_found: str
    not_confident: str
    no_such_section: str
    which_document: str
    closest_quote: str
    closest_headings: str
    sections_there: str
    places_meant: str
    continued: str
    understood_as: str
    same_passage: str
    nearest_again: str
    elsewhere: str
    far_quote: str
    file: str
    page: str
    see_also: str
    see_also_more: str

    slow_down: str
    busy: str

    previous: str
    next: str
    context: str
    no_context: str
    section: str
    contents: str
    copy: str
    back: str
    up: str
    wrong_passage: str
    page_back: str
    page_on: str

    expired: str
    not_yours: str
    malformed: str
    vote_kept: str
    wrong_kept: str
    try_next: str

    no_more: str
    no_number: str
    nothing_before: str
    outdated: str
    welcome: str

    documents: str
    documents_page: str
    all_documents: str
    share: str
    no_sections: str
    whole_text: str
    toc_usage: str
    toc_several: str
    toc_unknown: str
    link_gone: str

    search_usage: str
    search_found: str
    search_nothing: str

    settings: str
    setting_line: str
    setting_quotes: str
    setting_language: str
    setting_length: str
    language_auto: str
    language_zh: str
    language_en: str
    length_sentence: str
    length_passage: str
    length_context: str

    privacy: str
    privacy_questions_kept: str
    privacy_questions_not_kept: str
    delete_data: str
    delete_sure: str
    delete_yes: str
    delete_no: str
    deleted: str
    delete_kept: str

    inline_hint: str
    inline_nothing: str

    reload_started: str
    reload_reading: str
    reload_encoding: str
    reload_remaining: str
    reload_busy: str
    reload_done: str
    reload_unchanged: str
    reload_counts: str
    reload_added: str
    reload_changed: str
    reload_removed: str
    reload_skipped: str
    reload_flat: str
    reload_more: str
    reload_failed: str
    reload_crashed: str
    reload_stopped: str
    rollback: str
    rollback_done: str
    rollback_failed: str
    rollback_late: str
    only_admins: str

    command_ask: str
    command_help: str
    command_docs: str
    command_toc: str
    command_search: str
    command_settings: str
    command_privacy: str
    command_reload: str

    def refusal(self, reason: str | None) -> str:
        """The sentence for a reason code of `Answer`; an unknown code reads as `not_confident`."""
        known = {
            "empty_question": self.empty_question,
            "nothing_found": self.nothing_found,
            "no_such_section": self.no_such_section,
            "which_document": self.which_document,
        }
        return known.get(reason or "", self.not_confident)

    def offer(self, reason: str | None) -> str:
        """The line above the sections that a refusal offers."""
        known = {"no_such_section": self.sections_there, "which_document": self.places_meant}
        return known.get(reason or "", self.closest_headings)
