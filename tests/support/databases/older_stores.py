"""SQLite files as they were before there were migrations, with something in every table."""

import sqlite3
from contextlib import closing
from pathlib import Path

_ANSWERS = """
CREATE TABLE answers (
    id TEXT PRIMARY KEY, user INTEGER NOT NULL, chat INTEGER NOT NULL, asked INTEGER, message INTEGER,
    generation TEXT NOT NULL, kind TEXT NOT NULL, places TEXT NOT NULL, sections TEXT NOT NULL,
    near INTEGER NOT NULL, at INTEGER NOT NULL, question TEXT, made REAL NOT NULL{since_format_2}
);
CREATE INDEX answers_by_question ON answers (chat, asked);
CREATE INDEX answers_by_message ON answers (chat, message);
CREATE INDEX answers_by_user ON answers (user);
CREATE INDEX answers_by_time ON answers (made);
CREATE TABLE parts (answer TEXT NOT NULL, message INTEGER NOT NULL);
CREATE TABLE moved (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
CREATE TABLE votes (
    user INTEGER NOT NULL, answer TEXT NOT NULL, place INTEGER NOT NULL, vote TEXT NOT NULL, source TEXT NOT NULL,
    made REAL NOT NULL, PRIMARY KEY (user, answer, place)
);
CREATE TABLE preferences (user INTEGER PRIMARY KEY, language TEXT, quotes INTEGER, length TEXT);
INSERT INTO answers VALUES ('none', 1, -5, 7, 9, '1-a', 'nothing_found', '[["doc", 3, 9, [[0, 2]], "d"]]', '[["doc", 1]]',
    2, 0, '没有答案的', 1700000000.25{values_since_format_2});
INSERT INTO parts VALUES ('none', 8);
INSERT INTO moved VALUES (-4, -5);
INSERT INTO votes VALUES (1, 'none', 0, 'down', 'button', 1700000001.5);
INSERT INTO preferences VALUES (1, 'en', 3, 'context');
"""
_SINCE_FORMAT_3 = """
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, made REAL NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
    what TEXT NOT NULL, ending TEXT NOT NULL, note TEXT NOT NULL
);
CREATE TABLE tallies (day TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, name));
CREATE TABLE reviews (answer TEXT PRIMARY KEY, collected INTEGER NOT NULL, made REAL NOT NULL);
INSERT INTO events (made, who, action, what, ending, note) VALUES (1700000002.5, '900', 'reload', '1-a', 'done', '+1');
INSERT INTO tallies VALUES ('2024-01-01', 'questions', 5);
INSERT INTO reviews VALUES ('gone', 1, 1700000003.5);
"""
_ACCESS = """
CREATE TABLE allowed (party INTEGER PRIMARY KEY, name TEXT NOT NULL, by INTEGER NOT NULL, made REAL NOT NULL);
CREATE TABLE codes (
    code TEXT PRIMARY KEY, party INTEGER NOT NULL UNIQUE, name TEXT NOT NULL, language TEXT, made REAL NOT NULL
);
INSERT INTO allowed VALUES (7, '甲', 900, 1700000004.5);
INSERT INTO codes VALUES ('000007', 8, '乙', 'en', 1700000005.5);
"""
_WAITING = """
CREATE TABLE updates (name TEXT PRIMARY KEY, user INTEGER, content TEXT, begun INTEGER, made REAL);
INSERT INTO updates VALUES ('1 a', 5, NULL, 1, 1700000006.5), ('2 b', 5, '{}', 0, 1700000007.5),
    ('3 c', 6, '[]', 1, 1700000008.5);
"""


def write_older_store(file: Path, number: int) -> None:
    """The file that remembers answers, in format 1, 2 or 3."""
    later = number > 1
    columns, values = (", stated INTEGER, offer TEXT", ", 1, 'near'") if later else ("", "")
    tables = _ANSWERS.format(since_format_2=columns, values_since_format_2=values)
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript(tables + (_SINCE_FORMAT_3 if number > 2 else "") + _ACCESS)
        db.execute(f"PRAGMA user_version={number}")


def write_older_waiting(file: Path) -> None:
    """The file of messages beside it."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript(_WAITING)


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(file)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}
