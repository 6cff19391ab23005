"""Updating the collection from a chat: one update at a time, its progress and its report in one edited message."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from telegram import Message
from telegram.error import TelegramError

from bot.errors import BotError
from bot.messages import Texts
from bot.rendering import Part, notice
from bot.telegram.delivery import edit, reply
from corpus.errors import CorpusError
from retrieval.collection import BuildReport, Progress
from retrieval.errors import RetrievalError

log = logging.getLogger(__name__)

PROGRESS_SECONDS = 1.0
"""Seconds between two edits of the progress message."""
STOP_SECONDS = 15.0
"""Seconds that a stopping bot waits for an unfinished update."""
LISTED = 8
"""Files named in each list of a report."""
NAME, REASON = 80, 200


class Reloading(Protocol):
    """The collection, as far as updating goes."""

    @property
    def generation(self) -> str: ...

    def reload(self, progress: Progress | None = None) -> BuildReport: ...


class ReloadStopped(BotError):
    """Raised inside the build, through its progress callback, to end it because the bot stops."""


class Reloads:
    """The update that is running, if any."""

    def __init__(self, collection: Reloading) -> None:
        self._collection = collection
        self._task: asyncio.Task[None] | None = None
        self._reached: tuple[str, int, int] | None = None
        self._stopping = False

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
            before = self._collection.generation
            while not (await asyncio.wait({build}, timeout=PROGRESS_SECONDS))[0]:
                await self._show_progress(message, texts)
            await _tell(command, message, self._outcome(build, before, texts), texts)
        except TelegramError as error:
            log.warning("the report of an update could not be sent: %s", error)
        finally:
            self._task = None

    def _progress(self, stage: str, done: int, total: int) -> None:
        """Called in the building thread."""
        if self._stopping:
            raise ReloadStopped("the bot is stopping")
        self._reached = (stage, done, total)

    async def _show_progress(self, message: Message | None, texts: Texts) -> None:
        if message is None or self._reached is None:
            return
        # Progress is worth neither a retry nor an error.
        with suppress(TelegramError):
            await message.edit_text(progress_text(*self._reached, texts))

    def _outcome(self, build: asyncio.Task[BuildReport], before: str, texts: Texts) -> list[Part]:
        error = build.exception()
        if error is None:
            report = build.result()
            log.info("collection updated to %s: %d documents", report.generation, report.documents)
            return report_parts(report, before, texts)
        generation = self._collection.generation
        if isinstance(error, ReloadStopped):
            return [notice(texts.reload_stopped.format(generation=generation))]
        if isinstance(error, RetrievalError | CorpusError):
            log.error("update failed: %s", error)
            return [notice(texts.reload_failed.format(reason=error, generation=generation))]
        incident = secrets.token_hex(4)
        log.error("incident %s: update failed", incident, exc_info=error)
        return [notice(texts.reload_crashed.format(incident=incident, generation=generation))]


def progress_text(stage: str, done: int, total: int, texts: Texts) -> str:
    """One line that says how far a build is."""
    template = {"read": texts.reload_reading, "encode": texts.reload_encoding}.get(stage, texts.reload_started)
    return template.format(done=done, total=total, percent=100 * done // max(total, 1))


def report_parts(report: BuildReport, before: str, texts: Texts) -> list[Part]:
    """What a build did, long lists cut. `before` is the generation that served until then."""
    headline = texts.reload_unchanged if report.generation == before else texts.reload_done
    counts = texts.reload_counts.format(
        documents=report.documents,
        passages=report.passages,
        added=len(report.added),
        changed=len(report.changed),
        removed=len(report.removed),
        skipped=len(report.skipped),
    )
    skipped = [f"{_cut(name, NAME)}：{_cut(reason, REASON)}" for name, reason in report.skipped]
    lists = [
        (texts.reload_added, report.added),
        (texts.reload_changed, report.changed),
        (texts.reload_removed, report.removed),
        (texts.reload_skipped, skipped),
    ]
    lines = [line for title, names in lists for line in _listed(title, names, texts)]
    return [notice(line) for line in (headline.format(generation=report.generation), counts, *lines)]


def _listed(title: str, names: Sequence[str], texts: Texts) -> list[str]:
    if not names:
        return []
    more = [texts.reload_more.format(count=len(names) - LISTED)] if len(names) > LISTED else []
    return [title, *(f"• {_cut(name, NAME + REASON)}" for name in names[:LISTED]), *more]


def _cut(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


async def _attempt_reply(command: Message, texts: Texts) -> Message | None:
    """The message that will show progress; None if it cannot be sent, which is no reason not to update."""
    try:
        return await reply(command, [notice(texts.reload_started)], texts)
    except TelegramError as error:
        log.warning("the progress message could not be sent: %s", error)
        return None


async def _tell(command: Message, message: Message | None, content: list[Part], texts: Texts) -> None:
    if message is not None:
        try:
            return await edit(message, content, texts)
        except TelegramError as error:
            log.warning("the progress message could not be edited (deleted?): %s", error)
    await reply(command, content, texts)
