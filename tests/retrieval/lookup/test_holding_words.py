"""No document is left out that holds a word somewhere in a passage."""

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.keyword_search import keyword_search
from retrieval.collection import Collection


@given(st.data())
def test_the_same_is_found_as_in_all_documents(collection: Collection, data: st.DataObject) -> None:
    snapshot = collection.snapshot()
    document = data.draw(st.sampled_from(snapshot.documents))
    words = []
    for _ in range(data.draw(st.integers(1, 2))):
        start = data.draw(st.integers(0, len(document.text) - 2))
        words.append(document.text[start : start + data.draw(st.integers(1, 5))])
    asked = " ".join(" ".join(words).split())
    if asked:
        few = snapshot.documents_that_may_hold(asked)
        assert keyword_search(few, asked) == keyword_search(snapshot.documents, asked)


def test_what_few_hold_is_looked_for_in_few(collection: Collection) -> None:
    snapshot = collection.snapshot()
    assert len(snapshot.documents_that_may_hold("犬绳")) < 3 < len(snapshot.documents_that_may_hold("工作"))
    assert snapshot.documents_that_may_hold("12") == snapshot.documents
