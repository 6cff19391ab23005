"""/check, a file with the caption 核对, and what is sent as a reply to the bot's asking for a draft."""

import asyncio
from collections.abc import Callable

from telegram import Message, Update
from telegram.ext import filters

from bot.drafts.reading import Draft
from bot.errors import DraftUnusable
from bot.messages import CHINESE, ENGLISH, texts
from bot.rendering import notice
from bot.telegram.drafts.fetching import Verdicts, check_draft, check_file_content, fetched
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery
from bot.telegram.transport.addressing import party_in, replies_to_bot, words_of
from bot.telegram.transport.ordering import without_slot
from bot.telegram.transport.typing_sign import typing

CAPTIONED = filters.Document.ALL & filters.CaptionRegex(r"^\s*(?:/check(?:@\w+)?|核对|核對|校对引文|核对引文)\s*$")
"""A file that says itself what is to be done with it."""


class _AnswersRequest(filters.MessageFilter):
    """A message that replies to the bot's asking for a draft, in whichever language it did."""

    def filter(self, message: Message) -> bool:
        asked = message.reply_to_message
        known = {say.drafts.send for say in (CHINESE, ENGLISH, texts("zh-hant"))}
        return bool(asked and replies_to_bot(message) and asked.text and asked.text.strip() in known)


SENT_AS_ASKED = _AnswersRequest() & (filters.Document.ALL | filters.TEXT & ~filters.COMMAND)


async def draft_asked(update: Update, context: Context) -> None:
    """/check TEXT checks the text, /check in reply to a message what stands in that; alone it asks for a draft."""
    message = message_of(update)
    _, *text = words_of(message).split(maxsplit=1)
    meant = message.reply_to_message
    if text:
        await _check(message, message, text[0], context)
    elif meant and (meant.document or words_of(meant)) and not replies_to_bot(message):
        await _check(message, meant, words_of(meant), context)
    else:
        say = services(context).texts(message.from_user)
        await delivery.send_reply(message, [notice(say.drafts.send)], say)


async def sent(update: Update, context: Context) -> None:
    """A draft: the file of the message, else its text."""
    message = message_of(update)
    await _check(message, message, words_of(message), context)


async def _check(message: Message, holder: Message, text: str, context: Context) -> None:
    """Check what `holder` holds, its file or `text`, and answer `message`."""
    here, document = services(context), holder.document
    say = here.texts(message.from_user)
    snapshot = (await here.viewer(party_in(message.chat, message.from_user), say)).snapshot
    try:
        async with typing(message):
            if document is None:
                found = await _apart(here, check_draft, Draft("text", text), snapshot, say)
            else:
                content = await fetched(message, document, say)
                found = await _apart(here, check_file_content, content, document.file_name or "", snapshot, say)
    except DraftUnusable as fault:
        await delivery.send_reply(message, [notice(str(fault))], say)
        return
    if found.content:
        await delivery.send_file(message, found.content, found.name, [notice(found.said)])
    else:
        await delivery.send_reply(message, [notice(found.said)], say)


async def _apart(here: Services, work: Callable[..., Verdicts], *arguments: object) -> Verdicts:
    """`work` in a thread of its own, one draft after the other, so that no draft holds up an answer."""
    async with without_slot(), here.drafts:
        return await asyncio.to_thread(work, *arguments)
