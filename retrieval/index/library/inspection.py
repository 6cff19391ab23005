"""Looking at a library as it lies on disk, with no encoder, beside whoever serves it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Document
from retrieval.errors import LibraryDamaged
from retrieval.index.library.deepened import RECORD as MEANINGS
from retrieval.index.library.deepened import meanings_of
from retrieval.index.library.generations import living_in
from retrieval.index.library.manifest import RECORD, Manifest, made_of
from retrieval.index.segments.checking import called, faults_of
from retrieval.index.segments.shelf import SEGMENT


@dataclass(frozen=True, slots=True)
class Description:
    """The size of a generation, whether it is deepened, and when it was made, in seconds since 1970."""

    documents: int
    passages: int
    deepened: bool
    made: float


def description_of(library: Path, name: str) -> Description:
    """What there is to know of generation `name` without serving it. Raises LibraryDamaged."""
    made = made_of(library / "generations" / name)
    deepened = meanings_of(living_in(library, name)) is not None
    return Description(made["documents"], made["passages"], deepened, made["made"])


def compare_files(library: Path, names: Sequence[str]) -> tuple[int, list[str]]:
    """How many files the generations `names` consist of, and what is wrong with any of them, a line each."""
    sealed = [(library / "generations" / name, RECORD) for name in names]
    segments = dict.fromkeys(segment for name in names for segment in _segments(library, name))
    for folder in (library / "segments" / segment for segment in segments):
        sealed.append((folder, SEGMENT))
        if (folder / "meanings").is_dir():
            sealed.append((folder / "meanings", MEANINGS))
    counted, faults = 0, []
    for folder, record in sealed:
        try:
            count, found = faults_of(folder, record)
        except LibraryDamaged as fault:
            faults.append(str(fault))
            continue
        counted += count
        faults += [f"{called(folder)}: {fault}" for fault in found]
    return counted, faults


def documents_in(library: Path, name: str) -> Iterator[Document]:
    """The documents of generation `name`, read one after the other. Raises LibraryDamaged."""
    for one in living_in(library, name):
        for number in one.numbers.tolist():
            yield one.segment.documents.document(number).in_memory()


def _segments(library: Path, name: str) -> Sequence[str]:
    try:
        return tuple(Manifest.read(library / "generations" / name).living)
    except LibraryDamaged:
        # What is wrong with it is found with its own files.
        return ()
