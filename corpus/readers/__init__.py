"""Readers: one module per format, each ending in the same blocks.

A new format is a module, a line in `corpus.readers.sniff` and one in PARSERS. Plain text is decoded here; everything
that unpacks or parses is done in a process with limits (`corpus.readers.sandbox`), since files come from anywhere.
"""

from collections.abc import Callable
from pathlib import Path

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers import markdown, sandbox, text
from corpus.readers.limits import check_blocks
from corpus.readers.sniff import BY_ENDING, kind_of
from corpus.readers.word import conversion

SIZE_LIMIT = 20_000_000
"""Bytes; the largest real document seen is a tenth of this."""

READERS = tuple(BY_ENDING)
"""The endings of file names that are read."""

PARSERS: dict[str, Callable[[bytes], list[Block]]] = {
    "text": text.read,
    "markdown": markdown.read,
    "html": lambda data: sandbox.parse("html", data),
    "docx": lambda data: sandbox.parse("docx", data),
    "pdf": lambda data: sandbox.parse("pdf", data),
    "office": lambda data: sandbox.parse("docx", conversion.to_docx(data)),
}


def read_blocks(path: Path) -> list[Block]:
    """The lines of the file at `path`. Raises UnreadableFile with a one-line reason."""
    if not path.is_file():
        raise UnreadableFile(f"{'is a folder' if path.is_dir() else 'does not exist'}, expected a file; check the path")
    ending = path.suffix.lower()
    if ending not in READERS:
        raise UnreadableFile(f"format {path.suffix or '(no ending)'} is not supported; use one of {', '.join(READERS)}")
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise UnreadableFile(f"{size / 1e6:.0f} MB is over the limit of {SIZE_LIMIT / 1e6:.0f} MB; split the file")
        data = path.read_bytes()
    except OSError as fault:
        raise UnreadableFile(f"cannot be opened ({fault.strerror}); check the path and its permissions") from None
    reader = kind_of(data, ending).reader
    assert reader is not None
    blocks = PARSERS[reader](data)
    check_blocks(blocks)
    if not any(block.text.strip() for block in blocks):
        raise UnreadableFile("holds no text; expected at least one line")
    return blocks
