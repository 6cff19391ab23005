"""The folded texts of lists that a question is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.headings.tree import ROOT
from retrieval.fold import Folded, fold
from retrieval.whole.lists.candidates import ListCandidate


@dataclass(frozen=True, slots=True)
class ListTexts:
    """The folded texts of a list that are compared with the question."""

    stem: Folded
    around: Folded
    heading: Folded
    path: Folded
    name: Folded
    leads: tuple[Folded, ...]


def folded_texts(candidates: Sequence[ListCandidate]) -> list[ListTexts]:
    """The texts of all candidates, each piece folded once."""
    folded: dict[str, Folded] = {}

    def once(text: str) -> Folded:
        if text not in folded:
            folded[text] = fold(text)
        return folded[text]

    found = []
    for one in candidates:
        text, listed = one.document.text, one.enumeration
        path = _path(one)
        found.append(
            ListTexts(
                once(text[slice(*listed.stem)]),
                once(text[slice(*listed.around)]),
                once(path[0] if path else ""),
                once(" ".join(path[1:])),
                once(one.document.name),
                tuple(once(text[slice(*lead)]) for lead in listed.leads),
            )
        )
    return found


def _path(one: ListCandidate) -> list[str]:
    """The headings that a list stands under, the nearest first."""
    at, headings, found = one.enumeration.section, one.document.headings, []
    level = headings[at].level + 1 if at != ROOT else 0
    while at != ROOT:
        if headings[at].level < level:
            found.append(headings[at].text)
            level = headings[at].level
        at -= 1
    return found
