"""Which documents may hold words that are searched for letter by letter: of a large collection the rest need not be read."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from corpus.document import Document
from retrieval.fold import NUMERAL, Folded
from retrieval.index.generation import Generation

_PLAIN = re.compile(r"[\u3400-\u9fff]+")
_NUMERALS = re.compile(NUMERAL.pattern.partition("{")[0])


def documents_that_may_hold(generation: Generation, words: Sequence[Folded]) -> tuple[Document, ...]:
    """The documents, in the order of their sources, of which some passage may hold at least one of `words`; no other one does."""
    asked = [_terms_within(word) for word in words]
    if not all(asked):
        return generation.by_source
    body = generation.body
    held = np.zeros(len(generation.entries), dtype=bool)
    for terms in asked:
        held |= body.shared(terms) == len(set(terms))
    sources = {generation.documents[d].id for d in np.unique(generation.document_of[held])}
    return tuple(document for document in generation.by_source if document.id in sources)


def _terms_within(word: Folded) -> list[str]:
    """Index terms that a text must have which holds `word` anywhere.

    Numerals become numbers together with what stands beside them, letters and digits words: of these it need have none.
    """
    found: list[str] = []
    for run in _PLAIN.findall(word):
        for part in _NUMERALS.split(run):
            found += [*part, *map("".join, pairwise(part))]
    return found
