"""Questions that an admin should look at: nothing answered them, or users said that it was not the answer.

Only where the text of questions is kept are there any. A question that was asked several times is one.
"""

import sqlite3
import time
from dataclasses import dataclass

TABLE = """
CREATE TABLE IF NOT EXISTS reviews (answer TEXT PRIMARY KEY, collected INTEGER NOT NULL, made REAL NOT NULL);
"""
UNANSWERED = ("not_confident", "nothing_found", "no_such_section", "not_held")
"""Kinds of turns in which nothing answered; a question back, such as which document is meant, is none."""

_DOUBTED = f"""
FROM answers WHERE question NOT NULL AND question != ''
AND (kind IN ({", ".join(f"'{kind}'" for kind in UNANSWERED)})
     OR id IN (SELECT answer FROM votes WHERE vote IN ('down', 'wrong')))
AND question NOT IN (SELECT question FROM answers WHERE question NOT NULL AND id IN (SELECT answer FROM reviews))
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question with its last answer: `asked` so many times, voted `down` so many times, the last time at `made`."""

    answer_id: str
    question: str
    asked: int
    down: int
    made: float


class Reviews:
    """The table in an open store, beside its answers and votes."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def doubts(self, most: int, *, skipped: int = 0) -> list[Doubt]:
        """Questions to look at, those asked last first, after those `skipped`. Raises sqlite3.Error."""
        votes = "SELECT count(*) FROM votes WHERE vote IN ('down', 'wrong') AND answer = answers.id"
        # Of the columns that are not summed up, SQLite takes those of the row with the maximum.
        query = f"SELECT id, question, count(*), sum(({votes})), max(made) {_DOUBTED} GROUP BY question"
        rows = self._db.execute(f"{query} ORDER BY max(made) DESC, id LIMIT ? OFFSET ?", (most, skipped))
        return [Doubt(*row) for row in rows]

    def count(self) -> int:
        """How many questions there are to look at. Raises sqlite3.Error."""
        return int(self._db.execute(f"SELECT count(DISTINCT question) {_DOUBTED}").fetchone()[0])

    def close(self, answer_id: str, *, collected: bool) -> None:
        """The question of this answer has been looked at. Raises sqlite3.Error."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?)", (answer_id, int(collected), time.time())
            )

    def purge(self) -> None:
        """Delete what was said of answers that are gone. Raises sqlite3.Error."""
        with self._db:
            self._db.execute("DELETE FROM reviews WHERE answer NOT IN (SELECT id FROM answers)")
