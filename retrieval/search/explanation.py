"""Why an answer came out as it did: what each feature gave each quote, which words met, and what decided the order.

Computed anew from the same candidates as the answer, which must be this generation's; nothing here takes part in answering.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answer import Answer, How, Quote
from retrieval.fold import Folded, fold, fold_numbers
from retrieval.index.entries import context_text
from retrieval.index.generation import Generation
from retrieval.index.word_table import bundled_words
from retrieval.question.thesaurus import Link
from retrieval.question.understanding import Question
from retrieval.search.candidates import Candidates
from retrieval.search.features import NAMES
from retrieval.search.ranker import SURENESS, Ranker, sureness
from retrieval.search.words_met import NearWord, matched_words, near_words

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature adds to the score: `effect` = `value` x `weight`."""

    feature: str
    value: float
    weight: float
    effect: float


@dataclass(frozen=True, slots=True)
class LinkMet:
    """An everyday phrase of the question whose official expressions `found` stand in the passage or its headings."""

    everyday: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advantage:
    """How much more one feature gave a quote than the quote after it; negative where that one was ahead."""

    feature: str
    difference: float


@dataclass(frozen=True, slots=True)
class QuoteExplanation:
    """One quote of the answer. `rank` counts the candidates from 1.

    `dense` is the cosine of its best clause, `lexical` the BM25 of title, headings and text, `score` the ranker's.
    `contributions` come with the largest effect first, `ahead` says by what it beats the next quote, largest first.
    """

    title: str
    heading_path: tuple[str, ...]
    rank: int
    dense: float
    lexical: float
    score: float
    contributions: tuple[Contribution, ...]
    matched: tuple[str, ...]
    links: tuple[LinkMet, ...]
    near: tuple[NearWord, ...]
    ahead: tuple[Advantage, ...]


@dataclass(frozen=True, slots=True)
class WordEffect:
    """A word of the question, how near the first passage comes to it (cosine), and what that adds to `answerable`."""

    word: str
    nearness: float
    effect: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """`how` as in `Answer`: what was not searched for was not ranked, and has no `quotes` here.

    `links` are all everyday phrases found in the question, `threshold` the confidence below which it is refused.
    The log odds of the confidence are the sum of the effects in `sureness`; `words` are what its part `answerable` comes
    from, largest effect first. With a `reranker` the quotes stand in its order, and their ranks and scores are those before.
    """

    how: How
    candidates: int
    confidence: float
    threshold: float
    sureness: tuple[Contribution, ...]
    words: tuple[WordEffect, ...]
    links: tuple[Link, ...]
    quotes: tuple[QuoteExplanation, ...]
    reranker: str | None = None

    @classmethod
    def without_quotes(cls, answer: Answer, question: Question, threshold: float) -> "Explanation":
        """Of an answer that was looked up, or that quotes nothing: there is no order to explain."""
        return cls(answer.how, 0, answer.confidence, threshold, (), (), question.links, ())


def explain(
    generation: Generation,
    ranker: Ranker,
    question: Question,
    candidates: Candidates,
    reading: float,
    answer: Answer,
) -> Explanation:
    """The explanation of an `answer` that was searched for, made of these `candidates`, the best of which the reader gives the
    log odds `reading`, by this `ranker`."""
    scores = ranker.scores(candidates)
    search = _Search(generation, ranker, question, candidates, candidates.features.astype(np.float64) * ranker.weights)
    rows = [_row_of(generation, candidates, scores, quote) for quote in answer.quotes]
    after = [*rows[1:], _best_left(scores, rows)]
    quotes = tuple(
        _explain_row(search, row, following) for row, following in zip(rows, after, strict=True) if row is not None
    )
    return Explanation(
        how="search",
        candidates=len(scores),
        confidence=answer.confidence,
        threshold=ranker.threshold,
        sureness=_sureness(ranker, candidates, scores, reading),
        words=_word_effects(ranker, candidates, int(np.argmax(scores))),
        links=question.links,
        quotes=quotes,
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """What was searched for, where, and how; `effects` of shape (candidates, features) sum up to the scores."""

    generation: Generation
    ranker: Ranker
    question: Question
    candidates: Candidates
    effects: NDArray[np.float64]


def _sureness(
    ranker: Ranker, candidates: Candidates, scores: NDArray[np.float64], reading: float
) -> tuple[Contribution, ...]:
    values = [*sureness(candidates, scores, reading, ranker.answerability), 1.0]
    weights = [*ranker.confidence_weights, ranker.confidence_bias]
    parts = zip((*SURENESS, "bias"), values, weights, strict=True)
    return tuple(_contribution(name, value, weight, value * weight) for name, value, weight in parts)


def _word_effects(ranker: Ranker, candidates: Candidates, row: int) -> tuple[WordEffect, ...]:
    matches = candidates.matches.of([row])
    parts = zip(
        bundled_words().spelt(matches.words),
        matches.in_passage[0],
        ranker.answerability.effects(matches)[0],
        strict=True,
    )
    effects = [WordEffect(word, round(float(near), 3), round(float(effect), 3)) for word, near, effect in parts]
    return tuple(sorted(effects, key=lambda e: -abs(e.effect)))


def _row_of(generation: Generation, candidates: Candidates, scores: NDArray[np.float64], quote: Quote) -> int | None:
    """The best candidate whose passage lies in the quote."""
    inside = [
        row
        for row, index in enumerate(candidates.entries)
        if (entry := generation.entries[index]).document.id == quote.document_id
        and entry.passage.start < quote.end
        and quote.start < entry.passage.end
    ]
    return max(inside, key=lambda row: scores[row], default=None)


def _best_left(scores: NDArray[np.float64], rows: list[int | None]) -> int | None:
    """The candidate that would have come after the last quote."""
    left = [row for row in np.argsort(-scores, kind="stable") if row not in rows]
    return int(left[0]) if left else None


def _explain_row(search: _Search, row: int, following: int | None) -> QuoteExplanation:
    generation, question, effects = search.generation, search.question, search.effects
    index = int(search.candidates.entries[row])
    entry = generation.entries[index]
    parts = zip(NAMES, search.candidates.features[row], search.ranker.weights, effects[row], strict=True)
    context = context_text(entry.document, entry.heading_path)
    held = Folded("".join(fold_numbers(fold(f"{context}\n{entry.text}")).split(" ")))
    order = np.argsort(-effects.sum(axis=1), kind="stable")
    found = [(link.everyday, tuple(e for e in link.official if e in held)) for link in question.links]
    return QuoteExplanation(
        title=entry.document.name,
        heading_path=entry.heading_path,
        rank=int(np.flatnonzero(order == row)[0]) + 1,
        dense=round(float(search.candidates.clause_scores[row].max()), 4),
        lexical=round(float(generation.full.scores(question.terms)[index]), 4),
        score=round(float(effects[row].sum()), 4),
        contributions=tuple(sorted((_contribution(*part) for part in parts), key=lambda c: -abs(c.effect))),
        matched=matched_words(question.text, held),
        links=tuple(LinkMet(everyday, official) for everyday, official in found if official),
        near=near_words(generation, index, entry, question.text),
        ahead=() if following is None else _advantages(effects[row] - effects[following]),
    )


def _contribution(name: str, value: float, weight: float, effect: float) -> Contribution:
    return Contribution(name, round(float(value), 4), round(float(weight), 4), round(float(effect), 4))


def _advantages(differences: NDArray[np.float64]) -> tuple[Advantage, ...]:
    order = np.argsort(-np.abs(differences), kind="stable")[:_SHOWN]
    return tuple(Advantage(NAMES[i], round(float(differences[i]), 4)) for i in order)
