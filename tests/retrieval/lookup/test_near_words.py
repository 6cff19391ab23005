"""Near words: what else may be searched for, in the collection's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.collection import Collection
from retrieval.fold import fold


@pytest.mark.parametrize(("typed", "offered"), [("小孩", "儿童"), ("老头老太", "老年人"), ("堵车", "道路交通")])
def test_everyday_words_lead_to_those_of_the_documents(typed: str, offered: str, collection: Collection) -> None:
    assert offered in collection.snapshot().near_words(typed)


@given(words=st.text(alphabet="老人孩子堵车垃圾分类工会abc ，1", max_size=12))
def test_what_is_offered_stands_in_the_documents_and_is_not_what_was_typed(words: str, collection: Collection) -> None:
    snapshot = collection.snapshot()
    texts = [fold(document.text) for document in snapshot.documents]
    for near in snapshot.near_words(words):
        assert any(near in text for text in texts)
        assert not any(near in typed or typed in near for typed in fold(words).split())


@pytest.mark.parametrize("words", ["", "   ", "！？", "\ud800"])
def test_nothing_is_near_to_nothing(words: str, collection: Collection) -> None:
    assert collection.snapshot().near_words(words) == ()
