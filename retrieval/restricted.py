"""A generation as if it had been built from some of its documents alone, so that nothing of the others can be inferred from it.

Vectors and tokens of the kept passages are taken over; every number that is of all texts together (how rare a term is, the
means of the vectors) is computed anew of what is kept.
"""

from collections.abc import Callable
from dataclasses import replace

import faiss
import numpy as np

from retrieval.fold import Folded, fold
from retrieval.index.document_names import naming_text
from retrieval.index.encoder import Vectors
from retrieval.index.encoding import FoldedTexts, entries_of
from retrieval.index.generation import Generation, Spread
from retrieval.index.lexical import LexicalIndex
from retrieval.index.meanings import Meanings
from retrieval.index.word_table import bundled_words, members, token_idf


def restricted(generation: Generation, keep: frozenset[str]) -> Generation:
    """`generation`, by the same id, of the documents alone whose ids are in `keep`; there may be none.

    Takes about as long as building the lexical indexes of what is kept.
    """
    documents = tuple(document for document in generation.documents if document.id in keep)
    kept = np.array([i for i, e in enumerate(generation.entries) if e.document.id in keep], dtype=np.int64)
    rows, _ = members(generation.clause_offsets, kept)
    entries = entries_of(documents)
    texts = FoldedTexts.of(entries)
    clause_vectors, clause_tokens = generation.clause_vectors[rows], generation.clause_tokens.take(rows)
    passage_vectors, context_vectors = generation.passage_vectors[kept], generation.context_vectors[kept]
    context_tokens, meanings = generation.context_tokens.take(kept), generation.meanings
    whole = [
        np.concatenate([context_tokens[i], *(clause_tokens[row] for row in range(*entry.rows))])
        for i, entry in enumerate(entries)
    ]
    return Generation(
        id=generation.id,
        encoder_id=generation.encoder_id,
        documents=documents,
        entries=entries,
        clauses=_index_of(clause_vectors),
        passage_vectors=passage_vectors,
        context_vectors=context_vectors,
        spreads={
            "clause": _spread_of(clause_vectors),
            "passage": _spread_of(passage_vectors),
            "context": _spread_of(context_vectors),
        },
        clause_tokens=clause_tokens,
        context_tokens=context_tokens,
        token_idf=token_idf(whole, len(bundled_words().weights)),
        full=_lexical_of(texts.whole),
        body=_lexical_of(texts.bodies),
        contexts=_lexical_of(texts.contexts),
        titles=_lexical_of([fold(naming_text(document)) for document in documents]),
        meanings=Meanings(meanings.encoder, np.asarray(meanings.vectors[kept])) if meanings else None,
    )


def naming_copies(generation: Generation, sees: Callable[[str], bool]) -> Generation:
    """The same, with those files alone named as copies of a document whose sources `sees` lets through."""
    named = {d.id: replace(d, copies=tuple(filter(sees, d.copies))) for d in generation.documents}
    if all(named[d.id].copies == d.copies for d in generation.documents):
        return generation
    entries = tuple(replace(entry, document=named[entry.document.id]) for entry in generation.entries)
    return replace(generation, documents=tuple(named.values()), entries=entries)


def _index_of(vectors: Vectors) -> faiss.Index:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return index


def _spread_of(vectors: Vectors) -> Spread:
    """Of no vectors, whose mean is not defined, that of one in the origin."""
    return Spread.of(vectors if len(vectors) else np.zeros((1, vectors.shape[1]), dtype=vectors.dtype))


def _lexical_of(texts: list[Folded]) -> LexicalIndex:
    """An index needs a text: where there is none, one without words."""
    return LexicalIndex.build(texts or [Folded("")])
