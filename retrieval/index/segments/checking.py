"""Sealing and checking: what a segment or its meanings consist of, with the size and check sum of every file.

Sizes are compared whenever a segment is opened, check sums when it is small, and when a person has the library checked:
reading a national archive takes longer than whoever asks a question would wait. Each document is compared whenever it is read.
"""

import hashlib
import json
from collections.abc import Mapping
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
    for name, (size, digest) in files.items():
        file = folder / name
        if not file.is_file():
            raise damaged(folder, f"{name} is missing")
        if file.stat().st_size != size or (whole and sha256_of(file) != digest):
            raise damaged(folder, f"{name} is damaged")
    return sealed


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damaged(folder: Path, reason: str) -> LibraryDamaged:
    """The error that says what is wrong with what lies in `folder`."""
    what = (
        f"{folder.parent.name[:-1]} {folder.name}"
        if folder.parent.name.endswith("s")
        else f"segment {folder.parent.name}"
    )
    return LibraryDamaged(f"library {what}: {reason}; run `yuanwen index --full`")
