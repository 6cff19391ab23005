"""The audit keeps who did what, for as long as it may, and nothing that must not stand in it."""

import csv
import io
import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BotError
from bot.records.audit import COLUMNS, NAME, Event, events_csv, recorded_name
from bot.store import Store
from tests.support.databases.postgres import sql
from tests.support.running_bot import TOKEN

NAMES = st.text(st.sampled_from("讲话a.docx/\\ \n\t\u202e\x00\ud800…:=+-@'\"1234567890"), max_size=200)


@given(NAMES)
def test_a_name_that_is_recorded_is_one_line_without_a_path(text: str) -> None:
    name = recorded_name(text)
    assert len(name) <= NAME
    assert not re.search(r"[/\\\n\t\u202e\x00\ud800]", name)
    assert name == name.strip() == recorded_name(name)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_token_is_ever_recorded(before: str, after: str) -> None:
    assert TOKEN not in recorded_name(f"{before}{TOKEN}{after}")
    assert TOKEN.partition(":")[2] not in recorded_name(f"{before} {TOKEN} {after}")


@pytest.mark.parametrize(
    ("given", "recorded"),
    [
        ("收录/2024/讲话.docx", "讲话.docx"),
        (r"..\..\etc\讲话.docx", "讲话.docx"),
        ("/etc/", "etc"),
        ("0007-1a2b3c4d", "0007-1a2b3c4d"),
    ],
)
def test_of_a_path_its_last_part_is_recorded(given: str, recorded: str) -> None:
    assert recorded_name(given) == recorded


def test_events_come_back_newest_first_and_by_page(place: Path | str) -> None:
    store = Store(place)
    for number in range(25):
        store.audit.record(900, "upload", f"{number}.docx", note="1 MB")
    store.audit.record("watch", "reload", "0002-a", ending="failed", note="RetrievalError")
    store.close()
    audit = Store(place).audit
    first, *_ = audit.events(10)
    assert (first.who, first.action, first.what, first.ending) == ("watch", "reload", "0002-a", "failed")
    assert [e.what for e in audit.events(10, skipped=11)] == [f"{n}.docx" for n in range(14, 4, -1)]
    assert audit.count() == len(audit.events()) == 26


@given(st.lists(NAMES.map(recorded_name), min_size=1, max_size=5))
def test_the_export_reads_back_and_computes_nothing(names: list[str]) -> None:
    events = [Event(n, 1.7e9 + n, "900", "upload", name, "done", name) for n, name in enumerate(names)]
    content = events_csv(events)
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(header) == COLUMNS
    assert [row[3].removeprefix("'") for row in rows] == [name.removeprefix("'") for name in names]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_what_somebody_did_stays_when_they_are_forgotten_and_goes_after_its_time(place: Path | str) -> None:
    store = Store(place)
    store.audit.record(900, "allow", 100)
    store.forget(900)
    assert store.audit.count() == 1
    store.audit.purge(1)
    assert store.audit.count() == 1
    sql(place, "UPDATE events SET made = made - 86400 * 3")
    store.audit.purge(2)
    assert store.audit.count() == 0


def test_a_store_that_cannot_be_written_undoes_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "s.sqlite"
    store = Store(file)
    other = sqlite3.connect(file)
    other.execute("BEGIN EXCLUSIVE")
    store.audit.record(900, "remove", "讲话.docx")
    assert "could not be recorded" in caplog.text
    assert "讲话" not in caplog.text
    other.execute("ROLLBACK")
    other.execute("DROP TABLE events")
    other.close()
    with pytest.raises(BotError, match=r"storage\.file"):
        store.audit.events()
