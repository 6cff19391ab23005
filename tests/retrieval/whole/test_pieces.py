"""What answers of several documents are made of: figures, ranges of years, changes of wording."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fold import Folded, fold
from retrieval.quotes.changes import changed_spans
from retrieval.whole.documents.figures import figure_spans, figures_agree, figures_asked, figures_in
from retrieval.whole.documents.reach import years_ranged

TEXTS = st.text("今年增长百分之5.5%左右，一十万亿元以上人8９年月日第条、。a ", max_size=40)


@pytest.mark.parametrize(
    ("asked", "stated", "wanted"),
    [
        ("目标是5%左右的", "增长5%左右", 1),
        ("目标是5%左右的", "增长5.5%左右", -1),
        ("百分之五的", "增长5%", 1),
        ("罚款一万元以上的", "处十万元以下罚款", 1),
        ("罚款一万元以上的", "处五千元罚款", -1),
        ("五十块钱起罚的", "处五十元以上二百元以下罚款", 1),
        ("五十块钱起罚的", "处五百元以上二千元以下罚款", -1),
        ("罚50万的", "处五十万元罚款", 1),
        ("到会超过200人", "出席的有中央委员202人", 1),
        ("增长5%的", "新增就业20万人", 0),
        ("增长5%的", "2025年3月", 0),
        ("目标是5%左右的", "增长4.5%—5%", -1),
        ("目标是4.5%-5%的", "增长4.5%—5%", 1),
        ("目标在4%以上的", "增长4.5%—5%", 1),
    ],
)
def test_a_figure_is_recognised_as_the_one_asked_for(asked: str, stated: str, wanted: int) -> None:
    assert figures_agree(figures_asked(fold(asked)), figures_in(fold(stated))) == wanted


@given(TEXTS)
def test_a_text_agrees_with_its_own_figures(text: str) -> None:
    found = figures_in(fold(text))
    assert figures_agree(found, found) == float(bool(found))


@given(TEXTS)
def test_figures_are_marked_where_they_stand(text: str) -> None:
    assert all(0 <= a < b <= len(text) and any(c.isdecimal() for c in text[a:b]) for a, b in figure_spans(text))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("从1994年到2022年怎么变的", (1994, 2022)),
        ("2006年以来怎么说", (2006, 2022)),
        ("从90年代到现在", (1990, 2022)),
        ("2000年以前的报告", (1, 2000)),
        ("近3年", (2020, 2022)),
        ("罚款从10到20万", None),
        ("2010年上海世博会", None),
    ],
)
def test_the_years_that_a_question_ranges_over(question: str, wanted: tuple[int, int] | None) -> None:
    assert years_ranged(Folded(question), np.array([0, 1990, 1998, 2006, 2022])) == wanted


def test_only_what_is_new_is_marked() -> None:
    before, now = "继续实施稳健的货币政策。", "继续实施适度宽松的货币政策。"
    assert [now[a:b] for a, b in changed_spans(before, now)] == ["适度宽松"]
    assert changed_spans("增长８％。", "增长8%。") == ()


@given(TEXTS, TEXTS)
def test_what_is_not_marked_stood_there_before(before: str, now: str) -> None:
    spans = changed_spans(before, now)
    assert all(0 <= a < b <= len(now) for a, b in spans)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(spans))
    kept = "".join(c for i, c in enumerate(now) if c.isalnum() and not any(a <= i < b for a, b in spans))
    rest = iter(fold("".join(before)))
    assert all(character in rest for character in fold(kept))
