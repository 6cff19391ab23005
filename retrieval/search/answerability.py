"""Whether a passage answers a question, judged word by word: a small model whose weights are in answerability.json.

Which words of a question must be met in an answer, and how closely, differs: 多少 and 打算 seldom stand in it, a thing that
is asked about nearly always does. The model learns that from labelled questions. For every word of the question it takes
how near the passage comes to it, and weighs that by what kind of word it is: a few directions of its vector, how rare and
how telling it is. Their sum says how likely the passage answers.

Fitted by `python -m retrieval.training.ranking.fit`, never on the questions it is judged by.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.word_table import Scores, Tokens, bundled_words

WEIGHTS = Path(__file__).parent.parent / "models" / "answerability.json"
"""Where they come from is said in retrieval/models/README.md."""

KNOTS = (0.0, 0.15, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0)
"""Cosines between which the response to nearness is linear: it may bend at each of them. Denser from 0.3 to 0.6,
where words lie that are related without being the same."""
HIDDEN = 12
"""Directions of a word's vector that the response depends on: few against the 256 of the vector, so that some 3,500 labelled
questions suffice to fit them."""
RESPONSE = (HIDDEN + 4, 3 * (len(KNOTS) - 1) + 1)
"""The shape of `Answerability.response`: the kind of a word by the stretches of nearness."""


@dataclass(frozen=True, slots=True)
class WordMatches:
    """How near some candidates come to the `words` of a question, whose idf in the collection is `idf`.

    `in_clause` are the cosines within each candidate's best clause and its headings, `in_passage` within all of it,
    `in_document` within all candidates of its document; each of shape (candidates, words).
    """

    words: Tokens
    idf: Scores
    in_clause: Scores
    in_passage: Scores
    in_document: Scores

    def of(self, candidates: list[int]) -> "WordMatches":
        """Those of some of the candidates alone."""
        near = (self.in_clause[candidates], self.in_passage[candidates], self.in_document[candidates])
        return WordMatches(self.words, self.idf, *near)


@dataclass(frozen=True)
class Answerability:
    """`directions`, shape (dimensions, HIDDEN), and `offsets`, (HIDDEN,), make a word's kind of its unit vector;
    `response`, of shape RESPONSE, is what each kind of word adds for each stretch of nearness in
    clause, passage and document, the last column whatever the nearness."""

    directions: NDArray[np.float64]
    offsets: NDArray[np.float64]
    response: NDArray[np.float64]
    bias: float

    def effects(self, matches: WordMatches) -> NDArray[np.float64]:
        """What each word adds for each candidate, shape (candidates, words)."""
        kinds = np.concatenate(
            [np.tanh(bundled_words().unit(matches.words) @ self.directions + self.offsets), word_features(matches)],
            axis=1,
        )
        added = np.einsum("cwr,wr->cw", stretches(matches), kinds @ self.response)
        return np.asarray(added / max(1.0, np.sqrt(len(matches.words))))

    def logits(self, matches: WordMatches) -> NDArray[np.float64]:
        """Shape (candidates,): greater where the candidate more likely answers."""
        return np.asarray(self.effects(matches).sum(axis=1) + self.bias)


def word_features(matches: WordMatches) -> NDArray[np.float64]:
    """Learned weight and idf of each word, their product and 1, on like scales: shape (words, 4)."""
    weights = bundled_words().weights[matches.words].astype(np.float64)
    return np.stack([weights / 3, matches.idf / 8, weights * matches.idf / 10, np.ones(len(weights))], axis=1)


def stretches(matches: WordMatches) -> NDArray[np.float64]:
    """How far (0..1) each stretch between two KNOTS is passed, in clause, passage and document, then 1.

    Shape (candidates, words, RESPONSE[1]).
    """
    low, high = np.array(KNOTS[:-1]), np.array(KNOTS[1:])
    near = np.stack([matches.in_clause, matches.in_passage, matches.in_document], axis=2)[..., None]
    passed = ((near - low) / (high - low)).clip(0.0, 1.0)
    flat = passed.reshape(*matches.in_clause.shape, 3 * len(low))
    return np.concatenate([flat, np.ones((*flat.shape[:2], 1))], axis=2)


@cache
def default_answerability() -> Answerability:
    """The shipped weights."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    arrays = {name: np.array(raw[name], dtype=np.float64) for name in ("directions", "offsets", "response")}
    return Answerability(**arrays, bias=raw["bias"])
