"""One file in, its lines out: by the reader for what the file is, within the limits that hold for all."""

from collections.abc import Callable
from pathlib import Path

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.file_kinds import BY_ENDING, HEAD, ending_of, kind_of, may_be_read
from corpus.readers.limits import check_blocks
from corpus.readers.markdown import read_markdown
from corpus.readers.sandbox import read_apart
from corpus.readers.text import read_text
from corpus.readers.word.conversion import to_docx
from corpus.reasons import Why

SIZE_LIMIT = 20_000_000
"""Bytes; the largest real document seen is a tenth of this."""

ENDINGS = tuple(BY_ENDING)
"""The endings of file names that are read."""

READERS: dict[str, Callable[[bytes], list[Block]]] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": lambda data: read_apart("html", data),
    "docx": lambda data: read_apart("docx", data),
    "pdf": lambda data: read_apart("pdf", data),
    "office": lambda data: read_apart("docx", to_docx(data)),
}
"""By the `reader` of `FileKind`."""


def read_blocks(path: Path) -> list[Block]:
    """The lines of the file at `path`. Raises UnreadableFile with a one-line reason."""
    if not path.is_file():
        raise UnreadableFile(Why.IS_FOLDER if path.is_dir() else Why.MISSING)
    ending = ending_of(path.name)
    reader = READERS[kind_of(data := _bytes_of(path, ending), ending).reader or "text"]
    blocks = reader(data)
    check_blocks(blocks)
    if not any(block.text.strip() for block in blocks):
        raise UnreadableFile(Why.EMPTY)
    return blocks


def _bytes_of(path: Path, ending: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if not may_be_read(head, ending):
                raise UnreadableFile(Why.NO_DOCUMENT)
            size = path.stat().st_size
            if size > SIZE_LIMIT:
                raise UnreadableFile(Why.TOO_LARGE, size=round(size / 1e6), limit=round(SIZE_LIMIT / 1e6))
            return head + file.read()
    except OSError as fault:
        raise UnreadableFile(Why.UNREADABLE, fault=fault.strerror or str(fault)) from None
