"""From an answer by single passages to a whole one, where the question wants that and it is found."""

from collections.abc import Mapping
from dataclasses import replace

from retrieval.answer import Answer, Kind
from retrieval.whole.asked import Asked, Gathering, Whole
from retrieval.whole.kinds import default_kinds
from retrieval.whole.telling.facts import gather_facts
from retrieval.whole.telling.parts import gather_parts

GATHERINGS: Mapping[Kind, Gathering] = {"document_facts": gather_facts, "parts": gather_parts}
"""What gathers each kind."""
WORTH = 0.1
"""Probability of a kind, by the wording, from which it is gathered: that takes time, and a rarer one is hardly ever meant."""
LEADS, OFFERS = 0.6, 0.05
"""How probable it is that a whole answer is wanted and right (of both the probability) for it to lead, and to be offered."""


def complete_answer(asked: Asked, kind: Kind | None) -> Answer:
    """The answer as a whole one of `kind`; without, as one of the kind that the wording wants, if any.

    As it was where nothing of that kind is found, or where passages are wanted.
    """
    if kind is not None:
        whole = _gathered(asked, kind)
        return _led(asked.answer, whole) if whole else asked.answer
    found = [(share * whole.sure, whole) for share, whole in _wanted(asked)]
    chance, best = max(found, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or chance < OFFERS:
        return asked.answer
    return _led(asked.answer, best) if chance >= LEADS else _offered(asked.answer, best)


def _wanted(asked: Asked) -> list[tuple[float, Whole]]:
    """The whole answers of the kinds that the wording may want, each with how probable its kind is."""
    shares = default_kinds().probabilities(asked.question.text)
    gathered = ((share, _gathered(asked, kind)) for kind, share in shares.items() if share >= WORTH)
    return [(share, whole) for share, whole in gathered if whole]


def _gathered(asked: Asked, kind: Kind) -> Whole | None:
    return GATHERINGS[kind](asked) if kind in GATHERINGS else None


def _led(answer: Answer, whole: Whole) -> Answer:
    return replace(_offered(answer, whole), kind=whole.kind, offer=None, refused=False, reason=None)


def _offered(answer: Answer, whole: Whole) -> Answer:
    return replace(answer, items=whole.items, stated=whole.stated, without=whole.without, offer=whole.kind)
