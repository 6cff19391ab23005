"""Which messages are for the bot at all, judged by the message alone."""

import re
from datetime import UTC, datetime, timedelta

from telegram import Message, MessageEntity

STALE = timedelta(minutes=10)
"""Messages older than this, as after a downtime, are no longer worth an answer."""


def is_stale(message: Message) -> bool:
    """Whether `message`, or the change to it, is too old."""
    return datetime.now(UTC) - (message.edit_date or message.date) > STALE


def from_bot(message: Message) -> bool:
    """Whether a bot wrote `message`: another one, or this one by inline mode, which a user only passed on.

    Anonymous admins write as a bot too, but on behalf of a chat.
    """
    if message.via_bot and message.via_bot.id == message.get_bot().id:
        return True
    return bool(message.from_user and message.from_user.is_bot and message.sender_chat is None)


def is_private(message: Message) -> bool:
    """Whether `message` stands in the user's own chat with the bot."""
    return message.chat.type == message.chat.PRIVATE


def is_meant(message: Message) -> bool:
    """Whether the bot has to react: anything in private; in a group /ask, its own name, a reply to it."""
    if from_bot(message):
        return False
    return is_private(message) or command_of(message) == "ask" or names_bot(message) or replies_to_bot(message)


def command_of(message: Message) -> str | None:
    """The command that `message` starts with, without the slash, if it may be meant for this bot."""
    found = re.match(r"/(\w+)(?:@(\w+))?(?!\S)", message.text or "")
    if found is None or (found[2] and found[2].lower() != message.get_bot().username.lower()):
        return None
    return found[1].lower()


def names_bot(message: Message) -> bool:
    """Whether `message` mentions the bot or carries a command that names it."""
    own = f"@{message.get_bot().username}".lower()
    found = message.parse_entities([MessageEntity.MENTION, MessageEntity.BOT_COMMAND])
    return any(text.lower() == own or text.lower().endswith(own) for text in found.values())


def replies_to_bot(message: Message) -> bool:
    """Whether `message` answers one of the bot's own."""
    answered = message.reply_to_message
    return bool(answered and answered.from_user and answered.from_user.id == message.get_bot().id)


def without_name(message: Message) -> str:
    """The text of `message` without mentions of the bot."""
    name = re.escape(message.get_bot().username)
    return re.sub(rf"@{name}\b", " ", message.text or "", flags=re.IGNORECASE)
