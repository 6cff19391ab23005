"""Text folding and clause splitting as the encoder sees them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import opencc

LONG_CLAUSE = 60  # characters; longer clauses are split again at commas
_STOPS = re.compile(r"(?<=[。！？；!?;])|\n+")
_COMMAS = re.compile(r"(?<=[，,])")


@lru_cache(maxsize=1)
def _t2s() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """Traditional to Simplified, then NFKC and lower case.

    The order is that of the run time: OpenCC before the tokenizer, whose normaliser does the rest.
    """
    return unicodedata.normalize("NFKC", _t2s().convert(text)).lower()


def split_clauses(text: str, limit: int = LONG_CLAUSE) -> list[str]:
    """Sentences and semicolon clauses of `text`; those over `limit` characters are cut again at commas.

    Comma pieces are packed greedily up to `limit`, so that a long sentence becomes few pieces of even size
    rather than many fragments. The pieces keep their punctuation; blank ones are dropped.
    """
    clauses: list[str] = []
    for sentence in _STOPS.split(text):
        sentence = sentence.strip()
        if not sentence:
            continue
        if len(sentence) <= limit:
            clauses.append(sentence)
            continue
        packed = ""
        for piece in _COMMAS.split(sentence):
            if packed and len(packed) + len(piece) > limit:
                clauses.append(packed)
                packed = ""
            packed += piece
        if packed:
            clauses.append(packed)
    return clauses
