"""Questions labelled with every item of their answers, and what share of these some slices show."""

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.chinese.sentences import Span
from corpus.document import Document
from retrieval.answer import Answer
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.fold import fold
from retrieval.index.generation import Generation
from retrieval.training.ranking.located import restore
from retrieval.whole.asked import Asked

_BLANK = re.compile(r"\s+")
_SHORTEST = 6
"""Characters in which a slice and a quote must agree at least."""


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """A member of a whole answer: any of the `quotes` of the file `doc` shows it."""

    doc: str
    quotes: tuple[str, ...]

    def shown_by(self, source: str, text: str) -> bool:
        """Whether a slice of a file shows it: it holds a quote, half of one in a piece, or is a part of one."""
        return source == self.doc and any(_covers(_BLANK.sub("", text), quote) for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class LabelledWhole:
    """A question with the kind of its answer and all items."""

    question: str
    kind: str
    items: tuple[LabelledItem, ...]

    @property
    def key(self) -> str:
        """Questions of one key are on one side of every division."""
        return min((item.doc for item in self.items), default=self.question)

    def agreement(self, document: Document, spans: Sequence[Span]) -> tuple[float, float]:
        """Recall and precision of the items by slices of `document`."""
        texts = [document.text[slice(*span)] for span in spans]
        shown = [[item.shown_by(document.source, text) for text in texts] for item in self.items]
        return (
            sum(map(any, shown)) / max(1, len(shown)),
            sum(map(any, zip(*shown, strict=True))) / max(1, len(texts)),
        )


def deep_generation(documents: Path, answerer: Answerer) -> Generation:
    """A library of the documents of one folder, deepened, as it mostly serves."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(documents, Path(folder), answerer)
        collection.reload()
        collection.deepen()
        return collection.snapshot().generation


def ask_labelled(
    questions: Path, documents: Path, answerer: Answerer, kind: str
) -> Iterator[tuple[LabelledWhole, Asked]]:
    """The questions of one kind, asked of the documents of one folder."""
    generation = deep_generation(documents, answerer)
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] == kind and row["items"]:
            items = tuple(LabelledItem(i["doc"], tuple(_BLANK.sub("", q) for q in i["quotes"])) for i in row["items"])
            question = answerer.understand(fold(row["question"]))
            ranked = answerer.rank(generation, question)
            answer = Answer(question.text, True, "not_confident", 0.0, (), (), generation.id)
            yield LabelledWhole(row["question"], kind, items), Asked(generation, answerer, question, ranked, answer)


def ask_located(questions: Path, archive: Path, answerer: Answerer, kind: str) -> Iterator[tuple[LabelledWhole, Asked]]:
    """The same of a file kept by position, over the documents that it names in `archive`."""
    with tempfile.TemporaryDirectory() as folder:
        restore(questions, archive, Path(folder))
        yield from ask_labelled(Path(folder, "questions.jsonl"), Path(folder, "documents"), answerer, kind)


def _covers(text: str, quote: str) -> bool:
    if quote in text or (len(text) >= _SHORTEST and text in quote):
        return True
    half = max(_SHORTEST, len(quote) // 2)
    return any(quote[at : at + half] in text for at in range(len(quote) - half + 1))
