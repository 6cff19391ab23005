"""Sentences and clauses: nothing of a text is lost between them."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.chinese.sentences import clauses, sentences


@given(st.text(max_size=500))
def test_sentences_and_clauses_lose_nothing(text: str) -> None:
    for spans in (sentences(text), clauses(text)):
        assert "".join(text[a:b] for a, b in spans) == text
