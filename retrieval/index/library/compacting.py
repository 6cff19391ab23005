"""Keeping segments few and full: small ones are merged where there are many, and those that hold little that lives."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.library.manifest import Manifest, Place, living_at
from retrieval.index.segments import shelf
from retrieval.index.segments.merging import Chosen, merge_segments
from retrieval.index.segments.segment import Segment

SMALL, MANY = 4096, 8
"""Segments of less than SMALL passages are merged when there are MANY: each is asked at every question."""


def compacted(
    manifest: Manifest, segments: Mapping[str, Segment], folder: Path, *, encoder_id: str, most: int
) -> Manifest:
    """The same with segments merged, into new ones of `most` passages on the shelf in `folder`; `segments` are all it names."""
    held: dict[str, set[int]] = {}
    for record in manifest.records:
        for place in record.places:
            held.setdefault(place.segment, set()).add(place.number)
    numbers = {name: np.array(sorted(some), dtype=np.int64) for name, some in held.items()}
    moved: dict[tuple[str, int], Place] = {}
    for group in _groups(numbers, segments, most):
        parts: list[Chosen] = [(segments[name], numbers[name]) for name in group]
        merged = shelf.put(folder, lambda draft, parts=parts: merge_segments(draft, parts, encoder_id))  # type: ignore[misc]
        at = 0
        for name in group:
            moved |= {(name, int(n)): Place(merged, at + i) for i, n in enumerate(numbers[name])}
            at += len(numbers[name])
    if not moved:
        return manifest
    records = tuple(
        replace(r, places=tuple(moved.get((p.segment, p.number), p) for p in r.places)) for r in manifest.records
    )
    places = [Place(segment, int(n)) for segment, some in manifest.living.items() for n in some]
    return replace(
        manifest,
        records=records,
        living=living_at(moved.get((p.segment, p.number), p) for p in places),
        spares={source: moved.get((p.segment, p.number), p) for source, p in manifest.spares.items()},
    )


def _groups(
    held: Mapping[str, NDArray[np.int64]], segments: Mapping[str, Segment], most: int
) -> Sequence[Sequence[str]]:
    """The names of segments to merge with each other, in which so many documents are still `held`."""
    hollow = {name for name, numbers in held.items() if 2 * len(numbers) < len(segments[name].documents)}
    small = {name for name in held if len(segments[name].arrays.passages) < SMALL}
    chosen = hollow | (small if len(small) >= MANY or hollow else set())
    groups: list[list[str]] = []
    room = 0
    for name in sorted(chosen):
        first = segments[name].first_passages
        size = int((first[held[name] + 1] - first[held[name]]).sum())
        if not groups or size > room:
            groups.append([])
            room = most
        groups[-1].append(name)
        room -= size
    return [group for group in groups if len(group) > 1 or group[0] in hollow]
