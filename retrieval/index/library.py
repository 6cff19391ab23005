"""The library on disk: numbered generations, built beside the one that serves, switched by one atomic rename.

library/
  current                      the name of the generation that serves
  generations/0007-1a2b3c4d/   its files, see `retrieval.index.files`; with `.deep` once it is deepened
  meanings/                    vectors of passages by what they say, for deepening the next

Vectors of unchanged documents are taken from the last generation of the same encoder.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.document import Document
from retrieval.index.encoder import Encoder
from retrieval.index.encoding import Encoded, encode_documents
from retrieval.index.files import (
    DEEPENED,
    Origin,
    load_generation,
    read_manifest,
    write_deepened,
    write_generation,
)
from retrieval.index.generation import Generation
from retrieval.index.meanings import Meanings
from retrieval.transformer.kept_vectors import KeptVectors
from retrieval.transformer.sentence_encoder import SentenceEncoder, bundled_sentence_encoder

KEPT_GENERATIONS = 2
"""The one that serves and the one before it, for going back: `Collection.rollback` needs no more."""


def current_name(library: Path) -> str | None:
    """The name of the generation that serves, None before the first build."""
    try:
        return (library / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def previous_name(library: Path) -> str | None:
    """The newest generation that is older than the one that serves; None where none is kept."""
    current = current_name(library)
    if current is None:
        return None
    return max((f.name for f in _complete(library) if id_of(f.name) < id_of(current)), default=None)


def id_of(name: str) -> str:
    """The id of the generation whose folder has this name: it stays the same when it is deepened."""
    return name.removesuffix(DEEPENED)


def load_current(library: Path, corpus: Path, encoder_id: str) -> Generation | None:
    """The generation that serves; None before the first build, or when its format, folder or encoder is another.

    Raises LibraryDamaged when its files are not what the manifest says.
    """
    name = current_name(library)
    if name is None:
        return None
    folder = library / "generations" / name
    made_of = read_manifest(folder)
    if any(made_of.get(key) != value for key, value in Origin(corpus, encoder_id).wanted().items()):
        return None
    deepened_by = made_of.get("sentence encoder")
    if deepened_by is not None and deepened_by != bundled_sentence_encoder().id:
        return None
    return load_generation(folder)


def build_generation(
    library: Path,
    corpus: Path,
    documents: tuple[Document, ...],
    encoder: Encoder,
    *,
    reuse: Generation | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Generation:
    """Build a generation of `documents` (read from the folder `corpus`) beside the others and load it from disk.

    It does not serve before `activate`. `reuse` gives the vectors of unchanged documents when its encoder is the same.
    `progress` gets (done, all) passages.
    """
    folders = library / "generations"
    folders.mkdir(parents=True, exist_ok=True)
    encoded = encode_documents(documents, encoder, reuse=reuse, progress=progress)
    return load_generation(_write_beside(folders, Origin(corpus, encoder.id), encoded))


def kept_meanings(library: Path, encoder: SentenceEncoder) -> KeptVectors:
    """The vectors that `encoder` has made of passages for any generation of this library."""
    return KeptVectors(library / "meanings" / f"{encoder.id}.vectors", encoder.dimensions)


def deepen_generation(library: Path, quick: Generation, meanings: Meanings) -> Generation:
    """The generation that serves, which is `quick`, with its `meanings`; it takes the place of the one without."""
    name = current_name(library) or ""
    folders = library / "generations"
    with _draft(folders) as draft:
        write_deepened(draft, folders / name, meanings)
        os.replace(draft, folders / f"{name}{DEEPENED}")
    _point_at(library, f"{name}{DEEPENED}")
    remove(library, name)
    return quick.deepened(meanings)


def activate(library: Path, name: str) -> None:
    """Make generation `name` the one that serves, and remove generations older than the last KEPT_GENERATIONS."""
    _point_at(library, name)
    for old in _complete(library)[:-KEPT_GENERATIONS]:
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def remove(library: Path, name: str) -> None:
    """Delete generation `name`, which must not be the one that serves."""
    shutil.rmtree(library / "generations" / name, ignore_errors=True)


def _write_beside(folders: Path, origin: Origin, encoded: Encoded) -> Path:
    """The folder of a new generation, which is there as a whole or not at all."""
    with _draft(folders) as draft:
        digest = write_generation(draft, origin, encoded)
        folder = folders / f"{_next_number(folders):04d}-{digest[:8]}"
        os.replace(draft, folder)
    return folder


@contextmanager
def _draft(folders: Path) -> Iterator[Path]:
    """A new folder beside the others, which is gone if what is done with it fails."""
    draft = Path(tempfile.mkdtemp(prefix=".building-", dir=folders))
    try:
        yield draft
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _point_at(library: Path, name: str) -> None:
    pointer = library / ".current-new"
    pointer.write_text(name + "\n", encoding="utf-8")
    os.replace(pointer, library / "current")


def _complete(library: Path) -> list[Path]:
    """The folders of all generations that are not in the making, oldest first."""
    return sorted(f for f in (library / "generations").iterdir() if f.is_dir() and not f.name.startswith("."))


def _next_number(folders: Path) -> int:
    numbers = [int(f.name[:4]) for f in folders.iterdir() if f.name[:4].isdigit()]
    return max(numbers, default=0) + 1
