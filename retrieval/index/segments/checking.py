"""Sealing and checking: what a segment or its meanings consist of, with the size and check sum of every file.

Sizes are compared whenever a segment is opened, check sums when it is small, and when a person has the library checked:
reading a national archive takes longer than whoever asks a question would wait. Each document is compared whenever it is read.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from retrieval.errors import LibraryDamaged

SMALL = 64 << 20
"""Bytes that are summed at every start: a twentieth of a second's work. A choice."""


def seal(folder: Path, record: str, facts: Mapping[str, Any]) -> str:
    """Write the file `record` with `facts` and what the other files in `folder` are; returns the digest of their contents."""
    files = {
        f.relative_to(folder).as_posix(): [f.stat().st_size, sha256_of(f)]
        for f in sorted(folder.iterdir())
        if f.is_file() and f.name != record
    }
    (folder / record).write_text(json.dumps({**facts, "files": files}, ensure_ascii=False, indent=1), encoding="utf-8")
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def read_record(folder: Path, record: str) -> dict[str, Any]:
    """What was sealed. Raises LibraryDamaged."""
    try:
        sealed: dict[str, Any] = json.loads((folder / record).read_text(encoding="utf-8"))
        return sealed
    except (OSError, ValueError):
        raise damaged(folder, f"no readable {record}") from None


def check(folder: Path, record: str, *, whole: bool) -> dict[str, Any]:
    """What was sealed, after every file was found to have its size, and its check sum where `whole` or all are SMALL.

    Raises LibraryDamaged, which names the first file that has not.
    """
    sealed = read_record(folder, record)
    files: dict[str, tuple[int, str]] = sealed.get("files", {})
    whole = whole or sum(size for size, _ in files.values()) <= SMALL
    for fault in _wrong(folder, files, whole=whole):
        raise damaged(folder, fault)
    return sealed


def faults_of(folder: Path, record: str) -> tuple[int, list[str]]:
    """How many files were sealed, and what is wrong with any of them or is there beside them. Raises LibraryDamaged."""
    files: dict[str, tuple[int, str]] = read_record(folder, record).get("files", {})
    there = {file.name for file in folder.iterdir() if file.is_file()}
    strange = [f"{name} is in no record" for name in sorted(there - set(files) - {record})]
    return len(files), [*_wrong(folder, files, whole=True), *strange]


def _wrong(folder: Path, files: Mapping[str, tuple[int, str]], *, whole: bool) -> Iterator[str]:
    for name, (size, digest) in files.items():
        file = folder / name
        if not file.is_file():
            yield f"{name} is missing"
        elif file.stat().st_size != size or (whole and sha256_of(file) != digest):
            yield f"{name} is damaged"


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damaged(folder: Path, reason: str) -> LibraryDamaged:
    """The error that says what is wrong with what lies in `folder`."""
    return LibraryDamaged(f"library {called(folder)}: {reason}; run `yuanwen index --full`")


def called(folder: Path) -> str:
    """How the folder of a generation, of a segment or of its meanings is called in messages."""
    if folder.parent.name.endswith("s"):
        return f"{folder.parent.name[:-1]} {folder.name}"
    return f"segment {folder.parent.name}"
