"""Which kind of answer a question wants, by its wording: a multinomial logistic model over pieces of the question.

Weights in models/kinds.json, fitted by `python -m retrieval.training.whole.kinds`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.regions import BY_NAMES, PROVINCES
from retrieval.answer import Kind
from retrieval.fold import Folded, fold_numbers
from retrieval.whole.telling.cutting import parts_of

WEIGHTS = Path(__file__).parent.parent / "models" / "kinds.json"
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST = 4
"""Characters of a piece."""
MOST = 60
"""Characters of a question that are looked at; what follows is rarely what is asked."""
SCALE = 5.0
"""Length of the vector of a question's pieces."""

_REGION = re.compile("|".join(sorted([*PROVINCES, *BY_NAMES], key=len, reverse=True)))
_PARTS = re.compile(r"[，,;；、。？?！!\s]+")


@dataclass(frozen=True)
class KindModel:
    """`weights` holds for each piece of a question one weight for each of KINDS, `bias` the same of any question."""

    weights: Mapping[str, NDArray[np.float32]]
    bias: NDArray[np.float32]

    def probabilities(self, question: Folded) -> dict[Kind, float]:
        """For each of KINDS how probable it is that the question wants it; they add up to 1."""
        pieces = list(pieces_of(question))
        known = [self.weights[piece] for piece in pieces if piece in self.weights]
        z = self.bias + (SCALE / np.sqrt(max(1, len(pieces)))) * np.sum(known, axis=0) if known else self.bias
        shares = np.exp(z - z.max())
        return dict(zip(KINDS, (shares / shares.sum()).tolist(), strict=True))


def pieces_of(question: Folded) -> Iterator[str]:
    """What the model looks at, each once: pieces of one to LONGEST characters, regions and numbers as one sign each, blanks and
    the last punctuation left out; how many regions, numbers and parts there are, how many parts ask something, and how long it is."""
    text = re.sub(r"\d+", "0", fold_numbers(Folded(_REGION.sub("R", question[:MOST]))))
    parts = [part for part in _PARTS.split(text) if part]
    line = f"^{'，'.join(parts)}$"
    found = dict.fromkeys(line[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(line) - size + 1))
    yield from found
    yield f"#regions {min(text.count('R'), 2)}"
    yield f"#numbers {min(text.count('0'), 2)}"
    yield f"#parts {min(len(parts), 3)}"
    yield f"#asks {min(len(parts_of(Folded('，'.join(parts)))), 3)}"
    yield f"#length {min(len(line) // 6, 5)}"


@cache
def default_kinds() -> KindModel:
    """The shipped weights."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = {piece: np.array(values, dtype=np.float32) / raw["unit"] for piece, values in raw["weights"].items()}
    return KindModel(weights, np.array(raw["bias"], dtype=np.float32))
