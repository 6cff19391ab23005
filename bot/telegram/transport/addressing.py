"""Which messages are for the bot at all, judged by the message alone."""

import re
from datetime import UTC, datetime, timedelta

from telegram import Chat, Message, MessageEntity, Update, User

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


def person_of(message: Message) -> int:
    """Who wrote `message`: the number of the user; of the chat where it speaks for one, as anonymous admins do."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else 0


def party_of(update: Update) -> int:
    """Whose rights decide about `update`, of whatever kind; see `party_in`."""
    return party_in(update.effective_chat, update.effective_user)


def party_in(chat: Chat | None, user: User | None) -> int:
    """Whose rights decide about what `user` does in `chat`: the group's or channel's, negative; else the user's.

    0, which is nobody, where neither is known, or where a private chat is not the user's own.
    """
    if chat is not None and chat.type != Chat.PRIVATE:
        return chat.id
    return user.id if user and (chat is None or chat.id == user.id) else 0


def words_of(message: Message) -> str:
    """The text of `message`, or what stands under its picture."""
    return message.text or message.caption or ""


def question_of(message: Message) -> str:
    """What `message` asks, without command and name; where it has no words of its own, what it replies to asks."""
    own, replied = _asked(message), message.reply_to_message
    if own.strip() or replied is None or from_bot(replied):
        return own
    return _asked(replied)


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
    found = re.match(r"/(\w+)(?:@(\w+))?(?!\S)", words_of(message))
    if found is None or (found[2] and found[2].lower() != message.get_bot().username.lower()):
        return None
    return found[1].lower()


def names_bot(message: Message) -> bool:
    """Whether `message` mentions the bot or carries a command that names it."""
    own = f"@{message.get_bot().username}".lower()
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.BOT_COMMAND]
    found = message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    return any(text.lower() == own or text.lower().endswith(own) for text in found.values())


def replies_to_bot(message: Message) -> bool:
    """Whether `message` answers one of the bot's own."""
    answered = message.reply_to_message
    return bool(answered and answered.from_user and answered.from_user.id == message.get_bot().id)


def _asked(message: Message) -> str:
    words = words_of(message)
    if command_of(message) == "ask":
        words = words.partition(words.split(maxsplit=1)[0])[2]
    if is_private(message):
        return words
    name = re.escape(message.get_bot().username)
    return re.sub(rf"@{name}\b", " ", words, flags=re.IGNORECASE)
