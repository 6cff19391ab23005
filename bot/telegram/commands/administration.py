"""What only admins may do: update the collection, and take an update back."""

import asyncio
import logging

from telegram import CallbackQuery, Update

from bot.records.audit import Ending
from bot.rendering import notice
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.commands.records.admins import pressed_by_admin
from bot.telegram.screens.buttons import STAY, Act, Press, key_of
from bot.telegram.screens.quotes import Screen, button
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery
from bot.telegram.updates.rolling_back import RollingBack, rollback_rows
from retrieval.errors import RetrievalError

log = logging.getLogger(__name__)


async def reload(update: Update, context: Context) -> None:
    """/reload by an admin; the filters of the handler see to who may."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    log.info("admin %d asks for an update", message.from_user.id if message.from_user else 0)
    if not here.reloads.start(message, say):
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
    say, collection = here.texts(query.from_user), here.collection
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
    if press.key != key_of(collection.snapshot().id) or collection.previous is None:
        await toast(query, say.reload.rollback_late, alert=True)
        return
    await toast(query)
    log.info("admin %d takes the update to %s back", query.from_user.id, collection.snapshot().id)
    ending: Ending = "done"
    try:
        text = say.reload.rolled_back.format(generation=await asyncio.to_thread(collection.rollback))
        here.deepening.wake()
        here.reloads.on_switched()
    except RetrievalError as fault:
        log.error("going back failed: %s", fault)
        text, ending = say.reload.rollback_failed.format(reason=fault, generation=collection.snapshot().id), "failed"
    here.store.audit.record(query.from_user.id, "rollback", collection.snapshot().id, ending=ending)
    await redraw(query, Screen([notice(text)], []), say)
