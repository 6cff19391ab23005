"""From an answer by single passages to a whole one, where the question wants that and it is found."""

from collections.abc import Mapping
from dataclasses import replace

from retrieval.answer import Answer, Kind
from retrieval.whole.asked import Asked, Gathering, Whole
from retrieval.whole.conditions.gathering import gather_conditions
from retrieval.whole.documents.across import across_documents
from retrieval.whole.documents.comparison import compare_sides
from retrieval.whole.documents.over_time import over_the_years
from retrieval.whole.kinds import default_kinds
from retrieval.whole.lists.gathering import gather_list
from retrieval.whole.telling.facts import gather_facts
from retrieval.whole.telling.parts import gather_parts

GATHERINGS: Mapping[Kind, Gathering] = {
    "list": gather_list,
    "across": across_documents,
    "comparison": compare_sides,
    "over_time": over_the_years,
    "conditions": gather_conditions,
    "document_facts": gather_facts,
    "parts": gather_parts,
}
"""What gathers each kind."""
LEADS = 0.6
"""How probable it is that a whole answer is wanted and right (of both the probability) for it to lead: then 1 in 100 questions on
work reports that want a passage, and fewer on local documents, are answered by another kind."""
ENOUGH = 0.3
"""How often a passage is enough where a whole answer is wanted: what is gathered leads too where it is likelier to be right than that,
and the more so the less it is wanted (see `_leads`). On labelled questions 0.64 of the comparisons below LEADS are complete, of
the parts 0.7, of the cases 0.6 to 1."""
EVEN = 0.5
"""As LEADS, where the passages do not seem to answer: nothing is lost then but a refusal. Of 191 unanswerable questions one
wants a whole answer by its wording, which is far below; of the labelled ones from there to LEADS all three are complete."""
GATHERED, OFFERED = 0.1, 0.1
"""How probable a kind is, by the wording, for it to be gathered where offers are; and how probable it is that what was gathered is
wanted and right for it to be offered. Both by eye: an offer costs a line."""


def complete_answer(asked: Asked, kind: Kind | None, *, offers: bool = False) -> Answer:
    """The answer as a whole one of `kind`; without, as one of the kind that the wording wants, if any.

    As it was where nothing of that kind is found, or where passages are wanted. A kind that may be wanted is offered; with
    `offers` its items are gathered as well, which takes longer, and it is offered where there are any.
    """
    if kind is not None:
        whole = _gathered(asked, kind)
        return _led(asked.answer, whole) if whole else asked.answer
    shares = default_kinds().probabilities(asked.question.text)
    least = GATHERED if offers else LEADS
    found = [
        (share * whole.sure, share, whole)
        for k, share in shares.items()
        if share >= least and (whole := _gathered(asked, k))
    ]
    chance, share, best = max(found, key=lambda one: one[0], default=(0.0, 0.0, None))
    if best and (chance >= LEADS or _leads(asked.answer, share, best)):
        return _led(asked.answer, best)
    if best and best.items and chance >= OFFERED:
        return asked.answer if _says_all(asked.answer, best) else _offered(asked.answer, best)
    likely = max(GATHERINGS, key=lambda k: shares[k])
    unseen = not offers and shares["passage"] < shares[likely] < LEADS
    return replace(asked.answer, offer=likely) if unseen else asked.answer


def _leads(answer: Answer, share: float, whole: Whole) -> bool:
    """Whether more is won by `whole`, wanted with probability `share`, than is lost where the passages would have answered."""
    if answer.refused:
        return bool(whole.items) and share * whole.sure >= EVEN
    won, lost = share * (whole.sure - ENOUGH), (1 - share) * answer.confidence
    return share >= LEADS and bool(whole.items) and won > lost


def _says_all(answer: Answer, whole: Whole) -> bool:
    """Whether the first quote holds every item, so that there is nothing to list."""
    if not answer.quotes:
        return False
    first = answer.quotes[0]
    return all(
        i.document_id == first.document_id and first.start <= i.start and i.end <= first.end for i in whole.items
    )


def _gathered(asked: Asked, kind: Kind) -> Whole | None:
    return GATHERINGS[kind](asked) if kind in GATHERINGS else None


def _led(answer: Answer, whole: Whole) -> Answer:
    led = replace(_offered(answer, whole), kind=whole.kind, offer=None, refused=not whole.items)
    return replace(led, reason=led.reason or "not_confident") if led.refused else replace(led, reason=None)


def _offered(answer: Answer, whole: Whole) -> Answer:
    return replace(
        answer,
        items=whole.items,
        stated=whole.stated,
        without=whole.without,
        unread=whole.unread,
        offer=whole.kind,
    )
