"""Which reading of a message is meant: each is looked up, and a small model over what was found decides.

Listwise logistic regression; the weights in choosing.json are fitted by `python -m bot.fitting` on written conversations.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Turn
from bot.conversation.understanding.readings import Reading
from retrieval.answer import Answer, Quote

WEIGHTS = Path(__file__).with_name("choosing.json")
EVIDENCE = (
    "filled",
    "joined",
    "within",
    "filled_within",
    "joined_within",
    "confident",
    "confident_within",
    "refused",
    "in_document",
    "nearby",
    "seen",
    "agreed",
    "alone_confident",
    "long",
)
"""What is looked at. filled, joined, within: the reading's form and whether it is asked of one document; confident: the log
odds of its confidence; refused: whether it is a refusal; in_document: whether its first quote is of the document looked at,
nearby: how near (1 where they begin together, less by a factor of e every NEARBY characters), seen: whether it is the very
quote looked at; agreed: the share of the other readings with the same
first quote. Of every reading but the message as typed, asked of the whole collection: alone_confident, the log odds of
that one, and long, how long the message is. The rest are products."""
LONG = 20
"""Characters from which a message is as long as it gets: few follow-ups are longer."""
NEARBY = 600.0
"""About a screen and a half."""
SURE = 6.0
"""Log odds beyond which confidence says no more."""


def evidence(readings: Sequence[Reading], answers: Sequence[Answer], turn: Turn) -> NDArray[np.float64]:
    """The values of EVIDENCE for each reading with its answer, shape (readings, len(EVIDENCE)); the first is the message as
    typed, asked of the whole collection."""
    firsts = [answer.quotes[0] if answer.quotes else None for answer in answers]
    alone = _log_odds(answers[0])
    long = min(len(readings[0].understood.question), LONG) / LONG
    rows = []
    for number, (reading, answer, first) in enumerate(zip(readings, answers, firsts, strict=True)):
        within, sure = float(reading.understood.within is not None), _log_odds(answer)
        others = [_same(first, other) for i, other in enumerate(firsts) if i != number]
        follows = float(number > 0)
        row = {
            "filled": float(reading.form == "filled"),
            "joined": float(reading.form == "joined"),
            "within": within,
            "filled_within": within * (reading.form == "filled"),
            "joined_within": within * (reading.form == "joined"),
            "confident": sure,
            "confident_within": sure * within,
            "refused": float(answer.refused),
            **_nearness(first, turn.current),
            "agreed": sum(others) / max(1, len(others)),
            "alone_confident": alone * follows,
            "long": long * follows,
        }
        rows.append([row[name] for name in EVIDENCE])
    return np.array(rows)


def reading_meant(readings: Sequence[Reading], answers: Sequence[Answer], turn: Turn) -> int:
    """The number of the reading that is meant: one that names a section or repeats words of a document, else the likeliest."""
    for number, answer in enumerate(answers):
        if answer.how != "search" and not answer.refused:
            return number
    return int(np.argmax(evidence(readings, answers, turn) @ shipped_weights())) if len(readings) > 1 else 0


@cache
def shipped_weights() -> NDArray[np.float64]:
    """In the order of EVIDENCE."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return np.array([raw[name] for name in EVIDENCE])


def _log_odds(answer: Answer) -> float:
    confidence = min(max(answer.confidence, 1e-6), 1 - 1e-6)
    return float(np.clip(math.log(confidence / (1 - confidence)), -SURE, SURE))


def _same(one: Quote | None, other: Quote | None) -> bool:
    return (
        one is not None
        and other is not None
        and one.document_id == other.document_id
        and one.start < other.end
        and other.start < one.end
    )


def _nearness(first: Quote | None, looked_at: Stretch | None) -> dict[str, float]:
    if first is None or looked_at is None or first.document_id != looked_at.document_id:
        return {"in_document": 0.0, "nearby": 0.0, "seen": 0.0}
    return {
        "in_document": 1.0,
        "nearby": math.exp(-abs(first.start - looked_at.start) / NEARBY),
        "seen": float(first.start < looked_at.end and looked_at.start < first.end),
    }
