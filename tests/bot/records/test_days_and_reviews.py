"""Counts of a day and questions to look at."""

from datetime import date, timedelta
from pathlib import Path

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Turn
from bot.keeping import Kept
from bot.store import Store
from tests.support.databases.postgres import sql
from tests.support.running_bot import UNIONS


def answered(store: Store, name: str, question: str, kind: str = "answer", *, user: int = 1) -> None:
    quotes = (Stretch(UNIONS.id, 3, 9),) if kind == "answer" else ()
    store.keep(Kept(name, user, user, None, "1-a", Turn(question, quotes, kind=kind), ("d",) * len(quotes)))


def test_counts_are_of_today_alone(place: Path | str) -> None:
    store = Store(place)
    for _ in range(3):
        store.tallies.add("questions")
    store.tallies.add("refusals")
    assert store.tallies.today() == {"questions": 3, "refusals": 1}
    sql(place, f"UPDATE tallies SET day = '{date.today() - timedelta(days=9)}'")
    assert store.tallies.today() == {}
    store.tallies.add("questions")
    store.tallies.purge(5)
    assert store.tallies.today() == {"questions": 1}
    assert sql(place, "SELECT count(*) FROM tallies") == [(1,)]


def test_what_was_not_answered_or_voted_down_is_to_be_looked_at_once(place: Path | str) -> None:
    store = Store(place)
    answered(store, "good", "好问题")
    answered(store, "none", "没有答案的", "nothing_found")
    answered(store, "again", "没有答案的", "not_confident", user=2)
    answered(store, "which", "哪一份", "which_document")
    answered(store, "down", "答得不好的")
    answered(store, "unkept", "", "nothing_found")
    store.vote(1, "down", 0, "down", "button")
    store.vote(2, "down", 0, "wrong", "button")
    store.vote(1, "good", 0, "up", "button")
    found = store.reviews.doubts(9)
    assert [(d.answer_id, d.question, d.asked, d.down) for d in found] == [
        ("down", "答得不好的", 1, 2),
        ("again", "没有答案的", 2, 0),
    ]
    assert store.reviews.count() == 2
    assert store.reviews.doubts(1, skipped=1) == found[1:]
    store.reviews.close("again", collected=True)
    assert [d.question for d in store.reviews.doubts(9)] == ["答得不好的"]
    answered(store, "once more", "没有答案的", "nothing_found", user=3)
    assert store.reviews.count() == 1
    store.vote(1, "down", 0, None, "button")
    store.vote(2, "down", 0, None, "button")
    assert store.reviews.count() == 0


def test_reviews_go_with_their_answers(place: Path | str) -> None:
    store = Store(place)
    answered(store, "none", "没有答案的", "nothing_found")
    store.reviews.close("none", collected=False)
    store.reviews.purge()
    assert sql(place, "SELECT count(*) FROM reviews") == [(1,)]
    store.forget(1)
    store.reviews.purge()
    assert sql(place, "SELECT count(*) FROM reviews") == [(0,)]
