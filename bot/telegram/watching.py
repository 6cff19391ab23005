"""Updates that nobody asks for: when the corpus folder has changed and come to rest, and at the times that the settings name.

The folder is looked at every few seconds, names, sizes and times only: that works on network drives too, where the system
tells nobody of changes.
"""

import asyncio
import hashlib
import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from telegram import Bot

from bot.messages import Texts, texts
from bot.records.audit import Doer
from bot.telegram.services import Services
from bot.telegram.updates.telling import ToAdmins
from corpus.readers import is_junk

log = logging.getLogger(__name__)

LOOKS = 3
"""How often the folder is looked at within the quiet period."""
LONGEST_PAUSE = 60.0
"""Seconds between two looks at most, so that a time of day is not missed by more."""


class Watching:
    """The task that does it; started with the application and stopped before it."""

    def __init__(self, here: Services) -> None:
        self._here = here
        self._task: asyncio.Task[None] | None = None
        self._read: str | None = None
        """What the folder looked like when it was last read; None where it was not since the start."""

    def start(self, bot: Bot) -> None:
        """Begin, on the running loop, where the settings ask for it."""
        wanted = self._here.settings.reload
        if not (wanted.watch or wanted.at):
            return
        # Not a task of the application: that one waits for its tasks before it stops.
        self._task = asyncio.create_task(self._run(bot))
        self._here.reloads.on_reading = self._note

    async def stop(self) -> None:
        """End it."""
        if self._task is not None and self._task.cancel():
            await asyncio.wait({self._task})

    def _note(self) -> None:
        """Called in a thread before the files are read."""
        self._read = look_of(self._here.settings.corpus)

    async def _run(self, bot: Bot) -> None:
        wanted, loop = self._here.settings.reload, asyncio.get_running_loop()
        pause = min(max(wanted.quiet_seconds / LOOKS, 0.5), LONGEST_PAUSE) if wanted.watch else LONGEST_PAUSE / LOOKS
        seen, since, last = None, loop.time(), datetime.now()
        while True:
            await asyncio.sleep(pause)
            now = datetime.now()
            by: Doer | None = "schedule" if is_due(wanted.at, last, now) else None
            last = now
            if wanted.watch:
                look = await asyncio.to_thread(look_of, self._here.settings.corpus)
                if look != seen:
                    seen, since = look, loop.time()
                if by is None and look != self._read and loop.time() - since >= wanted.quiet_seconds:
                    by = "watch"
            if by is not None and not self._here.reloads.running:
                self._here.reloads.start(ToAdmins(bot, self._admins()), by=by)

    def _admins(self) -> dict[int, Texts]:
        here = self._here
        return {admin: texts(here.store.preferences(admin).language) for admin in here.settings.telegram.admin_ids}


def is_due(times: tuple[str, ...], last: datetime, now: datetime) -> bool:
    """Whether one of the `times` of day (HH:MM) lies between `last`, not included, and `now`."""
    for time in times:
        hour, minute = map(int, time.split(":"))
        for day in (now, now - timedelta(days=1)):
            if last < day.replace(hour=hour, minute=minute, second=0, microsecond=0) <= now:
                return True
    return False


def look_of(folder: Path) -> str:
    """What tells `folder` from itself after any change: a digest of the names, sizes and times of all files that are read.

    The same for every folder that is not there.
    """
    digest = hashlib.blake2b(digest_size=16)
    for line in sorted(_lines(str(folder), "")):
        digest.update(f"{line}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _lines(folder: str, below: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if not is_junk(entry.name)]
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _lines(entry.path, f"{below}{entry.name}/")
            else:
                facts = entry.stat()
                yield f"{below}{entry.name} {facts.st_size} {facts.st_mtime_ns}"
        except OSError:
            continue
