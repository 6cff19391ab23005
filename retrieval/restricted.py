"""A generation as if it had been built from some of its documents alone, so that nothing of the others can be inferred from it.

Segments hold both; whatever is counted over all texts (how rare a term is, the means of the vectors) is counted over what is kept.
"""

from collections.abc import Callable
from itertools import accumulate

import numpy as np

from retrieval.index.assembling import assemble
from retrieval.index.generation import Generation
from retrieval.index.meanings import Meanings
from retrieval.index.segments.living import Living


def restricted(
    generation: Generation, keep: frozenset[str], sees: Callable[[str], bool] = lambda source: True
) -> Generation:
    """`generation`, by the same id, of the documents alone whose ids are in `keep`; there may be none.

    Of the files that hold the same text as one of them those are named whose sources `sees` lets through. Nothing is read
    again; the words and vectors of what is kept, or of what is not, are counted, whichever are fewer.
    """
    kept = np.array([document.id in keep for document in generation.documents], dtype=bool)
    starts = accumulate((len(one.numbers) for one in generation.living), initial=0)
    every = [
        Living(o.segment, o.numbers[kept[at : at + len(o.numbers)]])
        for at, o in zip(starts, generation.living, strict=False)
    ]
    living = [one for one in every if len(one.numbers)] or every[:1]
    named = {d.id: tuple(filter(sees, d.copies)) for d in generation.documents if d.copies}
    part = assemble(generation.id, generation.encoder_id, living, named)
    if (meanings := generation.meanings) is None:
        return part
    rows = np.flatnonzero(kept[generation.document_of])
    return part.deepened(Meanings(meanings.encoder, meanings.index.only(rows)))
