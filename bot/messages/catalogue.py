"""The records of what the bot can say; one `Texts` per language. A name in braces is filled in by `str.format`."""

from dataclasses import dataclass

from bot.messages.access import AccessTexts
from bot.messages.commands import CommandTexts
from bot.messages.drafts import DraftTexts
from bot.messages.evaluation.picture import PictureTexts
from bot.messages.evaluation.writing import WritingTexts
from bot.messages.holdings import HoldingTexts
from bot.messages.reasons import ReasonTexts
from bot.messages.records import RecordTexts
from bot.messages.validity import ValidityTexts
from bot.messages.wholes import WholeTexts


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What is said in a conversation, wherever it is held; each channel in its own words where its means differ."""

    understood_as: str
    asked_within: str
    unread: str
    ask_in_chinese: str
    same_passage: str
    nearest_again: str
    elsewhere: str
    none_of: str
    no_such_title: str
    nothing_yet: str
    no_more_quotes: str
    nothing_to_complete: str
    all_listed: str
    first_quote: str
    no_such_number: str
    collection_changed: str
    end_of_text: str
    whole_section: str
    all_documents: str
    several_documents: str
    no_such_document: str
    no_headings: str
    found: str
    not_found: str
    not_found_but: str
    near_words: str
    search_usage: str
    greeting: str
    welcome: str
    laughter: str
    introduction: str
    no_commissions: str
    unknown_command: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalTexts:
    """What only the terminal says."""

    replies: Replies
    loading: str
    opening: str
    deepening: str
    not_deepened: str
    prompt: str
    toolbar: str
    more_quotes: str
    more_items: str
    offer: str
    far_quotes: str
    more_text: str
    pick_section: str
    long_section: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramTexts:
    """What only Telegram says, beside what stands on buttons."""

    replies: Replies
    ask_usage: str
    only_text: str
    only_voice: str
    only_file: str
    description: str
    short_description: str
    group_greeting: str
    only_private: str
    question_cut: str
    incident: str
    interrupted: str
    perhaps_lost: str
    was_away: str
    examples: str
    tapped: str
    slow_down: str
    busy: str
    far_quote: str
    more_items: str
    file: str
    documents_page: str
    toc_usage: str
    link_gone: str
    inline_hint: str
    inline_nothing: str
    expired: str
    not_yours: str
    not_stored: str
    malformed: str
    vote_kept: str
    vote_taken_back: str
    wrong_kept: str
    try_next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonTexts:
    """What stands on buttons."""

    complete: str
    previous: str
    next: str
    context: str
    section: str
    whole_text: str
    contents: str
    copy: str
    copy_source: str
    back: str
    up: str
    wrong_passage: str
    page_back: str
    page_on: str
    all_documents: str
    share: str
    open_private: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsTexts:
    """/settings: what may be chosen."""

    title: str
    line: str
    quotes: str
    language: str
    length: str
    language_auto: str
    language_zh: str
    language_en: str
    length_sentence: str
    length_passage: str
    length_context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyTexts:
    """/privacy: what is stored, and its deletion."""

    stored: str
    questions_kept: str
    questions_not_kept: str
    delete: str
    sure: str
    yes: str
    no: str
    deleted: str
    nothing_deleted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReloadTexts:
    """/reload: how far it is, what it did, and taking it back."""

    started: str
    reading: str
    encoding: str
    remaining: str
    busy: str
    done: str
    unchanged: str
    counts: str
    added: str
    changed: str
    removed: str
    skipped: str
    flat: str
    deepening: str
    more: str
    failed: str
    crashed: str
    stopped: str
    rollback: str
    rolled_back: str
    rollback_failed: str
    rollback_late: str
    only_admins: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTexts:
    """A conversation's quotes as a file: what stands in it beside them, and what is said of it."""

    title: str
    file_name: str
    made: str
    nth_question: str
    searched: str
    source: str
    left_out: str
    further: str
    done: str
    written: str
    not_written: str
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Everything in one language. What stands in no group is said with answers, in every channel."""

    empty_question: str
    nothing_found: str
    not_confident: str
    no_such_section: str
    which_document: str
    not_held: str
    closest_quote: str
    closest_headings: str
    sections_there: str
    places_meant: str
    continued: str
    page: str
    recognized: str
    see_also: str
    see_also_more: str
    whole: WholeTexts

    terminal: TerminalTexts
    telegram: TelegramTexts
    buttons: ButtonTexts
    settings: SettingsTexts
    privacy: PrivacyTexts
    reload: ReloadTexts
    export: ExportTexts
    drafts: DraftTexts
    commands: CommandTexts
    access: AccessTexts
    reasons: ReasonTexts
    records: RecordTexts
    evaluation_picture: PictureTexts
    evaluation_writing: WritingTexts
    validity: ValidityTexts
    holdings: HoldingTexts

    def refusal(self, reason: str | None) -> str:
        """The sentence for a reason code of `Answer`; an unknown code reads as `not_confident`."""
        known = {
            "empty_question": self.empty_question,
            "nothing_found": self.nothing_found,
            "no_such_section": self.no_such_section,
            "which_document": self.which_document,
            "not_held": self.not_held,
        }
        return known.get(reason or "", self.not_confident)

    def offer(self, reason: str | None) -> str:
        """The line above the sections that a refusal offers."""
        known = {"no_such_section": self.sections_there, "which_document": self.places_meant}
        return known.get(reason or "", self.closest_headings)
