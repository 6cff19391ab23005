"""What only admins may do: update the collection, and take an update back."""

import asyncio
import logging

from telegram import CallbackQuery, Chat, Update

from bot.rendering import notice
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.screens.buttons import Press, key_of
from bot.telegram.screens.quotes import Screen
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery
from bot.telegram.updates.rolling_back import RollingBack
from retrieval.errors import RetrievalError

log = logging.getLogger(__name__)


async def reload(update: Update, context: Context) -> None:
    """/reload by an admin; the filters of the handler see to who may."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    log.info("admin %d asks for an update", message.from_user.id if message.from_user else 0)
    if not here.reloads.start(message, say):
        await delivery.send_reply(message, [notice(say.reload.busy)], say)


async def rolled_back(query: CallbackQuery, press: Press, here: Services) -> None:
    """The button: by an admin, in private, and only while the generation it belongs to serves."""
    say, collection = here.texts(query.from_user), here.collection
    private = query.message is not None and query.message.chat.type == Chat.PRIVATE
    if (
        query.from_user.id not in here.settings.telegram.admin_ids
        or not private
        or not isinstance(collection, RollingBack)
    ):
        await toast(query, say.reload.only_admins, alert=True)
        return
    if here.reloads.running:
        await toast(query, say.reload.busy, alert=True)
        return
    if press.key != key_of(collection.snapshot().id) or collection.previous is None:
        await toast(query, say.reload.rollback_late, alert=True)
        return
    await toast(query)
    log.info("admin %d takes the update to %s back", query.from_user.id, collection.snapshot().id)
    try:
        text = say.reload.rolled_back.format(generation=await asyncio.to_thread(collection.rollback))
        here.deepening.wake()
        here.reloads.on_switched()
    except RetrievalError as fault:
        log.error("going back failed: %s", fault)
        text = say.reload.rollback_failed.format(reason=fault, generation=collection.snapshot().id)
    await redraw(query, Screen([notice(text)], []), say)
