"""What the bot remembers is what it was told, for as long as it may be, and about nobody who wants it gone."""

import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.excerpts import Kept, Preferences, excerpt, still_there
from bot.store import Store
from tests.support.running_bot import SCHOOLS, UNIONS

SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3).map(tuple)
EXCERPTS = st.builds(
    lambda a, b, spans: excerpt(UNIONS, min(a, b), max(a, b), spans), st.integers(0, 60), st.integers(0, 60), SPANS
)
ANSWERS = st.builds(
    Kept,
    id=st.text("abcdef", min_size=8, max_size=8),
    user=st.integers(0, 2**52),
    chat=st.integers(-(2**52), 2**52),
    asked=st.none() | st.integers(1, 2**31),
    generation=st.text(min_size=1, max_size=20),
    kind=st.sampled_from(["answer", "keywords", "not_confident"]),
    excerpts=st.lists(EXCERPTS, max_size=4).map(tuple),
    sections=st.lists(st.tuples(st.text(max_size=5), st.integers(0, 9)), max_size=3).map(tuple),
    near=st.integers(0, 5),
    question=st.none() | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
)


def answer(name: str, user: int = 1, chat: int = 1, asked: int = 1, **fields: object) -> Kept:
    return Kept(name, user, chat, asked, "1-a", "answer", (excerpt(UNIONS, 3, 9),), **fields)  # type: ignore[arg-type]


@given(ANSWERS, st.integers(1, 2**31), st.integers(0, 9))
def test_an_answer_comes_back_as_it_was_kept(kept: Kept, message: int, at: int) -> None:
    store = Store(None)
    store.keep(kept)
    assert store.answer(kept.id) == kept == store.latest(kept.chat, kept.user)
    store.sent(kept.id, message)
    store.turned(kept.id, at)
    found = store.answer_in(kept.chat, message)
    assert found is not None
    assert (found.message, found.at, found.excerpts) == (message, at, kept.excerpts)
    if kept.asked is not None:
        assert store.answer_to(kept.chat, kept.asked) == found


def test_only_the_last_answer_to_a_message_is_kept() -> None:
    store = Store(None)
    for name, chat in (("first", 1), ("other", 2), ("second", 1)):
        store.keep(answer(name, chat=chat))
    assert store.answer("first") is None
    assert {store.answer_to(chat, 1).id for chat in (1, 2)} == {"second", "other"}  # type: ignore[union-attr]
    assert store.latest(1, 2) is None


def test_a_vote_takes_the_place_of_the_one_before() -> None:
    store = Store(None)
    store.vote(1, "a", 0, "up", "button")
    store.vote(1, "a", 0, "down", "button")
    store.vote(1, "a", 1, "wrong", "button")
    store.vote(2, "a", 0, "up", "reaction")
    store.vote(1, "a", 0, None, "reaction")  # taking a reaction back leaves what a button said
    store.vote(2, "a", 0, None, "reaction")
    assert store.votes() == [(1, "a", 0, "down", "button"), (1, "a", 1, "wrong", "button")]


def test_nothing_about_a_user_is_left_when_they_are_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    for user in (1, 2):
        store.keep(answer(f"of-{user}", user, chat=user, question=f"问题{user}"))
        store.vote(user, "of-1", 0, "up", "button")
        store.prefer(user, Preferences("en", 3, "context"))
    assert store.forget(1) == 3
    assert store.answer("of-1") is None
    assert store.preferences(1) == Preferences()
    assert [user for user, *_ in store.votes()] == [2]
    assert store.preferences(2) == Preferences("en", 3, "context")
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "问题1".encode() not in written
    assert "问题2".encode() in written
    assert store.forget(1) == 0


def test_answers_and_votes_go_after_their_time_settings_stay(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    store = Store(file)
    for name, asked in (("old", 1), ("new", 2)):
        store.keep(answer(name, asked=asked))
        store.vote(1, name, 0, "up", "button")
    store.prefer(1, Preferences("en"))
    store.close()
    with sqlite3.connect(file) as db:
        for table in ("answers", "votes"):
            column = "id" if table == "answers" else "answer"
            db.execute(f"UPDATE {table} SET made = made - 86400 * 8 WHERE {column} = 'old'")
    store = Store(file)
    assert store.purge(9) == 0
    assert store.purge(7) == 1
    assert store.answer("old") is None
    assert store.answer("new") is not None
    assert [name for _, name, *_ in store.votes()] == ["new"]
    assert store.preferences(1) == Preferences("en")


def test_a_quote_counts_only_while_its_document_says_the_same() -> None:
    kept = excerpt(UNIONS, 3, 9, ((0, 2),))
    assert still_there(kept, (SCHOOLS, UNIONS)) is UNIONS
    assert still_there(kept, (SCHOOLS,)) is None
    assert still_there(excerpt(SCHOOLS, 3, 9), (SCHOOLS, UNIONS)) is SCHOOLS
    moved = excerpt(UNIONS, 4, 10)
    assert still_there(type(kept)(kept.document_id, 3, 9, (), moved.digest), (UNIONS,)) is None


def test_the_file_is_its_owners_alone_and_keeps_a_log_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "s.sqlite"
    store = Store(file)
    store.prefer(1, Preferences("zh"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.with_name("s.sqlite-wal").exists()
    store.close()
    assert Store(file).preferences(1) == Preferences("zh")


def test_a_file_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database, by any means", encoding="utf-8")
    with sqlite3.connect(tmp_path / "newer") as db:
        db.execute("PRAGMA user_version=99")
    for name, said in (("text", "not a database"), ("text/below", "cannot be used"), ("newer", "format 99")):
        with pytest.raises(SettingsError, match=said) as refused:
            Store(tmp_path / name)
        assert "\n" not in str(refused.value)
