"""Entries of zip files, unfolded within limits: a small file must not become a large one."""

import struct
import zipfile
import zlib

from corpus.errors import UnreadableFile
from corpus.readers.limits import SIZE_LIMIT
from corpus.reasons import Why

RATIO = 100
"""How far an entry of over 1 MB may be compressed."""

ZIP_FAULTS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    KeyError,
    struct.error,
)
"""What the zip library raises at damaged archives."""


def unfolded(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry. Raises UnreadableFile where it is protected, damaged, or unfolds too far."""
    if entry.flag_bits & 1:
        raise UnreadableFile(Why.PASSWORD)
    size = entry.file_size
    if size > SIZE_LIMIT or (size > 1_000_000 and size > RATIO * max(entry.compress_size, 1)):
        raise UnreadableFile(Why.UNFOLDS, name=entry.filename, packed=entry.compress_size, size=size, limit=SIZE_LIMIT)
    try:
        with package.open(entry) as stream:
            data = stream.read(size + 1)
    except ZIP_FAULTS:
        raise UnreadableFile(Why.DAMAGED_PART, name=entry.filename) from None
    if len(data) != size:
        raise UnreadableFile(Why.DAMAGED_PART, name=entry.filename)
    return data
