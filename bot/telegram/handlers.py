"""What the bot does with each kind of message. Handlers parse, call one function and render."""

import logging
import re
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from telegram import Message, MessageEntity, Update
from telegram.error import Conflict, Forbidden, NetworkError, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.messages import Texts, texts
from bot.rendering import notice, parts
from bot.telegram.delivery import reply
from bot.telegram.services import Context, services

log = logging.getLogger(__name__)

STALE = timedelta(minutes=10)
"""Messages older than this, as after a downtime, are no longer worth an answer."""


async def drop_stale(update: Update, context: Context) -> None:
    """Runs before everything else: a message that is too old goes no further, nor does one from another bot."""
    message = update.message
    if message is None:
        return
    # Anonymous admins write as a bot too, but on behalf of a chat.
    if message.from_user and message.from_user.is_bot and message.sender_chat is None:
        raise ApplicationHandlerStop
    age = datetime.now(UTC) - message.date
    if age > STALE:
        here = services(context)
        here.stale += 1
        log.info("dropped a message %d s old (%d so far)", age.total_seconds(), here.stale)
        raise ApplicationHandlerStop


async def start(update: Update, context: Context) -> None:
    """/start: who the bot is. A deep link's payload is ignored."""
    message, say = _message(update), _texts(update)
    await reply(message, [notice(say.start)], say)


async def help_(update: Update, context: Context) -> None:
    """/help: how to ask."""
    message, say = _message(update), _texts(update)
    await reply(message, [notice(say.help)], say)


async def ask(update: Update, context: Context) -> None:
    """/ask QUESTION, in private and in groups."""
    message, say = _message(update), _texts(update)
    _, *question = (message.text or "").split(maxsplit=1)
    if question:
        await _answer(message, question[0], context, say)
    else:
        await reply(message, [notice(say.ask_usage)], say)


async def question(update: Update, context: Context) -> None:
    """Plain text: a question in private; in a group only if it is addressed to the bot."""
    message, say = _message(update), _texts(update)
    asked = message.text or ""
    if message.chat.type != message.chat.PRIVATE:
        if not addressed(message, context.bot.id, context.bot.username):
            return
        asked = re.sub(rf"@{re.escape(context.bot.username)}\b", " ", asked, flags=re.IGNORECASE)
    await _answer(message, asked, context, say)


async def reload(update: Update, context: Context) -> None:
    """/reload by an admin; the filters of the handler see to who may."""
    message, say = _message(update), _texts(update)
    log.info("admin %d asks for an update", message.from_user.id if message.from_user else 0)
    if not services(context).reloads.start(message, say):
        await reply(message, [notice(say.reload_busy)], say)


async def unknown_command(update: Update, context: Context) -> None:
    """Any other command; in groups only one that names this bot, since others may have been meant."""
    message, say = _message(update), _texts(update)
    command = (message.text or "").split(maxsplit=1)[0].lower()
    if message.chat.type == message.chat.PRIVATE or command.endswith(f"@{context.bot.username.lower()}"):
        await reply(message, [notice(say.unknown_command)], say)


async def not_text(update: Update, context: Context) -> None:
    """Pictures, voice and the like, in private."""
    message, say = _message(update), _texts(update)
    await reply(message, [notice(say.only_text)], say)


async def failed(update: object, context: Context) -> None:
    """Whatever went wrong: one line or a traceback for the log, an apology with its number for the person."""
    error = context.error
    if not isinstance(update, Update):
        _polling_failed(error)
        return
    message = update.effective_message
    if isinstance(error, Forbidden):
        log.info("chat %s no longer takes messages", message.chat_id if message else "?")
        return
    incident = secrets.token_hex(4)
    log.error("incident %s in update %d", incident, update.update_id, exc_info=error)
    if message is None:
        return
    say = _texts(update)
    with suppress(TelegramError):
        await reply(message, [notice(say.incident.format(incident=incident))], say)


def addressed(message: Message, bot_id: int, username: str) -> bool:
    """Whether a group's message mentions the bot or replies to one of its messages."""
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == bot_id:
        return True
    mentions = message.parse_entities([MessageEntity.MENTION]).values()
    return f"@{username}".lower() in (mention.lower() for mention in mentions)


async def _answer(message: Message, asked: str, context: Context, say: Texts) -> None:
    here = services(context)
    limit = here.settings.telegram.question_limit
    asked = _readable(asked)
    answer = await here.answer(asked[:limit])
    content = parts(answer, say, here.settings.answer.shown)
    if len(asked) > limit:
        content.insert(0, notice(say.question_cut.format(limit=limit)))
    await reply(message, content, say)


def _readable(text: str) -> str:
    """`text` stripped; halves of surrogate pairs, which JSON lets through, become replacement characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _polling_failed(error: Exception | None) -> None:
    if isinstance(error, Conflict):
        log.error("another instance of this bot is running with the same token; stop one of them")
    elif isinstance(error, NetworkError):
        log.debug("polling failed: %s", error)  # the connection itself reports outages
    else:
        log.error("polling failed", exc_info=error)


def _message(update: Update) -> Message:
    message = update.message
    assert message is not None, "handlers are registered for new messages only"
    return message


def _texts(update: Update) -> Texts:
    user = update.effective_user
    return texts(user.language_code if user else None)
