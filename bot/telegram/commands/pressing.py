"""Buttons: what was pressed is read strictly, judged, answered, and only then acted on.

Whoever presses may have forged the data, the collection may have been reloaded, the answer deleted: every press gets
its answer all the same, since otherwise the user's app shows it as still working.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from telegram import CallbackQuery, Chat, Update

from bot.conversation.outcomes import Contents, Documents, Hits, Outcome, Quoted, Refused
from bot.conversation.replies.reading_on import context_of, section_of
from bot.errors import StoreFault
from bot.keeping import Kept, still_there
from bot.telegram.commands import administration, completing, examples, feedback, holdings, preferences, privacy
from bot.telegram.commands.button_replies import is_in_its_chat, rebutton, redraw, toast
from bot.telegram.commands.records import log as audit_log
from bot.telegram.commands.records import unanswered
from bot.telegram.screens.buttons import EVERY, Act, Press, read_press
from bot.telegram.screens.items import items_on, number_rows
from bot.telegram.screens.outcomes import screen_of
from bot.telegram.screens.quotes import HITS, more_rows
from bot.telegram.screens.viewer import Viewer
from bot.telegram.services import Context, Services, services

log = logging.getLogger(__name__)


async def pressed(update: Update, context: Context) -> None:
    """Any button under any message of the bot."""
    query = update.callback_query
    assert query is not None, "registered for callback queries only"
    here = services(context)
    say = here.texts(query.from_user)
    press = read_press(query.data)
    if press is None or query.message is None:
        await toast(query, say.telegram.malformed, alert=True)
        return
    here.health.counts["buttons"] += 1
    if press.act in ELSEWHERE:
        try:
            await ELSEWHERE[press.act](query, press, here)
        except StoreFault as fault:
            log.error("what a button says could not be stored: %s", fault)
            await toast(query, say.telegram.not_stored, alert=True)
        return
    await _turn_page(query, press, here, await here.viewer_of(query, say))


async def _turn_page(query: CallbackQuery, press: Press, here: Services, viewer: Viewer) -> None:
    """Show something else in the place of what the message showed."""
    say = viewer.say.telegram
    answer_id = press.key if press.act in OF_ANSWERS else (press.back or ("",))[0]
    kept = here.shown(here.store.answer(answer_id), viewer.snapshot) if answer_id else None
    if answer_id and (kept is None or not is_in_its_chat(kept, query, here.store)):
        await toast(query, say.expired, alert=True)
        return
    # Those who ask without a name show it when they press a button.
    if kept is not None and kept.user > 0 and kept.user != query.from_user.id:
        await toast(query, say.not_yours, alert=True)
        return
    outcome = _outcome(press, kept, viewer)
    if outcome is None:
        await toast(query, say.expired, alert=True)
        return
    await toast(query)
    if kept is not None and press.act in (Act.QUOTE, Act.CONTEXT) and press.number != kept.turn.at:
        with suppress(StoreFault):
            here.store.turned(kept.id, press.number)
    is_private = query.message is not None and query.message.chat.type == Chat.PRIVATE
    if kept is not None and press.act in (Act.MORE, Act.NUMBERS):
        is_list = press.act is Act.NUMBERS
        rows = number_rows(viewer, kept, press.page) if is_list else more_rows(viewer, kept, press.number)
        await rebutton(query, feedback.marked(rows, query.from_user.id, here) if is_private else rows)
        return
    screen = screen_of(outcome, viewer, kept, page=press.page)
    if is_private:
        screen = replace(screen, rows=feedback.marked(screen.rows, query.from_user.id, here))
    await redraw(query, screen, viewer.say)


def _outcome(press: Press, kept: Kept | None, viewer: Viewer) -> Outcome | None:
    """What the button leads to; None where that is no longer there, or never was."""
    if press.act is Act.DOCUMENTS:
        return Documents(tuple(viewer.snapshot.documents)) if press.key == EVERY else None
    if press.act in (Act.CONTENTS, Act.SECTION):
        tree = viewer.tree_by_key(press.key)
        if tree is None or press.number >= len(tree.document.headings):
            return None
        opened = Contents(tree, press.number) if press.act is Act.CONTENTS else section_of(tree, press.number)
        return replace(opened, number=press.back[1]) if press.back else opened
    if kept is None:
        return None
    turn, number = kept.turn, press.number
    if not turn.quotes:
        return Refused(turn.kind, turn.offered) if press.act is Act.QUOTE else None
    if press.act is Act.HITS:
        first = min(press.page, (len(turn.quotes) - 1) // HITS) * HITS
        there = still_there(kept, viewer.snapshot, first, first + HITS)
        return Hits("", 0) if there and turn.kind == "keywords" else None
    if press.act in (Act.ITEMS, Act.NUMBERS):
        first, after = items_on(kept, press.page)
        there = turn.is_whole and still_there(kept, viewer.snapshot, first, after)
        return Quoted(first, after, further=True) if there else None
    if not (0 <= number < len(turn.quotes) and still_there(kept, viewer.snapshot, number, number + 1)):
        return None
    if press.act in (Act.QUOTE, Act.MORE):
        return Quoted(number, number + 1)
    quote = turn.quotes[number]
    return context_of(viewer.tree_of(quote), quote, number)


OF_ANSWERS = frozenset({Act.QUOTE, Act.CONTEXT, Act.HITS, Act.ITEMS, Act.NUMBERS, Act.MORE})
"""What is done with an answer, which `key` names."""

ELSEWHERE: dict[Act, Callable[[CallbackQuery, Press, Services], Awaitable[None]]] = {
    Act.UP: feedback.voted,
    Act.DOWN: feedback.voted,
    Act.WRONG: feedback.voted,
    Act.PREFER: preferences.preferred,
    Act.DELETE: privacy.deleting,
    Act.ROLLBACK: administration.rolled_back,
    Act.LOG: audit_log.log_turned,
    Act.DOUBTS: unanswered.doubts_turned,
    Act.REVIEW: unanswered.reviewed,
    Act.INTAKE: holdings.decided,
    Act.REMOVE: holdings.removing,
    Act.COMPLETE: completing.completed,
    Act.EXAMPLE: examples.example_tapped,
}
"""What is done by buttons that turn no page."""
