"""What the passages of segments mean, kept beside each: a generation is deepened when those of all that live in it are.

segments/<digest>/meanings/
  meanings.json     by which sentence encoder, size and check sum of the others
  vectors.npy       a vector a passage, half precision
  coarse.faiss      where there are many, see `retrieval.index.segments.nearest`
  documents.npy     which of the segment's documents they are of: those that lived
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from retrieval.errors import LibraryDamaged
from retrieval.fold import Folded
from retrieval.index.assembling import index_meanings
from retrieval.index.entries import Entry
from retrieval.index.meanings import Meanings, encode_meanings, missing_meanings
from retrieval.index.segments import shelf
from retrieval.index.segments.checking import check, damaged, seal
from retrieval.index.segments.living import Living
from retrieval.index.segments.mapping import read_scattered
from retrieval.index.segments.nearest import AMONG, ASKED, read_coarse, write_coarse
from retrieval.index.word_table import members
from retrieval.transformer.kept_vectors import HalfVectors, KeptVectors
from retrieval.transformer.sentence_encoder import SentenceEncoder, bundled_sentence_encoder

RECORD, COARSE = "meanings.json", "coarse.faiss"


def meanings_of(living: Sequence[Living]) -> Meanings | None:
    """What the passages that live mean; None until that of all is known. Raises LibraryDamaged."""
    encoder = bundled_sentence_encoder()
    vectors = [_read(one, encoder) for one in living]
    known = [v for v in vectors if v is not None]
    if len(known) < len(living):
        return None
    coarse = [read_coarse(one.segment.folder / "meanings" / COARSE) for one in living]
    return Meanings(encoder, index_meanings(living, known, coarse))


def missing(living: Sequence[Living], encoder: SentenceEncoder, kept: KeptVectors) -> int:
    """How many different passages that live have to be encoded."""
    return missing_meanings([text for one in living if _read(one, encoder) is None for text in texts_shown(one)], kept)


def deepen_segments(
    living: Sequence[Living],
    encoder: SentenceEncoder,
    kept: KeptVectors,
    *,
    threads: int,
    progress: Callable[[int, int], None],
) -> None:
    """Encode what is missing and put it beside the segments; what is done stays kept, whatever stops it.

    `progress` is called with (passages made, passages to make); what it raises ends the work. Raises OSError where a
    segment was removed meanwhile.
    """
    lacking = [one for one in living if _read(one, encoder) is None]
    texts = [texts_shown(one) for one in lacking]
    vectors = encode_meanings([t for some in texts for t in some], encoder, kept, threads=threads, progress=progress)
    at = 0
    for one, some in zip(lacking, texts, strict=True):
        _write(one, encoder, vectors[at : at + len(some)])
        at += len(some)


def drop_damaged_meanings(segment: Path) -> None:
    """Remove the meanings in the folder of a `segment` where they are not what was written: they can be made anew."""
    folder = segment / "meanings"
    try:
        if folder.is_dir():
            check(folder, RECORD, whole=False)
    except LibraryDamaged:
        shelf.discard(folder)


def texts_shown(one: Living) -> list[Folded]:
    """What the transformer is shown of every passage that lives."""
    documents = (one.segment.documents.document(n) for n in one.numbers.tolist())
    return [Entry(document, passage, (0, 0)).shown for document in documents for passage in document.passages]


def _read(one: Living, encoder: SentenceEncoder) -> HalfVectors | None:
    """The vectors of the segment's passages; None where they are of another encoder, or not of all that live."""
    folder = one.segment.folder / "meanings"
    if not folder.is_dir():
        return None
    if check(folder, RECORD, whole=False).get("encoder") != encoder.id:
        return None
    try:
        vectors = read_scattered(folder / "vectors.npy")
        known = np.load(folder / "documents.npy", allow_pickle=False)
    except (OSError, ValueError) as fault:
        raise damaged(folder, str(fault).splitlines()[0][:200]) from None
    if len(vectors) != len(one.segment.arrays.passages):
        raise damaged(folder, f"vectors.npy has {len(vectors)} vectors for {len(one.segment.arrays.passages)} passages")
    return vectors if known[one.numbers].all() else None


def _write(one: Living, encoder: SentenceEncoder, vectors: HalfVectors) -> None:
    folder = one.segment.folder
    known = np.zeros(len(one.segment.documents), dtype=bool)
    known[one.numbers] = True
    every = np.zeros((len(one.segment.arrays.passages), encoder.dimensions), dtype=np.float16)
    every[members(one.segment.first_passages, one.numbers)[0]] = vectors
    with shelf.draft(folder, parents=False) as draft:
        np.save(draft / "vectors.npy", every)
        np.save(draft / "documents.npy", known)
        few = vectors[np.linspace(0, len(vectors) - 1, ASKED, dtype=np.int64)].astype(np.float32)
        recall = write_coarse(draft / COARSE, every, few)
        seal(draft, RECORD, {"encoder": encoder.id, f"recall@{AMONG}": recall})
        shelf.put_in_place(draft, folder / "meanings", record=RECORD)
