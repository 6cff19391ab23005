"""What the bot does with each kind of message. Handlers parse, call one function and render."""

import asyncio
import logging
import secrets
import time

from telegram import Chat, ChatMember, Message, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.messages import Texts
from bot.rendering import notice
from bot.telegram.access.strangers import turned_away
from bot.telegram.answers.answering import answer_message
from bot.telegram.commands.button_replies import toast
from bot.telegram.commands.collection import argument, linked_screen
from bot.telegram.menus import set_admin_menu
from bot.telegram.screens.greeting import greeting_screen
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery
from bot.telegram.transport.addressing import (
    command_of,
    from_bot,
    is_meant,
    is_private,
    is_stale,
    names_bot,
    party_of,
    question_of,
)
from bot.telegram.transport.admission import Verdict
from bot.telegram.transport.inbox import Interrupted

log = logging.getLogger(__name__)

SPOKEN = ("more", "next", "prev", "context", "section", "source")
"""Commands that say what can be said in words as well: 还有吗, 下一条, 上下文 …"""
ALBUM_SECONDS = 1.0
"""How long words may come after the first picture of an album."""
INLINE_HINT = "inline"
"""The payload of a /start that comes from the hint of the inline mode."""


async def gate(update: Update, context: Context) -> None:
    """Runs before everything else: who may not ask goes no further, nor what is too old or from another bot, or refused."""
    here = services(context)
    if await turned_away(update, here):
        raise ApplicationHandlerStop
    message = update.message or update.edited_message
    if message is not None and from_bot(message):
        raise ApplicationHandlerStop
    if message is not None and is_stale(message):
        here.health.counts["stale"] += 1
        log.info("dropped a message that came too late (%d so far)", here.health.counts["stale"])
        if update.message and is_meant(message) and here.away.take(message.chat_id) is Verdict.PASS:
            say = here.texts(message.from_user)
            await delivery.send_reply(message, [notice(say.telegram.was_away)], say)
        raise ApplicationHandlerStop
    here.health.last_update = time.monotonic()
    verdict = here.admission.verdict_on(update)
    if verdict is Verdict.PASS:
        return
    say = here.texts(update.effective_user)
    if verdict is Verdict.BUSY:
        text = say.telegram.busy.format(seconds=here.admission.busy_seconds)
    else:
        text = say.telegram.slow_down.format(seconds=here.admission.pause)
    if update.callback_query:
        await toast(update.callback_query, text)
    elif message is not None:
        await delivery.send_reply(message, [notice(text)], say)
    raise ApplicationHandlerStop


async def interrupted(item: Interrupted, context: Context) -> None:
    """A message whose answer was on its way when the bot was ended: whether it arrived, only its reader can know."""
    message = item.update.message or item.update.edited_message
    if message is not None and services(context).doorkeeper.admits(party_of(item.update)):
        say = services(context).texts(message.from_user)
        await delivery.send_reply(message, [notice(say.telegram.interrupted)], say)


async def start(update: Update, context: Context) -> None:
    """/start: who the bot is, and what may be asked; with a link's payload, the document or section that it leads to."""
    message, here = message_of(update), services(context)
    say, payload, user = here.texts(message.from_user), argument(message), message.from_user
    if user and user.id in here.settings.telegram.admin_ids and is_private(message):
        context.application.create_task(
            set_admin_menu(context.bot, user.id, pairing=here.doorkeeper.is_pairing), update
        )
    if not payload or payload == INLINE_HINT:
        viewer = await here.viewer(party_of(update), say)
        screen = greeting_screen(viewer, here.examples.of(viewer.snapshot) if is_private(message) else ())
        await delivery.send_reply(message, screen.content, say, markup=screen.markup)
        return
    screen = linked_screen(await here.viewer(party_of(update), say), payload)
    more = [] if screen.rows else [notice(""), notice(say.telegram.replies.greeting)]
    await delivery.send_reply(message, [*screen.content, *more], say, markup=screen.markup)


async def help_(update: Update, context: Context) -> None:
    """/help: how to ask."""
    message = message_of(update)
    say = services(context).texts(message.from_user)
    await delivery.send_reply(message, [notice(say.telegram.replies.help)], say)


async def ask(update: Update, context: Context) -> None:
    """/ask QUESTION, in private and in groups."""
    message = message_of(update)
    if (question := question_of(message)).strip():
        await answer_message(message, message.from_user, question, context)
        return
    say = services(context).texts(message.from_user)
    await delivery.send_reply(message, [notice(say.telegram.ask_usage)], say)


async def question(update: Update, context: Context) -> None:
    """Plain text, or a picture with words: a question in private; in a group only if it is addressed to the bot."""
    message = message_of(update)
    if is_meant(message) and services(context).albums.takes(message.media_group_id, worded=True):
        await answer_message(message, message.from_user, question_of(message), context)


async def edited(update: Update, context: Context) -> None:
    """A message was changed: its answer changes in place, and one that becomes a question is answered."""
    message, here = update.edited_message, services(context)
    assert message is not None, "registered for edited messages only"
    answered, asked = here.store.answer_to(message.chat_id, message.message_id), question_of(message)
    if command_of(message) not in (None, "ask") or not (answered or (asked.strip() and is_meant(message))):
        return
    if here.is_news(message.chat_id, message.message_id, asked):
        await answer_message(message, message.from_user, asked, context, replaced=answered)


async def unknown_command(update: Update, context: Context) -> None:
    """Any other command: /next and the like in private; in groups only one that names this bot is answered at all."""
    message = message_of(update)
    if is_private(message) and command_of(message) in SPOKEN:
        await answer_message(message, message.from_user, message.text or "", context)
    elif is_private(message) or names_bot(message):
        say = services(context).texts(message.from_user)
        await delivery.send_reply(message, [notice(say.telegram.replies.unknown_command)], say)


async def not_text(update: Update, context: Context) -> None:
    """Pictures, voice and the like, in private."""
    message, here = message_of(update), services(context)
    if not here.albums.takes(message.media_group_id, worded=False):
        return

    async def say_so() -> None:
        if message.media_group_id:
            await asyncio.sleep(ALBUM_SECONDS)
        if not here.albums.is_worded(message.media_group_id):
            say = here.texts(message.from_user)
            await delivery.send_reply(message, [notice(_instead(message, say))], say)

    if message.media_group_id:
        context.application.create_task(say_so(), update)
    else:
        await say_so()


def _instead(message: Message, say: Texts) -> str:
    """What to do instead of sending something of this kind."""
    if message.voice or message.audio or message.video_note or message.video:
        return say.telegram.only_voice
    return say.telegram.only_file if message.document and not message.animation else say.telegram.only_text


async def added_to_group(update: Update, context: Context) -> None:
    """The bot was added to a group: it says how to ask there."""
    change, here = update.my_chat_member, services(context)
    assert change is not None, "registered for changes of the bot's own membership only"
    present = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)
    if change.chat.type not in (Chat.GROUP, Chat.SUPERGROUP) or change.old_chat_member.status in present:
        return
    if change.new_chat_member.status in present:
        say = here.texts(change.from_user)
        text = say.telegram.group_greeting.format(name=here.username)
        await delivery.send_to(context.bot, change.chat.id, [notice(text)], say)


async def migrated(update: Update, context: Context) -> None:
    """A group has become a supergroup: what is kept of it goes with it."""
    message = message_of(update)
    if message.migrate_to_chat_id:
        services(context).store.migrate(message.chat_id, message.migrate_to_chat_id)


async def failed(update: object, context: Context) -> None:
    """Whatever went wrong: one line or a traceback for the log, an apology for the person where it can be given.

    Where the apology is refused as well, it is not the answer that Telegram refuses but the chat.
    """
    error, here = context.error, services(context)
    incident, kind = secrets.token_hex(4), type(error).__name__
    if not isinstance(update, Update):
        _polling_failed(error, incident, kind, here)
        return
    say = here.texts(update.effective_user)
    unknown = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    text = say.telegram.perhaps_lost if unknown else say.telegram.incident.format(incident=incident)
    refused = isinstance(error, Forbidden) or not await _apologised(update, text, say)
    if refused and isinstance(error, Forbidden | BadRequest):
        here.health.counts["closed chats"] += 1
        chat = update.effective_chat
        log.info("chat %s takes no messages: %s", chat.id if chat else "?", error.message)
    elif unknown:
        here.health.counts["perhaps lost"] += 1
        log.warning("an answer may not have arrived: %s", error)
    else:
        here.health.counts["incidents"] += 1
        log.error("incident %s in update %d", incident, update.update_id, exc_info=error)
        here.store.tallies.add("errors")
        here.alerts.tell(kind, lambda say: say.fault.format(kind=kind, incident=incident))


async def _apologised(update: Update, text: str, say: Texts) -> bool:
    """Say `text` to whoever sent `update`; False where Telegram refuses that."""
    message = update.effective_message
    try:
        if update.callback_query:
            await toast(update.callback_query, text, alert=True)
        elif isinstance(message, Message) and not update.message_reaction:
            await delivery.send_reply(message, [notice(text)], say)
    except (BadRequest, Forbidden):
        return False
    except TelegramError:
        pass
    return True


def _polling_failed(error: Exception | None, incident: str, kind: str, here: Services) -> None:
    """What goes wrong beside any update; nearly always that updates could not be fetched."""
    here.store.tallies.add("failed_polls" if isinstance(error, TelegramError) else "errors")
    if isinstance(error, Conflict):
        log.error(
            "incident %s: another instance of this bot is running with the same token; stop one of them", incident
        )
        here.alerts.tell("polling Conflict", lambda say: say.fault_conflict.format(incident=incident))
    elif isinstance(error, NetworkError):
        told = here.alerts.tell(f"polling {kind}", lambda say: say.fault_polling.format(kind=kind, incident=incident))
        # The connection itself reports outages; here is what the number that admins were told stands for.
        log.log(logging.INFO if told else logging.DEBUG, "incident %s: polling failed (%s)", incident, kind)
    else:
        log.error("incident %s: polling failed", incident, exc_info=error)
        here.alerts.tell(kind, lambda say: say.fault.format(kind=kind, incident=incident))
