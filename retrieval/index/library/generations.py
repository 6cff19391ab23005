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
import shutil
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
from retrieval.index.library.building import Build, Progress
from retrieval.index.library.deepened import drop_damaged_meanings, meanings_of
from retrieval.index.library.manifest import Manifest, Origin, Place, made_of, read_statistics
from retrieval.index.segments import shelf
from retrieval.index.segments.checking import damaged
from retrieval.index.segments.living import Living, Spare, Statistics
from retrieval.transformer.kept_vectors import KeptVectors
from retrieval.transformer.sentence_encoder import SentenceEncoder

KEPT_GENERATIONS = 2
"""The one that serves and the one before it, for going back: `Collection.rollback` needs no more."""

Signature = tuple[int, int]


def current_name(library: Path) -> str | None:
    """The name of the generation that serves, None before the first build."""
    try:
        return (library / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def signature(library: Path) -> Signature | None:
    """What changes whenever another generation serves, or the same one is deepened; None before the first build."""
    try:
        stat = (library / "current").stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino


def previous_name(library: Path) -> str | None:
    """The newest generation that is older than the one that serves; None where none is kept."""
    current = current_name(library)
    if current is None:
        return None
    return max((f.name for f in _complete(library) if f.name < current), default=None)


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
    full: bool = False,
    progress: Progress | None = None,
) -> tuple[Generation, tuple[Skipped, ...]]:
    """Build a generation of what the folder `corpus` holds beside the others, and what was skipped with its reason.

    It does not serve before `activate`. What the one that serves knows already is not read again, except with `full`; where
    nothing has changed it is that one itself. Raises EmptyCollection.
    """
    _remove_what_was_left(library)
    build = Build(library, Origin(corpus, encoder.id), encoder, recognition, progress)
    if full:
        build.journal.unlink(missing_ok=True)
    old = None if full else _serving(library, build)
    manifest = build.of_folder(old[1] if old else None)
    name = old[0] if old and _same(old[1], manifest) else _write_beside(library, build.origin, manifest)
    build.journal.unlink(missing_ok=True)
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
    for old in _complete(library)[:-KEPT_GENERATIONS]:
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
    sweep(library)


def remove(library: Path, name: str) -> None:
    """Delete generation `name`, which must not be the one that serves, and what it alone names."""
    shutil.rmtree(library / "generations" / name, ignore_errors=True)
    sweep(library)


def point_at(library: Path, name: str) -> None:
    """Make generation `name` the one that serves, also where it was: other processes then open it anew."""
    pointer = library / f".current-{os.getpid()}"
    with open(pointer, "w", encoding="utf-8") as new:
        new.write(name + "\n")
        new.flush()
        os.fsync(new.fileno())
    os.replace(pointer, library / "current")


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
    """Remove what builds that did not end have left: drafts, and generations that never served."""
    for folder in (library / "segments", library / "generations", *(library / "segments").glob("*/")):
        shelf.remove_drafts(folder)
    current = current_name(library)
    if current is None:
        return
    for folder in _complete(library):
        if folder.name > current:
            shutil.rmtree(folder, ignore_errors=True)


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
    }
    with shelf.draft(folders) as draft:
        digest = manifest.write(draft, origin, counts, Statistics.of(living))
        name = f"{_next_number(folders):04d}-{digest[:8]}"
        os.replace(draft, folders / name)
    return name


def sweep(library: Path) -> None:
    """Remove the segments that no kept generation names. Nobody must be building."""
    try:
        named = {name for folder in _complete(library) for name in Manifest.read(folder).segments}
    except (LibraryDamaged, KeyError):
        # Of a generation that cannot be read nobody knows what it needs.
        return
    shelf.keep_only(library / "segments", named)


def _complete(library: Path) -> list[Path]:
    """The folders of all generations that are not in the making, oldest first."""
    return sorted(f for f in (library / "generations").iterdir() if f.is_dir() and not f.name.startswith("."))


def _next_number(folders: Path) -> int:
    numbers = [int(f.name[:4]) for f in folders.iterdir() if f.name[:4].isdigit()]
    return max(numbers, default=0) + 1
