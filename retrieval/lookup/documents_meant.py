"""Which documents a reference may mean: those that account for every character of the question outside its steps.

A character is accounted for by what the document is called (region, speaker, year, title, kind), by its headings, or by
words that merely ask. One word too many, and the question is no reference but left to search; so 第一产业 or 第二季度
inside a question never lead anywhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from retrieval.fold import Folded
from retrieval.index.generation import Generation
from retrieval.lookup.steps import FILLER, Reference


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the question that stand in a heading, with their position in the question."""

    words: Folded
    start: int


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A way to understand the reference in one document (`document_index`): `named` characters of it are the document's own names.

    `fit` grows with the length of the pieces: 政府工作报告 in one piece is closer than 政府, 工作 and 报告.
    """

    document_index: int
    named: int
    fit: int
    mentions: tuple[Mention, ...]


def interpretations_of(generation: Generation, reference: Reference) -> list[Interpretation]:
    """The ways to understand `reference`: by names, or where there are none with headings as well; the closest only."""
    letters = reference.naming
    for with_headings in (False, True):
        known = (
            names + (generation.heading_lines[i] if with_headings else "") for i, names in enumerate(generation.names)
        )
        possible = [i for i, text in enumerate(known) if all(letter in text for letter in letters)]
        tried = (_interpret(generation, i, reference, with_headings) for i in possible)
        if found := [interpretation for interpretation in tried if interpretation]:
            best = max(interpretation.fit for interpretation in found)
            return [interpretation for interpretation in found if interpretation.fit == best]
    return []


def _interpret(generation: Generation, index: int, reference: Reference, with_headings: bool) -> Interpretation | None:
    """Account for every character of the question outside its steps: of all ways, the one with the longest pieces."""
    name = generation.names[index]
    headings = generation.heading_lines[index] if with_headings else ""
    steps = {step.start: step.end for step in reference.steps}
    text = reference.text
    reached = {0: Interpretation(index, 0, 0, ())}
    for at in range(len(text)):
        interpretation = reached.get(at)
        if interpretation is None:
            continue
        stop = min((start for start in steps if start >= at), default=len(text))
        if at == stop:
            _reach(reached, steps[at], interpretation)
            continue
        if filler := FILLER.match(text, at, stop):
            _reach(reached, filler.end(), interpretation)
        for end in _pieces(text, at, stop, name):
            size = end - at
            _reach(
                reached,
                end,
                replace(interpretation, named=interpretation.named + size, fit=interpretation.fit + size**2),
            )
        for end in _pieces(text, at, stop, headings):
            mention = Mention(Folded(text[at:end]), at)
            _reach(
                reached,
                end,
                replace(
                    interpretation,
                    fit=interpretation.fit + (end - at) ** 2,
                    mentions=(*interpretation.mentions, mention),
                ),
            )
    return reached.get(len(text))


def _reach(reached: dict[int, Interpretation], at: int, interpretation: Interpretation) -> None:
    if at not in reached or reached[at].fit < interpretation.fit:
        reached[at] = interpretation


def _pieces(text: str, start: int, stop: int, known: str) -> Iterator[int]:
    """The ends of the pieces of two and more characters from `start` on that `known` holds; numbers only whole."""
    for end in range(start + 2, stop + 1):
        if text[start:end] not in known:
            return
        if not _splits_number(text, start, end) and _stands_whole(text[start:end], known):
            yield end


def _splits_number(text: str, start: int, end: int) -> bool:
    return any(0 < at < len(text) and text[at - 1].isdecimal() and text[at].isdecimal() for at in (start, end))


def _stands_whole(words: str, known: str) -> bool:
    """Whether `words` stand in `known` with no number cut at either end."""
    if not (words[0].isdecimal() or words[-1].isdecimal()):
        return True
    return any(not _splits_number(known, m.start(), m.end()) for m in re.finditer(re.escape(words), known))
