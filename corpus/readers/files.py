"""One file in, its lines out: by the reader for what the file is, within the limits that hold for all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.file_kinds import BY_ENDING, HEAD, ending_of, kind_of, may_be_read
from corpus.readers.limits import ARCHIVE_LIMIT, DEPTH, FILES_INSIDE, SIZE_INSIDE, SIZE_LIMIT, check_blocks
from corpus.readers.markdown import read_markdown
from corpus.readers.pages.blocks import UNCLEAR, WITHOUT_TEXT
from corpus.readers.recognition.asking import Recognition
from corpus.readers.sandbox import read_apart, unpack_apart
from corpus.readers.sheets.separated import read_separated
from corpus.readers.text import read_text
from corpus.readers.word.conversion import to_docx
from corpus.reasons import Reason, Why

ENDINGS = tuple(BY_ENDING)
"""The endings of file names that are read."""

READERS: dict[str, Callable[[bytes], list[Block]]] = {
    "text": read_text,
    "markdown": read_markdown,
    "table": read_separated,
    "office": lambda data: read_apart("docx", to_docx(data)),
    **{
        name: partial(read_apart, name)
        for name in ("html", "docx", "pdf", "ofd", "slides", "sheet", "book", "mail", "mht")
    },
}
"""By the `reader` of `FileKind`."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """One document of a file: `path` inside an archive or mail, "" for the file itself; its lines, or why there are none."""

    path: str
    content: list[Block] | Reason


def read_parts(file: Path, recognition: Recognition | None = None) -> Iterator[FilePart]:
    """The documents in `file`: one, or those inside an archive or attached to a mail.

    Pictures of text are read where there is `recognition`. What is not read of a document comes behind it.

    Raises UnreadableFile where the file as a whole cannot be read.
    """
    if not file.is_file():
        raise UnreadableFile(Why.IS_FOLDER if file.is_dir() else Why.MISSING)
    ending = ending_of(file.name)
    yield from _parts("", _bytes_of(file, ending), ending, _Room(recognition))


def read_blocks(file: Path) -> list[Block]:
    """The lines of the first document in `file`. Raises UnreadableFile with a one-line reason."""
    first = next(read_parts(file), FilePart("", Reason(Why.EMPTY)))
    if isinstance(first.content, Reason):
        raise UnreadableFile(first.content.why, **first.content.values)
    return first.content


@dataclass(slots=True)
class _Room:
    """What archives in archives may hold all together, and what recognises text."""

    recognition: Recognition | None
    files: int = FILES_INSIDE
    size: int = SIZE_INSIDE

    def take(self, size: int) -> None:
        self.files, self.size = self.files - 1, self.size - size
        if self.files < 0:
            raise UnreadableFile(Why.MANY_FILES, count=FILES_INSIDE + 1, limit=FILES_INSIDE)
        if self.size < 0:
            raise UnreadableFile(Why.MUCH_INSIDE, size=round(SIZE_INSIDE / 1e6) + 1, limit=round(SIZE_INSIDE / 1e6))


def _parts(path: str, data: bytes, ending: str, room: _Room, depth: int = 0) -> Iterator[FilePart]:
    """The documents in `data`, a file at `path` inside `depth` archives."""
    kind = kind_of(data, ending)
    inside = unpack_apart(kind.unpacker, data) if kind.unpacker and depth < DEPTH else []
    if kind.unpacker and depth == DEPTH and not kind.reader:
        raise UnreadableFile(Why.DEEP_ARCHIVE)
    if kind.reader:
        try:
            lines = _lines(kind.reader, data, room.recognition)
            yield FilePart(path, lines)
            yield from (FilePart(path, reason) for reason in _left_out(lines, room.recognition))
        except UnreadableFile as fault:
            # A mail may be nothing but what is attached to it.
            if fault.reason.why is not Why.EMPTY or not inside:
                raise
    elif not inside:
        raise UnreadableFile(Why.EMPTY)
    del data
    for name, content in inside:
        below = f"{path}/{name}" if path else name
        if isinstance(content, Reason):
            yield FilePart(below, content)
            continue
        room.take(len(content))
        try:
            yield from _parts(below, content, ending_of(name), room, depth + 1)
        except UnreadableFile as fault:
            yield FilePart(below, fault.reason)


def _lines(reader: str, data: bytes, recognition: Recognition | None) -> list[Block]:
    if reader == "picture":
        if recognition is None:
            raise UnreadableFile(Why.PICTURE)
        blocks = recognition.lines(reader, data)
    elif reader == "pdf" and recognition is not None:
        blocks = _recognized(data, recognition)
    else:
        blocks = READERS[reader](data)
    check_blocks(blocks)
    if not any(block.text.strip() for block in blocks):
        raise UnreadableFile(Why.EMPTY)
    return blocks


def _recognized(data: bytes, recognition: Recognition) -> list[Block]:
    """The lines of a PDF, those of pages without text recognised."""
    try:
        blocks = read_apart("pdf", data)
    except UnreadableFile as fault:
        if fault.reason.why is not Why.SCAN:
            raise
    else:
        if not any(block.rule == WITHOUT_TEXT for block in blocks):
            return blocks
    return recognition.lines("scan", data)


def _left_out(blocks: list[Block], recognition: Recognition | None) -> Iterator[Reason]:
    """The pages of a document that are not read, by why they are not. In what was looked through there is no text."""
    for rule, why in ((WITHOUT_TEXT, Why.PICTURE_PAGES), (UNCLEAR, Why.UNCLEAR_PAGES)):
        pages = [str(block.page) for block in blocks if block.rule == rule]
        if pages and (recognition is None or why is Why.UNCLEAR_PAGES):
            yield Reason(why, {"pages": "、".join(pages)})


def _bytes_of(path: Path, ending: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if not may_be_read(head, ending):
                raise UnreadableFile(Why.NO_DOCUMENT)
            size = path.stat().st_size
            limit = ARCHIVE_LIMIT if ending == ".zip" else SIZE_LIMIT
            if size > limit:
                raise UnreadableFile(Why.TOO_LARGE, size=round(size / 1e6), limit=round(limit / 1e6))
            return head + file.read()
    except OSError as fault:
        raise UnreadableFile(Why.UNREADABLE, fault=fault.strerror or str(fault)) from None
