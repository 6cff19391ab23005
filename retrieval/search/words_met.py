"""Which words of a question a passage holds, and which it comes near to: what an explanation shows of them."""

from dataclasses import dataclass

import numpy as np

from retrieval.fold import Folded, fold_numbers
from retrieval.index.entries import Entry
from retrieval.index.generation import Generation
from retrieval.index.word_table import bundled_words

NEAR, SAME = 0.25, 0.999
"""Cosines between which two words are shown as near each other: 98 in 100 pairs of words drawn by chance lie below
NEAR, and above SAME only rounding tells a word from itself."""
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of the question that the passage does not hold, with the nearest word that it does."""

    asked: str
    found: str
    cosine: float


def matched_words(question: Folded, held: Folded) -> tuple[str, ...]:
    """The longest pieces of the question (two characters and more) that stand in the text `held`."""
    text = fold_numbers(question)
    found: dict[str, None] = {}
    at = 0
    while at < len(text) - 1:
        end = at + 2
        while end <= len(text) and text[at:end] in held and text[at:end].isalnum():
            end += 1
        if end - 1 - at >= 2:
            found[text[at : end - 1]] = None
            at = end - 1
        else:
            at += 1
    return tuple(found)


def near_words(generation: Generation, index: int, entry: Entry, question: Folded) -> tuple[NearWord, ...]:
    """Words that `entry`, number `index` of the generation, comes near to; those that matter most first: by cosine, the word's learned weight and its rarity."""
    words = bundled_words()
    asked = np.unique(words.tokens([question])[0])
    within = generation.clause_tokens.take(np.arange(*entry.rows)).flat
    held = np.unique(np.concatenate([generation.context_tokens[index], within]))
    if not len(asked) or not len(held):
        return ()
    nearest, cosines = words.nearest(asked, held)
    weights = cosines * words.weights[asked] * generation.token_idf[asked]
    rows = [row for row in np.argsort(-weights, kind="stable") if NEAR <= cosines[row] < SAME][:_SHOWN]
    spelt, found = words.spelt(asked), words.spelt(nearest)
    return tuple(NearWord(spelt[row], found[row], round(float(cosines[row]), 3)) for row in rows)
