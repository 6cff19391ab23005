"""Errors planted in drafts are found, right quotations are left alone: on 40 drafts with 200 errors, made by chance from a seed.

Which carrying sentences the rules were made on, and which they are judged on, `carriers` says; of the shared documents they
were made on `documents[::2]` by hash and `local/dev`.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.document import Document
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.drafts.checking import check_quotations
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from tests.retrieval.drafts.carriers import FIRST, SECOND, THIRD, Carriers
from tests.retrieval.drafts.planted import Planter

FOUND, ALARMS = 0.97, 0.02
SEED = 20250301


def judge(generation: Generation, quoted: Sequence[Document], carriers: Carriers) -> None:
    """Assert what is promised on drafts that quote `quoted`."""
    counts: Counter[tuple[str, bool]] = Counter()
    named = 0
    for draft in Planter(generation.documents, quoted, carriers, SEED).drafts():
        checked = check_quotations(generation, draft.text)
        flawed = [one for one in checked if one.is_flawed]
        for planted in draft.planted:
            over = [one for one in flawed if one.start < planted.end and planted.start < one.end]
            counts[planted.kind, bool(over)] += 1
        planted_spans = [(p.start, p.end) for p in draft.planted]
        named += sum(not any(one.start < b and a < one.end for a, b in planted_spans) for one in flawed)
    errors = {key: count for key, count in counts.items() if key[0] != "right"}
    right = counts["right", True] + counts["right", False]
    assert sum(errors.values()) == 200
    assert sum(count for (_, found), count in errors.items() if found) >= FOUND * 200, counts
    assert counts["right", True] + named <= ALARMS * right, (counts, named)


@pytest.mark.parametrize("carriers", [FIRST, SECOND, THIRD], ids=["first", "second", "third"])
def test_on_the_shipped_speeches(collection: Collection, carriers: Carriers) -> None:
    generation = collection.snapshot().generation
    judge(generation, generation.documents, carriers)


@pytest.mark.parametrize("folder", ["documents", "local/dev/documents", "local/tune/documents"])
def test_on_real_documents(shared: Path, folder: str, encoder: Encoder, tmp_path: Path) -> None:
    built = Collection(shared / folder, tmp_path / "library", Answerer(encoder))
    built.reload()
    generation = built.snapshot().generation
    judge(generation, generation.documents[1::2], THIRD)
