"""The way of one question through the room: folded once, and handed to few modules."""

import sys
from collections.abc import Iterable
from types import FrameType

import pytest

from retrieval.collection import Collection
from retrieval.fold import fold
from retrieval.question.understanding import Question
from tests.support.paths import ROOT

ROOMS = ("retrieval.", "corpus.")
MOST = 22
"""Modules that may be handed a question, in whatever form."""


class Walk:
    """Every call of a function of the two rooms that is handed the question: as typed, folded, or understood.

    A record that keeps it (`Answer`) is no function: what dataclasses write is left out.
    """

    def __init__(self, question: str) -> None:
        self.forms = (question, str(fold(question)))
        self.steps: dict[str, list[str]] = {}
        self.folded = 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        code, module = frame.f_code, str(frame.f_globals.get("__name__", ""))
        if event != "call" or not module.startswith(ROOMS) or not code.co_filename.endswith(".py"):
            return
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if self._carried(frame.f_locals.get(name) for name in names):
            functions = self.steps.setdefault(module, [])
            if code.co_name not in functions:
                functions.append(code.co_name)
            self.folded += (module, code.co_name) == ("retrieval.fold", "fold")

    def _carried(self, values: Iterable[object]) -> bool:
        flat = [inner for value in values for inner in (value if isinstance(value, list | tuple) else [value])]
        return any(isinstance(value, Question) or (isinstance(value, str) and value in self.forms) for value in flat)


def walk(collection: Collection, question: str) -> Walk:
    """The way of `question`, asked once before so that nothing is loaded on it."""
    snapshot = collection.snapshot()
    assert snapshot.answer(question).how == "search"
    watching, before = Walk(question), sys.getprofile()
    sys.setprofile(watching)
    try:
        snapshot.answer(question)
    finally:
        sys.setprofile(before)
    return watching


@pytest.mark.parametrize(
    "question", ["送外賣的能參加工會嗎", "云岭市2024年細顆粒物年均濃度是多少", "老旧小区电梯哪一部分讲了"]
)
def test_a_question_is_folded_once_and_few_modules_are_handed_it(question: str, collection: Collection) -> None:
    way = walk(collection, question)
    print(*(f"{module}: {', '.join(functions)}" for module, functions in way.steps.items()), sep="\n")
    assert way.folded == 1
    assert len(way.steps) <= MOST, list(way.steps)


def test_the_walk_is_what_the_page_of_the_room_says(collection: Collection) -> None:
    way = walk(collection, "送外卖的能参加工会吗")
    page = (ROOT / "retrieval" / "README.md").read_text(encoding="utf-8")
    assert [module for module in way.steps if f"`{module.removeprefix('retrieval.')}`" not in page] == []
    assert {"retrieval.answering", "retrieval.fold", "retrieval.search.gathering"} <= way.steps.keys()
