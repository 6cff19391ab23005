"""Sentences and clauses: nothing of a text is lost between them."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.chinese.sentences import clauses, sentences, sentences_from, trimmed


@given(st.text(max_size=500))
def test_sentences_and_clauses_lose_nothing(text: str) -> None:
    for spans in (sentences(text), clauses(text)):
        assert "".join(text[a:b] for a, b in spans) == text


@given(st.text(max_size=30), st.text(" \t\n\u3000x。", max_size=30), st.text(max_size=30))
def test_a_trimmed_span_holds_what_the_string_stripped_holds(before: str, within: str, after: str) -> None:
    start, end = trimmed(before + within + after, len(before), len(before) + len(within))
    assert (before + within + after)[start:end] == within.strip()
    assert not within.strip() or len(before) <= start < end <= len(before) + len(within)


@given(st.text(alphabet="春夏。！？”\n， "), st.integers(0, 12), st.integers(0, 12))
def test_one_by_one_they_are_the_same_sentences(text: str, start: int, more: int) -> None:
    end = min(len(text), start + more)
    assert list(sentences_from(text, start, end)) == sentences(text, start, end)
