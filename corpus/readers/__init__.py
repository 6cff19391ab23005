"""Readers: one module per format, each ending in the same blocks. A new format is a module and a line in READERS."""

from collections.abc import Callable
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.model import Block
from corpus.readers import markdown, text

SIZE_LIMIT = 20_000_000
"""Bytes; the largest real document seen is a tenth of this."""

READERS: dict[str, Callable[[bytes], list[Block]]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
}


def read_blocks(path: Path) -> list[Block]:
    """The lines of the file at `path`. Raises UnreadableFile with a one-line reason."""
    if not path.is_file():
        raise UnreadableFile(f"{'is a folder' if path.is_dir() else 'does not exist'}, expected a file; check the path")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(f"format {path.suffix or '(no ending)'} is not supported; use one of {', '.join(READERS)}")
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise UnreadableFile(f"{size / 1e6:.0f} MB is over the limit of {SIZE_LIMIT / 1e6:.0f} MB; split the file")
        data = path.read_bytes()
    except OSError as fault:
        raise UnreadableFile(f"cannot be opened ({fault.strerror}); check the path and its permissions") from None
    blocks = reader(data)
    if not any(block.text.strip() for block in blocks):
        raise UnreadableFile("holds no text; expected at least one line")
    return blocks
