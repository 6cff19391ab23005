"""How often something happened on a day: numbers alone, whose is not kept."""

import logging
import sqlite3
from datetime import date, timedelta
from typing import Literal

log = logging.getLogger(__name__)

Tally = Literal["questions", "refusals", "errors", "failed_polls"]

TABLE = """
CREATE TABLE IF NOT EXISTS tallies (
    day TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, name)
);
"""


class Tallies:
    """The table in an open store; days are those of this machine's time zone."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, name: Tally) -> None:
        """One more today. Where the store cannot be written it is not counted, and the log says so."""
        statement = "INSERT INTO tallies VALUES (?, ?, 1) ON CONFLICT (day, name) DO UPDATE SET count = count + 1"
        try:
            with self._db:
                self._db.execute(statement, (date.today().isoformat(), name))
        except sqlite3.Error as fault:
            log.error("%s could not be counted: %s", name, fault)

    def today(self) -> dict[Tally, int]:
        """The counts of today; what did not happen is not there. Raises sqlite3.Error."""
        return dict(self._db.execute("SELECT name, count FROM tallies WHERE day = ?", (date.today().isoformat(),)))

    def purge(self, days: int) -> None:
        """Delete what is older than `days`. Raises sqlite3.Error."""
        with self._db:
            self._db.execute("DELETE FROM tallies WHERE day < ?", ((date.today() - timedelta(days=days)).isoformat(),))
