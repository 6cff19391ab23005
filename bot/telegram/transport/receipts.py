"""Which updates have come, on disk: what is accepted is answered after a restart too, and nothing is answered twice.

An update is named by its number and what it is about, since a server that starts anew counts anew. Its content is kept
until it is answered and no longer. Without the file everything works but for this: its faults are logged, not raised.
"""

import logging
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from bot.errors import SettingsError

log = logging.getLogger(__name__)

REMEMBERED_DAYS = 3
"""Telegram delivers an update for a day at most."""
_TABLE = """
CREATE TABLE IF NOT EXISTS updates (name TEXT PRIMARY KEY, user INTEGER, content TEXT, begun INTEGER, made REAL)
"""


class Receipts:
    """The open file. Not for several threads at once."""

    def __init__(self, file: Path | None) -> None:
        """Open `file`, creating it; None keeps everything in memory. Raises SettingsError where that cannot be."""
        try:
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            # Nobody else writes to it: to wait for a lock would keep everybody waiting for nothing.
            self._db = sqlite3.connect(file or ":memory:", timeout=0, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.execute(_TABLE)
        except (OSError, sqlite3.Error) as fault:
            raise SettingsError(f"{file}: cannot be used to remember messages ({fault}); set `storage.file`") from None
        self._failing = False

    def close(self) -> None:
        """Close the file; nothing is lost."""
        self._db.close()

    def accept(self, name: str, user: int, content: str | None = None) -> bool:
        """Remember that update `name` has come; False where it had come before."""
        statement = "INSERT OR IGNORE INTO updates VALUES (?, ?, ?, 0, ?)"
        return self._write(statement, name, user, content, time.time()) != 0

    def begin(self, name: str, begun: bool) -> None:
        """The answer to update `name` is on its way, so that nobody knows whether it arrived; or has not left yet."""
        self._write("UPDATE updates SET begun = ? WHERE name = ? AND content NOT NULL", begun, name)

    def finish(self, name: str) -> None:
        """Update `name` has been dealt with."""
        self._write("UPDATE updates SET content = NULL WHERE name = ? AND content NOT NULL", name)

    def unfinished(self) -> list[tuple[str, str, bool]]:
        """What has been accepted and not dealt with, oldest first: names, contents, whether the answer was on its way."""
        found = self._db.execute("SELECT name, content, begun FROM updates WHERE content NOT NULL ORDER BY rowid")
        return [(name, content, bool(begun)) for name, content, begun in found]

    def forget(self, user: int) -> None:
        """Delete what `user` has asked and is not answered."""
        self._write("UPDATE updates SET content = NULL, user = NULL WHERE user = ?", user)
        self._write("PRAGMA wal_checkpoint(TRUNCATE)")

    def purge(self) -> None:
        """Forget updates that cannot come again, and leave none of what has been deleted in the file's log."""
        self._write("DELETE FROM updates WHERE made < ?", time.time() - REMEMBERED_DAYS * 86_400)
        self._write("PRAGMA wal_checkpoint(TRUNCATE)")

    def _write(self, statement: str, *values: Any) -> int:
        """The number of rows concerned; -1 where the file cannot be written."""
        try:
            rows = self._db.execute(statement, values).rowcount
        except sqlite3.Error as fault:
            if not self._failing:
                log.error("messages cannot be remembered over a restart: %s", fault)
            self._failing = True
            return -1
        self._failing = False
        return rows
