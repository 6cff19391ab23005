"""Messages with several questions: how they are cut, and the sentence that each part ends at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer import Quote
from retrieval.collection import Collection
from retrieval.fold import fold
from retrieval.whole.telling.cutting import asks_something, parts_of


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("养狗要不要登记，罚多少", ["养狗要不要登记", "罚多少"]),
        ("去大厅办证：周六开不开，中午关不关门", ["去大厅办证:周六开不开", "中午关不关门"]),
        ("补贴给多少？还有啥时候发", ["补贴给多少", "啥时候发"]),
        ("操场一天开几个小时 收费不 不开放会怎样", ["操场一天开几个小时", "收费不", "不开放会怎样"]),
        ("漫游费取消吗，流量降多少，景区门票", ["漫游费取消吗", "流量降多少", "景区门票"]),
        ("能带宠物进店吗，带了罚多少，上海的", ["能带宠物进店吗", "带了罚多少,上海的"]),
        ("办证要什么材料跟多久能下来", ["办证要什么材料", "多久能下来"]),
        ("高龄津贴、护理补贴分别多少", ["高龄津贴分别多少", "护理补贴分别多少"]),
        ("谁和谁签的协议", ["谁和谁签的协议"]),
        ("今天开会，讲了安全", ["今天开会,讲了安全"]),
    ],
)
def test_a_message_is_cut_where_each_part_asks(message: str, parts: list[str]) -> None:
    assert list(parts_of(fold(message))) == parts


@given(
    st.lists(st.sampled_from(["养狗要登记吗", "罚多少", "，", "还有", "在城里", "、", "？ ", "和", "呢"]), min_size=1)
)
def test_no_part_is_empty_and_none_of_several_asks_nothing_at_all(pieces: list[str]) -> None:
    message = fold("".join(pieces))
    parts = parts_of(message)
    assert parts and all(parts)
    assert len(parts) == 1 or sum(map(asks_something, parts)) >= 2


@given(st.text(alphabet="养狗要不罚多少吗呢和、，？。 还有另外几a1", min_size=1))
def test_any_text_has_a_part(text: str) -> None:
    assert all(parts_of(fold(text)))


def items_of(collection: Collection, question: str) -> tuple[Quote, ...]:
    """The items of `question` as one with several parts, every one a slice of its document."""
    snapshot = collection.snapshot()
    items = snapshot.answer(question, kind="parts").items
    for item in items:
        document = snapshot.document(item.document_id)
        assert document and document.text[item.start : item.end] == item.text
        assert all(0 <= a < b <= len(item.text) for a, b in item.highlights)
    return items


def test_parts_are_answered_from_what_holds_unless_the_older_is_named(collection: Collection) -> None:
    now = items_of(collection, "养犬要办证吗，不办罚多少")
    then = items_of(collection, "2016年的养犬管理办法里养犬要办证吗，不办罚多少")
    assert {item.file for item in now} == {"云岭市文明养犬管理条例.txt"}
    assert {item.file for item in then} == {"云岭市养犬管理办法（2016年）.txt"}


def test_each_part_is_answered_by_its_own_sentence_in_order(collection: Collection) -> None:
    items = items_of(collection, "新买的狗几天内打疫苗，遛狗不牵绳罚多少，商场能带狗进吗")
    assert len(items) == 3
    for item, words in zip(items, ("满三个月", "二百元以上五百元以下", "商场、宾馆"), strict=True):
        assert words in item.text


def test_what_asks_once_is_no_message_with_parts(collection: Collection) -> None:
    for question in ("养狗要登记吗", "零工驿站啥时候建好", "送外卖的和开网约车的能参加工会吗"):
        assert collection.snapshot().answer(question, kind="parts").kind == "passage"


def test_two_parts_that_end_at_one_sentence_are_one_question(collection: Collection) -> None:
    assert collection.snapshot().answer("零工驿站啥时候建好？几点开门", kind="parts").kind == "passage"
