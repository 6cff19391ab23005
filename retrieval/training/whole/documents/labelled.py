"""Questions with all that answers them: every item is a document and slices of it, any of which shows the item."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import Span
from retrieval.answering import Answerer
from retrieval.evaluation.metrics import read_jsonl
from retrieval.fold import Folded, fold
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.question.understanding import Question
from retrieval.training.ranking.located import restore
from retrieval.training.whole.labelled import deep_generation
from retrieval.whole.documents.scan import Scan

FOLDS = 5
OVERLAP = 6
"""Characters that a clause and a slice have in common at least where the slice shows that the clause answers."""


@dataclass(frozen=True)
class Item:
    """What a complete answer must show: one of the slices `quotes` of the document with this source."""

    source: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class WholeQuestion:
    """A question of `kind`, as the sets name kinds, asked of a whole `generation`."""

    generation: Generation
    kind: str
    question: Question
    items: tuple[Item, ...]

    @property
    def fold(self) -> int:
        """0 to FOLDS - 1, the same whatever else is in the set."""
        return crc32(self.question.text.encode()) % FOLDS


def read_set(questions: Path, documents: Path, encoder: Encoder) -> list[WholeQuestion]:
    """The questions of one file over the documents of one folder; ordinary ones, whose answer is one place, have `evidence`."""
    answerer = Answerer(encoder)
    generation = deep_generation(documents, answerer)
    return [
        WholeQuestion(
            generation,
            row.get("kind", "passage"),
            answerer.understand(fold(row["question"])),
            _items(row),
        )
        for _, row in read_jsonl(questions)
        if "items" in row or row["evidence"]
    ]


def _items(row: dict[str, Any]) -> tuple[Item, ...]:
    if "items" in row:
        return tuple(Item(item["doc"], tuple(item["quotes"])) for item in row["items"])
    return tuple(Item(one["doc"], (one["quote"],)) for one in row["evidence"])


def read_located_set(questions: Path, archive: Path, encoder: Encoder) -> list[WholeQuestion]:
    """The questions of one file kept by position, over the documents it names in `archive`."""
    with tempfile.TemporaryDirectory() as folder:
        restore(questions, archive, Path(folder))
        return read_set(Path(folder, "questions.jsonl"), Path(folder, "documents"), encoder)


def quotes_of(asked: WholeQuestion) -> list[list[Folded]]:
    """The slices of every item, folded."""
    return [[fold(quote) for quote in item.quotes] for item in asked.items]


def is_answering(asked: WholeQuestion, scanned: Scan, items: Sequence[Item] | None = None) -> NDArray[np.bool_]:
    """Whether each clause scanned holds (part of) a slice of one of the `items`, all where None."""
    spans: dict[int, list[Span]] = {}
    documents = asked.generation.documents
    for item in asked.items if items is None else items:
        index = next(i for i, document in enumerate(documents) if document.source == item.source)
        found = [m.span() for quote in item.quotes for m in re.finditer(re.escape(quote), documents[index].text)]
        spans.setdefault(index, []).extend(found)
    return np.array(
        [
            any(min(b, end) - max(a, start) >= min(OVERLAP, end - start) for start, end in spans.get(int(document), ()))
            for document, (a, b) in zip(scanned.document, scanned.spans, strict=True)
        ],
        dtype=bool,
    )
