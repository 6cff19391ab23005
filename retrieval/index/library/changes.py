"""Which files have changed: known by size and time, or else by their content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.document import Document
from corpus.folder import read_file
from corpus.readers import Recognition
from retrieval.index.library.manifest import FileRecord
from retrieval.index.segments.checking import sha256_of

RACY = 2 * 10**9
"""Nanoseconds: a file that was changed so shortly before it was looked at may have been changed again in the same tick."""


def sort_files(
    files: Iterable[Path], corpus: Path, known: Mapping[str, FileRecord], made: int
) -> tuple[list[FileRecord], list[Path]]:
    """The records of files that have not changed since `made` (nanoseconds since 1970), and the files to read."""
    unchanged, to_read = [], []
    for file in files:
        record = known.get(file.relative_to(corpus).as_posix())
        # What could not be read may be readable now: with a program that was installed since, say.
        if (
            record is None
            or any(not s.reason.is_partial for s in record.skipped)
            or not record.places
            or (now := _as_it_is(file, record, made)) is None
        ):
            to_read.append(file)
        else:
            unchanged.append(now)
    return unchanged, to_read


def read_files(
    files: Sequence[Path], root: Path, recognition: Recognition | None
) -> list[tuple[FileRecord, list[Document]]]:
    """Every file with what it holds."""
    read = []
    for file in files:
        try:
            stat = file.stat()
            digest = sha256_of(file)
            size, mtime = stat.st_size, stat.st_mtime_ns
        except OSError:
            size, mtime, digest = -1, 0, ""
        documents, skipped = read_file(file, root=root, recognition=recognition)
        record = FileRecord(file.relative_to(root).as_posix(), size, mtime, digest, (), tuple(skipped))
        read.append((record, documents))
    return read


def _as_it_is(file: Path, record: FileRecord, made: int) -> FileRecord | None:
    """The record of a file as it is now; None where its content is another."""
    try:
        stat = file.stat()
        if stat.st_size != record.size:
            return None
        if stat.st_mtime_ns == record.mtime and stat.st_mtime_ns < made - RACY:
            return record
        same = sha256_of(file) == record.sha256
    except OSError:
        return None
    return replace(record, mtime=stat.st_mtime_ns) if same else None
