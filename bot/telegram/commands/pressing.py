"""Buttons: what was pressed is read strictly, judged, answered, and only then acted on.

Whoever presses may have forged the data, the collection may have been reloaded, the answer deleted: every press gets
its answer all the same, since otherwise the user's app shows it as still working.
"""

import logging
from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Update

from bot.excerpts import Kept, still_there
from bot.telegram.commands import administration, feedback, preferences, privacy
from bot.telegram.commands.button_replies import chat_of, redraw, toast
from bot.telegram.screens.buttons import Act, Press, key_of, parse
from bot.telegram.screens.contents import contents_screen, documents_screen, hits_screen, refusal_screen, section_screen
from bot.telegram.screens.quotes import Screen, context_screen, quote_screen
from bot.telegram.screens.viewer import Reading
from bot.telegram.services import Context, Services, services

log = logging.getLogger(__name__)

MINE = (Act.QUOTE, Act.CONTEXT, Act.HITS, Act.CONTENTS, Act.SECTION)
"""What turns the pages of an answer, which only the one who asked may do."""


async def pressed(update: Update, context: Context) -> None:
    """Any button under any message of the bot."""
    query = update.callback_query
    assert query is not None, "registered for callback queries only"
    here = services(context)
    say = here.texts(query.from_user)
    press = parse(query.data)
    if press is None or query.message is None:
        await toast(query, say.telegram.malformed, alert=True)
        return
    here.health.counts["buttons"] += 1
    if press.act in ELSEWHERE:
        await ELSEWHERE[press.act](query, press, here)
        return
    await _turn_page(query, press, here, here.reading(say))


async def _turn_page(query: CallbackQuery, press: Press, here: Services, reading: Reading) -> None:
    """Show something else in the place of what the message showed."""
    say = reading.say
    answer_id = press.key if press.act in (Act.QUOTE, Act.CONTEXT, Act.HITS) else (press.back or ("",))[0]
    kept = here.store.answer(answer_id) if answer_id else None
    if answer_id and (kept is None or kept.chat != chat_of(query) or kept.generation != reading.generation):
        await toast(query, say.telegram.expired, alert=True)
        return
    if kept is not None and kept.user != query.from_user.id:
        await toast(query, say.telegram.not_yours, alert=True)
        return
    screen = _screen(press, kept, reading)
    if screen is None:
        await toast(query, say.telegram.expired, alert=True)
        return
    await toast(query)
    if kept is not None and press.act in (Act.QUOTE, Act.CONTEXT) and press.number != kept.at:
        here.store.turned(kept.id, press.number)
    await redraw(query, screen, say)


def _screen(press: Press, kept: Kept | None, reading: Reading) -> Screen | None:
    """What the button leads to; None where that is no longer there, or never was."""
    if press.act is Act.DOCUMENTS:
        return documents_screen(reading, press.page) if press.key == key_of(reading.generation) else None
    if press.act in (Act.CONTENTS, Act.SECTION):
        document = reading.document_by_key(press.key)
        if document is None or press.number >= len(document.headings):
            return None
        show = contents_screen if press.act is Act.CONTENTS else section_screen
        return show(reading, document, press.number, press.page, press.back)
    if kept is None:
        return None
    if not kept.excerpts:
        return refusal_screen(reading, kept, reading.say.refusal(kept.kind)) if press.act is Act.QUOTE else None
    documents = [still_there(excerpt, reading.documents) for excerpt in kept.excerpts]
    found = [document for document in documents if document is not None]
    if len(found) < len(documents):
        log.error("answer %s not shown: its excerpts are no longer where they were", kept.id)
        return None
    if press.act is Act.HITS:
        return hits_screen(reading, kept, found, press.page) if kept.kind == "keywords" else None
    if not 0 <= press.number < len(found):
        return None
    show_quote = quote_screen if press.act is Act.QUOTE else context_screen
    return show_quote(reading, kept, press.number, found[press.number], press.page)


ELSEWHERE: dict[Act, Callable[[CallbackQuery, Press, Services], Awaitable[None]]] = {
    Act.UP: feedback.voted,
    Act.DOWN: feedback.voted,
    Act.WRONG: feedback.voted,
    Act.PREFER: preferences.preferred,
    Act.DELETE: privacy.deleting,
    Act.ROLLBACK: administration.rolled_back,
}
"""What is done by buttons that turn no page."""
