"""The chooser: two small linear models over readable features, weights in retrieval/models/telling.json.

One says which sentence tells what was asked, the other how sure that is. Fitted by `python -m retrieval.training.whole.telling`,
for the parts of a message and for facts about documents each.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import Span
from retrieval.quotes.newer import OUTDATED, outdated
from retrieval.search.ranker import probability
from retrieval.whole.asked import Asked
from retrieval.whole.telling.features import NAMES, describe_sentences
from retrieval.whole.telling.sentences import Sentence, Wording, sentences_for

Wanted = Literal["parts", "facts"]
WEIGHTS = Path(__file__).parents[2] / "models" / "telling.json"
SIGNS = ("chance", "document", "alone", "words", "says")
"""What the sureness looks at, of the sentence chosen. chance: log odds of its share among the candidates; document: how far its document
lies behind; alone: how far its passage does by the wording alone; words: as words_alone; says: as the feature."""


REPEATED = 1.2
"""By how much a sentence that answers another part is less likely to answer this one: fitted on 103 parts."""


UNSHARED = -8.0
"""The log share of a document with no candidate for a part: less than of any likely one."""


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences that may tell what a wording asks with their scores, and the probability that the best is right."""

    found: tuple[Sentence, ...]
    scores: NDArray[np.float64]
    sure: float

    @property
    def best(self) -> Sentence:
        return self.found[int(np.argmax(self.scores))]

    def shares(self) -> dict[str, float]:
        """The log of the share that each document's best sentence has among the candidates."""
        logs = self.scores - self.scores.max()
        logs -= np.log(np.exp(logs).sum())
        shares: dict[str, float] = {}
        for one, log in zip(self.found, logs.tolist(), strict=True):
            shares[one.document.id] = max(shares.get(one.document.id, UNSHARED), log)
        return shares

    def within(self, document: str) -> "Told":
        """The same by that document alone, where it has any of the candidates."""
        inside = np.array([one.document.id == document for one in self.found])
        return replace(self, scores=np.where(inside, self.scores, -np.inf)) if inside.any() else self

    def apart_from(self, taken: Collection[tuple[str, Span]]) -> "Told":
        """The same where what is `taken` already, by document and span, is less likely."""
        again = np.array([(one.document.id, one.span) in taken for one in self.found])
        return replace(self, scores=self.scores - REPEATED * again)


@dataclass(frozen=True)
class Chooser:
    """`weights` of the features, in the order of NAMES; `sureness` those of SIGNS, `bias` with them."""

    weights: NDArray[np.float64]
    sureness: NDArray[np.float64]
    bias: float

    def choose(self, asked: Asked, wording: Wording) -> Told | None:
        """The sentence for `wording`; None where no document has any."""
        found = sentences_for(asked, wording)
        if not found:
            return None
        features = describe_sentences(asked, wording, found)
        gone = outdated(asked.generation, asked.question)
        is_gone = [bool(gone) and asked.generation.index_of[one.document.id] in gone for one in found]
        scores = features @ self.weights - OUTDATED * np.array(is_gone)
        z = float(signs(features, scores) @ self.sureness + self.bias)
        sure = float(probability(z))
        return Told(found, scores, sure)


def signs(features: NDArray[np.float64], scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values named in SIGNS, shape (len(SIGNS),)."""
    best = int(np.argmax(scores))
    share = 1 / np.exp(scores - scores[best]).sum()
    values = {
        "chance": np.log(share + 1e-4) - np.log(1 - share + 1e-4),
        "document": features[best, NAMES.index("document")],
        "alone": features[best, NAMES.index("alone")],
        "words": features[best, NAMES.index("words_alone")],
        "says": features[best, NAMES.index("says")],
    }
    return np.array([values[name] for name in SIGNS], dtype=np.float64)


@cache
def default_chooser(wanted: Wanted) -> Chooser:
    """The shipped weights."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))[wanted]
    return Chooser(
        np.array([raw["weights"][name] for name in NAMES]),
        np.array([raw["sureness"][name] for name in SIGNS]),
        raw["sureness"]["bias"],
    )


def of_one_document(told: Sequence[Told]) -> list[Told]:
    """The same, all by the document that is likeliest for all of them together: a message is mostly about one."""
    shares = [one.shares() for one in told]
    documents = dict.fromkeys(document for of_part in shares for document in of_part)
    if not documents:
        return []
    best = max(documents, key=lambda document: sum(of_part.get(document, UNSHARED) for of_part in shares))
    return [one.within(best) for one in told]


def certainty(told: Sequence[Told]) -> float:
    """The probability that all of them are right: that of the least sure, since they stand or fall with the document chosen."""
    return float(np.min([one.sure for one in told]))
