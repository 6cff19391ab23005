"""Names of regions among the words of the word table, by its own evidence: no list of them is kept.

A word is one where the table also has it with a unit behind it (绍兴市) and its vector is near those of the provinces. So 杭州 is known for a region in a collection that has never heard of it.
"""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.regions import PROVINCES
from retrieval.fold import Folded
from retrieval.index.word_table import bundled_words

NEAR = 0.25
"""Mean cosine to the three nearest provinces. Below it are 城市, 超市 and foreign cities."""
NEAREST = 3
_WITH_UNIT = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4})[市县]")
_NO_NAME = re.compile(r".*(?:自治[区州县旗]|[省市县区盟旗委厅局部])")


@cache
def region_words() -> frozenset[str]:
    """The names, without their units; provinces and what stands for them are left out."""
    table = bundled_words()
    numbers = np.arange(len(table.weights), dtype=np.int32)
    number_of = {word: number for number, word in enumerate(table.spelt(numbers))}
    found = map(_WITH_UNIT.fullmatch, number_of)
    names = {match["name"] for match in found if match} & number_of.keys() - {*PROVINCES}
    candidates = sorted(name for name in names if not _NO_NAME.fullmatch(name))
    nearest = nearness_to_provinces(np.array([number_of[name] for name in candidates], dtype=np.int32))
    return frozenset(name for name, near in zip(candidates, nearest.tolist(), strict=True) if near >= NEAR)


def nearness_to_provinces(tokens: NDArray[np.int32]) -> NDArray[np.float32]:
    """The mean cosine of each word to the NEAREST provinces, shape (words,)."""
    cosines = bundled_words().unit(tokens) @ _provinces().T
    return np.asarray(np.sort(cosines, axis=1)[:, -NEAREST:].mean(axis=1), dtype=np.float32)


@cache
def _provinces() -> NDArray[np.float32]:
    table = bundled_words()
    words = (table.tokens([Folded(name)])[0] for name in PROVINCES)
    return np.asarray(table.unit(np.concatenate([word for word in words if len(word) == 1])), dtype=np.float32)
