"""What a question is about, without how it asks: of 哪些省的报告提到人形机器人 the 人形机器人.

No list of phrases: a small model tells from a word's vector, those of its neighbours, how rare it is and where it stands
whether sentences that answer would hold it. Its weights are in topic.json, fitted by `python -m retrieval.training.whole`.
"""

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded
from retrieval.index.generation import Generation
from retrieval.index.lexical import LexicalIndex
from retrieval.index.word_table import Scores, Tokens, bundled_words

WEIGHTS = Path(__file__).parents[2] / "models" / "topic.json"
NARROW = 0.4
"""Share of the greatest probability from which a word belongs to the topic's own text."""
SHORT = 5
"""Characters of words that may be short for others."""
_PAIR = re.compile(r"[a-z0-9\u3400-\u9fff]{2}")
_BETWEEN = re.compile(r"[^a-z0-9.%\u3400-\u9fff]+|或者?|以及|还有|包括")
"""What alternatives are apart from each other by."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Topic:
    """The words of a question: `tokens`, where each stands in `asked`, and how much each belongs to the topic (0..1).

    `shares` are their parts of the whole weight, which is greater the rarer a word is.
    """

    asked: Folded
    tokens: Tokens
    spans: tuple[tuple[int, int], ...]
    belongs: Matrix
    shares: Matrix

    @cached_property
    def text(self) -> Folded:
        """The words of the topic alone, apart by blanks where others stood between."""
        return Folded(" ".join(self.asked[start:end] for start, end in self.runs))

    @cached_property
    def letters(self) -> Matrix:
        """How much every character belongs, shape (len(asked),)."""
        letters = np.zeros(len(self.asked))
        for (start, end), belongs in zip(self.spans, self.belongs, strict=True):
            letters[start:end] = belongs
        return letters

    def pairs(self, index: LexicalIndex) -> dict[str, float]:
        """Pairs of neighbouring characters with their weight: by how much they belong and how rare they are in `index`."""
        found: dict[str, float] = {}
        for at in range(len(self.asked) - 1):
            if _PAIR.fullmatch(pair := self.asked[at : at + 2]):
                weight = float(self.letters[at : at + 2].min()) * index.idf(pair)
                found[pair] = max(found.get(pair, 0.0), weight)
        return found

    @cached_property
    def alternatives(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the question between commas, 或者 and the like that hold words of the topic."""
        cuts = [0, *(edge for found in _BETWEEN.finditer(self.asked) for edge in found.span()), len(self.asked)]
        stretches = list(zip(cuts[::2], cuts[1::2], strict=True))
        least = NARROW * self.belongs.max(initial=0.0)
        return tuple((a, b) for a, b in stretches if self.letters[a:b].max(initial=0.0) >= max(least, 1e-9))

    def share_of(self, start: int, end: int) -> float:
        """The shares of the words in a stretch of the question together."""
        inside = [start <= a and b <= end for a, b in self.spans]
        return float(self.shares[inside].sum())

    def within(self, span: tuple[int, int]) -> Matrix:
        """The shares of the words inside `span` alone, summing to 1."""
        inside = np.array([span[0] <= a and b <= span[1] for a, b in self.spans])
        kept = np.where(inside, self.shares, 0.0)
        return kept / max(float(kept.sum()), 1e-9)

    @cached_property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the question that are words of the topic without others between."""
        least = NARROW * self.belongs.max(initial=0.0)
        runs: list[tuple[int, int]] = []
        for (start, end), belongs in zip(self.spans, self.belongs, strict=True):
            if belongs < least:
                continue
            if runs and runs[-1][1] == start:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
        return tuple(runs)

    @cached_property
    def in_short(self) -> tuple[tuple[int, int], ...]:
        """Runs that may be words in short, with the single characters beside them (长 before 护险): 3 to SHORT characters."""
        single = {start: end for start, end in self.spans if end - start == 1}
        before = {end: start for start, end in single.items()}
        found = set()
        for start, end in self.runs:
            wider = (before.get(start, start), single.get(end, end))
            found |= {(start, end), (wider[0], end), (start, wider[1])}
        return tuple(sorted(span for span in found if 2 <= span[1] - span[0] <= SHORT))


@dataclass(frozen=True)
class TopicModel:
    """`weights` of `word_features`."""

    weights: Matrix

    def topic(self, generation: Generation, asked: Folded) -> Topic:
        """The topic of a question to `generation`."""
        tokens, spans = bundled_words().placed(asked)
        rarity = generation.token_idf[tokens]
        belongs = 1 / (1 + np.exp(-topic_features(tokens, rarity) @ self.weights))
        weight = belongs * bundled_words().weights[tokens] * np.sqrt(np.maximum(rarity, 0.05)) + 1e-9
        return Topic(asked, tokens, spans, belongs, weight / max(float(weight.sum()), 1e-9))


def topic_features(tokens: Tokens, rarity: Scores) -> Matrix:
    """What tells words of the topic from others, shape (words, features): vectors, weight and rarity, position."""
    words, count = bundled_words(), len(tokens)
    vectors = words.unit(tokens)
    none = np.zeros((1, vectors.shape[1]), dtype=np.float32)
    place = np.arange(count) / max(1, count - 1)
    weight = words.weights[tokens]
    shape = [weight, rarity / 8, weight * rarity / 8, place, 1 - place, place == 0, place == 1, np.ones(count)]
    before, after = np.vstack([none, vectors])[:count], np.vstack([vectors, none])[1:]
    return np.hstack([2 * vectors, before, after, np.stack(shape, axis=1)]).astype(np.float64)


@cache
def default_topic_model() -> TopicModel:
    """The shipped weights."""
    return TopicModel(np.array(json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]))
