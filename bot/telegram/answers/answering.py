"""A message in, an answer out: understood after the one before, looked up in a thread, kept for its buttons, sent."""

import logging
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from telegram import Message, User
from telegram.error import BadRequest

from bot.conversation.replies.answers import NEAR
from bot.conversation.surroundings import around
from bot.excerpts import Excerpt, Kept, Preferences, excerpt
from bot.messages import Texts
from bot.rendering import Part, notice
from bot.telegram.answers.follow_ups import follow_up
from bot.telegram.answers.looking_up import Found, look_up
from bot.telegram.screens.buttons import new_answer_id
from bot.telegram.screens.contents import refusal_screen
from bot.telegram.screens.quotes import Screen, quote_screen
from bot.telegram.screens.viewer import Reading
from bot.telegram.services import Context, Services, services
from bot.telegram.transport import delivery
from bot.telegram.transport.addressing import is_private
from bot.telegram.transport.typing_sign import typing
from corpus.document import Document
from retrieval.answer import Quote
from retrieval.fold import fold

log = logging.getLogger(__name__)


async def answer_message(
    message: Message, user: User | None, asked: str, context: Context, replaced: Kept | None = None
) -> None:
    """Answer `asked`, the text of `message` without commands and names; in place of an earlier answer if given."""
    here, started = services(context), time.monotonic()
    say, user_id = here.texts(user), user.id if user else 0
    asked, limit = _readable(asked), here.settings.telegram.question_limit
    before = [notice(say.telegram.question_cut.format(limit=limit))] if len(asked) > limit else []
    turn, previous = here.turn(message.chat_id, user_id)
    async with typing(message):
        found = await here.compute(look_up, here.collection.snapshot(), asked[:limit], turn)
    reading = Reading(found.generation, found.documents, say, here.username)
    if found.answer is None:
        screen, kept = await follow_up(here, message, user_id, found.understood, previous, reading)
    else:
        here.asked(message.chat_id, user_id, found.understood)
        kept = _kept(here, message, user_id, found, here.store.preferences(user_id))
        screen = answer_screen(
            found, kept, previous, before, reading, None if is_private(message) and not replaced else 0
        )
        here.health.counts["refused" if found.answer.refused else "answered"] += 1
    await show(here, message, screen, kept, say, replaced)
    here.health.seconds.append(time.monotonic() - started)


async def show(
    here: Services, message: Message, screen: Screen, kept: Kept | None, say: Texts, replaced: Kept | None = None
) -> None:
    """Send `screen` in answer to `message`, or put it in the place of an earlier answer; `kept` is what it shows."""
    if kept is not None:
        try:
            here.store.keep(kept)
        except sqlite3.Error as fault:
            # Without the store the buttons would lead nowhere, but the answer itself is whole.
            log.error("an answer could not be kept, its buttons are left out: %s", fault)
            screen, kept = Screen(screen.content, []), None
    sent = await _in_place(message, screen, say, replaced) if replaced else None
    if sent is None:
        messages = await delivery.reply(message, screen.content, say, screen.markup)
        # Of an answer in several messages none alone can be changed later.
        sent = messages[0].message_id if len(messages) == 1 else None
    if kept is not None and sent is not None:
        with suppress(sqlite3.Error):
            here.store.sent(kept.id, sent)


async def _in_place(message: Message, screen: Screen, say: Texts, replaced: Kept) -> int | None:
    """Put `screen` in the place of an earlier answer; None where that answer is gone or stands in several messages."""
    if replaced.message is None:
        return None
    try:
        bot = message.get_bot()
        await delivery.edit_at(bot, replaced.chat, replaced.message, screen.content, say, screen.markup)
    except BadRequest as error:
        log.info("an answer could not be changed, another is sent: %s", error)
        return None
    return replaced.message


def answer_screen(
    found: Found, kept: Kept, previous: Kept | None, before: Sequence[Part], reading: Reading, page: int | None
) -> Screen:
    """The first quote of an answer, or the refusal, behind the notices that belong before it."""
    answer, understood, say = found.answer, found.understood, reading.say
    assert answer is not None
    notices = [*before]
    if understood.interpreted is not None:
        notices.append(notice(say.understood_as.format(question=understood.interpreted)))
    if not kept.excerpts:
        refusal = refusal_screen(reading, kept, say.refusal(answer.reason))
        return replace(refusal, content=[*notices, *refusal.content])
    notices += _about_first_quote(found, previous, answer.quotes[0], say)
    document = next(d for d in found.documents if d.id == kept.excerpts[0].document_id)
    return quote_screen(reading, kept, 0, document, page, notices)


def _about_first_quote(found: Found, previous: Kept | None, quote: Quote, say: Texts) -> list[Part]:
    """What has to be said before a quote of another place than the one asked about, or one that was seen before."""
    understood = found.understood
    if found.elsewhere:
        return [notice(say.telegram.replies.elsewhere.format(place=found.elsewhere))]
    seen = [(e.document_id, e.start) for e in previous.excerpts[: previous.at + 1]] if previous else []
    if understood.interpreted is None or (quote.document_id, quote.start) not in seen:
        return []
    said = bool(understood.named) and fold(understood.named) in fold(quote.title + quote.text)
    return [notice(say.telegram.replies.same_passage if said else say.telegram.replies.nearest_again)]


def _kept(here: Services, message: Message, user: int, found: Found, chosen: Preferences) -> Kept:
    answer = found.answer
    assert answer is not None
    quotes = () if answer.refused else answer.quotes[: chosen.quotes or here.settings.answer.shown]
    documents = {d.id: d for d in found.documents}
    return Kept(
        id=new_answer_id(),
        user=user,
        chat=message.chat_id,
        asked=message.message_id,
        generation=found.generation,
        kind="answer" if quotes else (answer.reason or "not_confident"),
        excerpts=tuple(_excerpt(documents[q.document_id], q, chosen.length) for q in quotes),
        near=sum(q.confidence >= NEAR * quotes[0].confidence for q in quotes),
        sections=tuple((s.document_id, s.heading) for s in answer.suggestions),
        question=found.understood.question if here.settings.storage.keep_questions else None,
    )


def _excerpt(document: Document, quote: Quote, length: str | None) -> Excerpt:
    """As much of the quote as the user likes to see: the key sentence, the passage, or its neighbours as well."""
    start, end = quote.start, quote.end
    if length == "sentence" and quote.highlights:
        start, end = quote.start + quote.highlights[0][0], quote.start + quote.highlights[-1][1]
    elif length == "context":
        start, end = around(document, start, end)
    moved = [(a + quote.start - start, b + quote.start - start) for a, b in quote.highlights]
    whole = moved == [(0, end - start)] and length == "sentence"
    return excerpt(document, start, end, () if whole else moved)


def _readable(text: str) -> str:
    """`text` stripped; halves of surrogate pairs, which JSON lets through, become replacement characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
