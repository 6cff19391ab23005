"""What the bot remembers is what it was told, for as long as it may be, and about nobody who wants it gone."""

import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Choice, Turn
from bot.errors import SettingsError
from bot.keeping import Kept, Preferences, digests_of, kept_turn, still_there
from bot.store import Store
from tests.support.databases.postgres import sql
from tests.support.running_bot import SCHOOLS, UNIONS, Shelf

SPANS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3).map(tuple)
QUOTES = st.builds(
    lambda a, b, spans: Stretch(UNIONS.id, min(a, b), max(a, b), spans), st.integers(0, 60), st.integers(0, 60), SPANS
)
CHOICES = st.builds(Choice, st.text(max_size=5), st.integers(0, 9))
TURNS = st.builds(
    Turn,
    question=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    quotes=st.lists(QUOTES, max_size=4).map(tuple),
    near=st.integers(0, 5),
    kind=st.sampled_from(["answer", "keywords", "not_confident"]),
    offered=st.lists(CHOICES, max_size=3).map(tuple),
    topic=st.text(max_size=5),
    view=st.none() | QUOTES,
)
SHELF = Shelf().snapshot()


def kept(
    name: str, turn: Turn, *, user: int = 1, chat: int = 1, asked: int | None = 1, generation: str = "1-a"
) -> Kept:
    """As an answer is kept: without what is only on the screen."""
    lasting = kept_turn(turn, at=turn.at, question=turn.question)
    return Kept(name, user, chat, asked, generation, lasting, digests_of(turn.quotes, SHELF))


ANSWERS = st.builds(
    kept,
    st.text("abcdef", min_size=8, max_size=8),
    TURNS,
    user=st.integers(0, 2**52),
    chat=st.integers(-(2**52), 2**52),
    asked=st.none() | st.integers(1, 2**31),
    generation=st.text("0123456789-abcdef", min_size=1, max_size=20),
)


def answer(name: str, user: int = 1, chat: int = 1, asked: int = 1, question: str = "") -> Kept:
    turn = Turn(question, (Stretch(UNIONS.id, 3, 9),), kind="answer")
    return kept(name, turn, user=user, chat=chat, asked=asked)


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    opened = Store(place)
    yield opened
    opened.close()


# One store for all examples: each is the newest, and takes the place of what it would be mistaken for.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=ANSWERS, message=st.integers(1, 2**31), at=st.integers(0, 9))
def test_an_answer_comes_back_as_it_was_kept(store: Store, answer: Kept, message: int, at: int) -> None:
    store.forget(answer.user)
    store.keep(answer)
    assert store.answer(answer.id) == answer == store.latest(answer.chat, answer.user)
    store.sent(answer.id, message)
    store.turned(answer.id, at)
    found = store.answer_in(answer.chat, message)
    assert found is not None
    assert (found.message, found.turn.at, found.turn.quotes) == (message, at, answer.turn.quotes)
    if answer.asked is not None:
        assert store.answer_to(answer.chat, answer.asked) == found


def test_a_character_that_one_of_the_databases_refuses_is_replaced(store: Store) -> None:
    store.keep(answer("nul", question="甲\0乙"))
    found = store.answer("nul")
    assert found and found.turn.question == "甲\ufffd乙"


def test_only_the_last_answer_to_a_message_is_kept(store: Store) -> None:
    for name, chat in (("first", 1), ("other", 2), ("second", 1)):
        store.keep(answer(name, chat=chat))
    assert store.answer("first") is None
    found = [store.answer_to(chat, 1) for chat in (1, 2)]
    assert [answer and answer.id for answer in found] == ["second", "other"]
    assert store.latest(1, 2) is None


def test_an_answer_in_several_messages_is_found_by_each(store: Store) -> None:
    store.keep(answer("long"))
    store.sent("long", 11, 12, 13)
    for message in (11, 12, 13):
        found = store.answer_in(1, message)
        assert found and (found.id, found.message) == ("long", 13)
    whole = store.answer_to(1, 1)
    assert whole and whole.others == (11, 12)


def test_a_conversation_comes_back_in_its_order_and_moves_with_its_group(store: Store) -> None:
    for number in range(5):
        store.keep(answer(f"n{number}", asked=number, chat=-4))
    assert [kept.id for kept in store.history(-4, 1, 3)] == ["n2", "n3", "n4"]
    for _ in range(2):
        store.migrate(-4, -5)
    assert (store.chat_now(-4), store.chat_now(7)) == (-5, 7)
    assert store.latest(-4, 1) is None
    latest = store.latest(-5, 1)
    assert latest and latest.id == "n4"


def test_a_vote_takes_the_place_of_the_one_before(store: Store) -> None:
    store.vote(1, "a", 0, "up", "button")
    store.vote(1, "a", 0, "down", "button")
    store.vote(1, "a", 1, "wrong", "button")
    store.vote(2, "a", 0, "up", "reaction")
    store.vote(1, "a", 0, None, "reaction")  # taking a reaction back leaves what a button said
    store.vote(2, "a", 0, None, "reaction")
    assert store.votes() == [(1, "a", 0, "down", "button"), (1, "a", 1, "wrong", "button")]


def test_nothing_about_a_user_is_left_when_they_are_forgotten(store: Store, tmp_path: Path) -> None:
    for user in (1, 2):
        store.keep(answer(f"of-{user}", user, chat=user, question=f"问题{user}"))
        store.vote(user, "of-1", 0, "up", "button")
        store.prefer(user, Preferences("en", 3, "context"))
    assert store.forget(1) == 3
    assert store.answer("of-1") is None
    assert store.preferences(1) == Preferences()
    assert [user for user, *_ in store.votes()] == [2]
    assert store.preferences(2) == Preferences("en", 3, "context")
    if files := list(tmp_path.iterdir()):
        written = b"".join(file.read_bytes() for file in files)
        assert "问题1".encode() not in written
        assert "问题2".encode() in written
    assert store.forget(1) == 0


def test_answers_and_votes_go_after_their_time_settings_stay(store: Store, place: Path | str) -> None:
    for name, asked in (("old", 1), ("new", 2)):
        store.keep(answer(name, asked=asked))
        store.vote(1, name, 0, "up", "button")
    store.prefer(1, Preferences("en"))
    for table, column in (("answers", "id"), ("votes", "answer")):
        sql(place, f"UPDATE {table} SET made = made - 86400 * 8 WHERE {column} = 'old'")
    assert store.purge(9) == 0
    assert store.purge(7) == 1
    assert store.answer("old") is None
    assert store.answer("new") is not None
    assert [name for _, name, *_ in store.votes()] == ["new"]
    assert store.preferences(1) == Preferences("en")


def test_a_quote_counts_only_while_its_document_says_the_same() -> None:
    turn = Turn(quotes=(Stretch(UNIONS.id, 3, 9, ((0, 2),)), Stretch(SCHOOLS.id, 3, 9)), kind="answer")
    answer = kept("a", turn)
    assert still_there(answer, Shelf(SCHOOLS, UNIONS).snapshot())
    assert not still_there(answer, Shelf(SCHOOLS).snapshot())
    changed = replace(UNIONS, text=UNIONS.text.replace(UNIONS.text[4], "改"))
    assert not still_there(answer, Shelf(SCHOOLS, changed).snapshot())


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
