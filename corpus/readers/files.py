"""One file in, its lines out: by the reader for what the file is, within the limits that hold for all."""

from collections.abc import Callable
from pathlib import Path

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.file_kinds import BY_ENDING, kind_of
from corpus.readers.limits import check_blocks
from corpus.readers.markdown import read_markdown
from corpus.readers.sandbox import read_apart
from corpus.readers.text import read_text
from corpus.readers.word.conversion import to_docx

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
        raise UnreadableFile(f"{'is a folder' if path.is_dir() else 'does not exist'}, expected a file; check the path")
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UnreadableFile(f"format {path.suffix or '(no ending)'} is not supported; use one of {', '.join(ENDINGS)}")
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise UnreadableFile(f"{size / 1e6:.0f} MB is over the limit of {SIZE_LIMIT / 1e6:.0f} MB; split the file")
        data = path.read_bytes()
    except OSError as fault:
        raise UnreadableFile(f"cannot be opened ({fault.strerror}); check the path and its permissions") from None
    reader = kind_of(data, ending).reader
    assert reader is not None
    blocks = READERS[reader](data)
    check_blocks(blocks)
    if not any(block.text.strip() for block in blocks):
        raise UnreadableFile("holds no text; expected at least one line")
    return blocks
