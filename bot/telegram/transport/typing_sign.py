"""The typing sign, for answers that take long. It is a nicety: it is never waited for and its failure is no error."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

AFTER, EVERY, AT_MOST = 0.7, 4.0, 15
"""Seconds before the first, seconds between two, and how many; Telegram shows each for five seconds."""


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """While this lasts, and it lasts a while, the chat of `message` shows that the bot is typing."""
    task = asyncio.create_task(_show(message))
    try:
        yield
    finally:
        task.cancel()


async def _show(message: Message) -> None:
    await asyncio.sleep(AFTER)
    for _ in range(AT_MOST):
        with suppress(TelegramError):
            await message.reply_chat_action(ChatAction.TYPING)
        await asyncio.sleep(EVERY)
