"""The library on disk: immutable segments, and numbered generations that name what lives in them, switched by one atomic rename.

library/
  current                      the name of the generation that serves
  generations/0007-1a2b3c4d/   what it consists of, see `retrieval.index.library.manifest`
  segments/                    documents with everything that is indexed of them, see `retrieval.index.segments`
  meanings/                    vectors of passages by what they say, for deepening the next
  building.jsonl               what a build that has not ended has done
  lock                         held by whoever builds

Several generations share segments. What no kept generation names is removed after a switch.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.document import Document
from corpus.folder import Skipped
from corpus.readers import Recognition
from retrieval.errors import LibraryBusy, LibraryDamaged
from retrieval.index.assembling import assemble
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.index.library.building import Build, Progress, journal_of
from retrieval.index.library.deepened import drop_damaged_meanings, meanings_of
from retrieval.index.library.manifest import Manifest, Origin, Place, made_of, read_statistics
from retrieval.index.library.planning import MEMORY_MB, plan_within
from retrieval.index.library.pointing import (
    complete_generations,
    current_name,
    next_number,
    number_of,
    point_at,
    remove_pointers,
)
from retrieval.index.segments import shelf
from retrieval.index.segments.checking import damaged, read_record
from retrieval.index.segments.living import Living, Spare, Statistics
from retrieval.index.segments.nearest import AMONG
from retrieval.index.segments.segment import COARSE
from retrieval.transformer.kept_vectors import KeptVectors
from retrieval.transformer.sentence_encoder import SentenceEncoder

KEPT_GENERATIONS = 2
"""The one that serves and the one before it, for going back: `Collection.rollback` needs no more."""


def load_current(library: Path, corpus: Path, encoder_id: str) -> Generation | None:
    """The generation that serves; None before the first build, or when its format, folder or encoder is another.

    Raises LibraryDamaged when its files are not what the manifest says.
    """
    name = current_name(library)
    if name is None:
        return None
    folder = library / "generations" / name
    made = made_of(folder)
    return load_generation(library, name) if _has(made, Origin(corpus, encoder_id).wanted()) else None


def load_generation(library: Path, name: str) -> Generation:
    """Open one generation. Raises LibraryDamaged."""
    folder = library / "generations" / name
    manifest, made = Manifest.read(folder), made_of(folder)
    living = _living_of(library, manifest)
    for one in living:
        if len(one.numbers) and one.numbers[-1] >= len(one.segment.documents):
            raise damaged(folder, f"segment {one.segment.name} has {len(one.segment.documents)} documents")
    try:
        statistics = read_statistics(folder)
    except (OSError, ValueError, KeyError) as fault:
        raise damaged(folder, str(fault).splitlines()[0][:200]) from None
    spares = {source: _spare(library, place) for source, place in manifest.spares.items()}
    generation = assemble(name, made["encoder"], living, manifest.copies, statistics=statistics, spares=spares)
    if len(generation.entries) != made["passages"] or len(generation.documents) != made["documents"]:
        raise damaged(folder, f"{len(generation.entries)} passages, expected {made['passages']}")
    meanings = meanings_of(living)
    return generation.deepened(meanings) if meanings else generation


def living_in(library: Path, name: str) -> list[Living]:
    """The segments of one generation with what lives in each. Raises LibraryDamaged."""
    return _living_of(library, Manifest.read(library / "generations" / name))


def build_from_folder(
    library: Path,
    corpus: Path,
    encoder: Encoder,
    *,
    recognition: Recognition | None = None,
    memory_mb: int = MEMORY_MB,
    full: bool = False,
    progress: Progress | None = None,
) -> tuple[Generation, tuple[Skipped, ...]]:
    """Build a generation of what the folder `corpus` holds beside the others, and what was skipped with its reason.

    It does not serve before `activate`, and until then the journal stays. What the one that serves knows already is not read again, except with `full`; where
    nothing has changed it is that one itself. What was written is compared with its check sums. Raises EmptyCollection, and
    LibraryDamaged where the disk has not kept what was written.
    """
    _remove_what_was_left(library)
    build = Build(library, Origin(corpus, encoder.id), encoder, recognition, progress, plan_within(memory_mb))
    if full:
        build.journal.unlink(missing_ok=True)
    old = None if full else _serving(library, build)
    manifest = build.of_folder(old[1] if old else None)
    for segment in manifest.segments - (old[1].segments if old else set()):
        shelf.take(build.shelf, segment, whole=True)
    name = old[0] if old and _same(old[1], manifest) else _write_beside(library, build.origin, manifest)
    return load_generation(library, name), build.skipped


def build_generation(library: Path, corpus: Path, documents: Sequence[Document], encoder: Encoder) -> Generation:
    """Build a generation of `documents` at hand, as read from the folder `corpus`. It does not serve before `activate`."""
    build = Build(library, Origin(corpus, encoder.id), encoder)
    manifest = build.of_documents(documents)
    return load_generation(library, _write_beside(library, build.origin, manifest))


def kept_meanings(library: Path, encoder: SentenceEncoder) -> KeptVectors:
    """The vectors that `encoder` has made of passages for any generation of this library."""
    return KeptVectors(library / "meanings" / f"{encoder.id}.vectors", encoder.dimensions)


def activate(library: Path, name: str) -> None:
    """Make generation `name` the one that serves, and remove generations older than the last KEPT_GENERATIONS."""
    point_at(library, name)
    for old in complete_generations(library)[:-KEPT_GENERATIONS]:
        if old.name != name:
            shelf.discard(old)
    sweep(library)


def withdraw(library: Path, name: str) -> None:
    """Delete generation `name`, which has never served; what was written for it stays for the next build, with its journal."""
    shelf.discard(library / "generations" / name)


def remove(library: Path, name: str) -> None:
    """Delete generation `name`, which must not be the one that serves, and what it alone names."""
    shelf.discard(library / "generations" / name)
    sweep(library)


@contextmanager
def locked(library: Path) -> Iterator[None]:
    """Nobody else builds meanwhile. Raises LibraryBusy where somebody does, who is named."""
    library.mkdir(parents=True, exist_ok=True)
    with open(library / "lock", "a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            who = lock.read().strip() or "unknown"
            raise LibraryBusy(f"library {library}: process {who} is building it; wait until it has ended") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _remove_what_was_left(library: Path) -> None:
    """Remove what builds that did not end have left: drafts, and generations that never served, newer than the one that does."""
    remove_pointers(library)
    for folder in (library / "segments", library / "generations"):
        shelf.remove_drafts(folder, anybodys=True)
    for folder in (library / "segments").glob("*/"):
        # Whoever deepens does so without the lock.
        shelf.remove_drafts(folder, anybodys=False)
    serving = number_of(current_name(library) or "")
    for folder in complete_generations(library):
        if number_of(folder.name) > serving:
            shelf.discard(folder)


def _serving(library: Path, build: Build) -> tuple[str, Manifest] | None:
    """The generation that serves, where a new one of the same origin can be built on it.

    Its files are compared first: what has suffered is not known any more, and read again.
    """
    name = current_name(library)
    try:
        if name is None or not _fits(library / "generations" / name, build):
            return None
        manifest = Manifest.read_with_records(library / "generations" / name)
    except LibraryDamaged:
        return None
    named = {place.segment for record in manifest.records for place in record.places}
    whole = {segment for segment in named if _is_whole(build.shelf, segment)}
    records = tuple(r for r in manifest.records if whole.issuperset(place.segment for place in r.places))
    return name, replace(manifest, records=records)


def _is_whole(segments: Path, name: str) -> bool:
    """Whether a segment is as it was written; damaged meanings are removed from it."""
    try:
        drop_damaged_meanings(shelf.take(segments, name).folder)
    except LibraryDamaged:
        return False
    return True


def _fits(folder: Path, build: Build) -> bool:
    return _has(made_of(folder), {**build.origin.wanted(), "reading": build.reading})


def _has(made: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Whether a manifest says what is `wanted` of it."""
    return all(made.get(key) == value for key, value in wanted.items())


def _living_of(library: Path, manifest: Manifest) -> list[Living]:
    """The segments of a generation with what lives in each. Raises LibraryDamaged."""
    return [Living(shelf.take(library / "segments", name), numbers) for name, numbers in manifest.living.items()]


def _spare(library: Path, place: Place) -> Spare:
    """A copy that does not live. Raises LibraryDamaged."""
    segment = shelf.take(library / "segments", place.segment)
    if place.number >= len(segment.documents):
        raise damaged(library / "segments" / place.segment, f"has {len(segment.documents)} documents")
    return Spare(segment, place.number)


def _same(old: Manifest, new: Manifest) -> bool:
    """Whether the same documents live, with the same copies at the same places."""
    return (
        (old.copies, old.spares) == (new.copies, new.spares)
        and set(old.living) == set(new.living)
        and all(np.array_equal(numbers, new.living[name]) for name, numbers in old.living.items())
    )


def _write_beside(library: Path, origin: Origin, manifest: Manifest) -> str:
    """The name of a new generation, which is there as a whole or not at all."""
    folders = library / "generations"
    living = _living_of(library, manifest)
    counts = {
        "documents": sum(len(one.numbers) for one in living),
        "passages": sum(len(one.passages) for one in living),
        f"recall@{AMONG}": {side: _least_recall(living, side) for side in COARSE},
    }
    with shelf.draft(folders) as draft:
        digest = manifest.write(draft, origin, counts, Statistics.of(living))
        name = f"{next_number(library):04d}-{digest[:8]}"
        os.replace(draft, folders / name)
    return name


def sweep(library: Path) -> None:
    """Remove what no kept generation names: segments, and the journal that may name them. Nobody must be building."""
    try:
        named = {name for folder in complete_generations(library) for name in Manifest.read(folder).segments}
    except (LibraryDamaged, KeyError):
        # Of a generation that cannot be read nobody knows what it needs.
        return
    journal_of(library).unlink(missing_ok=True)
    shelf.keep_only(library / "segments", named)


def _least_recall(living: Sequence[Living], side: str) -> float:
    """The least share of the nearest that any segment's index of one of COARSE was measured to find; 1 where all are exact."""
    coarse = [one.segment for one in living if one.segment.arrays.coarse[side]]
    said = (read_record(segment.folder, shelf.SEGMENT)[f"recall@{AMONG}"][side] for segment in coarse)
    return min((float(recall) for recall in said), default=1.0)
