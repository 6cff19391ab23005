"""Passages are whole sentences, long enough to make sense and short enough to be quoted."""

from corpus.document import Document
from corpus.passages import LONGEST


def test_passages_are_of_quotable_size(speeches: tuple[Document, ...]) -> None:
    sizes = [p.end - p.start for d in speeches for p in d.passages]
    assert sum(size > LONGEST for size in sizes) <= len(sizes) // 50
    assert sum(size for size in sizes if 80 <= size <= LONGEST) >= 0.8 * sum(sizes)
