"""Where an update is told of: in a reply that is edited, in the message of a button, or to the admins when there is news."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.messages import Texts
from bot.rendering import Part, notice
from bot.telegram.screens.quotes import Screen
from bot.telegram.transport.delivery import edit, edit_at, send_reply, send_to

log = logging.getLogger(__name__)


class Telling(Protocol):
    """What is told of one update. What is told is made for the language of whoever hears it."""

    async def begin(self) -> None:
        """It begins."""

    async def progress(self, said: Callable[[Texts], str]) -> None:
        """How far it is; told where somebody waits for it."""

    async def end(self, made: Callable[[Texts], Screen], *, news: bool) -> None:
        """How it ended; `news` where something has changed or failed. Raises TelegramError."""


class InReply:
    """To whoever sent `command`: a reply, edited until the end."""

    def __init__(self, command: Message, texts: Texts) -> None:
        self._command, self._texts = command, texts
        self._shown: Message | None = None

    async def begin(self) -> None:
        try:
            self._shown = (await send_reply(self._command, [notice(self._texts.reload.started)], self._texts))[-1]
        except TelegramError as error:
            log.warning("the progress message could not be sent: %s", error)

    async def progress(self, said: Callable[[Texts], str]) -> None:
        # Progress is worth neither a retry nor an error.
        if self._shown is not None:
            with suppress(TelegramError):
                await self._shown.edit_text(said(self._texts))

    async def end(self, made: Callable[[Texts], Screen], *, news: bool) -> None:
        screen = made(self._texts)
        if self._shown is not None:
            try:
                return await edit(self._shown, screen.content, self._texts, markup=screen.markup)
            except TelegramError as error:
                log.warning("the progress message could not be edited (deleted?): %s", error)
        await send_reply(self._command, screen.content, self._texts, markup=screen.markup)


class InMessage:
    """In a message of the bot's own, that of the button which began it."""

    def __init__(self, bot: Bot, chat: int, message: int, texts: Texts) -> None:
        self._bot, self._chat, self._message, self._texts = bot, chat, message, texts

    async def begin(self) -> None:
        await self._show([notice(self._texts.reload.started)])

    async def progress(self, said: Callable[[Texts], str]) -> None:
        with suppress(TelegramError):
            await self._bot.edit_message_text(said(self._texts), self._chat, self._message)

    async def end(self, made: Callable[[Texts], Screen], *, news: bool) -> None:
        screen = made(self._texts)
        if not await self._show(screen.content, screen.markup):
            await send_to(self._bot, self._chat, screen.content, self._texts, markup=screen.markup)

    async def _show(self, content: Sequence[Part], markup: InlineKeyboardMarkup | None = None) -> bool:
        try:
            await edit_at(self._bot, self._chat, self._message, content, self._texts, markup=markup)
        except TelegramError as error:
            log.warning("a message could not be changed (deleted?): %s", error)
            return False
        return True


class ToAdmins:
    """To every admin, of what began by itself: nothing but its end, and that only where it is news."""

    def __init__(self, bot: Bot, admins: Mapping[int, Texts]) -> None:
        self._bot, self._admins = bot, admins

    async def begin(self) -> None:
        """Nobody waits for it."""

    async def progress(self, said: Callable[[Texts], str]) -> None:
        """Nobody waits for it."""

    async def end(self, made: Callable[[Texts], Screen], *, news: bool) -> None:
        for admin, texts in self._admins.items() if news else ():
            screen = made(texts)
            content: list[Part] = [notice(texts.holdings.by_itself), *screen.content]
            try:
                await send_to(self._bot, admin, content, texts, markup=screen.markup)
            except TelegramError as error:
                log.warning("admin %d could not be told of an update: %s", admin, error)
