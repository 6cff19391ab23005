"""Speakers named in a question: whose speech is meant says which document, not which passage of it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from corpus.chinese.people import OFFICES
from retrieval.fold import Folded, fold, terms
from retrieval.question.understanding import Question


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
