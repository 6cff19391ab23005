"""Words of the collection that are near to words searched for: what else may be typed where these are not found."""

import numpy as np

from retrieval.fold import Folded
from retrieval.index.generation import Generation
from retrieval.index.word_table import bundled_words

NEAR = 0.45
"""Cosine from which a word is near. Set by eye on a dozen everyday words: what it lets through is offered, nothing is searched for."""


def words_near(generation: Generation, words: Folded, limit: int = 5) -> tuple[str, ...]:
    """At most `limit` words of two and more characters that texts of the collection hold, the nearest to any of `words` first.

    None that holds one of `words` or is held by one: these are found already.
    """
    table = bundled_words()
    asked = np.unique(table.tokens([words])[0])
    present = np.flatnonzero(generation.token_holding).astype(np.int32)
    if not len(asked) or not len(present):
        return ()
    cosines = (table.unit(present) @ table.unit(asked).T).max(axis=1)
    order = np.argsort(-cosines, kind="stable")
    near = present[order[cosines[order] >= NEAR]][: 10 * limit + len(asked)]
    spelt = (word for word in table.spelt(near.astype(np.int32)) if len(word) > 1 and not word.isascii())
    found = [word for word in spelt if not any(word in one or one in word for one in words.split())]
    return tuple(found[:limit])
