"""Candidates compared with the question word by word (late interaction): each word by its nearest word in the passage."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.index.generation import Generation
from retrieval.index.word_table import Scores, Tokens, bundled_words, members
from retrieval.search.answerability import WordMatches
from retrieval.search.features import Columns

NEARNESS = {"same": (0.9, 1.1), "close": (0.7, 0.9), "near": (0.5, 0.7), "far": (0.35, 0.5)}
"""Ranges of the cosine; kernels of this kind are those of K-NRM (Xiong et al. 2017), here as plain bins: the words
themselves (rounding aside), other forms and close synonyms, related words, distant ones."""


@dataclass(frozen=True, slots=True)
class WordComparison:
    """`columns` are the features; `evidence` and `matches` as in `Candidates`."""

    columns: Columns
    evidence: NDArray[np.float32]
    matches: WordMatches


def compare_words(generation: Generation, asked: Tokens, entries: NDArray[np.int64]) -> WordComparison:
    """The cosine of each word `asked` (once each) to its nearest word in each entry or its context, words weighted.

    soft: their mean; soft_rare: rare words counting more; soft_square: the mean of the squares; same, close, near, far: the
    share of the weight whose cosine lies in each of NEARNESS; gap: the weight of the word that is missed most; one_clause,
    one_clause_square: soft_rare and soft_square within the best single clause and its context.
    """
    words = bundled_words()
    rows, offsets = members(generation.clause_offsets, entries)
    starts = offsets[:-1]
    within = words.nearness(asked, generation.clause_tokens.take(rows))
    context = words.nearness(asked, generation.context_tokens.take(entries))
    whole = np.maximum(np.maximum.reduceat(within, starts, axis=1), context)
    single = np.maximum(within, np.repeat(context, np.diff(offsets), axis=1))
    plain = words.weights[asked]
    rare = plain * generation.token_idf[asked]
    plain_share, rare_share = plain / (plain.sum() + 1e-6), rare / (rare.sum() + 1e-6)
    by_clause = rare_share @ single
    one_clause = np.maximum.reduceat(by_clause, starts)
    best = [a + int(by_clause[a:b].argmax()) for a, b in pairwise(offsets)]
    columns = {
        "soft": plain_share @ whole,
        "soft_rare": rare_share @ whole,
        "soft_square": rare_share @ whole**2,
        **{name: rare_share @ ((whole >= low) & (whole < high)) for name, (low, high) in NEARNESS.items()},
        "gap": (rare[:, None] * (1 - whole)).max(axis=0, initial=0.0),
        "one_clause": one_clause,
        "one_clause_square": np.maximum.reduceat(rare_share @ single**2, starts),
    }
    in_document = _best_in_document(whole, generation.document_of[entries])
    matches = WordMatches(asked, generation.token_idf[asked], single[:, best].T, whole.T, in_document.T)
    return WordComparison(columns, one_clause * rare.sum(), matches)


def _best_in_document(whole: Scores, owners: NDArray[np.int64]) -> Scores:
    """For each word and entry the nearest that any entry of its document comes; entries stand in order of documents."""
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    return np.repeat(np.maximum.reduceat(whole, first, axis=1), np.diff(first, append=len(owners)), axis=1)
