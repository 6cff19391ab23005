"""What the bot says in English."""

from dataclasses import replace

from bot.messages.access import ENGLISH_ACCESS
from bot.messages.catalogue import (
    ButtonTexts,
    ExportTexts,
    PrivacyTexts,
    ReloadTexts,
    Replies,
    SettingsTexts,
    TelegramTexts,
    TerminalTexts,
    Texts,
)
from bot.messages.commands import ENGLISH_COMMANDS
from bot.messages.drafts import ENGLISH_DRAFTS
from bot.messages.evaluation.picture import ENGLISH_PICTURE
from bot.messages.evaluation.writing import ENGLISH_WRITING
from bot.messages.holdings import ENGLISH_HOLDINGS
from bot.messages.reasons import ENGLISH_REASONS
from bot.messages.records import ENGLISH_RECORDS
from bot.messages.validity import ENGLISH_VALIDITY
from bot.messages.wholes import WholeTexts

_REPLIES = Replies(
    understood_as="Understood as: {question}",
    asked_within="Asked of “{title}”, which you were reading: {question}",
    unread="{count} more documents were only compared roughly, so this may not be all. Name a region or a year, or be more specific.",
    ask_in_chinese="The documents are in Chinese; please ask in Chinese.",
    same_passage="The same passage answers this too:",
    nearest_again="The same passage is still the nearest:",
    elsewhere='The collection has no answer for "{region}"; this is about another place:',
    none_of="The collection has no document of {names}.",
    no_such_title="The collection does not have {names}.",
    nothing_yet="Nothing to show yet: ask a question first, or list the documents with /docs.",
    no_more_quotes="There are no more passages.",
    nothing_to_complete="There is nothing to list in full for the last question.",
    all_listed="All {count} are listed above.",
    first_quote="This is the first one.",
    no_such_number="There is no number {number}; choose from 1 to {last}.",
    collection_changed="The collection has just been updated and that passage is gone; please ask again.",
    end_of_text="That is the end of this text.",
    whole_section="This is the whole text; there is nothing before or after it.",
    all_documents="Documents: {count}. Type a number for an outline:",
    several_documents="Several documents fit; type a number to choose one:",
    no_such_document='No document is called "{name}". /docs lists them all.',
    no_headings="This document has no headings; from its beginning:",
    found='"{words}": {count} passages, {counts}',
    not_found='No passage holds "{words}".',
    not_found_but='No passage holds "{words}". Near words in the collection: {near}',
    near_words="Near words in the collection: {near}",
    search_usage="Add the words to look for, for example: /search 工会 经费",
    greeting="Hello! Just ask a question in Chinese; I answer in the documents' own words. More: /help",
    welcome="You're welcome.",
    laughter="😄 Just ask if there is a question.",
    introduction="I am Yuanwen, a program that looks things up: I find the passages that answer and quote them word for word. What you read is the documents' own; no language model writes it.",
    no_commissions="I do not write, translate or make up anything: I find what the documents say. Ask what you want to know of them; for what a document is about, type 目录.",
    unknown_command="There is no command {command}. Just ask a question; /help says more.",
    help=(
        "Ask in everyday Chinese, for example: 送外卖的能参加工会吗\n"
        "Ask on: 那网约车司机呢 · 2024年呢 · 那浙江呢 · 为什么 · 怎么申请\n"
        "See more: more · next · 第二条展开 · context · full · outline · source · export\n"
        "Answers are quotations, never reworded; if there is no answer, that is said.\n\n"
        "/docs           the documents\n"
        "/toc [name]     outline; type a number to read that section\n"
        "/search words   passages that hold these words\n"
        "/next /prev     the next or previous passage\n"
        "/context        the text around\n"
        "/section        the whole section\n"
        "/source         the quote and its source, to copy\n"
        "/export         the quotes of this conversation as a Word file\n"
        "/quit           leave"
    ),
)

ENGLISH = Texts(
    empty_question="Please write your question, for example: 送外卖的能参加工会吗",
    nothing_found="I found nothing about this in the collection. Perhaps try other words?",
    not_confident="The collection does not answer this question directly.",
    no_such_section="This document has no such part.",
    which_document="Several documents have such a part; please say which one.",
    not_held="So this question has no answer here. 有哪些文件 lists what there is.",
    closest_quote="The closest passage, for reference:",
    closest_headings="The nearest sections:",
    sections_there="These are its parts:",
    places_meant="This may be meant:",
    continued=" (continued)",
    page="page {page}",
    recognized="〔recognised text, page {page}〕 {percent}% sure",
    see_also="also in {others}",
    see_also_more="also in {others} and others, {count} in all",
    whole=WholeTexts(
        listed="{count} items:",
        stated="The text speaks of {stated}; found here: {count}",
        across="{count} of {total} documents mention it:",
        across_none="None of {total} documents mentions it.",
        comparison="Side by side:",
        over_time="By year, {count} documents:",
        parts="{count} questions, answered one by one:",
        without="Not mentioned in: {names}",
        without_more="Not mentioned in {count} documents: {names} … (没提到的 lists them all)",
    ),
    terminal=TerminalTexts(
        replies=_REPLIES,
        loading="Opening the collection…",
        opening="The collection holds {count} documents. Just ask, in Chinese; /help says more, /quit leaves.",
        deepening="Still working out what each passage means (about {minutes} min), after which answers get better; ask away meanwhile.",
        not_deepened="{count} passages are not indexed by meaning yet, which takes about {minutes} min: yuanwen index --deep does it. Questions are answered without, too.",
        prompt="You> ",
        toolbar=" more · next · context · full · outline · source · /docs /search /help /quit ",
        more_quotes='{count} more; type "more" to see them.',
        more_items='{count} more items; type "more" to see them, or a number for what stands around one.',
        offer='This can be listed in full; type "list all".',
        far_quotes='{count} more are only loosely related; type "more" to see them.',
        more_text='… {count} more characters; type "continue" to go on.',
        pick_section="Type a number to read that section:",
        long_section='This part is long ({count} characters). Type a number to read one section, or "full" to read on:',
        file="File: {file}",
    ),
    telegram=TelegramTexts(
        replies=replace(
            _REPLIES,
            same_passage="The same passage as above answers this too:",
            nearest_again="The nearest is still the passage above:",
            elsewhere="The collection has no answer for “{region}”; this is about another place:",
            nothing_yet="Please ask a question first, so that I know what you mean.",
            no_more_quotes="There is no more.",
            first_quote="There is no more.",
            no_such_number="The last answer has no number {number}.",
            collection_changed="The collection has been updated since; please ask again.",
            all_documents="📚 The collection holds {count} documents; tap one for its contents:",
            several_documents="These documents match:",
            no_such_document="No document has “{name}” in its name. See all with /docs",
            no_headings="This document has no headings.",
            found="🔎 Passages with “{words}” ({count}; {counts}); tap a number for the whole passage:",
            not_found="No passage has all of “{words}”. Try fewer words, or just ask.",
            not_found_but="No passage has “{words}”. Near words in the collection: {near}",
            search_usage="Please add keywords, for example: /search 工会 经费",
            greeting=(
                "Hello! I answer questions with the original wording of the speeches and reports I hold.\n"
                "Just send me a question, in everyday Chinese.\n\n"
                "I only quote: nothing is reworded, nothing is added. If the collection has no answer, I say so.\n"
                "More: /help"
            ),
            welcome="You are welcome. Just ask if there is more.",
            unknown_command="I don't know that command. Just send me a question, or see /help",
            help=(
                "Ask in everyday Chinese, for example: 送外卖的能参加工会吗\n\n"
                "I look for the passages that answer and quote them word for word, with the document and the headings they "
                "stand under; the sentence in bold answers most directly. If there is no answer I say so and list the "
                "nearest sections.\n\n"
                "Send “export” (or /export) for the quotes of this conversation as a Word file, with headings and sources.\n\n"
                "Send a draft (Word, PDF, text) with the caption /check to have its quotations compared with the collection.\n\n"
                "In a group: mention me, reply to one of my messages, or send /ask followed by the question."
            ),
        ),
        ask_usage="Please add your question, for example: /ask 送外卖的能参加工会吗",
        only_text="I can only read text. Please send me your question in words.",
        only_voice="I cannot listen to voice or video. Please type your question, or dictate it with your keyboard.",
        only_file="I cannot read files that are sent to me, only what the collection holds. Please type your question; to have the quotations of a draft checked, send it with the caption /check; to have a document added, ask the administrators.",
        description=(
            "I answer questions in Chinese with the original wording of the speeches, reports and regulations I hold, with the "
            "document and the headings. Nothing is reworded; if there is no answer, I say so.\n\nTap Start, then just ask."
        ),
        short_description="Answers in the documents' own words: quoted, never reworded.",
        group_greeting="Hello! I answer questions with the original wording of the speeches and reports I hold. Here, please write @{name} or /ask followed by the question, or reply @{name} to somebody's question.",
        only_private="Please use this command in a private chat.",
        question_cut="That question is rather long; I read only the first {limit} characters.",
        incident="Sorry, something went wrong and I could not answer. Please try again in a while. (No. {incident})",
        interrupted="I have just been restarted, and the answer to this may not have arrived. If you do not see it, please ask again.",
        perhaps_lost="The network is unsteady, and the answer to this may not have arrived. If you do not see it, please ask again.",
        was_away="I was not running for a while and left the messages of that time unanswered. Please ask again what you still want to know.",
        examples="What the documents here can answer, for example (a tap asks it):",
        tapped="Asked: {question}",
        slow_down="That is a little fast; please try again in {seconds} s. Until then I leave messages unanswered.",
        busy="Busy: too many people are asking right now, and this message was not handled. Please send it again in about {seconds} s.",
        far_quote="Only loosely related:",
        more_items="{count} more items",
        file="File: {file}",
        documents_page=" (page {page}/{pages})",
        toc_usage="Please add a few characters of the name, for example: /toc 工会; or see all documents with /docs",
        link_gone="The document behind this link is not in the collection as it is now. See all with /docs",
        inline_hint="Type keywords to quote the documents",
        inline_nothing="Nothing found; ask in the private chat",
        expired="The collection has been updated since, or this answer has expired, so this button no longer works. Please ask again.",
        not_yours="Someone else asked this, and only they can turn the pages. You can ask me yourself.",
        not_stored="This cannot be stored right now; please tap again in a while.",
        malformed="I do not know this button; please ask again.",
        vote_kept="Thank you, noted. Tap again to take it back.",
        vote_taken_back="All right, taken back.",
        wrong_kept="Thank you, noted: not this passage.",
        try_next="Thank you, noted: not this passage. Try the next one?",
    ),
    buttons=ButtonTexts(
        complete="List all",
        previous="◀ Previous",
        next="Next ▶",
        context="Context",
        section="Whole section",
        whole_text="Whole text",
        contents="Contents",
        copy="Copy quote",
        copy_source="Copy source",
        back="↩ Back",
        up="⬆ Up",
        wrong_passage="Not this one",
        page_back="◀ Page",
        page_on="Page ▶",
        all_documents="📚 All documents",
        share="Share",
        open_private="Open the private chat",
    ),
    settings=SettingsTexts(
        title="⚙️ Settings (a tap takes effect at once)",
        line="{name}: {value}",
        quotes="Passages per answer",
        language="Language",
        length="Length of quotes",
        language_auto="As in Telegram",
        language_zh="中文",
        language_en="English",
        length_sentence="Key sentence",
        length_passage="Passage",
        length_context="With context",
    ),
    privacy=PrivacyTexts(
        stored="🔒 What I store\n• Your choices in /settings.\n• For each answer: your numeric id, the ids of chat and messages, the time, and which passage of which document was quoted (the buttons need it).\n• Your 👍, 👎 and “not this one”.\n{questions}\n\nAnswers and ratings are kept for {days} days and then deleted. What administrators do (who updated, added, took back or admitted what, and when) is kept for {log_days} days. Nothing is passed on. You can delete it any time.",
        questions_kept="• The text of your questions (administrators use it to improve the search; those made into test questions carry no id and are not deleted with your data).",
        questions_not_kept="The text of questions is not stored once they are answered: until then it is, so that a restart does not lose them; to understand follow-ups, the latest one stays in memory.",
        delete="Delete my data",
        sure="Really delete your settings, answers and ratings? Buttons under old answers stop working.",
        yes="Delete",
        no="Keep",
        deleted="✅ Everything about you has been deleted ({count} entries).",
        nothing_deleted="Nothing was deleted.",
    ),
    reload=ReloadTexts(
        started="Updating the collection…",
        reading="Updating the collection… reading files {done}/{total} {bar} {percent}%",
        encoding="Updating the collection… indexing passages {done}/{total} {bar} {percent}%",
        remaining=" (about {seconds} s)",
        busy="The collection is being updated already; please wait for that to finish.",
        done="✅ Now serving version {generation}",
        unchanged="✅ Nothing has changed; still serving version {generation}",
        counts=(
            "Documents: {documents}, passages: {passages}. "
            "Added {added}, changed {changed}, removed {removed}, skipped {skipped}"
        ),
        added="Added:",
        changed="Changed:",
        removed="Removed:",
        skipped="⚠️ Skipped:",
        flat="⚠️ No headings were found, please check with /toc:",
        deepening="⏳ Still working out what each passage means (about {minutes} min); questions are answered meanwhile, better afterwards.",
        more="… and {count} more",
        failed="❌ The update failed: {reason}\nThe previous collection (version {generation}) keeps serving.",
        crashed=(
            "❌ The update failed; the log has the reason (No. {incident}).\n"
            "The previous collection (version {generation}) keeps serving."
        ),
        stopped="The bot is stopping and the update was not finished. Version {generation} is unchanged.",
        rollback="Back to version {generation}",
        rolled_back="↩️ Back at version {generation}. The next /reload reads all files again.",
        rollback_failed="❌ Going back failed: {reason}\nVersion {generation} is being served.",
        rollback_late="There has been another update since; this one can no longer be undone.",
        only_admins="Only administrators can do this.",
    ),
    export=ExportTexts(
        title="Quotations",
        file_name="quotations-{time}.docx",
        made="Exported on {date}; {count} quotes, each compared with its document then.",
        nth_question="Question {number}",
        searched="Search: {words}",
        source="Source: {facts}",
        left_out="Left out: {count}, which differ from the documents as they are now (the collection may have been updated) or hold characters that Word cannot store.",
        further="{count} more are not listed.",
        done="The quotes of this conversation ({count}), each compared with its document.",
        written="Written to {file}: {count} quotes, each compared with its document.",
        not_written="Cannot write a file in {folder} ({reason}); start again from a folder that can be written to.",
        nothing="There is nothing to export yet: ask a question first.",
    ),
    drafts=ENGLISH_DRAFTS,
    commands=ENGLISH_COMMANDS,
    access=ENGLISH_ACCESS,
    reasons=ENGLISH_REASONS,
    records=ENGLISH_RECORDS,
    evaluation_picture=ENGLISH_PICTURE,
    evaluation_writing=ENGLISH_WRITING,
    validity=ENGLISH_VALIDITY,
    holdings=ENGLISH_HOLDINGS,
)
