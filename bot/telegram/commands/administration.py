"""What only admins may do: update the collection, and take an update back."""

import asyncio
import logging

from telegram import CallbackQuery, Chat, Update

from bot.holdings.undoing import RollingBack, TakenBack, take_back
from bot.messages import Texts
from bot.rendering import Part, notice
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.screens.buttons import Press, key_of
from bot.telegram.screens.intake import listed
from bot.telegram.screens.quotes import Screen
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
    """/rollback by an admin: whether to go back to the generation before."""
    message, here = message_of(update), services(context)
    say, generation = here.texts(message.from_user), here.collection.snapshot().id
    rows = rollback_rows(here.collection, generation, say)
    previous = here.collection.previous if isinstance(here.collection, RollingBack) else None
    text = (
        say.holdings.go_back.format(generation=generation, previous=previous) if rows else say.holdings.nothing_before
    )
    screen = Screen([notice(text)], rows)
    await delivery.send_reply(message, screen.content, say, markup=screen.markup)


async def may_administer(query: CallbackQuery, here: Services) -> bool:
    """Whether an admin pressed, in private; anybody else is told that they may not."""
    private = query.message is not None and query.message.chat.type == Chat.PRIVATE
    if query.from_user.id in here.settings.telegram.admin_ids and private:
        return True
    await toast(query, here.texts(query.from_user).reload.only_admins, alert=True)
    return False


async def rolled_back(query: CallbackQuery, press: Press, here: Services) -> None:
    """The button: by an admin, in private, and only while the generation it belongs to serves."""
    say, collection, user = here.texts(query.from_user), here.collection, query.from_user.id
    if not await may_administer(query, here):
        return
    if not isinstance(collection, RollingBack):
        await toast(query, say.reload.rollback_late, alert=True)
        return
    if here.reloads.running:
        await toast(query, say.reload.busy, alert=True)
        return
    if press.key != key_of(collection.snapshot().id) or collection.previous is None:
        await toast(query, say.reload.rollback_late, alert=True)
        return
    await toast(query)
    leaving = collection.snapshot().id
    log.info("admin %d takes the update to %s back", user, leaving)
    try:
        with here.reloads.held():
            back = await asyncio.to_thread(take_back, collection, here.holdings, leaving)
        here.deepening.wake()
        here.reloads.on_switched()
        here.record(user, "rollback", back.generation, "incomplete" if back.fault or back.files.stuck else "done")
        content = _taken_back(back, say)
    except RetrievalError as fault:
        log.error("going back failed: %s", fault)
        here.record(user, "rollback", leaving, "failed")
        content = [notice(say.reload.rollback_failed.format(reason=fault, generation=collection.snapshot().id))]
    await redraw(query, Screen(content, []), say)


def _taken_back(back: TakenBack, say: Texts) -> list[Part]:
    texts, files = say.holdings, back.files
    return [
        notice(say.reload.rolled_back.format(generation=back.generation)),
        *listed(texts.files_back, files.restored, say),
        *listed(texts.files_out, files.withdrawn, say),
        *listed(texts.files_stuck, files.stuck, say),
        *([notice(texts.files_left)] if back.fault else []),
    ]
