"""Zip archives of documents, unpacked in memory within limits of number, size and ratio."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus.errors import UnreadableFile
from corpus.readers.file_kinds import is_junk
from corpus.readers.limits import FILES_INSIDE, SIZE_INSIDE, SIZE_LIMIT
from corpus.readers.unfolding import ZIP_FAULTS, unfolded
from corpus.reasons import Reason, Why

Inside = tuple[str, bytes | Reason]
"""A file inside another: its path there, and its bytes or why it cannot be read."""

_UTF8_NAMES = 0x800
"""The flag of an entry whose name is UTF-8."""
_CONTROL = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def unpack_zip(data: bytes) -> Iterator[Inside]:
    """The files of an archive, junk left out, one after the other. Raises UnreadableFile."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except ZIP_FAULTS:
        raise UnreadableFile(Why.DAMAGED_PACKAGE) from None
    named = [(name, entry) for entry in entries if not any(map(is_junk, (name := _name(entry)).split("/")))]
    if len(named) > FILES_INSIDE:
        raise UnreadableFile(Why.MANY_FILES, count=len(named), limit=FILES_INSIDE)
    size = sum(entry.file_size for _, entry in named if entry.file_size <= SIZE_LIMIT)
    if size > SIZE_INSIDE:
        raise UnreadableFile(Why.MUCH_INSIDE, size=round(size / 1e6), limit=round(SIZE_INSIDE / 1e6))
    for name, entry in zip(apart([name for name, _ in named]), (entry for _, entry in named), strict=True):
        if entry.file_size > SIZE_LIMIT:
            large = {"size": round(entry.file_size / 1e6), "limit": round(SIZE_LIMIT / 1e6)}
            yield name, Reason(Why.TOO_LARGE, large)
            continue
        try:
            yield name, unfolded(archive, entry)
        except UnreadableFile as fault:
            yield name, fault.reason


def apart(names: list[str]) -> list[str]:
    """The names, each made different from those before it: 通知.docx, 通知 (2).docx."""
    taken: dict[str, None] = {}
    for name in names:
        path, free, number = PurePosixPath(name or "_"), name or "_", 2
        while free in taken:
            free, number = f"{path.with_suffix('')} ({number}){path.suffix}", number + 1
        taken[free] = None
    return list(taken)


def safe_name(name: str) -> str:
    """`name` as a path below the archive: no drive, no way upwards, no control characters."""
    parts = _CONTROL.sub("", name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..") and not re.fullmatch("[A-Za-z]:", part))


def _name(entry: zipfile.ZipInfo) -> str:
    """Programs write names in the encoding of their system; the library takes them for that of DOS."""
    if entry.flag_bits & _UTF8_NAMES:
        return safe_name(entry.filename)
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return safe_name(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return safe_name(entry.filename)
