"""What a question says besides its words: politeness, years, regions, what it wants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fold import Folded, fold
from retrieval.question.cues import without_politeness
from retrieval.question.thesaurus import Thesaurus
from retrieval.question.understanding import LONGEST, Question, YearsMeant, regions_named, understand_question


def understood(question: str) -> Question:
    return understand_question(fold(question), Thesaurus([]))


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("麻烦问一下,困难职工帮扶啊,谢谢", "困难职工帮扶"),
        ("你好,我想了解一下养老", "养老"),
        ("问一下问题楼盘", "问题楼盘"),
        ("打扰了,您好!请问路灯坏了呀", "路灯坏了"),
        ("麻烦您帮我查一下医保", "医保"),
        ("想问下2025年", "2025年"),
    ],
)
def test_politeness_is_not_searched_for(question: str, rest: str) -> None:
    assert without_politeness(Folded(question)) == rest


@pytest.mark.parametrize(
    "question",
    ["问题楼盘怎么办", "请教育局管管", "咨询服务业发展", "麻烦事怎么办", "想要孩子有补贴吗", "你好", "谢谢", ""],
)
def test_words_that_only_begin_politely_stay(question: str) -> None:
    assert without_politeness(Folded(question)) == question


@pytest.mark.parametrize(
    ("question", "named", "offsets"),
    [
        ("2024年修了多少路", {2024}, set()),
        ("二〇二五年的任务", {2025}, set()),
        ("去年收成怎样", set(), {-1}),
        ("今年和明年怎么打算", set(), {0, 1}),
        ("12345热线", set(), set()),
        ("养老怎么办", set(), set()),
    ],
)
def test_years_are_named_or_told_from_the_document(question: str, named: set[int], offsets: set[int]) -> None:
    years = understood(question).years
    assert (set(years.named), set(years.offsets)) == (named, offsets)
    assert bool(years) == bool(named or offsets)


@given(st.sets(st.integers(2000, 2003)), st.sets(st.integers(-1, 1)), st.integers(2000, 2003), st.integers(2000, 2003))
def test_a_year_is_meant_by_name_or_by_its_distance(
    named: set[int], offsets: set[int], year: int, document_year: int
) -> None:
    meant = YearsMeant(frozenset(named), frozenset(offsets))
    assert meant.include(year, None) == (year in named)
    assert meant.include(year, document_year) == (year in named or any(year == document_year + o for o in offsets))


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("广东和申城谁的地铁长", {"广东", "上海"}),
        ("在沪就业的外地人", {"上海"}),
        ("安徽报告", {"安徽"}),
        ("我们县的路灯", set()),
    ],
)
def test_provinces_are_known_in_whatever_words(question: str, regions: set[str]) -> None:
    assert regions_named(fold(question)) == regions
    assert set(understood(question).naming) >= {pair for region in regions for pair in [region]}


def test_a_region_of_the_collection_is_meant_where_it_is_called_so() -> None:
    known = frozenset({"云岭", "海砚", "上海"})
    assert understood("云岭的路灯坏了").regions_meant(known) == {"云岭"}
    assert understood("申城的路灯坏了").regions_meant(known) == {"上海"}
    assert understood("路灯坏了").regions_meant(known) == frozenset()


@pytest.mark.parametrize(
    ("question", "definition", "part", "tense"),
    [
        ("何谓河长制", True, False, 0),
        ("哪一部分讲了春耕", False, True, 0),
        ("说场地的那段", False, True, 0),
        ("罚钱的规定在第几章", False, True, 0),
        ("那条路今年修不修", False, False, 1),
        ("这块地归谁管", False, False, 0),
        ("今年准备修几条路", False, False, 1),
        ("去年修好了吗", False, False, -1),
        ("路灯坏了找谁", False, False, 0),
    ],
)
def test_what_a_question_wants(question: str, definition: bool, part: bool, tense: int) -> None:
    wants = understood(question).wants
    assert (wants.definition, wants.part, wants.tense) == (definition, part, tense)


def test_what_is_too_long_is_searched_by_its_beginning() -> None:
    long = "养老" * LONGEST
    assert understood(long).text == long[:LONGEST]
    assert understood("").terms == ()


def test_the_text_of_a_question_is_without_politeness_and_has_its_years_in_digits() -> None:
    assert understood("请问二〇二五年修几条路呢").text == "2025年修几条路"
    assert understood("修路").terms == ("修", "路", "修路")
