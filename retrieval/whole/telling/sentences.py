"""Sentences that may tell what was asked: those of the passages that any wording of it finds in the likeliest documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import Span, semicolon_parts, sentences, trimmed
from corpus.document import Document
from retrieval.index.entries import Entry
from retrieval.question.understanding import Question
from retrieval.search.ranked import Ranked
from retrieval.whole.asked import Asked
from retrieval.whole.telling.stating import Stating, stated_asked

DOCUMENTS = 3
"""Documents whose sentences are looked at."""
PASSAGES = 8
"""Passages of each that each wording contributes."""
EDGE = 2
"""Passages at the beginning and at the end of a document that are always looked at: there it speaks of itself."""
ADDRESS = 6
"""Characters of a line with a colon at its end that says nothing by itself (同志们：, 纪要如下：, 答：)."""
LONG = 120
"""Characters: of a longer sentence the parts between semicolons are candidates."""
LOWEST = -12.0
"""The least that a score behind the best one counts."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One thing asked: `alone` as the message words it, `completed` by what the message is about."""

    alone: Question
    completed: Question


@dataclass(frozen=True, slots=True)
class Sentence:
    """`document.text[start:end]`, in the passage `index` of the generation or the title before it.

    `behind` is how far the passage lies behind the best by the completed wording, by the wording alone and by the whole
    message, and its document behind the best document.
    """

    entry: Entry
    index: int
    start: int
    end: int
    behind: tuple[float, float, float, float]

    @property
    def document(self) -> Document:
        return self.entry.document

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def span(self) -> Span:
        return self.start, self.end


def sentences_for(asked: Asked, wording: Wording) -> tuple[Sentence, ...]:
    """The candidates, document by document, each in text order."""
    kinds = stated_asked(wording.alone.text)
    everywhere = asked.searching.rank(asked.generation, wording.completed, within=asked.within)
    documents = _likeliest(asked.ranked, everywhere)
    best = max(documents.values())
    ranks = {
        document: (
            _scores(asked.searching.rank(asked.generation, wording.completed, within=document)),
            _scores(asked.searching.rank(asked.generation, wording.alone, within=document)),
            _scores(asked.ranked),
        )
        for document in documents
    }
    tops = [max(max(scores.values(), default=0.0) for scores in of_way) for of_way in zip(*ranks.values(), strict=True)]
    found: list[Sentence] = []
    for document, ways in ranks.items():
        own = asked.generation.entries_of(document)
        for index in sorted(_looked_at(own, ways) | _stating(asked, wording, own, kinds)):
            behind = [max(LOWEST, scores.get(index, -np.inf) - top) for scores, top in zip(ways, tops, strict=True)]
            far = max(LOWEST, documents[document] - best)
            entry = asked.generation.entries[index]
            for start, end in [*_title(entry), *units(entry.document.text, (entry.passage.start, entry.passage.end))]:
                found.append(Sentence(entry, index, start, end, (behind[0], behind[1], behind[2], far)))
    return tuple(found)


def _title(entry: Entry) -> list[Span]:
    """The title where it stands right before the passage."""
    start, end = entry.document.title_span
    before = entry.document.passages[0] == entry.passage and start < end <= entry.passage.start
    return [(start, end)] if before else []


def documents_for(asked: Asked) -> dict[str, float]:
    """The ids of the DOCUMENTS that the message most likely means, the likeliest first, with how far they lie behind it."""
    return _likeliest(asked.ranked)


def units(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a span, long ones cut at semicolons, without white space around them; what only addresses is left out."""
    for sentence in sentences(text, *span):
        for part in semicolon_parts(text, *sentence) if sentence[1] - sentence[0] > LONG else [sentence]:
            start, end = trimmed(text, *part)
            if start < end and not (end - start <= ADDRESS and text[end - 1] in ":："):
                yield start, end


def _likeliest(*rankings: Ranked) -> dict[str, float]:
    """The ids of the DOCUMENTS that come first in any of the `rankings`, with how far they lie behind the first at best."""
    behind: dict[str, float] = {}
    for ranked in rankings:
        top = float(ranked.scores.max())
        for row in ranked.order:
            document = ranked.entry(row).document.id
            behind[document] = max(behind.get(document, -np.inf), float(ranked.scores[row]) - top)
    return dict(sorted(behind.items(), key=lambda item: -item[1])[:DOCUMENTS])


def _scores(ranked: Ranked) -> dict[int, float]:
    return dict(zip(ranked.candidates.entries.tolist(), ranked.scores.tolist(), strict=True))


def _looked_at(own: NDArray[np.int64], ways: Sequence[dict[int, float]]) -> set[int]:
    indices = own.tolist()
    chosen = {*indices[:EDGE], *indices[-EDGE:]}
    for scores in ways:
        chosen.update(sorted((i for i in indices if i in scores), key=lambda i: -scores[i])[:PASSAGES])
    return chosen


def _stating(asked: Asked, wording: Wording, own: NDArray[np.int64], kinds: Sequence[Stating]) -> set[int]:
    """The nearest passages that state all that is asked for, where that is of known kinds."""
    if not kinds:
        return set()
    entries = asked.generation.entries
    stating = [i for i in own.tolist() if all(kind.states(entries[i].text) for kind in kinds)]
    vector = asked.searching.encoder.encode_questions([wording.alone.text])[0]
    near = asked.generation.passage_vectors[stating] @ vector
    return {stating[k] for k in np.argsort(-near, kind="stable")[:PASSAGES]}
