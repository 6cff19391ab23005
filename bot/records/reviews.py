"""Questions that an admin should look at: nothing answered them, or users said that it was not the answer.

Only where the text of questions is kept are there any. A question that was asked several times is one.
"""

import time
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select

from bot.database.connection import Database
from bot.database.schema import ANSWERS, REVIEWS, VOTES
from bot.database.statements import given, replacement

UNANSWERED = ("not_confident", "nothing_found", "no_such_section", "not_held")
"""Kinds of turns in which nothing answered; a question back, such as which document is meant, is none."""

_A, _AGAINST = ANSWERS.c, VOTES.c.vote.in_(("down", "wrong"))
_REVIEWED = select(_A.question).where(_A.question.is_not(None), _A.id.in_(select(REVIEWS.c.answer)))
_DOUBTED = (
    _A.question.is_not(None),
    _A.question != "",
    or_(_A.kind.in_(UNANSWERED), _A.id.in_(select(VOTES.c.answer).where(_AGAINST))),
    _A.question.not_in(_REVIEWED),
)
_VOTED_DOWN = select(func.count()).select_from(VOTES).where(_AGAINST, VOTES.c.answer == _A.id).scalar_subquery()
_EACH = (
    select(
        _A.id,
        _A.question,
        func.count().over(partition_by=_A.question).label("asked"),
        func.sum(_VOTED_DOWN).over(partition_by=_A.question).label("down"),
        _A.made,
        func.row_number().over(partition_by=_A.question, order_by=(_A.made.desc(), _A.id)).label("place"),
    )
    .where(*_DOUBTED)
    .subquery()
)
_DOUBTS = (
    select(_EACH.c.id, _EACH.c.question, _EACH.c.asked, _EACH.c.down, _EACH.c.made)
    .where(_EACH.c.place == 1)
    .order_by(_EACH.c.made.desc(), _EACH.c.id)
    .limit(given("most"))
    .offset(given("skipped"))
)
_COUNT = select(func.count(_A.question.distinct())).where(*_DOUBTED)
_GONE = delete(REVIEWS).where(REVIEWS.c.answer.not_in(select(_A.id)))


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

    def __init__(self, db: Database) -> None:
        self._db = db

    def doubts(self, most: int, *, skipped: int = 0) -> list[Doubt]:
        """Questions to look at, those asked last first, after those `skipped`. Raises StoreFault."""
        found = self._db.rows(_DOUBTS, {"most": most, "skipped": skipped})
        return [Doubt(name, question, asked, int(down), made) for name, question, asked, down, made in found]

    def count(self) -> int:
        """How many questions there are to look at. Raises StoreFault."""
        return int(self._db.rows(_COUNT)[0][0])

    def close(self, answer_id: str, *, collected: bool) -> None:
        """The question of this answer has been looked at. Raises StoreFault."""
        self._db.run(replacement(REVIEWS), {"answer": answer_id, "collected": int(collected), "made": time.time()})

    def purge(self) -> None:
        """Delete what was said of answers that are gone. Raises StoreFault."""
        self._db.run(_GONE)
