"""From a file to a document: nothing of it is lost, added or rewritten."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.ingest import read_document, understand_lines
from corpus.readers import read_blocks
from tests.support.documents import blocks_of
from tests.support.invariants import assert_covered, assert_kept, assert_quotable


def test_shipped_speeches_are_covered(speeches: tuple[Document, ...]) -> None:
    assert len(speeches) >= 12
    for document in speeches:
        assert_covered(document)
        assert document.headings
        assert document.date or not document.speaker


def test_real_documents_are_covered(shared: Path) -> None:
    """Every text file under the shared data that can be read, however deep."""
    files = [f for f in sorted(shared.rglob("*.txt")) if "training" not in f.parts]
    assert len(files) >= 21
    for file in files:
        document = read_document(file)
        assert_covered(document)
        assert_quotable(document)
        assert_kept(document, read_blocks(file))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), max_size=30))
def test_any_lines_are_covered(lines: list[str]) -> None:
    blocks = blocks_of(lines)
    document = understand_lines(blocks, "任意.txt")
    assert_covered(document)
    assert_kept(document, blocks)
