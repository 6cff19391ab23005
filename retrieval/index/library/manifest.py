"""What a generation consists of, on disk: which documents of which segments, and which files they came from.

generations/0007-1a2b3c4d/
  manifest.json     what it was made from and by; its segments with the documents that live in it; copies, and where they are stored;
                    counts, and how many of the nearest its vector indexes were measured to find
  files.jsonl       every file of the corpus as it was read: size, time, content, its documents, what was skipped
  statistics.npz    what is counted over all that lives, see `retrieval.index.segments.living`
  compared.json     pairs of documents that were laid side by side, and whether one was found to be a copy
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.folder import Skipped
from corpus.reasons import Reason, Why
from retrieval.index.segments.checking import check, read_record, seal
from retrieval.index.segments.living import Statistics
from retrieval.index.segments.segment import SIDES, Moments
from retrieval.index.segments.stored_lists import runs_of
from retrieval.index.word_table import bundled_words

FORMAT = 11
"""Raised by every change that makes older generations unreadable or files to be read anew; they are then built anew."""
RECORD = "manifest.json"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a generation is made from and by."""

    corpus: Path
    encoder_id: str

    def wanted(self) -> dict[str, object]:
        """The entries that a manifest must have to serve this folder with this encoder."""
        return {
            "format": FORMAT,
            "corpus": str(self.corpus.resolve()),
            "encoder": self.encoder_id,
            "words": bundled_words().id,
        }


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is stored: the segment's name and its number there."""

    segment: str
    number: int


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was read: `size` in bytes, `mtime` in nanoseconds, `sha256` of its content; the places of its documents."""

    source: str
    size: int
    mtime: int
    sha256: str
    places: tuple[Place, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True)
class Manifest:
    """The documents of a generation: by segment the numbers of those that live in it, and by id the `copies` of each.

    `spares` are the places of the copies by their sources, for whoever may not see the one that lives. `records` are the files it was read from, `reading` says by what; none where it was made of documents at hand. `compared` says of pairs of documents, by their ids, whether they were found to be copies. `made` is seconds since 1970.
    """

    living: Mapping[str, NDArray[np.int64]]
    copies: Mapping[str, tuple[str, ...]]
    spares: Mapping[str, Place] = field(default_factory=dict)
    records: tuple[FileRecord, ...] = ()
    compared: Mapping[Pair, bool] = field(default_factory=dict)
    reading: str = ""
    made: float = field(default_factory=time.time)

    @property
    def segments(self) -> set[str]:
        """The names of all segments that it needs."""
        return {*self.living, *(place.segment for place in self.spares.values())}

    @cached_property
    def as_json(self) -> dict[str, Any]:
        """What manifest.json says of it beside its origin and counts."""
        return {
            "made": self.made,
            "reading": self.reading,
            "segments": [{"name": name, "living": runs_of(numbers)} for name, numbers in self.living.items()],
            "copies": self.copies,
            "spares": {source: [place.segment, place.number] for source, place in self.spares.items()},
        }

    def write(self, folder: Path, origin: Origin, counts: Mapping[str, object], statistics: Statistics) -> str:
        """Write the files of a generation into `folder`; returns the digest of its contents."""
        sums = {
            name: array
            for side, moments in statistics.moments.items()
            for name, array in moments.as_arrays(side).items()
        }
        np.savez(folder / "statistics.npz", holding=statistics.holding, **sums)
        write_records(folder / "files.jsonl", self.records)
        compared = [[*pair, same] for pair, same in self.compared.items()]
        (folder / "compared.json").write_text(json.dumps(compared), encoding="utf-8")
        return seal(folder, RECORD, {**origin.wanted(), **counts, **self.as_json})

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """What a generation consists of, without its records. Raises LibraryDamaged."""
        said = check(folder, RECORD, whole=True)
        living = {s["name"]: _numbers(s["living"]) for s in said["segments"]}
        copies = {id: tuple(sources) for id, sources in said["copies"].items()}
        spares = {source: Place(*place) for source, place in said["spares"].items()}
        return cls(living, copies, spares, reading=said["reading"], made=said["made"])

    @classmethod
    def read_with_records(cls, folder: Path) -> "Manifest":
        """The same with the records and what was compared. Raises LibraryDamaged."""
        one = cls.read(folder)
        compared = {(a, b): same for a, b, same in json.loads((folder / "compared.json").read_text(encoding="utf-8"))}
        records = tuple(read_records(folder / "files.jsonl"))
        return cls(one.living, one.copies, one.spares, records, compared, one.reading, one.made)


def read_statistics(folder: Path) -> Statistics:
    """What was counted when a generation was made. Raises OSError, ValueError and KeyError."""
    with np.load(folder / "statistics.npz", allow_pickle=False) as sums:
        return Statistics({side: Moments.load(sums, side) for side in SIDES}, sums["holding"])


def made_of(folder: Path) -> dict[str, Any]:
    """What the manifest of a generation says. Raises LibraryDamaged."""
    return read_record(folder, RECORD)


def write_records(file: Path, records: Iterable[FileRecord]) -> None:
    """A line each."""
    with open(file, "w", encoding="utf-8") as out:
        out.writelines(f"{record_as_line(record)}\n" for record in records)


def record_as_line(record: FileRecord) -> str:
    """The record as JSON, without its line's end."""
    skipped = [[s.source, s.reason.why.name, dict(s.reason.values)] for s in record.skipped]
    places = [[p.segment, p.number] for p in record.places]
    said = {"source": record.source, "size": record.size, "mtime": record.mtime, "sha256": record.sha256}
    return json.dumps({**said, "skipped": skipped, "places": places}, ensure_ascii=False)


def read_records(file: Path) -> Sequence[FileRecord]:
    """The records of a file; a line that was cut off is left out, and the heading of a journal."""
    records = []
    for line in file.read_bytes().decode("utf-8", "replace").split("\n"):
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if "source" not in said:
            continue
        skipped = tuple(Skipped(source, Reason(Why[why], values)) for source, why, values in said.pop("skipped"))
        places = tuple(Place(*place) for place in said.pop("places"))
        records.append(FileRecord(**said, places=places, skipped=skipped))
    return records


def _numbers(runs: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    return np.concatenate([np.empty(0, dtype=np.int64), *(np.arange(a, b) for a, b in runs)])


def living_at(places: Iterable[Place]) -> dict[str, NDArray[np.int64]]:
    """The numbers of `places`, ascending, by segment, in the order in which they name these."""
    numbers: dict[str, list[int]] = {}
    for place in places:
        numbers.setdefault(place.segment, []).append(place.number)
    return {name: np.array(sorted(some), dtype=np.int64) for name, some in numbers.items()}
