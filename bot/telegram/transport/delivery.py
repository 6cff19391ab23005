"""Sending so that an answer arrives, and arrives once where that can be known.

The library never repeats a request. Here: flood control waits as told; a request that has not left is repeated with
pauses; one that may have been carried out already is repeated once at most, unless twice is as good as once.
"""

import asyncio
import datetime
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import httpx
from telegram import Bot, Document, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter

from bot.messages import Texts
from bot.rendering import Part, split_messages, to_html, to_plain
from bot.telegram.transport.inbox import delivered, under_way
from bot.telegram.transport.ordering import without_slot

log = logging.getLogger(__name__)
T = TypeVar("T")

PAUSES = (0.5, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds before each further try."""
LONGEST_WAIT = 120.0
"""Seconds of flood control that are waited for; a longer ban is an error."""
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send_reply(
    to: Message,
    content: Sequence[Part],
    texts: Texts,
    *,
    markup: InlineKeyboardMarkup | None = None,
) -> list[Message]:
    """Send `content` as a reply to `to`, in as many messages as it needs; returns them. `markup` goes under the last."""
    answered = ReplyParameters(to.message_id, allow_sending_without_reply=True)
    messages = split_messages(content, texts)
    sent: list[Message] = []
    for part in messages:
        last = len(sent) == len(messages) - 1
        sent.append(await _send(to, part, None if sent else answered, markup if last else None))
    delivered()
    return sent


async def send_file(to: Message, content: bytes, name: str, caption: Sequence[Part]) -> None:
    """Send a file as a reply to `to`, with a `caption` of few words below it."""
    words, answered = to_plain(caption), ReplyParameters(to.message_id, allow_sending_without_reply=True)
    await _with_content(
        lambda: to.reply_document(content, words, filename=name, reply_parameters=answered, do_quote=False),
        lambda chat: to.get_bot().send_document(chat, content, words, filename=name),
    )


async def send_picture(to: Message, content: bytes, caption: Sequence[Part]) -> None:
    """Send a PNG or JPEG that is shown at once as a reply to `to`, with a `caption` of few words below it."""
    words, answered = to_plain(caption), ReplyParameters(to.message_id, allow_sending_without_reply=True)
    await _with_content(
        lambda: to.reply_photo(content, words, reply_parameters=answered, do_quote=False),
        lambda chat: to.get_bot().send_photo(chat, content, words),
    )


async def edit(
    message: Message, content: Sequence[Part], texts: Texts, *, markup: InlineKeyboardMarkup | None = None
) -> None:
    """Replace the text of `message`, one of the bot's own; what does not fit follows in further messages."""
    first, *others = split_messages(content, texts)
    await edit_at(message.get_bot(), message.chat_id, message.message_id, first, texts, markup=markup)
    for part in others:
        await _send(message, part, None, None)


async def edit_at(
    bot: Bot,
    chat: int,
    message: int,
    content: Sequence[Part],
    texts: Texts,
    *,
    markup: InlineKeyboardMarkup | None = None,
) -> None:
    """Replace text and buttons of a message by as much of `content` as one holds. That nothing changes is no error."""
    content = split_messages(content, texts)[0]

    async def attempt(text: str, mode: str | None) -> None:
        try:
            await bot.edit_message_text(
                text, chat, message, parse_mode=mode, link_preview_options=NO_PREVIEW, reply_markup=markup
            )
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                raise

    await _formatted(attempt, content, harmless=True)


async def send_to(
    bot: Bot, chat: int, content: Sequence[Part], texts: Texts, *, markup: InlineKeyboardMarkup | None = None
) -> None:
    """Send as much of `content` to `chat` as one message holds, in reply to nothing."""

    async def attempt(text: str, mode: str | None) -> None:
        await bot.send_message(chat, text, parse_mode=mode, link_preview_options=NO_PREVIEW, reply_markup=markup)

    await _formatted(attempt, split_messages(content, texts)[0])


async def fetch_file(message: Message, sent: Document) -> bytes:
    """The content of a file that `message` or the one it replies to holds. Raises TelegramError."""
    file = await with_retries(lambda: message.get_bot().get_file(sent.file_id), harmless=True)
    return bytes(await with_retries(file.download_as_bytearray, harmless=True))


async def with_retries(request: Callable[[], Awaitable[T]], *, harmless: bool = False) -> T:
    """Carry out `request`, repeating it where that helps; `harmless` where carrying it out twice makes no difference.

    Raises the TelegramError of the last try.
    """
    unknown = 0
    for pause in (*PAUSES, None):
        try:
            return await request()
        except BadRequest:
            raise
        except RetryAfter as error:
            wait = _seconds(error)
            if pause is None or wait > LONGEST_WAIT:
                raise
            log.warning("flood control: waiting %.0f s", wait)
            async with without_slot():
                await asyncio.sleep(wait)
        except NetworkError as error:
            unknown += not (harmless or never_left(error))
            if pause is None or unknown > 1:
                raise
            log.warning("request failed, trying again: %s", error)
            async with without_slot():
                await asyncio.sleep(pause)
    raise AssertionError("unreachable")


def never_left(error: NetworkError) -> bool:
    """Whether the request cannot have been carried out: there was no connection. Any other fault leaves that open."""
    return isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


async def _with_content(reply: Callable[[], Awaitable[T]], send: Callable[[int], Awaitable[T]]) -> None:
    """Carry out `reply`, which sends a file; `send` does in the chat that a group has become."""

    async def attempt() -> None:
        under_way()
        try:
            await reply()
        except (RetryAfter, NetworkError) as error:
            if isinstance(error, RetryAfter) or never_left(error):
                under_way(False)
            raise
        except ChatMigrated as moved:
            await send(moved.new_chat_id)

    await with_retries(attempt)
    delivered()


async def _send(
    to: Message, content: Sequence[Part], answered: ReplyParameters | None, markup: InlineKeyboardMarkup | None
) -> Message:
    async def attempt(text: str, mode: str | None) -> Message:
        under_way()
        try:
            return await to.reply_text(
                text,
                parse_mode=mode,
                link_preview_options=NO_PREVIEW,
                reply_parameters=answered,
                reply_markup=markup,
                do_quote=False,
            )
        except (RetryAfter, NetworkError) as error:
            if answered is not None and (isinstance(error, RetryAfter) or never_left(error)):
                under_way(False)
            raise
        except ChatMigrated as moved:
            return await to.get_bot().send_message(
                moved.new_chat_id, text, parse_mode=mode, link_preview_options=NO_PREVIEW, reply_markup=markup
            )

    return await _formatted(attempt, content)


async def _formatted(
    request: Callable[[str, str | None], Awaitable[T]], content: Sequence[Part], *, harmless: bool = False
) -> T:
    """Carry out `request` with HTML; should Telegram refuse the markup, with the same text unformatted."""
    try:
        return await with_retries(lambda: request(to_html(content), ParseMode.HTML), harmless=harmless)
    except BadRequest as error:
        if "parse entities" not in error.message.lower():
            raise
        log.error("markup refused, sent as plain text: %s", error)
        return await with_retries(lambda: request(to_plain(content), None), harmless=harmless)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, datetime.timedelta) else float(wait)
