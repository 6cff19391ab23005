"""Questions that name a section in a document instead of a subject: 安徽报告第三部分（二）, 第十条, 讲话最后一部分.

Deterministic: `retrieval.lookup.steps` reads the steps (第三部分), `retrieval.lookup.documents_meant` finds the documents that all
other words fit, `retrieval.lookup.navigation` the section that the steps lead to in each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.chinese.sentences import Span
from corpus.headings.tree import ROOT
from retrieval.answer import Answer, Quote, Reason
from retrieval.index.entries import Entry
from retrieval.index.generation import Generation
from retrieval.lookup.documents_meant import Interpretation, Mention, interpretations_of
from retrieval.lookup.navigation import Navigator
from retrieval.lookup.steps import Reference, Step
from retrieval.quotes.records import quote_entry, suggest_section

SUGGESTIONS = 8
"""Sections offered where one is missing or several are meant: all parts of nine in ten
documents (of 21 real ones, which have three to nine, and 34 others, eight at most)."""
_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Target:
    """Where an interpretation leads: the `section` (ROOT for the whole document), and a span of its text if less.

    `found` is False when the document has no such section; `section` is then the last one on the way that it has.
    """

    interpretation: Interpretation
    within: Navigator
    section: int
    found: bool
    span: Span | None = None


def find_section(
    generation: Generation, reference: Reference, *, recent: str | None = None, limit: int = 5
) -> Answer | None:
    """The answer to a question that may be a `reference`, None where no document accounts for all of its words.

    `recent` is the id of the document last spoken of: it is meant where the question's words fit it. Where several
    documents fit as well, none is quoted: they are suggested (`which_document`). A section that the document does not
    have is said to be missing (`no_such_section`), with the sections that are there.
    """
    ways = interpretations_of(generation, reference)
    targets = [target for way in ways if (target := _follow(generation, reference, way))]
    if all(target.within.document.id != recent for target in targets):
        targets = _in_force(generation, targets)
    chosen = _choose(targets, recent)
    if chosen is not None:
        return _answer(generation, reference, chosen, limit)
    existing = [target for target in targets if target.found]
    newest_first = sorted(existing, key=lambda target: target.within.document.dated or "", reverse=True)
    refusal = _refusal(generation, reference, "which_document", newest_first)
    return refusal if refusal.suggestions else None


def _follow(generation: Generation, reference: Reference, way: Interpretation) -> Target | None:
    """Take the steps and mentioned headings in order; None when a mention fits nowhere."""
    outline = Navigator.of(generation, way.document_index)
    elements: list[Step | Mention] = sorted([*reference.steps, *way.mentions], key=lambda e: e.start)
    if len(elements) == 2 and isinstance(elements[0], Step) and elements[0].unit == "thing":
        elements.reverse()  # 第三件民生实事 is the third of the 民生实事
    section = ROOT
    for element, last in zip(elements, [False] * (len(elements) - 1) + [True], strict=True):
        if isinstance(element, Mention):
            if section != ROOT and element.words in outline.texts[section]:
                continue
            inside = outline.containing(element.words, section)
            # A heading named last asks for a subject, which is for search to find; not so an entry of a glossary.
            if inside is None or (last and (section == ROOT or not outline.in_annex(section))):
                return None
            section = inside
        elif element.unit in ("paragraph", "opening", "closing"):
            if last:
                span = outline.span_of(element, section)
                return Target(way, outline, section, span is not None, span)
        elif element.unit == "thing" and section == ROOT:
            return None
        else:
            following = outline.follow(element, section)
            if following is None:
                return Target(way, outline, section, False)
            section = following
    return Target(way, outline, section, section != ROOT)


def _in_force(generation: Generation, targets: Sequence[Target]) -> list[Target]:
    """`targets` without the documents that another of them has taken the place of: 养犬条例 is not what it repealed."""
    meant = {target.within.document.id for target in targets}

    def superseded(target: Target) -> bool:
        known = generation.standings.get(target.within.document.id)
        return known is not None and known.is_superseded and known.by_id in meant

    return [target for target in targets if not superseded(target)]


def _choose(targets: Sequence[Target], recent: str | None) -> Target | None:
    """The target that is meant: in the recent document, else where only one document fits or is called just so."""
    existing = [target for target in targets if target.found]
    for group in (existing, targets):
        if found := next((t for t in group if t.within.document.id == recent), None):
            return found if found.found or not existing else _only(existing) or found
    return _only(existing) or _titled(existing) or (_only(targets) if not existing else None)


def _only(targets: Sequence[Target]) -> Target | None:
    return targets[0] if len(targets) == 1 else None


def _titled(targets: Sequence[Target]) -> Target | None:
    """The one document whose whole title the question names; 民法典 is a whole title."""

    def whole(target: Target) -> bool:
        title = target.within.document.title.removeprefix(_STATE)
        return 0 < len(title) <= target.interpretation.named

    return _only([target for target in targets if whole(target)])


def _answer(generation: Generation, reference: Reference, target: Target, limit: int) -> Answer:
    if not target.found:
        return _refusal(generation, reference, "no_such_section", [target])
    tree = target.within.tree
    below = tree.children(target.section) if target.section != ROOT else ()
    suggestions = tuple(suggest_section(tree, i) for i in below[:SUGGESTIONS])
    quotes = _quotes(generation, target, limit)
    return Answer(reference.text, False, None, 1.0, quotes, suggestions, generation.id, how="reference")


def _quotes(generation: Generation, target: Target, limit: int) -> tuple[Quote, ...]:
    """The first passages of the section in text order, or those that the span touches, the span highlighted."""
    rows = np.flatnonzero(generation.document_of == target.interpretation.document_index)
    entries = [generation.entries[i] for i in rows]
    if target.span is None:
        inside = [e for e in entries if target.section in e.passage.path]
        return tuple(quote_entry(e, (), 1.0, 1.0) for e in inside[:limit])
    start, end = target.span
    touched = [e for e in entries if e.passage.start < end and start < e.passage.end]
    return tuple(quote_entry(e, _inside(e, target.span), 1.0, 1.0) for e in touched[:limit])


def _inside(entry: Entry, span: Span) -> tuple[Span, ...]:
    passage = entry.passage
    start, end = max(span[0], passage.start), min(span[1], passage.end)
    whole = (start, end) == (passage.start, passage.end)
    return () if whole else ((start - passage.start, end - passage.start),)


def _refusal(generation: Generation, reference: Reference, reason: Reason, targets: Sequence[Target]) -> Answer:
    suggestions = []
    for target in targets:
        tree = target.within.tree
        below = tree.children(target.section) or target.within.parts()
        offered = [target.section] if target.found else below
        suggestions += [suggest_section(tree, i) for i in offered if i != ROOT]
    return Answer(
        reference.text, True, reason, 0.0, (), tuple(suggestions[:SUGGESTIONS]), generation.id, how="reference"
    )
