"""/log: what was done lately, page by page; /log csv: all of it as a file."""

from collections.abc import Sequence

from telegram import CallbackQuery, Update

from bot.errors import BotError
from bot.messages import Texts
from bot.operating.event_lines import event_line
from bot.records.audit import Audit, events_csv
from bot.rendering import notice
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.commands.collection import argument
from bot.telegram.commands.records.admins import pressed_by_admin
from bot.telegram.screens.buttons import EVERY, Act, Press
from bot.telegram.screens.quotes import Screen, leaves
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery

PAGE = 10
"""Events on one page."""
EXPORT, EXPORT_NAME = "csv", "yuanwen-log.csv"


async def log(update: Update, context: Context) -> None:
    """/log by an admin; the filters of the handler see to who may."""
    message, here = message_of(update), services(context)
    say, wanted = here.texts(message.from_user), argument(message).lower()
    try:
        if wanted == EXPORT:
            events = here.store.audit.events()
            caption = [notice(say.records.log_file.format(count=len(events)))]
            await delivery.send_file(message, events_csv(events), EXPORT_NAME, caption)
            return
        screen = log_screen(here.store.audit, say) if not wanted else Screen([notice(say.records.log_usage)], [])
    except BotError:
        screen = Screen([notice(say.records.log_unreadable)], [])
    await delivery.send_reply(message, screen.content, say, markup=screen.markup)


async def log_turned(query: CallbackQuery, press: Press, here: Services) -> None:
    """A button to another page."""
    if not await pressed_by_admin(query, here):
        return
    say = here.texts(query.from_user)
    try:
        screen = log_screen(here.store.audit, say, press.page)
    except BotError:
        await toast(query, say.records.log_unreadable, alert=True)
        return
    await toast(query)
    await redraw(query, screen, say)


def log_screen(audit: Audit, say: Texts, page: int = 0) -> Screen:
    """The page, or the last one where there are fewer by now. Raises BotError."""
    count = audit.count()
    if not count:
        return Screen([notice(say.records.log_empty)], [])
    pages = -(-count // PAGE)
    page = min(page, pages - 1)
    lines: Sequence[str] = [event_line(event, say) for event in audit.events(PAGE, skipped=page * PAGE)]
    head = say.records.log_head.format(count=count, page=page + 1, pages=pages)
    return Screen([notice(line) for line in (head, *lines)], leaves(say, Press(Act.LOG, EVERY), page, pages))
