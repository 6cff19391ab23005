"""Presses of a button: their answer, a line that fades away or an alert, and what the message shows afterwards."""

import logging

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, ChatMigrated

from bot.keeping import Kept
from bot.messages import Texts
from bot.store import Store
from bot.telegram.screens.quotes import Row, Screen
from bot.telegram.transport.delivery import edit_at, send_to, with_retries

log = logging.getLogger(__name__)

LONGEST = 200
"""Characters that Telegram shows."""


async def toast(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer `query`. One that came too late to be answered, as after a downtime, is let go."""
    try:
        await with_retries(lambda: query.answer(text[:LONGEST] if text else None, show_alert=alert), harmless=True)
    except BadRequest as error:
        log.info("a press of a button could not be answered: %s", error)


async def redraw(query: CallbackQuery, screen: Screen, say: Texts) -> None:
    """Let the message under the button show `screen`. A message that was deleted meanwhile is let go."""
    if query.message is None:
        return
    chat, message = query.message.chat.id, query.message.message_id
    try:
        await edit_at(query.get_bot(), chat, message, screen.content, say, markup=screen.markup)
    except ChatMigrated as moved:
        await send_to(query.get_bot(), moved.new_chat_id, screen.content, say, markup=screen.markup)
    except BadRequest as error:
        log.warning("a message could not be changed: %s", error)


async def rebutton(query: CallbackQuery, rows: list[Row]) -> None:
    """Let the message under the button show other buttons. A message that was deleted meanwhile is let go."""
    message = query.message
    if not isinstance(message, Message):
        return
    try:
        await with_retries(lambda: message.edit_reply_markup(InlineKeyboardMarkup(rows)), harmless=True)
    except (BadRequest, ChatMigrated) as error:
        log.info("the buttons of a message could not be changed: %s", error)


def is_in_its_chat(kept: Kept, query: CallbackQuery, store: Store) -> bool:
    """Whether the button was pressed in the chat of the answer, which may have changed its number."""
    return query.message is not None and store.chat_now(query.message.chat.id) == store.chat_now(kept.chat)
