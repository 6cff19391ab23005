"""Clause splitting as the encoder is trained with."""

from __future__ import annotations

import re

LONG_CLAUSE = 60
"""Characters; longer clauses are split again at commas. So many are
42 words at most in 200,000 characters of speeches, fewer than `retrieval.training.encoder.batches.MAX_TOKENS`."""

_STOPS = re.compile(r"(?<=[。！？；!?;])|\n+")
_COMMAS = re.compile(r"(?<=[，,])")


def split_clauses(text: str, *, limit: int = LONG_CLAUSE) -> list[str]:
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
