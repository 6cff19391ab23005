"""What the bot remembers across restarts, in one SQLite file (write-ahead log).

Answers are kept as positions in documents, never as text, together with a digest of the text that stood there. The
question itself is kept only where the settings say so. Everything about a person can be deleted by their number.
"""

import json
import logging
import os
import sqlite3
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Choice, Turn
from bot.errors import SettingsError
from bot.keeping import Kept, Preferences, Vote, kept_turn
from bot.records import audit, reviews, tallies

log = logging.getLogger(__name__)

FORMAT = 3
WAIT_SECONDS = 0.1
"""How long a write waits for another process that holds the file, and everybody with it."""

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    id TEXT PRIMARY KEY, user INTEGER NOT NULL, chat INTEGER NOT NULL, asked INTEGER, message INTEGER,
    generation TEXT NOT NULL, kind TEXT NOT NULL, places TEXT NOT NULL, sections TEXT NOT NULL,
    near INTEGER NOT NULL, at INTEGER NOT NULL, question TEXT, made REAL NOT NULL, stated INTEGER, offer TEXT
);
CREATE INDEX IF NOT EXISTS answers_by_question ON answers (chat, asked);
CREATE INDEX IF NOT EXISTS answers_by_message ON answers (chat, message);
CREATE INDEX IF NOT EXISTS answers_by_user ON answers (user);
CREATE INDEX IF NOT EXISTS answers_by_time ON answers (made);
CREATE TABLE IF NOT EXISTS parts (answer TEXT NOT NULL, message INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS moved (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS votes (
    user INTEGER NOT NULL, answer TEXT NOT NULL, place INTEGER NOT NULL, vote TEXT NOT NULL, source TEXT NOT NULL,
    made REAL NOT NULL, PRIMARY KEY (user, answer, place)
);
CREATE TABLE IF NOT EXISTS preferences (
    user INTEGER PRIMARY KEY, language TEXT, quotes INTEGER, length TEXT
);
"""

_RECORDS = audit.TABLE + tallies.TABLE + reviews.TABLE
"""New in format 3."""
_FROM_1 = "ALTER TABLE answers ADD COLUMN stated INTEGER; ALTER TABLE answers ADD COLUMN offer TEXT;"


class Store:
    """The open file. Not for several threads at once: whoever uses it stays on one.

    What cannot be read is as if it were not there; a write that fails raises sqlite3.Error.
    """

    def __init__(self, file: Path | None) -> None:
        """Open `file`, creating it; None keeps everything in memory. Raises SettingsError where that cannot be."""
        try:
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(file or ":memory:", timeout=WAIT_SECONDS, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("PRAGMA secure_delete=ON")
            found = self._db.execute("PRAGMA user_version").fetchone()[0]
            if found == 1:
                self._db.executescript(_FROM_1)
            elif found not in (0, 2, FORMAT):
                raise SettingsError(f"{file}: found store format {found}, expected {FORMAT}; move the file away")
            self._db.executescript(_TABLES + _RECORDS)
            self._db.execute(f"PRAGMA user_version={FORMAT}")
        except (OSError, sqlite3.Error) as fault:
            raise SettingsError(f"{file}: cannot be used to remember answers ({fault}); set `storage.file`") from None
        self.audit = audit.Audit(self._db)
        self.tallies = tallies.Tallies(self._db)
        self.reviews = reviews.Reviews(self._db)

    def close(self) -> None:
        """Close the file; nothing is lost."""
        self._db.close()

    def keep(self, answer: Kept) -> None:
        """Remember `answer`; an older one to the same message goes."""
        with self._db:
            if answer.asked is not None:
                self._db.execute("DELETE FROM answers WHERE chat = ? AND asked = ?", (answer.chat, answer.asked))
            self._db.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _row_of(answer)
            )

    def sent(self, answer_id: str, *messages: int) -> None:
        """The answer stands in these messages of its chat; under the last are its buttons."""
        with self._db:
            self._db.execute("UPDATE answers SET message = ? WHERE id = ?", (messages[-1], answer_id))
            self._db.executemany("INSERT INTO parts VALUES (?, ?)", [(answer_id, m) for m in messages[:-1]])

    def migrate(self, old: int, new: int) -> None:
        """The group `old` goes on as `new`."""
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO moved VALUES (?, ?)", (old, new))
            self._db.execute("UPDATE answers SET chat = ? WHERE chat = ?", (new, old))

    def chat_now(self, chat: int) -> int:
        """The number under which a chat goes on."""
        found = self._read("SELECT new FROM moved WHERE old = ?", chat)
        return found[0][0] if found else chat

    def turned(self, answer_id: str, at: int) -> None:
        """Quote `at` is the one being looked at."""
        with self._db:
            self._db.execute("UPDATE answers SET at = ? WHERE id = ?", (at, answer_id))

    def answer(self, answer_id: str) -> Kept | None:
        """The answer with this id."""
        return self._one("id = ?", answer_id)

    def answer_to(self, chat: int, asked: int) -> Kept | None:
        """The answer to a message."""
        kept = self._one("chat = ? AND asked = ?", chat, asked)
        if kept is None:
            return None
        return replace(
            kept, others=tuple(m for (m,) in self._read("SELECT message FROM parts WHERE answer = ?", kept.id))
        )

    def answer_in(self, chat: int, message: int) -> Kept | None:
        """The answer that stands in a message of the bot."""
        part = "id IN (SELECT answer FROM parts WHERE message = ?)"
        return self._one(
            f"chat = ? AND (message = ? OR {part}) ORDER BY made DESC, rowid DESC LIMIT 1", chat, message, message
        )

    def latest(self, chat: int, user: int) -> Kept | None:
        """The last answer that `user` was given in `chat`."""
        return self._one("chat = ? AND user = ? ORDER BY made DESC, rowid DESC LIMIT 1", chat, user)

    def history(self, chat: int, user: int, most: int) -> list[Kept]:
        """The last answers that `user` was given in `chat`, at `most` so many, oldest first."""
        query = f"SELECT {_COLUMNS} FROM answers WHERE chat = ? AND user = ? ORDER BY made DESC, rowid DESC LIMIT ?"
        return [_kept_in(row) for row in reversed(self._read(query, chat, user, most))]

    def vote(self, user: int, answer_id: str, number: int, vote: Vote | None, source: str) -> None:
        """Remember what `user` thinks of quote `number`, in place of what they thought before; None takes it back."""
        with self._db:
            if vote is None:
                self._db.execute(
                    "DELETE FROM votes WHERE user = ? AND answer = ? AND place = ? AND source = ?",
                    (user, answer_id, number, source),
                )
            else:
                self._db.execute(
                    "INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?, ?)",
                    (user, answer_id, number, vote, source, time.time()),
                )

    def vote_of(self, user: int, answer_id: str, number: int) -> Vote | None:
        """What `user` thinks of quote `number`."""
        query = "SELECT vote FROM votes WHERE user = ? AND answer = ? AND place = ?"
        found = self._read(query, user, answer_id, number)
        return found[0][0] if found else None

    def votes(self) -> list[tuple[int, str, int, str, str]]:
        """All votes as (user, answer, quote, vote, source), oldest first."""
        return self._db.execute("SELECT user, answer, place, vote, source FROM votes ORDER BY made, rowid").fetchall()

    def preferences(self, user: int) -> Preferences:
        """What `user` has chosen."""
        found = self._read("SELECT language, quotes, length FROM preferences WHERE user = ?", user)
        return Preferences(*found[0]) if found else Preferences()

    def prefer(self, user: int, chosen: Preferences) -> None:
        """Remember what `user` has chosen."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO preferences (user, language, quotes, length) VALUES (?, ?, ?, ?)",
                (user, chosen.language, chosen.quotes, chosen.length),
            )

    def forget(self, user: int) -> int:
        """Delete everything about `user`; returns how many entries that were."""
        with self._db:
            gone = [self._db.execute(f"DELETE FROM {t} WHERE user = ?", (user,)).rowcount for t in _OWNED]
            self._db.execute(_ORPHANS)
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return sum(gone)

    def purge(self, days: int) -> int:
        """Delete answers and votes older than `days`; returns how many answers that were."""
        before = time.time() - days * 86_400
        with self._db:
            self._db.execute("DELETE FROM votes WHERE made < ?", (before,))
            gone = self._db.execute("DELETE FROM answers WHERE made < ?", (before,)).rowcount
            self._db.execute(_ORPHANS)
        return gone

    def _one(self, condition: str, *values: Any) -> Kept | None:
        found = self._read(f"SELECT {_COLUMNS} FROM answers WHERE {condition}", *values)
        return _kept_in(found[0]) if found else None

    def _read(self, query: str, *values: Any) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as fault:
            log.error("the store could not be read: %s", fault)
            return []


def _row_of(kept: Kept) -> tuple[Any, ...]:
    """The row of the table that holds `kept`."""
    turn = kept.turn
    quotes = [
        [q.document_id, q.start, q.end, q.highlights, digest]
        for q, digest in zip(turn.quotes, kept.digests, strict=True)
    ]
    sections = [[choice.document_id, choice.heading] for choice in turn.offered]
    return (
        kept.id,
        kept.user,
        kept.chat,
        kept.asked,
        kept.message,
        kept.generation,
        turn.kind,
        json.dumps(quotes),
        json.dumps(sections),
        turn.near,
        turn.at,
        turn.question or None,
        time.time(),
        turn.stated,
        turn.offer,
    )


def _kept_in(row: tuple[Any, ...]) -> Kept:
    """What `_COLUMNS` of a row hold."""
    name, user, chat, asked, message, generation, kind, found, sections, near, at, question, stated, offer = row
    rows = json.loads(found)
    quotes = tuple(Stretch(document, a, b, tuple((c, d) for c, d in spans)) for document, a, b, spans, _ in rows)
    offered = tuple(Choice(document, heading) for document, heading in json.loads(sections))
    found_then = Turn(quotes=quotes, near=near, kind=kind, offered=offered, stated=stated, offer=offer)
    turn = kept_turn(found_then, at=at, question=question or "")
    return Kept(name, user, chat, asked, generation, turn, tuple(digest for *_, digest in rows), message)


_ORPHANS = "DELETE FROM parts WHERE answer NOT IN (SELECT id FROM answers)"
_OWNED = ("answers", "votes", "preferences")
_COLUMNS = "id, user, chat, asked, message, generation, kind, places, sections, near, at, question, stated, offer"
