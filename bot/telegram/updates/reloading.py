"""Updating the collection from a chat: one update at a time, its progress and its report in one edited message."""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from telegram import InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.access.views import ViewableCollection
from bot.deepening import BackgroundDeepening
from bot.errors import BotError
from bot.messages import Texts
from bot.rendering import Part, notice
from bot.telegram.transport.delivery import edit, send_reply
from bot.telegram.updates.reports import deepening_parts, progress_text, report_parts
from bot.telegram.updates.rolling_back import rollback_rows
from corpus.errors import CorpusError
from retrieval.collection import BuildReport, Progress
from retrieval.errors import RetrievalError

log = logging.getLogger(__name__)

PROGRESS_SECONDS = 1.0
"""Seconds between two edits of the progress message."""
STOP_SECONDS = 15.0
"""Seconds that a stopping bot waits for an unfinished update."""


class Reloading(ViewableCollection, Protocol):
    """The collection, as far as the bot uses it."""

    def reload(self, progress: Progress | None = None) -> BuildReport: ...


class ReloadStopped(BotError):
    """Raised inside the build, through its progress callback, to end it because the bot stops."""


class Reloads:
    """The update that is running, if any."""

    def __init__(self, collection: Reloading, deepening: BackgroundDeepening) -> None:
        """After each update `deepening` goes on with what is new."""
        self._collection, self._deepening = collection, deepening
        self._task: asyncio.Task[None] | None = None
        self._reached: tuple[str, int, int] | None = None
        self._since: tuple[str, float] = ("", 0.0)
        self._stopping = False
        self.on_switched: Callable[[], None] = lambda: None
        """Called when another generation serves."""

    @property
    def running(self) -> bool:
        """Whether an update is under way."""
        return self._task is not None

    def start(self, command: Message, texts: Texts) -> bool:
        """Start an update that reports in answer to `command`; False if one is running already."""
        if self._task is not None or self._stopping:
            return False
        # Not a task of the application: that one waits for its tasks before it stops, and a build takes minutes.
        self._task = asyncio.create_task(self._run(command, texts))
        return True

    async def stop(self) -> None:
        """End a running update, leaving the old collection; waits for it STOP_SECONDS at most."""
        self._stopping = True
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=STOP_SECONDS)

    async def _run(self, command: Message, texts: Texts) -> None:
        try:
            self._reached = None
            message = await _attempt_reply(command, texts)
            build = asyncio.create_task(asyncio.to_thread(self._collection.reload, self._progress))
            before = self._collection.snapshot().id
            while not (await asyncio.wait({build}, timeout=PROGRESS_SECONDS))[0]:
                await self._show_progress(message, texts)
            content = self._outcome(build, before, texts)
            if build.exception() is None:
                content += await asyncio.to_thread(deepening_parts, self._collection, texts)
                self._deepening.wake()
            switched = build.exception() is None and self._collection.snapshot().id != before
            rows = rollback_rows(self._collection, self._collection.snapshot().id, texts) if switched else []
            if switched:
                self.on_switched()
            await _tell(command, message, content, texts, InlineKeyboardMarkup(rows) if rows else None)
        except TelegramError as error:
            log.warning("the report of an update could not be sent: %s", error)
        finally:
            self._task = None

    def _progress(self, stage: str, done: int, total: int) -> None:
        """Called in the building thread."""
        if self._stopping:
            raise ReloadStopped("the bot is stopping")
        if stage != self._since[0]:
            self._since = (stage, time.monotonic())
        self._reached = (stage, done, total)

    async def _show_progress(self, message: Message | None, texts: Texts) -> None:
        if message is None or self._reached is None:
            return
        # Progress is worth neither a retry nor an error.
        with suppress(TelegramError):
            await message.edit_text(progress_text(*self._reached, time.monotonic() - self._since[1], texts))

    def _outcome(self, build: asyncio.Task[BuildReport], before: str, texts: Texts) -> list[Part]:
        error = build.exception()
        if error is None:
            report = build.result()
            log.info("collection updated to %s: %d documents", report.generation, report.documents)
            new = {*report.added, *report.changed}
            flat = [d.source for d in self._collection.snapshot().documents if d.source in new and not d.headings]
            return report_parts(report, before, texts, flat=flat)
        generation = self._collection.snapshot().id
        if isinstance(error, ReloadStopped):
            return [notice(texts.reload.stopped.format(generation=generation))]
        if isinstance(error, RetrievalError | CorpusError):
            log.error("update failed: %s", error)
            return [notice(texts.reload.failed.format(reason=error, generation=generation))]
        incident = secrets.token_hex(4)
        log.error("incident %s: update failed", incident, exc_info=error)
        return [notice(texts.reload.crashed.format(incident=incident, generation=generation))]


async def _attempt_reply(command: Message, texts: Texts) -> Message | None:
    """The message that will show progress; None if it cannot be sent, which is no reason not to update."""
    try:
        return (await send_reply(command, [notice(texts.reload.started)], texts))[-1]
    except TelegramError as error:
        log.warning("the progress message could not be sent: %s", error)
        return None


async def _tell(
    command: Message,
    message: Message | None,
    content: list[Part],
    texts: Texts,
    markup: InlineKeyboardMarkup | None,
) -> None:
    if message is not None:
        try:
            return await edit(message, content, texts, markup=markup)
        except TelegramError as error:
            log.warning("the progress message could not be edited (deleted?): %s", error)
    await send_reply(command, content, texts, markup=markup)
