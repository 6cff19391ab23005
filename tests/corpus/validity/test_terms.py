"""Until when documents hold, by their own words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.validity.terms import read_term

BLANK = Document("id", "办法", "办法", "", "办法.md", (), ())


def until(text: str, date: str | None = None) -> str | None:
    term = read_term(replace(BLANK, text=text, date=date))
    return term.until if term else None


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("本办法自2020年1月1日起施行，有效期5年。", None, "2024-12-31"),
        ("本规定自2019年12月1日起施行，有效期至2024年11月30日。", None, "2024-11-30"),
        ("有效期至2024年12月31日。", None, "2024-12-31"),
        ("本办法自二〇二〇年一月一日起施行。有效期两年。", None, "2021-12-31"),
        ("本通知自印发之日起30日后施行，有效期为三年。", "2020-01-01", "2023-01-30"),
        ("本意见自印发之日起施行，试行期2年。", "2020-02-29", "2022-02-28"),
        ("本政策执行期限为自2020年1月1日至2021年12月31日止。", None, "2021-12-31"),
        ("本辦法自2020年2月1日起施行，有效期5年。", None, "2025-01-31"),
        ("本办法自印发之日起施行，有效期5年。", None, None),
        ("生产许可证有效期为5年。", None, None),
        ("许可证有效期至2024年12月31日。", None, None),
        ("自2020年1月1日起实施3年行动计划。", None, None),
        ("在合同有效期内，自2020年1月1日起施行新价。", None, None),
        ("居民身份证的有效期为十年、二十年、长期。", None, None),
        ("有效期至2024年13月31日。", None, None),
    ],
)
def test_only_what_a_document_says_of_itself_is_its_term(text: str, date: str | None, expected: str | None) -> None:
    assert until(text, date) == expected


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.integers(1, 20))
def test_a_term_of_years_ends_the_day_before_its_anniversary(day: date, years: int) -> None:
    text = f"本办法自{day.year}年{day.month}月{day.day}日起施行，有效期{years}年。"
    found = until(text)
    assert found is not None
    after = date.fromisoformat(found) + timedelta(days=1)
    assert (after.year - day.year, after.month, after.day) in (
        (years, day.month, day.day),
        (years, 3, 1) if (day.month, day.day) == (2, 29) else (years, day.month, day.day),
    )


@given(st.text(st.sampled_from("自至年月日起施行有效期为本办法，。0123456789五\n"), max_size=80))
def test_the_evidence_is_a_slice_and_the_term_a_day(text: str) -> None:
    from datetime import date

    if term := read_term(replace(BLANK, text=text)):
        date.fromisoformat(term.until)
        assert 0 <= term.span[0] < term.span[1] <= len(text)
