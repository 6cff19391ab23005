"""Whom an admin has allowed, and the codes that wait for that, in the SQLite file that the bot remembers everything in.

Read anew at every question, so that what another process changes holds at once. Parties are users, with positive numbers,
and groups, with negative ones.
"""

import logging
import os
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import SettingsError

log = logging.getLogger(__name__)

DIGITS = 6
VALID_SECONDS = 3600
"""How long a code may be confirmed; whoever has one is not answered again for as long."""
MOST_WAITING = 200
"""Codes that wait at once: so few among a million that none is met by chance. Who comes on top of that is given none."""
LONGEST_NAME = 40
WAIT_SECONDS = 0.1
"""How long a write waits for another process that holds the file."""

_TABLES = """
CREATE TABLE IF NOT EXISTS allowed (
    party INTEGER PRIMARY KEY, name TEXT NOT NULL, by INTEGER NOT NULL, made REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, party INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, language TEXT, made REAL NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A party that admin `by` (0: whoever sits at the machine) has allowed at the time `made`, seconds since 1970.

    `name` is what it called itself then, `language` the code that Telegram gave for it, known when it is allowed alone.
    """

    party: int
    name: str
    by: int
    made: float
    language: str | None = None


class Register:
    """The open file. Not for several threads at once. What cannot be read is not allowed; a write that fails raises sqlite3.Error."""

    def __init__(self, file: Path | None, clock: Callable[[], float] = time.time) -> None:
        """Open `file`, creating it; None keeps everything in memory. Raises SettingsError where that cannot be."""
        self._clock = clock
        try:
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(file or ":memory:", timeout=WAIT_SECONDS, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(_TABLES)
        except (OSError, sqlite3.Error) as fault:
            raise SettingsError(
                f"{file}: cannot be used to remember who may ask ({fault}); set `storage.file`"
            ) from None

    def close(self) -> None:
        """Close the file; nothing is lost."""
        self._db.close()

    def is_allowed(self, party: int) -> bool:
        """Whether an admin has allowed `party`."""
        return bool(self._read("SELECT 1 FROM allowed WHERE party = ?", party))

    def everyone(self) -> list[Allowed]:
        """All who are allowed, in the order in which they were."""
        return [Allowed(*row) for row in self._read("SELECT party, name, by, made FROM allowed ORDER BY made, party")]

    @property
    def waiting(self) -> int:
        """How many codes could be confirmed now."""
        found = self._read("SELECT count(*) FROM codes WHERE made > ?", self._clock() - VALID_SECONDS)
        return found[0][0] if found else 0

    def code_for(self, party: int, name: str, language: str | None = None) -> str | None:
        """The code that `party`, which calls itself `name`, is allowed by; None where too many wait already."""
        with self._db:
            self._db.execute("DELETE FROM codes WHERE made <= ?", (self._clock() - VALID_SECONDS,))
            known = self._db.execute("SELECT code FROM codes WHERE party = ?", (party,)).fetchone()
            if known:
                return str(known[0])
            taken = {code for (code,) in self._db.execute("SELECT code FROM codes")}
            if len(taken) >= MOST_WAITING:
                return None
            while (code := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}") in taken:
                pass
            row = (code, party, _shown(name), language, self._clock())
            self._db.execute("INSERT INTO codes VALUES (?, ?, ?, ?, ?)", row)
        return code

    def allow(self, code: str, by: int) -> Allowed | None:
        """Allow the party that was given `code`, which then counts no more; None where no such code is waiting."""
        with self._db:
            query = "DELETE FROM codes WHERE code = ? AND made > ? RETURNING party, name, language"
            found = self._db.execute(query, (code, self._clock() - VALID_SECONDS)).fetchall()
            if not found:
                return None
            [(party, name, language)] = found
            made = self._clock()
            self._db.execute("INSERT OR REPLACE INTO allowed VALUES (?, ?, ?, ?)", (party, name, by, made))
        return Allowed(party, name, by, made, language)

    def revoke(self, party: int) -> bool:
        """Allow `party` no longer, nor by a code that it was given before; returns whether it was allowed."""
        with self._db:
            self._db.execute("DELETE FROM codes WHERE party = ?", (party,))
            return self._db.execute("DELETE FROM allowed WHERE party = ?", (party,)).rowcount > 0

    def forget(self, party: int) -> int:
        """Delete the name of `party` and its code; that it is allowed, which is the admins', stays. Returns how many."""
        with self._db:
            named = self._db.execute("UPDATE allowed SET name = '' WHERE party = ? AND name != ''", (party,)).rowcount
            return named + self._db.execute("DELETE FROM codes WHERE party = ?", (party,)).rowcount

    def _read(self, query: str, *values: Any) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as fault:
            log.error("who may ask could not be read, nobody else is let in: %s", fault)
            return []


def _shown(name: str) -> str:
    """`name` on one line, without characters that turn the direction of what stands around them."""
    return " ".join("".join(c for c in name if c.isprintable()).split())[:LONGEST_NAME]
