"""A generation as if it had been built from some of its documents alone, so that nothing of the others can be inferred from it.

Segments hold both; whatever is counted over all texts (how rare a term is, the means of the vectors) is counted over what is kept.
Of a text that several files hold, one that may be seen stands in for one that may not: its own letters, under its own name.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.assembling import assemble
from retrieval.index.entries import Entry
from retrieval.index.generation import Generation
from retrieval.index.meanings import Meanings
from retrieval.index.segments.living import Living, Spare
from retrieval.index.segments.nearest import VectorIndex, VectorPart, exact_in
from retrieval.index.segments.stacked import Stacked


def restricted(
    generation: Generation, keep: frozenset[str], sees: Callable[[str], bool] = lambda source: True
) -> Generation:
    """`generation`, by the same id, of the documents alone whose ids are in `keep`; there may be none.

    Of the files that hold the same text as one of them those are named whose sources `sees` lets through; where it does not
    let through that of a document itself, the first of these takes its place. Nothing is read again; the words and vectors of
    what is kept, or of what is not, are counted, whichever are fewer.
    """
    kept = np.array([document.id in keep for document in generation.documents], dtype=bool)
    starts = accumulate((len(one.numbers) for one in generation.living), initial=0)
    every = [
        Living(o.segment, o.numbers[kept[at : at + len(o.numbers)]])
        for at, o in zip(starts, generation.living, strict=False)
    ]
    named = {d.id: tuple(filter(sees, d.copies)) for d in generation.documents if d.copies}
    hidden = np.array([d.id not in keep and not sees(d.source) for d in generation.documents], dtype=bool)
    standing_in: dict[str, Spare] = {}
    for document in (generation.documents[i] for i in np.flatnonzero(hidden)):
        if sources := [source for source in named.get(document.id, ()) if source in generation.spares]:
            spare = generation.spares[sources[0]]
            standing_in[document.id] = spare
            named[spare.segment.documents.cards[spare.number].values["id"]] = tuple(sources[1:])
    others = _by_segment(standing_in.values())
    living = [*(one for one in every if len(one.numbers)), *others] or every[:1]
    part = assemble(generation.id, generation.encoder_id, living, named)
    if (meanings := generation.meanings) is None:
        return part
    index = meanings.index.only(np.flatnonzero(kept[generation.document_of]))
    if others:
        index = _joined(index, _meant(generation, meanings, frozenset(standing_in), part.entries[len(index.vectors) :]))
    return part.deepened(Meanings(meanings.encoder, index))


def _by_segment(spares: Iterable[Spare]) -> list[Living]:
    segments = {spare.segment.name: spare.segment for spare in spares}
    numbers: dict[str, list[int]] = {}
    for spare in spares:
        numbers.setdefault(spare.segment.name, []).append(spare.number)
    return [Living(segments[name], np.array(sorted(some), dtype=np.int64)) for name, some in numbers.items()]


def _meant(
    generation: Generation, meanings: Meanings, hidden: frozenset[str], entries: Sequence[Entry]
) -> NDArray[np.floating[Any]]:
    """What the passages `entries` of copies mean, shape (entries, dimensions).

    Most say to the letter what one of the documents `hidden` does, whose vectors are at hand; the rest are encoded now.
    """
    rows = np.flatnonzero([document.id in hidden for document in generation.documents])
    known = {
        generation.entries[row].shown: meanings.vectors[row]
        for row in np.flatnonzero(np.isin(generation.document_of, rows)).tolist()
    }
    vectors = [known[e.shown] if e.shown in known else meanings.encoder.encode_passage(e.shown) for e in entries]
    return np.asarray(vectors, dtype=meanings.vectors[:1].dtype)


def _joined(index: VectorIndex, vectors: NDArray[np.floating[Any]]) -> VectorIndex:
    """The index with these rows behind its own."""
    part = VectorPart(len(vectors), len(index.vectors), None, exact_in(vectors))
    return VectorIndex((*index.parts, part), Stacked([*index.vectors.parts, vectors]))
