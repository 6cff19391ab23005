"""What only admins may do: update the collection, and take an update back."""

import asyncio
import logging

from telegram import CallbackQuery, Update

from bot.holdings.undoing import RollingBack, take_back
from bot.operating.going_back import taken_back_lines
from bot.records.audit import Ending
from bot.rendering import notice
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.commands.records.admins import pressed_by_admin
from bot.telegram.screens.buttons import STAY, Act, Press, key_of
from bot.telegram.screens.quotes import Screen, button
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery
from bot.telegram.updates.rolling_back import rollback_rows
from bot.telegram.updates.telling import InReply
from retrieval.errors import RetrievalError

log = logging.getLogger(__name__)


async def reload(update: Update, context: Context) -> None:
    """/reload by an admin; the filters of the handler see to who may."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    log.info("admin %d asks for an update", message.from_user.id if message.from_user else 0)
    if not here.reloads.start(InReply(message, say), by=message.from_user.id if message.from_user else 0):
        await delivery.send_reply(message, [notice(say.reload.busy)], say)


async def rollback(update: Update, context: Context) -> None:
    """/rollback by an admin: which generation it would go back to, and the button that does it."""
    message, here = message_of(update), services(context)
    say, collection = here.texts(message.from_user), here.collection
    serving = collection.snapshot().id
    rows = rollback_rows(collection, serving, say)
    if not rows or not isinstance(collection, RollingBack):
        await delivery.send_reply(message, [notice(say.records.rollback_nothing)], say)
        return
    sure = say.records.rollback_sure.format(generation=serving, previous=collection.previous)
    stay = [button(say.records.rollback_cancel, Press(Act.ROLLBACK, STAY))]
    screen = Screen([notice(sure)], [*rows, stay])
    await delivery.send_reply(message, screen.content, say, markup=screen.markup)


async def rolled_back(query: CallbackQuery, press: Press, here: Services) -> None:
    """The button: by an admin, in private, and only while the generation it belongs to serves."""
    say, collection, user = here.texts(query.from_user), here.collection, query.from_user.id
    if not await pressed_by_admin(query, here):
        return
    if press.key == STAY or not isinstance(collection, RollingBack):
        text = say.records.rollback_cancelled.format(generation=collection.snapshot().id)
        await toast(query)
        await redraw(query, Screen([notice(text)], []), say)
        return
    if here.reloads.running:
        await toast(query, say.reload.busy, alert=True)
        return
    leaving = collection.snapshot().id
    if press.key != key_of(leaving) or collection.previous is None:
        await toast(query, say.reload.rollback_late, alert=True)
        return
    await toast(query)
    log.info("admin %d takes the update to %s back", user, leaving)
    ending: Ending = "done"
    note = ""
    try:
        with here.reloads.held():
            back = await asyncio.to_thread(take_back, collection, here.holdings, leaving)
        here.deepening.wake()
        here.reloads.on_switched()
        note = back.unsettled
        lines = taken_back_lines(back, say)
    except RetrievalError as fault:
        log.error("going back failed: %s", fault)
        ending = "failed"
        lines = [say.reload.rollback_failed.format(reason=fault, generation=collection.snapshot().id)]
    here.store.audit.record(user, "rollback", collection.snapshot().id, ending=ending, note=note)
    await redraw(query, Screen([notice(line) for line in lines], []), say)
