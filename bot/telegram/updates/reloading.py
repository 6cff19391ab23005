"""Updating the collection while the bot answers: one update at a time, begun by an admin, by a button or by the clock."""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from telegram.error import TelegramError

from bot.access.views import ViewableCollection
from bot.deepening import BackgroundDeepening
from bot.errors import BotError, said_of_system
from bot.messages import Texts
from bot.records.audit import Doer, Ending
from bot.rendering import Part, notice
from bot.telegram.screens.quotes import Row, Screen
from bot.telegram.updates.reports import background_seconds, deepening_parts, progress_text, report_parts
from bot.telegram.updates.rolling_back import rollback_rows
from bot.telegram.updates.telling import Telling
from corpus.errors import CorpusError
from retrieval.collection import BuildReport, Progress
from retrieval.errors import RetrievalError

log = logging.getLogger(__name__)

PROGRESS_SECONDS = 1.0
"""Seconds between two edits of the progress message."""
STOP_SECONDS = 15.0
"""Seconds that a stopping bot waits for an unfinished update."""

Content = Callable[[Texts], list[Part]]
"""What is said, in whose language it may be."""


class Reloading(ViewableCollection, Protocol):
    """The collection, as far as the bot uses it."""

    def reload(self, progress: Progress | None = None) -> BuildReport: ...


class ReloadStopped(BotError):
    """Raised inside the build, through its progress callback, to end it because the bot stops."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is done to the files before they are read, in a thread: `carry_out` does it or raises BotError, and `done` says so.

    After a fault nothing is read; `failed` says why, over `rows` to try again.
    """

    carry_out: Callable[[], None]
    done: Content
    failed: Callable[[Texts, BotError], str]
    rows: Callable[[Texts], list[Row]]


class Reloads:
    """The update that is running, if any."""

    def __init__(self, collection: Reloading, deepening: BackgroundDeepening) -> None:
        """After each update `deepening` goes on with what is new."""
        self._collection, self._deepening = collection, deepening
        self._task: asyncio.Task[None] | None = None
        self._reached: tuple[str, int, int] | None = None
        self._since: tuple[str, float] = ("", 0.0)
        self._stopping = self._held = False
        self.on_switched: Callable[[], None] = lambda: None
        """Called when another generation serves."""
        self.on_ended: Callable[[Doer, Ending, str], None] = lambda *_: None
        """Called after each update with who began it, how it ended, and a note."""
        self.on_reading: Callable[[], None] = lambda: None
        """Called in a thread before the files are read."""

    @property
    def running(self) -> bool:
        """Whether an update is under way."""
        return self._task is not None or self._held

    @property
    def reached(self) -> tuple[str, int, int] | None:
        """How far the update is that is under way: stage, done, total."""
        return self._reached if self.running else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """While it lasts no update begins."""
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def start(self, telling: Telling, *, by: Doer, before: Before | None = None) -> bool:
        """Start an update that `telling` hears of; False, and nothing is done, if one is running already."""
        if self.running or self._stopping:
            return False
        # Not a task of the application: that one waits for its tasks before it stops, and a build takes minutes.
        self._task = asyncio.create_task(self._run(telling, by, before))
        return True

    async def stop(self) -> None:
        """End a running update, leaving the old collection; waits for it STOP_SECONDS at most."""
        self._stopping = True
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=STOP_SECONDS)

    async def _run(self, telling: Telling, by: Doer, before: Before | None) -> None:
        try:
            self._reached = None
            await telling.begin()
            if before is not None:
                try:
                    await asyncio.to_thread(before.carry_out)
                except BotError as fault:
                    refused = before, fault
                    await telling.end(lambda texts: _refusal(texts, *refused), news=True)
                    return
            await self._update(telling, by, before.done if before else lambda texts: [])
        except TelegramError as error:
            log.warning("the report of an update could not be sent: %s", error)
        except Exception as error:
            incident = secrets.token_hex(4)
            log.error("incident %s: update failed", incident, exc_info=error)
            self.on_ended(by, "failed", incident)
            with suppress(TelegramError):
                await telling.end(lambda texts: _crash(texts, incident), news=True)
        finally:
            self._task = None

    async def _update(self, telling: Telling, by: Doer, done: Content) -> None:
        build = asyncio.create_task(asyncio.to_thread(self._build))
        serving = self._collection.snapshot().id
        while not (await asyncio.wait({build}, timeout=PROGRESS_SECONDS))[0]:
            if (reached := self._reached) is not None:
                seconds = time.monotonic() - self._since[1]
                await telling.progress(partial(progress_text, *reached, seconds))
        report, ending, note = self._ended(build, serving)
        seconds_left = 0.0
        if build.exception() is None:
            seconds_left = await asyncio.to_thread(background_seconds, self._collection)
            self._deepening.wake()
        generation = self._collection.snapshot().id
        switched = build.exception() is None and generation != serving
        if switched:
            self.on_switched()
        self.on_ended(by, ending, note)

        def screen(texts: Texts) -> Screen:
            rows = rollback_rows(self._collection, generation, texts) if switched else []
            return Screen([*done(texts), *report(texts), *deepening_parts(seconds_left, texts)], rows)

        await telling.end(screen, news=switched or build.exception() is not None)

    def _build(self) -> BuildReport:
        self.on_reading()
        return self._collection.reload(self._progress)

    def _progress(self, stage: str, done: int, total: int) -> None:
        """Called in the building thread."""
        if self._stopping:
            raise ReloadStopped("the bot is stopping")
        if stage != self._since[0]:
            self._since = (stage, time.monotonic())
        self._reached = (stage, done, total)

    def _ended(self, build: asyncio.Task[BuildReport], before: str) -> tuple[Content, Ending, str]:
        """What is said of the build, which is logged here, how it ended, and a note of that."""
        error = build.exception()
        if error is None:
            report = build.result()
            log.info("collection updated to %s: %d documents", report.generation, report.documents)
            new = {*report.added, *report.changed}
            flat = [d.source for d in self._collection.snapshot().documents if d.source in new and not d.headings]
            ending: Ending = "unchanged" if report.generation == before else "done"
            counts = f"+{len(report.added)} ~{len(report.changed)} -{len(report.removed)}"
            return lambda texts: report_parts(report, before, texts, flat=flat), ending, counts
        generation = self._collection.snapshot().id
        if isinstance(error, ReloadStopped):
            return lambda texts: [notice(texts.reload.stopped.format(generation=generation))], "cancelled", ""
        if isinstance(error, RetrievalError | CorpusError):
            log.error("update failed: %s", error)
            return partial(_failure, str(error), generation), "failed", type(error).__name__
        if isinstance(error, OSError):
            # A full disk or a folder that nobody may write to is the machine's state, and no fault of the program.
            log.error("update failed: %s", said_of_system(error))
            reason = error.strerror or type(error).__name__
            return partial(_failure, reason, generation), "failed", type(error).__name__
        incident = secrets.token_hex(4)
        log.error("incident %s: update failed", incident, exc_info=error)
        return partial(_crash_of_build, incident, generation), "failed", incident


def _failure(reason: str, generation: str, texts: Texts) -> list[Part]:
    return [notice(texts.reload.failed.format(reason=reason, generation=generation))]


def _crash_of_build(incident: str, generation: str, texts: Texts) -> list[Part]:
    return [notice(texts.reload.crashed.format(incident=incident, generation=generation))]


def _refusal(texts: Texts, before: Before, fault: BotError) -> Screen:
    return Screen([notice(before.failed(texts, fault))], before.rows(texts))


def _crash(texts: Texts, incident: str) -> Screen:
    return Screen([notice(texts.telegram.incident.format(incident=incident))], [])
