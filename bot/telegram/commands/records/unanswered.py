"""/unanswered: questions that nothing answered or that were voted 👎, each to be made a test question or ignored."""

from telegram import CallbackQuery, Update

from bot.errors import BotError, StoreFault
from bot.messages import Texts
from bot.operating.doubts import collect_doubt, doubt_line
from bot.rendering import notice
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.commands.records.admins import pressed_by_admin
from bot.telegram.screens.buttons import EVERY, Act, Press
from bot.telegram.screens.quotes import Screen, button, leaves
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery

PAGE = 5
"""Questions on one page."""
IGNORED, COLLECTED = 0, 1


async def unanswered(update: Update, context: Context) -> None:
    """/unanswered by an admin; the filters of the handler see to who may."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    try:
        screen = doubts_screen(here, say)
    except StoreFault:
        screen = Screen([notice(say.records.log_unreadable)], [])
    await delivery.send_reply(message, screen.content, say, markup=screen.markup)


async def doubts_turned(query: CallbackQuery, press: Press, here: Services) -> None:
    """A button to another page."""
    if await pressed_by_admin(query, here):
        say = here.texts(query.from_user)
        screen = doubts_screen(here, say, press.page)
        await toast(query)
        await redraw(query, screen, say)


async def reviewed(query: CallbackQuery, press: Press, here: Services) -> None:
    """收作评测题 or 忽略; what is left is shown in the place of the page."""
    if not await pressed_by_admin(query, here):
        return
    say = here.texts(query.from_user)
    kept = here.store.answer(press.key)
    if not here.settings.storage.keep_questions or kept is None or not kept.turn.question:
        await toast(query, say.records.doubt_gone, alert=True)
        return
    text = say.records.ignored
    if press.number == COLLECTED:
        try:
            text = collect_doubt(here.settings, kept, here.collection.snapshot(), say)
        except BotError as fault:
            here.store.audit.record(query.from_user.id, "collect", press.key, ending="failed")
            await toast(query, str(fault), alert=True)
            return
    here.store.reviews.close(press.key, collected=press.number == COLLECTED)
    here.store.audit.record(query.from_user.id, "collect" if press.number == COLLECTED else "ignore", press.key)
    await toast(query, text)
    await redraw(query, doubts_screen(here, say, press.page), say)


def doubts_screen(here: Services, say: Texts, page: int = 0) -> Screen:
    """The page, or the last one where there are fewer by now. Raises StoreFault."""
    if not here.settings.storage.keep_questions:
        return Screen([notice(say.records.doubts_not_kept)], [])
    count = here.store.reviews.count()
    if not count:
        return Screen([notice(say.records.doubts_none)], [])
    pages = -(-count // PAGE)
    page = min(page, pages - 1)
    doubts = here.store.reviews.doubts(PAGE, skipped=page * PAGE)
    head = say.records.doubts_head.format(count=count, page=page + 1, pages=pages)
    lines = [doubt_line(f"{number}.", doubt, say) for number, doubt in enumerate(doubts, start=1)]
    rows = [
        [
            button(say.records.collect.format(number=number), Press(Act.REVIEW, doubt.answer_id, COLLECTED, page)),
            button(say.records.ignore.format(number=number), Press(Act.REVIEW, doubt.answer_id, IGNORED, page)),
        ]
        for number, doubt in enumerate(doubts, start=1)
    ]
    turning = leaves(say, Press(Act.DOUBTS, EVERY), page, pages)
    return Screen([notice(line) for line in (head, *lines)], [*rows, *turning])
