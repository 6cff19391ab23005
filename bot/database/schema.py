"""The tables, the same in SQLite and in PostgreSQL.

A change of them is a migration as well (`migrations/versions`), and `REVISIONS` names it. Times are seconds since 1970;
users, chats and groups are Telegram's numbers.
"""

from typing import Any

from sqlalchemy import REAL, BigInteger, Column, Double, Index, Integer, MetaData, Table, Text

REVISIONS = ("0001", "0002")
"""All migrations, oldest first: a database that names another was written by a newer version."""

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_SECONDS: Any = Double().with_variant(REAL(), "sqlite")

METADATA = MetaData()

ANSWERS = Table(
    "answers",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("user", _NUMBER, nullable=False, quote=True),
    Column("chat", _NUMBER, nullable=False),
    Column("asked", _NUMBER),
    Column("message", _NUMBER),
    Column("generation", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("sections", Text, nullable=False),
    Column("near", _NUMBER, nullable=False),
    Column("at", _NUMBER, nullable=False),
    Column("question", Text),
    Column("made", _SECONDS, nullable=False),
    Column("stated", _NUMBER),
    Column("offer", Text),
    Index("answers_by_question", "chat", "asked"),
    Index("answers_by_message", "chat", "message"),
    Index("answers_by_user", "user"),
    Index("answers_by_time", "made"),
)
PARTS = Table("parts", METADATA, Column("answer", Text, nullable=False), Column("message", _NUMBER, nullable=False))
MOVED = Table(
    "moved",
    METADATA,
    Column("old", _NUMBER, primary_key=True, autoincrement=False),
    Column("new", _NUMBER, nullable=False),
)
VOTES = Table(
    "votes",
    METADATA,
    Column("user", _NUMBER, primary_key=True, autoincrement=False, quote=True),
    Column("answer", Text, primary_key=True),
    Column("place", _NUMBER, primary_key=True, autoincrement=False),
    Column("vote", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("made", _SECONDS, nullable=False),
)
PREFERENCES = Table(
    "preferences",
    METADATA,
    Column("user", _NUMBER, primary_key=True, autoincrement=False, quote=True),
    Column("language", Text),
    Column("quotes", _NUMBER),
    Column("length", Text),
)
EVENTS = Table(
    "events",
    METADATA,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    Column("made", _SECONDS, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("ending", Text, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_autoincrement=True,
)
TALLIES = Table(
    "tallies",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("count", _NUMBER, nullable=False),
)
REVIEWS = Table(
    "reviews",
    METADATA,
    Column("answer", Text, primary_key=True),
    Column("collected", _NUMBER, nullable=False),
    Column("made", _SECONDS, nullable=False),
)
ALLOWED = Table(
    "allowed",
    METADATA,
    Column("party", _NUMBER, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("by", _NUMBER, nullable=False),
    Column("made", _SECONDS, nullable=False),
)
CODES = Table(
    "codes",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("party", _NUMBER, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("language", Text),
    Column("made", _SECONDS, nullable=False),
)
UPDATES = Table(
    "updates",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("user", _NUMBER, quote=True),
    Column("content", Text),
    Column("begun", _NUMBER),
    Column("made", _SECONDS),
    Column("owner", _NUMBER, nullable=False, server_default="0"),
    Column("chat", _NUMBER, nullable=False, server_default="0"),
    Index("updates_by_chat", "chat"),
)
"""`owner` is the process that works on it, see `bot.telegram.transport.receipts`."""
RATES = Table(
    "rates",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("party", _NUMBER, primary_key=True, autoincrement=False),
    Column("tokens", _SECONDS, nullable=False),
    Column("at", _SECONDS, nullable=False),
    Column("warned", _SECONDS, nullable=False),
    Column("verdict", Text, nullable=False),
    Index("rates_by_time", "at"),
)
