"""A database of any version becomes what the schema says, and nothing that stood in it is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.access.register import Register
from bot.conversation.stretches import Stretch
from bot.conversation.turns import Choice
from bot.database.connection import Database
from bot.database.migrations import steps
from bot.database.schema import METADATA, REVISIONS
from bot.errors import SettingsError
from bot.keeping import Preferences
from bot.store import Store
from bot.telegram.transport.receipts import Receipts
from tests.support.databases.older_stores import contents, write_older_store, write_older_waiting
from tests.support.databases.postgres import Cluster, sql


def test_the_migrations_end_at_what_the_schema_says(place: Path | str) -> None:
    found: list[object] = []

    def compare(connection: Connection) -> None:
        found.append(compare_metadata(MigrationContext.configure(connection), METADATA))

    Database(place, "be tested").close()
    Database(place, "be tested", on_connected=compare).close()
    assert found == [[]]


def test_the_newest_migration_is_known_without_alembic() -> None:
    walked = [step.revision for step in ScriptDirectory.from_config(steps()).walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS


@pytest.mark.parametrize("older", [1, 2, 3])
def test_a_file_of_before_is_taken_over_row_by_row(older: int, tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    write_older_store(file, older)
    before = contents(file)
    Store(file).close()
    after = contents(file)
    for table, rows in before.items():
        lacked = (None, None) if older == 1 and table == "answers" else ()
        assert after[table] == [(*row, *lacked) for row in rows], table
    assert after["alembic_version"] == [(REVISIONS[-1],)]
    again = contents(file)
    Store(file).close()
    assert contents(file) == again


def test_what_a_file_of_before_remembers_is_found_again(tmp_path: Path) -> None:
    file, waiting = tmp_path / "s.sqlite", tmp_path / "s.waiting.sqlite"
    write_older_store(file, 3)
    write_older_waiting(waiting)
    store, register, receipts = Store(file), Register(file, lambda: 1.7e9 + 60), Receipts(waiting)
    kept = store.answer_to(-5, 7)
    assert kept is not None
    assert (kept.id, kept.user, kept.message, kept.others, kept.digests) == ("none", 1, 9, (8,), ("d",))
    assert (kept.turn.quotes, kept.turn.offered) == ((Stretch("doc", 3, 9, ((0, 2),)),), (Choice("doc", 1),))
    assert (kept.turn.question, kept.turn.stated, kept.turn.offer) == ("没有答案的", 1, "near")
    assert store.chat_now(-4) == -5
    assert store.votes() == [(1, "none", 0, "down", "button")]
    assert store.preferences(1) == Preferences("en", 3, "context")
    assert [(e.who, e.action, e.what, e.note) for e in store.audit.events()] == [("900", "reload", "1-a", "+1")]
    assert [d.question for d in store.reviews.doubts(9)] == ["没有答案的"]
    assert register.is_allowed(7)
    allowed = register.allow("000007", 900)
    assert allowed and (allowed.party, allowed.name) == (8, "乙")
    assert receipts.accept("1 a", 5, "{}") is False
    assert receipts.unfinished() == [("2 b", "{}", False), ("3 c", "[]", True)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    write_older_store(file, 3)
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE rates (something_else TEXT)")
    before = contents(file)
    with pytest.raises(SettingsError, match=r"rates already exists.*storage\.file"):
        Store(file)
    assert contents(file) == before


def test_a_database_of_a_newer_version_is_left_alone(place: Path | str) -> None:
    Store(place).close()
    sql(place, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SettingsError, match=f"found store format 9999, expected {REVISIONS[-1]}") as refused:
        Store(place)
    assert "\n" not in str(refused.value)


def test_a_server_whose_texts_are_not_unicode_is_refused(postgres: Cluster) -> None:
    with pytest.raises(SettingsError, match="found encoding SQL_ASCII, expected UTF8"):
        Store(postgres.database("SQL_ASCII"))
