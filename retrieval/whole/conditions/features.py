"""What provisions are described by: whether case and consequence speak of what is asked, and how they were put together."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded, fold
from retrieval.index.word_table import TokenLists, bundled_words
from retrieval.whole.asked import Asked
from retrieval.whole.conditions.provisions import Provision

HOWS = ("alone", "stem", "reference", "referred", "next", "stem_reference")
PROVISION_FEATURES = (
    "score",
    "first",
    "soft_main",
    "soft_whole",
    "same_main",
    "same_whole",
    "near_main",
    "near_whole",
    "soft_least",
    "length",
    "long",
    "follows",
    "case",
    *(f"how_{how}" for how in HOWS),
)
"""What provisions are described by.

score, first: the ranking's score of its passage behind the best, and whether it is the best. soft_…, same_…, near_…: how much of
the question's weight the words come near, how much stands there, the cosine; of the part that was found (main) and of all parts
(whole); soft_least: of the part that has least. length, long: ln of the characters, more than 250. follows, case: whether
something follows (罚款, 不予, 可以…), whether a case is put (…的，; 逾期; 除…外). how_…: as in `Provision`."""
_FOLLOWS = re.compile(
    r"处[以一二三四五六七八九十百千万\d]|罚款|责令|不予|予以|给予|没收|吊销|可以|不得|应当|要求|追究|取消|免|补"
)
_CASE = re.compile(r"的，|情形|情况|如果|凡|逾期|未|除.{1,20}外|例外|经.{1,10}仍|对.{2,30}的")

Matrix = NDArray[np.float64]


def provision_features(asked: Asked, found: Sequence[Provision]) -> Matrix:
    """Shape (provisions, len(PROVISION_FEATURES))."""
    question, ranked = asked.question, asked.ranked
    words, generation = bundled_words(), asked.generation
    tokens = np.unique(words.tokens([question.text])[0])
    weight = words.weights[tokens] * generation.token_idf[tokens]
    share = weight / (weight.sum() + 1e-6)
    mains = [fold(one.document.text[slice(*one.main)]) for one in found]
    parts = [[fold(one.document.text[slice(*part)]) for part in one.parts] for one in found]
    wholes = [Folded("\n".join(one)) for one in parts]
    soft = [share @ words.nearness(tokens, TokenLists.of(words.tokens(texts))) for texts in (mains, wholes)]
    flat = share @ words.nearness(tokens, TokenLists.of(words.tokens([p for one in parts for p in one])))
    least = np.minimum.reduceat(flat, np.cumsum([0, *map(len, parts)])[:-1])
    vector = asked.searching.encoder.encode_questions([question.text])[0]
    near = [asked.searching.encoder.encode_passages(texts) @ vector for texts in (mains, wholes)]
    telling = generation.full.telling(question.terms)
    total = sum(telling.values()) + 1e-6
    scores = ranked.scores - ranked.scores.max()
    rows = []
    for n, one in enumerate(found):
        rows.append(
            [
                float(scores[one.row]),
                float(scores[one.row] == 0),
                soft[0][n],
                soft[1][n],
                sum(w for t, w in telling.items() if t in mains[n]) / total,
                sum(w for t, w in telling.items() if t in wholes[n]) / total,
                near[0][n],
                near[1][n],
                least[n],
                np.log(len(wholes[n])),
                float(len(wholes[n]) > 250),
                float(bool(_FOLLOWS.search(wholes[n]))),
                float(bool(_CASE.search(wholes[n].replace(",", "，")))),
                *(float(one.how == how) for how in HOWS),
            ]
        )
    return np.array(rows)
