"""Documents from lines, as if a reader had found them, and from files written for a test."""

from collections.abc import Iterable
from pathlib import Path

from corpus.document import Block, Document
from corpus.ingest import read_document, understand_lines
from corpus.readers import read_blocks
from tests.support.invariants import assert_covered, assert_kept


def blocks_of(lines: Iterable[str]) -> list[Block]:
    """One block a line, numbered from 1."""
    return [Block(line, number) for number, line in enumerate(lines, start=1)]


def document_of(*lines: str, source: str = "讲话.txt") -> Document:
    """The document that the lines of a file named `source` are understood as."""
    return understand_lines(blocks_of(lines), source)


def document_in(file: Path, data: bytes) -> Document:
    """The document that `file` is read as when it holds `data`, none of whose text is lost. Raises UnreadableFile."""
    file.write_bytes(data)
    document = read_document(file)
    assert_covered(document)
    assert_kept(document, read_blocks(file))
    return document
