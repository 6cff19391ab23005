"""Years written by two digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fold import Folded, fold
from retrieval.question.known_names import years_in_full

KNOWN = (1994, 1998, 2016, 2024, None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("24年加装电梯补多少", "2024年加装电梯补多少"),
        ("98年九江决口", "1998年九江决口"),
        # The report of 2024 looks back at 2023 and ahead to 2025.
        ("23到25年农村低保", "2023到2025年农村低保"),
        ("16年的和现在的", "2016年的和现在的"),
        ("按16年的办法", "按2016年的办法"),
    ],
)
def test_a_short_year_that_a_document_is_of_is_read_in_full(typed: str, read: str) -> None:
    assert years_in_full(fold(typed), KNOWN) == read


@pytest.mark.parametrize(
    "typed",
    [
        "干满16年能评副高吗",
        "墓地买了快24年",
        "保存不少于24年",
        "16年以上的管道",
        "94年代",
        "第24年",
        "41年的老厂",
        "2016年",
        "3.16年",
        "116年",
    ],
)
def test_lengths_of_time_and_years_of_no_document_stay(typed: str) -> None:
    assert years_in_full(fold(typed), KNOWN) == fold(typed)


@given(st.text(alphabet="0123456789年到和以满的"))
def test_nothing_but_centuries_is_added_and_once_is_enough(typed: str) -> None:
    read = years_in_full(Folded(typed), KNOWN)
    assert years_in_full(read, KNOWN) == read
    assert years_in_full(Folded(typed), ()) == typed
    assert len(read) - len(typed) in {2 * n for n in range(len(typed))} | {0}
