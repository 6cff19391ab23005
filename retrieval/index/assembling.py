"""From segments to a generation: the living documents of each, one behind the other, with what is counted over all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, overload

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded
from retrieval.index.encoder import Vectors
from retrieval.index.generation import Generation, Spread
from retrieval.index.lexical import LexicalIndex, LivingPostings
from retrieval.index.rarity import inverse_frequency
from retrieval.index.segments.living import Living, Spare, Statistics, mask_of
from retrieval.index.segments.nearest import Found, VectorIndex, VectorPart, exact_by, exact_in
from retrieval.index.segments.segment import BARE, CHARACTERS, DOCUMENT, FIELDS, OPENS, SegmentArrays
from retrieval.index.segments.stacked import Stacked
from retrieval.index.segments.stored_lists import StoredLists, runs_of


class _HeadingLines(Sequence[Folded]):
    """The headings of every document; read when the first is asked for."""

    def __init__(self, living: Sequence[Living]) -> None:
        self._living = living

    @cached_property
    def _lines(self) -> list[Folded]:
        return [
            lines[n] for one in self._living if (lines := one.segment.documents.heading_lines()) for n in one.numbers
        ]

    def __len__(self) -> int:
        return sum(len(one.numbers) for one in self._living)

    @overload
    def __getitem__(self, index: int) -> Folded: ...
    @overload
    def __getitem__(self, index: slice) -> list[Folded]: ...
    def __getitem__(self, index: int | slice) -> Folded | list[Folded]:
        return self._lines[index]

    def __iter__(self) -> Iterator[Folded]:
        return iter(self._lines)


def assemble(
    id: str,
    encoder_id: str,
    living: Sequence[Living],
    copies: Mapping[str, Sequence[str]],
    *,
    statistics: Statistics | None = None,
    spares: Mapping[str, Spare] | None = None,
) -> Generation:
    """The generation of what lives; `copies` are by the documents' ids the sources of files with the same text, `spares` by
    these sources what was read from them.

    The `statistics` of just these documents are counted where they are not at hand.
    """
    statistics = statistics or Statistics.of(living)
    holding = statistics.holding
    documents = tuple(
        one.segment.documents.document(n, copies.get(one.segment.documents.cards[n].values["id"], ()))
        for one in living
        for n in one.numbers.tolist()
    )
    cards = [one.segment.documents.cards[n] for one in living for n in one.numbers.tolist()]
    columns = np.concatenate([one.segment.arrays.passages[one.passages] for one in living])
    return Generation(
        id=id,
        encoder_id=encoder_id,
        living=tuple(living),
        spares=spares or {},
        documents=documents,
        names=tuple(card.called for card in cards),
        document_regions=tuple(card.regions for card in cards),
        claims=tuple(card.claims for card in cards),
        years_mentioned=frozenset().union(*(card.years for card in cards)),
        heading_lines=_HeadingLines(living),
        document_of=_document_of(living),
        clause_offsets=_clause_offsets(living),
        lengths=columns[:, CHARACTERS].astype(np.int64),
        is_bare=columns[:, BARE].astype(bool),
        opens_section=columns[:, OPENS].astype(bool),
        clauses=_vector_index(living, "clause"),
        passages=_vector_index(living, "passage"),
        context_vectors=_stacked(living, "context"),
        spreads={side: Spread.of(moments) for side, moments in statistics.moments.items()},
        clause_tokens=_lists(living, "clause"),
        context_tokens=_lists(living, "context"),
        token_holding=holding,
        token_idf=np.asarray(inverse_frequency(holding.astype(np.float32), len(columns)), dtype=np.float32),
        **_fields(living),
    )


def index_meanings(
    living: Sequence[Living], vectors: Sequence[NDArray[np.float16]], coarse: Sequence[faiss.Index | None]
) -> VectorIndex:
    """The rows that live of what every segment's passages mean."""
    parts, before = [], 0
    for one, rows, rough in zip(living, vectors, coarse, strict=True):
        part = _part(one, "passage", exact_in(rows), rough, before)
        parts += [part] if part else []
        before += len(one.passages)
    stacked = _stack((one.passage_runs, rows) for one, rows in zip(living, vectors, strict=True))
    return VectorIndex(tuple(parts), stacked)


def _stacked(living: Sequence[Living], side: str) -> Stacked:
    return _stack((one.runs(side), one.segment.arrays.of(side)) for one in living)


def _stack(parts: Any) -> Stacked:
    pairs = list(parts)
    slices = [array[a:b] for runs, array in pairs for a, b in runs]
    return Stacked(slices or [pairs[0][1][:0]])


def _document_of(living: Sequence[Living]) -> NDArray[np.int64]:
    parts, before = [], 0
    for one in living:
        owners = one.segment.arrays.passages[one.passages, DOCUMENT]
        parts.append(before + np.searchsorted(one.numbers, owners))
        before += len(one.numbers)
    return np.concatenate(parts).astype(np.int64)


def _clause_offsets(living: Sequence[Living]) -> NDArray[np.int64]:
    sizes = [np.diff(one.segment.arrays.clause_starts)[one.passages] for one in living]
    return np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)


def _lists(living: Sequence[Living], name: str) -> StoredLists:
    def of(one: Living) -> Any:
        return one.segment.arrays.clause_tokens if name == "clause" else one.segment.arrays.context_tokens

    parts = [(of(one), run) for one in living for run in one.runs(name)]
    return StoredLists.of(parts or [(of(living[0]), (0, 0))])


def _vector_index(living: Sequence[Living], side: str) -> VectorIndex:
    parts, before = [], 0
    for one in living:
        arrays = one.segment.arrays
        search = exact_by(partial(_clauses_of, arrays)) if side == "clause" else exact_in(arrays.of(side))
        part = _part(one, side, search, arrays.coarse[side], before)
        parts += [part] if part else []
        before += sum(b - a for a, b in one.runs(side))
    return VectorIndex(tuple(parts), _stacked(living, side))


def _clauses_of(arrays: SegmentArrays) -> faiss.Index:
    return arrays.clauses


def _part(
    one: Living, side: str, search: Callable[[Vectors, int], Found], coarse: faiss.Index | None, before: int
) -> VectorPart | None:
    """What lives of a segment's vectors, `before` of which stand those of others; None where nothing does."""
    size = len(one.segment.arrays.of(side))
    alive = mask_of(size, one.runs(side))
    if not alive.any():
        return None
    return VectorPart(size, before, None if alive.all() else _places(alive, before), search, coarse)


def _fields(living: Sequence[Living]) -> dict[str, Any]:
    return {name: _field(name, living) for name in FIELDS}


def _field(name: str, living: Sequence[Living]) -> LexicalIndex:
    parts, before = [], 0
    for one in living:
        postings = one.segment.fields[name]
        runs = runs_of(one.numbers) if name == "titles" else one.passage_runs
        alive = mask_of(len(postings.lengths), runs)
        places = None if alive.all() else _places(alive, before).astype(np.int32)
        parts.append(LivingPostings(postings, before, places, one.segment.vocabulary))
        before += int(alive.sum())
    return LexicalIndex(parts)


def _places(alive: NDArray[np.bool_], before: int) -> NDArray[np.int64]:
    """The place in the whole of every row, -1 of one that does not live."""
    return np.where(alive, before + np.cumsum(alive) - 1, -1)
