"""Files that admins send: fetched where they may be documents, read apart, and offered for a decision.

Whatever arrives in one go, an album or a hundred single files, is looked at as one and shown as one message. Nothing of it
is in the corpus before that is decided; undecided files are gone after a restart.
"""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from telegram import Document as SentDocument
from telegram import Message
from telegram.error import BadRequest, TelegramError

from bot.asking import Serving
from bot.errors import BotError
from bot.holdings.filing import Holdings, Incoming, NoRoom, digest_of
from bot.holdings.inspecting import Inspected, Outlook, inspect_file
from bot.holdings.names import may_be_document, readable_name, safe_line
from bot.messages import Texts
from bot.rendering import notice
from bot.telegram.screens.intake import Intake, intake_screen
from bot.telegram.transport.delivery import edit, fetch_file, send_reply
from bot.telegram.updates.offers import Offers
from corpus.document import Document
from corpus.readers import Recognition
from corpus.reasons import Reason, Why

log = logging.getLogger(__name__)

SETTLE_SECONDS = 1.0
"""How long nothing must have come before what has come is looked at; the files of one album come within a second."""
LARGEST = 20_000_000
"""Bytes of one file: what a bot may fetch, and what the readers take."""
TOGETHER, MOST = 200_000_000, 100
"""Bytes and files that are looked at at once."""


@dataclass(slots=True)
class _Batch:
    """What has come and is not yet looked at; `last` is when the newest came, by the clock of the loop."""

    texts: Texts
    last: float
    messages: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class _Sorted:
    """What becomes of a batch."""

    files: list[Incoming] = field(default_factory=list)
    documents: list[Outlook] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    size: int = 0


class Receiving:
    """The files on their way; `offers` are those that wait for a decision."""

    def __init__(self, holdings: Holdings, collection: Serving, recognition: Recognition | None) -> None:
        self._holdings, self._collection, self._recognition = holdings, collection, recognition
        self._batches: dict[int, _Batch] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._one_by_one = asyncio.Lock()
        self.offers: Offers[Intake] = Offers(lambda intake: holdings.forget(intake.files))

    def take(self, message: Message, texts: Texts) -> None:
        """A file was sent by an admin, in private. Returns at once."""
        now = asyncio.get_running_loop().time()
        batch = self._batches.get(message.chat_id)
        if batch is None:
            batch = self._batches[message.chat_id] = _Batch(texts, now)
            # Not a task of the application: that one waits for its tasks before it stops, and files take their time.
            task = asyncio.create_task(self._look_at(message.chat_id, batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        batch.messages.append(message)
        batch.last = now

    async def stop(self) -> None:
        """End what is being looked at; its senders are told."""
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _look_at(self, chat: int, batch: _Batch) -> None:
        texts, shown = batch.texts, None
        try:
            loop = asyncio.get_running_loop()
            while (left := batch.last + SETTLE_SECONDS - loop.time()) > 0:
                await asyncio.sleep(left)
            del self._batches[chat]
            first = batch.messages[0]
            received = notice(texts.holdings.received.format(count=len(batch.messages)))
            shown = (await send_reply(first, [received], texts))[-1]
            async with self._one_by_one:
                intake = await self._sort(batch.messages, texts)
            key = self.offers.put(first.from_user.id if first.from_user else 0, intake) if intake.files else ""
            screen = intake_screen(intake, key, texts)
            await edit(shown, screen.content, texts, markup=screen.markup)
        except asyncio.CancelledError:
            with suppress(TelegramError):
                said = [notice(texts.holdings.interrupted)]
                await (edit(shown, said, texts) if shown else send_reply(batch.messages[0], said, texts))
            raise
        except TelegramError as error:
            log.warning("what was received could not be shown: %s", error)
        except Exception:
            incident = secrets.token_hex(4)
            log.exception("incident %s: files could not be looked at", incident)
            with suppress(TelegramError):
                await send_reply(batch.messages[0], [notice(texts.telegram.incident.format(incident=incident))], texts)

    async def _sort(self, messages: Sequence[Message], texts: Texts) -> Intake:
        """Fetch and read the files one after the other."""
        found, present = _Sorted(), self._collection.snapshot().documents
        for message in messages[:MOST]:
            sent = message.document
            assert sent is not None, "registered for files only"
            name = safe_line(sent.file_name or "") or readable_name(sent.file_name, sent.mime_type)
            problem = await self._look_into(message, sent, name, found, present, texts)
            if problem:
                found.refused.append((name, problem))
        more = len(messages) - MOST
        notes = (texts.holdings.too_many.format(limit=MOST, count=more),) if more > 0 else ()
        replaced = self._replaced(found.documents)
        return Intake(tuple(found.files), tuple(found.documents), tuple(found.refused), replaced, notes)

    async def _look_into(
        self,
        message: Message,
        sent: SentDocument,
        name: str,
        found: _Sorted,
        present: Sequence[Document],
        texts: Texts,
    ) -> str | None:
        """Add the file to what is `found`; why it cannot be, in a phrase, where that is so."""
        say = texts.holdings
        if not may_be_document(sent.file_name, sent.mime_type):
            return texts.reasons.phrase(Reason(Why.NO_DOCUMENT))
        if (sent.file_size or 0) > LARGEST:
            return say.too_large.format(size=_megabytes(sent.file_size or 0), limit=LARGEST // 10**6)
        if found.size + (sent.file_size or 0) > TOGETHER:
            return say.too_much.format(limit=TOGETHER // 10**6)
        try:
            content = await fetch_file(message, sent)
        except BadRequest as error:
            log.info("a file could not be fetched: %s", error)
            large = "too big" in error.message.lower()
            return (
                say.too_large.format(size=f"{LARGEST // 10**6}+", limit=LARGEST // 10**6) if large else say.not_fetched
            )
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", type(error).__name__)
            return say.not_fetched
        if len(content) > LARGEST:
            return say.too_large.format(size=_megabytes(len(content)), limit=LARGEST // 10**6)
        found.size += len(content)
        try:
            file = await asyncio.to_thread(
                self._holdings.receive, readable_name(sent.file_name, sent.mime_type), content
            )
        except BotError as fault:
            return (say.no_room if isinstance(fault, NoRoom) else say.cannot_file).strip("❌ ")
        kept = False
        try:
            problem = await self._read(file, name, found, present, texts)
            kept = problem is None
        finally:
            if not kept:
                self._holdings.forget([file])
        return problem

    async def _read(
        self, file: Incoming, name: str, found: _Sorted, present: Sequence[Document], texts: Texts
    ) -> str | None:
        digest = await asyncio.to_thread(digest_of, file.path)
        if digest in found.digests:
            return texts.holdings.twice.format(other=found.digests[digest])
        if held := await asyncio.to_thread(self._holdings.holds, file.path):
            return texts.holdings.held.format(other=held)
        inspected: Inspected = await asyncio.to_thread(inspect_file, file.path, present, self._recognition)
        inside = [(_inside(name, s.source, file.name), texts.reasons.phrase(s.reason)) for s in inspected.skipped]
        if not inspected.documents:
            found.refused += inside[:-1]
            return inside[-1][1] if inside else texts.reasons.phrase(Reason(Why.EMPTY))
        found.digests[digest] = name
        found.files.append(file)
        found.documents += inspected.documents
        found.refused += inside
        return None

    def _replaced(self, documents: Sequence[Outlook]) -> tuple[str, ...]:
        """The files of the old versions, as far as each is a file of its own; those with the same text go with them."""
        sources = (s for o in documents for old in o.older for s in (old.source, *old.copies))
        return tuple(dict.fromkeys(s for s in sources if self._holdings.file_of(s) == s))


def _inside(name: str, source: str, file: str) -> str:
    """What a part of a file is called: by what its sender calls the file."""
    return name + source.removeprefix(file)


def _megabytes(size: int) -> str:
    """Rounded up, so that what is over a limit looks so."""
    return str(-(-size // 10**6))
