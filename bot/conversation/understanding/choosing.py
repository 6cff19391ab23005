"""What a message after another is meant to find: all readings of it are looked up, and a small model over what they found decides.

Listwise logistic regression over passages; the weights in choosing.json are fitted by `python -m bot.fitting` on written
conversations.
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
from bot.conversation.understanding.found import Finding, FindingPlace, found_by
from bot.conversation.understanding.readings import Reading
from retrieval.answer import Answer, Quote
from retrieval.fold import fold

WEIGHTS = Path(__file__).with_name("choosing.json")
WAYS = ("own", "filled", "joined", "own_within", "filled_within", "joined_within", "headed_within")
"""The readings by form and by whether they are asked of one document."""
EVIDENCE = (
    *(f"{measure}_{way}" for measure in ("first", "sure") for way in WAYS),
    "surest",
    "votes",
    "firsts",
    "in_document",
    "nearby",
    "after",
    "seen",
    "message_said",
    "thread_said",
    "length",
    "leads",
    "alone",
    "refused",
    "alone_in_document",
    "alone_said",
    "formed",
    "long",
    "content",
)
"""What is looked at. For each of WAYS: first, whether that reading has the passage first, and sure, SURE more than the log odds of its
confidence there (0 where it does not have it); surest, the greatest of these log odds; votes, the mean of 1 / (1 + rank) over
the readings, firsts, the share of those that have it first. in_document: whether it is of the document looked at, nearby: how
near (1 where both begin together, less by a factor of e every NEARBY characters), after: the same of what follows, seen: whether it is the very text looked at.
message_said, thread_said: the share of the message's pairs of characters, and of those that the topic has besides, that stand
in it or in its headings; length: the logarithm of its length. leads: whether it is what the message as typed finds first. Of every other one: alone, the log odds of that, refused, whether
it is a refusal, alone_in_document and alone_said, the same of that passage; formed, whether a rule made a whole question of the
message; long, how long that is, and content, how many of its pairs of characters say something."""
LONG, FULL = 20, 10
"""Characters, and pairs of them, from which a message is as long as it gets: few follow-ups are longer."""
NEARBY = 600.0
"""About a screen and a half."""
SURE = 6.0
"""Log odds beyond which confidence says no more."""
_TOLD = {("filled", False): 0, ("own", True): 1, ("filled", True): 2, ("own", False): 3}
"""Of readings that put a passage equally high, the one that is told: the whole question, then what keeps to the document."""
_SAYS_NOTHING = frozenset("的了吗呢么啊吧是在有和与不也都就还要能会这那个几多少什哪谁怎")


def evidence(
    found: Sequence[Finding], readings: Sequence[Reading], answers: Sequence[Answer], turn: Turn
) -> NDArray[np.float64]:
    """The values of EVIDENCE for each passage found, shape (found, len(EVIDENCE)); of the readings the first is the message as
    typed, asked of the whole collection."""
    ways = [reading.form + "_within" * (reading.understood.within is not None) for reading in readings]
    asked = readings[0].understood.question
    message = _pairs(asked)
    thread = _pairs(turn.topic or turn.question) - message
    alone = {
        "alone": _log_odds(answers[0].confidence),
        "refused": float(answers[0].refused),
        "alone_in_document": _nearness(found[0].quote, turn.current).get("in_document", 0.0),
        "alone_said": _share(message, _said(found[0].quote)),
        "formed": float("filled" in ways),
        "long": min(len(asked), LONG) / LONG,
        "content": min(len(message), FULL) / FULL,
    }
    rows = []
    for one in found:
        surest = [_sure(place, answers) for place in one.places]
        text = _said(one.quote)
        row = {
            **{f"first_{ways[p.reading]}": float(p.rank == 0) for p in one.places},
            **{f"sure_{ways[p.reading]}": SURE + sure for p, sure in zip(one.places, surest, strict=True)},
            "surest": max(surest),
            "votes": sum(1 / (1 + place.rank) for place in one.places) / len(readings),
            "firsts": sum(place.rank == 0 for place in one.places) / len(readings),
            **_nearness(one.quote, turn.current),
            "message_said": _share(message, text),
            "thread_said": _share(thread, text),
            "length": math.log1p(len(one.quote.text)) if one.quote else 0.0,
            "leads": float(one.leads),
            **({} if one.leads else alone),
        }
        rows.append([row.get(name, 0.0) for name in EVIDENCE])
    return np.array(rows)


def meant(readings: Sequence[Reading], answers: Sequence[Answer], turn: Turn) -> FindingPlace:
    """Which reading is meant, and which of its quotes: one that names a section or repeats words of a document, else the
    likeliest passage, by the reading that says best what was made of the message."""
    for number, answer in enumerate(answers):
        if answer.how != "search" and not answer.refused:
            return FindingPlace(number, 0, None)
    found = found_by(answers)
    likeliest = found[int(np.argmax(evidence(found, readings, answers, turn) @ shipped_weights()))]
    ways = [(reading.form, reading.understood.within is not None) for reading in readings]
    return min(likeliest.places, key=lambda place: (place.rank, _TOLD.get(ways[place.reading], len(_TOLD))))


@cache
def shipped_weights() -> NDArray[np.float64]:
    """In the order of EVIDENCE."""
    raw = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return np.array([raw[name] for name in EVIDENCE])


def _sure(place: FindingPlace, answers: Sequence[Answer]) -> float:
    return _log_odds(place.quote.confidence if place.quote else answers[place.reading].confidence)


def _log_odds(confidence: float) -> float:
    confidence = min(max(confidence, 1e-6), 1 - 1e-6)
    return float(np.clip(math.log(confidence / (1 - confidence)), -SURE, SURE))


def _nearness(quote: Quote | None, looked_at: Stretch | None) -> dict[str, float]:
    if quote is None or looked_at is None or quote.document_id != looked_at.document_id:
        return {}
    nearby = math.exp(-abs(quote.start - looked_at.start) / NEARBY)
    return {
        "in_document": 1.0,
        "nearby": nearby,
        "after": nearby * (quote.start >= looked_at.end),
        "seen": float(quote.start < looked_at.end and looked_at.start < quote.end),
    }


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring characters, without those that any sentence has."""
    folded = fold(text)
    pairs = (folded[i : i + 2] for i in range(len(folded) - 1))
    return frozenset(pair for pair in pairs if not _SAYS_NOTHING.intersection(pair))


def _said(quote: Quote | None) -> frozenset[str]:
    return _pairs(" ".join((*quote.heading_path, quote.text))) if quote else frozenset()


def _share(wanted: frozenset[str], there: frozenset[str]) -> float:
    return len(wanted & there) / max(1, len(wanted))
