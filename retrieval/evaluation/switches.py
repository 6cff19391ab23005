"""Parts of the answering that can be left out or set otherwise, to see what each is worth; never needed to answer.

A switch takes a snapshot and gives another; the one that serves stays as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.document import Document
from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import JudgedAnswer, LabelledQuestion, judge
from retrieval.fold import Folded
from retrieval.index.generation import Generation
from retrieval.index.library.generations import build_generation, kept_meanings
from retrieval.index.meanings import Meanings, encode_meanings
from retrieval.index.segments.nearest import VectorIndex
from retrieval.index.segments.stored_documents import in_memory
from retrieval.question.thesaurus import Thesaurus
from retrieval.search.ranker import one_sided_rankers
from retrieval.search.reader import LogOdds, Reader
from retrieval.snapshot import Snapshot

Switch = Callable[[Snapshot, str, Path], Snapshot]
"""From a snapshot, the value, and an empty folder for files to the other snapshot. Raises RetrievalError for the value."""


class Unread(Reader):
    """Says of every passage that it is as likely to answer as not."""

    def __init__(self) -> None: ...

    def log_odds(self, question: Folded, passages: Sequence[Folded]) -> LogOdds:
        return np.zeros(len(passages))


def switch(snapshot: Snapshot, name: str, value: str, folder: Path) -> Snapshot:
    """The snapshot with the switch `name` at `value`. Raises RetrievalError for a value that it does not have."""
    return SWITCHES[name](snapshot, value, folder)


def judge_sides(snapshot: Snapshot, questions: Sequence[LabelledQuestion], limit: int) -> dict[str, list[JudgedAnswer]]:
    """What each side of the ranking finds alone, in `limit` quotes; messages of a conversation are asked as they stand.

    Of a side nothing but its passages is judged: how sure it is is not read, and no whole answer is gathered.
    """
    return {
        name: [judge(q, side.answer(q.question, limit=limit, kind="passage")) for q in questions]
        for name, ranker in one_sided_rankers().items()
        if (side := _unread(snapshot.ranking_by(ranker)))
    }


def without_headings(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The same documents and passages with no heading: nothing to index beside the text, nothing to show above it."""
    return tuple(
        replace(d, headings=(), passages=tuple(replace(passage, path=()) for passage in d.passages))
        for d in map(in_memory, documents)
    )


def _thesaurus(snapshot: Snapshot, value: str, folder: Path) -> Snapshot:
    _only("thesaurus", value, "off")
    return replace(snapshot, answerer=replace(snapshot.answerer, thesaurus=Thesaurus(())))


def _reader(snapshot: Snapshot, value: str, folder: Path) -> Snapshot:
    _only("reader", value, "off")
    return _unread(snapshot)


def _unread(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, answerer=replace(snapshot.answerer, reader=Unread()))


def _lookup(snapshot: Snapshot, value: str, folder: Path) -> Snapshot:
    _only("lookup", value, "off")
    return replace(snapshot, answerer=replace(snapshot.answerer, looks_up=False))


def _headings(snapshot: Snapshot, value: str, folder: Path) -> Snapshot:
    _only("headings", value, "off")
    documents = without_headings(snapshot.documents)
    quick = build_generation(folder, folder, documents, snapshot.answerer.encoder)
    return replace(snapshot, generation=_as_deep(quick, snapshot.generation.meanings, folder))


def _as_deep(generation: Generation, meanings: Meanings | None, folder: Path) -> Generation:
    """The `generation`, deepened by the encoder of `meanings`, if any."""
    if meanings is None:
        return generation
    kept = kept_meanings(folder, meanings.encoder)
    shown = [entry.shown for entry in generation.entries]
    return generation.deepened(
        Meanings(meanings.encoder, VectorIndex.of(encode_meanings(shown, meanings.encoder, kept)))
    )


def _deep(snapshot: Snapshot, value: str, folder: Path) -> Snapshot:
    _only("deep", value, "off")
    return replace(snapshot, generation=replace(snapshot.generation, meanings=None))


def _ranking(snapshot: Snapshot, value: str, folder: Path) -> Snapshot:
    rankers = one_sided_rankers()
    _only("ranking", value, *rankers)
    return snapshot.ranking_by(rankers[value])


def _threshold(snapshot: Snapshot, value: str, folder: Path) -> Snapshot:
    try:
        threshold = float(value)
    except ValueError:
        threshold = -1.0
    if not 0 <= threshold <= 1:
        raise RetrievalError(f"threshold={value}: expected a confidence from 0 to 1, such as threshold=0.4")
    ranker = replace(snapshot.answerer.ranker_for(snapshot.generation), threshold=threshold)
    return replace(snapshot, answerer=replace(snapshot.answerer, ranker=ranker))


def _only(name: str, value: str, *known: str) -> None:
    if value not in known:
        raise RetrievalError(f"{name}={value}: expected {' or '.join(f'{name}={k}' for k in known)}")


SWITCHES: Mapping[str, Switch] = {
    "deep": _deep,
    "headings": _headings,
    "lookup": _lookup,
    "ranking": _ranking,
    "reader": _reader,
    "thesaurus": _thesaurus,
    "threshold": _threshold,
}
