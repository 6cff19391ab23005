"""From entries to texts and vectors: every clause, every passage in its context, every context."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.fold import Folded, fold
from retrieval.index.encoder import Encoder, Vectors
from retrieval.index.entries import Entry, context_text

CONTEXT_WEIGHT = 0.7
"""How much of its context a clause's vector holds. With the bundled encoder alone hit@1 on the tuning questions is 0.515 so and
0.392 without context; retrieval/models/yuanwen-static-zh/README.md has the tables."""


@dataclass(frozen=True, slots=True)
class FoldedTexts:
    """What is indexed of some entries, folded once: their contexts and bodies, one each, and all clauses in order."""

    contexts: list[Folded]
    bodies: list[Folded]
    clauses: list[Folded]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "FoldedTexts":
        known: dict[tuple[str, ...], Folded] = {}
        contexts = []
        for entry in entries:
            of = (entry.document.name, *entry.heading_path)
            if of not in known:
                known[of] = fold(context_text(entry.document, entry.heading_path))
            contexts.append(known[of])
        return cls(
            contexts,
            [fold(entry.text) for entry in entries],
            [fold(entry.document.text[a:b]) for entry in entries for a, b in entry.clauses],
        )

    @property
    def whole(self) -> list[Folded]:
        """Context and body of every entry."""
        return [Folded(f"{context}\n{body}") for context, body in zip(self.contexts, self.bodies, strict=True)]


@dataclass(frozen=True, slots=True)
class EntryVectors:
    """Unit vectors of some entries: one row a clause, one a passage in its context, one a context."""

    clause: Vectors
    passage: Vectors
    context: Vectors


def encode_texts(texts: FoldedTexts, clauses: Sequence[int], encoder: Encoder) -> EntryVectors:
    """The vectors of the entries of `texts`, which have so many `clauses` each."""
    clause, passage, context = map(encoder.encode_passages, (texts.clauses, texts.whole, texts.contexts))
    clause += CONTEXT_WEIGHT * np.repeat(context, clauses, axis=0)
    clause /= np.linalg.norm(clause, axis=1, keepdims=True) + 1e-9
    return EntryVectors(clause, passage, context)
