"""Vectors kept on disk by what they are of, so that nothing unchanged is encoded again, nor what a stopped build had done.

A file of records of one size, only ever appended to: a digest of the text, its vector, a checksum. What a crash or a fault
of the disk has spoilt is left out, and is encoded again.
"""

import hashlib
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded

HalfVectors = NDArray[np.float16]


class KeptVectors:
    """The vectors in `file`, of `dimensions` values each; the folder it lies in is made when something is added."""

    def __init__(self, file: Path, dimensions: int) -> None:
        self._file = file
        self._record = np.dtype([("key", "V16"), ("vector", "<f2", (dimensions,)), ("check", "<u4")])
        self._records = self._read()
        self._rows = self._whole()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: bytes) -> bool:
        return key in self._rows

    def add(self, keys: Sequence[bytes], vectors: Sequence[NDArray[np.float32]]) -> None:
        """Keep the vector of each of `keys`; they are on disk when this returns."""
        if not keys:
            return
        added = np.zeros(len(keys), dtype=self._record)
        added["key"], added["vector"] = np.array(keys, dtype="V16"), vectors
        added["check"] = [_check(record) for record in added]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with open(self._file, "ab") as file:
            # A record that was cut short would shift all that follow.
            file.truncate(file.tell() - file.tell() % self._record.itemsize)
            file.write(added.tobytes())
        self._rows.update(zip(keys, range(len(self._records), len(self._records) + len(keys)), strict=True))
        self._records = self._read()

    def take(self, keys: Sequence[bytes]) -> HalfVectors:
        """The vectors of `keys`, all of which are kept, shape (keys, dimensions)."""
        vectors: HalfVectors = self._records["vector"][[self._rows[key] for key in keys]]
        return vectors

    def keep_only(self, keys: Iterable[bytes]) -> None:
        """Forget all others, if these are less than half of the file."""
        kept = [self._rows[key] for key in dict.fromkeys(keys)]
        if 2 * len(kept) < len(self._records):
            draft = self._file.with_suffix(".new")
            draft.write_bytes(self._records[kept].tobytes())
            os.replace(draft, self._file)
            self._records = self._read()
            self._rows = self._whole()

    def _whole(self) -> dict[bytes, int]:
        """The rows of the records that are as they were written, by key."""
        return {r["key"].tobytes(): row for row, r in enumerate(self._records) if _check(r) == r["check"]}

    def _read(self) -> NDArray[np.void]:
        count = self._file.stat().st_size // self._record.itemsize if self._file.exists() else 0
        if not count:
            return np.zeros(0, dtype=self._record)
        return np.memmap(self._file, dtype=self._record, mode="r", shape=(count,))


def key_of_text(text: Folded) -> bytes:
    """What the vector of `text` is kept under, 16 bytes."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _check(record: np.void) -> int:
    return zlib.crc32(record.tobytes()[:-4])
