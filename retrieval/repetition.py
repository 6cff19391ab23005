"""Passages that say the same: one sentence in the reports of ten years, a paragraph taken over almost unchanged.

Compared are pairs of neighbouring words as they were indexed, folded already, so that asking stays fast.
"""

import re
from itertools import chain, pairwise

from retrieval.fold import fold, fold_numbers
from retrieval.generation import Entry, Generation

SAME = 0.8
"""Share of a passage's word pairs that must stand in another one for it to add nothing."""

WordPairs = frozenset[tuple[int, int]]

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def word_pairs(generation: Generation, entry: Entry) -> WordPairs:
    """The pairs of neighbouring words of a passage, as token ids."""
    tokens = chain.from_iterable(generation.clause_tokens[row].tolist() for row in range(*entry.rows))
    return frozenset(pairwise(tokens))


def adds_nothing(generation: Generation, entry: Entry, kept: Entry) -> bool:
    """Whether `kept` says what `entry` says: nearly all its words and every figure, since last year's are news."""
    own = word_pairs(generation, entry)
    shared = len(own & word_pairs(generation, kept))
    return bool(own) and shared >= SAME * len(own) and _figures(entry.text) <= _figures(kept.text)


def _figures(text: str) -> set[str]:
    return set(_FIGURE.findall(fold_numbers(fold(text))))
