"""What a question says to a collection that knows its speakers and its years."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache

from corpus.chinese.people import OFFICES
from retrieval.fold import Folded, fold, terms
from retrieval.question.understanding import Question

_SHORT = re.compile(
    r"(?<![少低多高大小]于)(?<![\d.第满近快约共过每隔存干连买用住了续超至少不])(?P<digits>\d\d)"
    r"(?=[到至和跟与、\-]\d\d年(?![代以来内间多期])|年(?![代以来内间多期]|左右|工龄|产权))"
)
"""Two digits before 年 that are no length of time (干满10年, 20年以上) and no decade."""


def years_in_full(text: Folded, known: Collection[int | None]) -> Folded:
    """`text` with the short years that are written out: of both centuries the one of whose year, or else of whose neighbours,
    a document is; `known` are the years of the documents. Others stay as they are typed: they may be lengths of time."""
    return Folded(_SHORT.sub(lambda found: _in_full(found["digits"], known), text))


def _in_full(digits: str, known: Collection[int | None]) -> str:
    centuries = (2000 + int(digits), 1900 + int(digits))
    # A report speaks of the year before it and of the next.
    nearest = (year for off in (0, 1, -1) for year in centuries if year + off in known)
    return str(next(nearest, digits))


def apart_from_speakers(question: Question, speakers: frozenset[str]) -> Question:
    """`question` without the names of those of the `speakers` whom it names, in full or by family name and office.

    Only what passages are compared with is without them: `naming`, by which documents are found, keeps them. A speech says
    its speaker's name in its opening alone, which would be the answer to everything asked of it. A question that is
    nothing but a name stays as it is.
    """
    pattern = _named(speakers)
    text = Folded(pattern.sub("", question.text)) if pattern else question.text
    left = tuple(dict.fromkeys(terms(text)))
    return replace(question, text=text, terms=left) if text != question.text and left else question


@lru_cache(maxsize=16)
def _named(speakers: frozenset[str]) -> re.Pattern[str] | None:
    names = sorted({fold(name) for name in speakers if len(name) > 1}, key=len, reverse=True)
    families = {name[0] for name in names if "·" not in name} | {name[:2] for name in names if 2 < len(name) < 5}
    if not names:
        return None
    return re.compile(f"(?:{_any(names)})(?:同志|{OFFICES})?|(?:{_any(families)})副?(?:{OFFICES})")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
