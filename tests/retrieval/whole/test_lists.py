"""A question that wants a list gets the list whole; one that asks for a case gets what follows from it."""

from itertools import pairwise

import pytest

from retrieval.answer import Answer, Kind
from retrieval.collection import Collection

LISTS = {
    "个人申请养犬登记要具备哪些条件": ("具有完全民事行为能力", 4),
    "文明养犬条例里哪些地方不准带狗进去": ("学校、幼儿园", 3),
    "2025年政府工作要把握哪三点": ("一是把握好快与稳的关系", 3),
    "基层工会工作还有哪些短板": ("一是覆盖不全", 3),
    "农村工作上地没人种这些问题都有哪些": ("一是地没人种", 3),
}
CONDITIONS = {
    "带狗进医院罚多少": ("第十九条", "罚款"),
    "故意拖着不给登记的工作人员怎么处理": ("有下列情形之一的", "故意拖延"),
}


def answered(collection: Collection, question: str, kind: Kind) -> Answer:
    """The answer, every item of which is a slice of its document, in order and apart from the others."""
    snapshot = collection.snapshot()
    answer = snapshot.answer(question, kind=kind)
    for item in answer.items:
        document = snapshot.document(item.document_id)
        assert document is not None
        assert item.text == document.text[item.start : item.end]
        assert all(0 <= start < end <= len(item.text) for start, end in item.highlights)
    assert all(a.end <= b.start for a, b in pairwise(answer.items))
    return answer


@pytest.mark.parametrize("question", LISTS)
def test_a_list_is_given_whole(question: str, collection: Collection) -> None:
    first, fewest = LISTS[question]
    answer = answered(collection, question, "list")
    assert answer.kind == "list"
    assert first in answer.items[0].text
    assert len(answer.items) >= fewest
    assert len({item.document_id for item in answer.items}) == 1


def test_an_item_ends_without_the_sign_that_joined_it_to_the_next(collection: Collection) -> None:
    answer = answered(collection, "养老院应急演练要有哪些情形", "list")
    assert answer.items[0].text == "要有夜间"
    assert not any(item.text.endswith(("，", "、")) for item in answer.items)


@pytest.mark.parametrize("question", CONDITIONS)
def test_a_case_comes_with_what_follows_from_it(question: str, collection: Collection) -> None:
    answer = answered(collection, question, "conditions")
    together = "\n".join(item.text for item in answer.items)
    assert answer.kind == "conditions"
    assert all(words in together for words in CONDITIONS[question])


@pytest.mark.parametrize("kind", ["list", "conditions"])
@pytest.mark.parametrize("question", ["送外卖的能参加工会吗", "红烧肉怎么炖", "？", "第二部分", "哪些哪些哪些"])
def test_whatever_is_asked_items_are_slices(question: str, kind: Kind, collection: Collection) -> None:
    answered(collection, question, kind)


def test_an_ordinary_question_is_answered_as_before(collection: Collection) -> None:
    answer = collection.snapshot().answer("送外卖的能参加工会吗")
    assert (answer.kind, answer.items) == ("passage", ())
