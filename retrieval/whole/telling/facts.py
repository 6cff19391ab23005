"""What a document says about itself, by the lines that say so; how many parts it has, by their headings."""

import re
from collections.abc import Sequence

from corpus.chinese.markers import marker
from corpus.chinese.sentences import Span, is_sentence, trimmed
from corpus.document import Document, FactKind
from corpus.headings.tree import ROOT, HeadingTree
from retrieval.answer import Quote
from retrieval.fold import Folded, fold
from retrieval.index.generation import Generation
from retrieval.quotes.records import quote_span
from retrieval.whole.asked import Asked, Whole
from retrieval.whole.telling.chooser import Told, certainty, default_chooser, of_one_document
from retrieval.whole.telling.cutting import parts_of, with_topic
from retrieval.whole.telling.sentences import Sentence, Wording, documents_for, units
from retrieval.whole.telling.stating import KINDS, stated_asked

_UNITS = {"编": "part", "篇": "part", "章": "chapter", "节": "section", "条": "article"}
COUNTED_UNIT = re.compile(r"[几多少]+个?大?(?P<unit>部分|块|章|条|节|编|篇|方面|问题|点(?![钟半]))")
COUNTED = 0.9
"""How sure the headings of the asked unit are: all of 13 labelled questions that they answer."""
_BLOCK = ("speaker", "meeting", "day")
"""Kinds that stand on lines of their own in a title block."""
_FACTS: dict[str, FactKind] = {"speaker": "speaker", "number": "number", "issuer": "issuer", "force": "effective"}
"""Kinds that are asked for in words of their own, and the facts of a document that answer; not days, which all sorts of
things have."""
_COUNT = tuple(kind for kind in KINDS if kind.name == "count")


def gather_facts(asked: Asked) -> Whole | None:
    """One item for every line that says (part of) what is asked; None where no document has any."""
    pieces = parts_of(asked.question.text)
    unit = COUNTED_UNIT.search(asked.question.text)
    if unit and (counted := _counted(asked, unit["unit"], numbered=True)):
        return counted
    told = _told(asked, pieces)
    if (
        unit
        and unit["unit"] not in _UNITS
        and not any(kind.states(fold(one.best.text)) for one, _ in told for kind in _COUNT)
    ):
        return _counted(asked, unit["unit"], numbered=False)
    if not told:
        return None
    spans: dict[tuple[str, Span], float] = {}
    for one, piece in told:
        lines = [sentence.span for sentence in (one.best, *_beside(one.best, piece))]
        for span in (*lines, *_stated(one.best.document, piece, lines)):
            spans.setdefault((one.best.document.id, span), one.sure)
    items = tuple(_quote(asked.generation, document, span, sure) for (document, span), sure in spans.items())
    return Whole("document_facts", items, certainty([one for one, _ in told]))


def _told(asked: Asked, pieces: tuple[Folded, ...]) -> list[tuple[Told, Folded]]:
    chooser, understand = default_chooser("facts"), asked.searching.understand
    wordings = [Wording(understand(piece), understand(with_topic(pieces, at))) for at, piece in enumerate(pieces)]
    told = [(one, w.alone.text) for w in wordings if (one := chooser.choose(asked, w))]
    return list(zip(of_one_document([one for one, _ in told]), [text for _, text in told], strict=True))


def _beside(best: Sentence, piece: Folded) -> list[Sentence]:
    """The other lines of a title block that state a kind asked for which `best` does not state."""
    passage = best.entry.passage
    if best.document.passages[0] != passage or is_sentence(best.text):
        return []
    missing = [kind for kind in stated_asked(piece) if kind.name in _BLOCK and not kind.states(fold(best.text))]
    block = [
        Sentence(best.entry, best.index, start, end, best.behind)
        for start, end in units(best.document.text, (passage.start, passage.end))
        if not is_sentence(best.document.text[start:end]) and (start, end) != best.span
    ]
    states = ((line for line in block if kind.states(fold(line.text))) for kind in missing)
    return [line for lines in states if (line := next(lines, None))]


def _stated(document: Document, piece: Folded, lines: Sequence[Span]) -> list[Span]:
    """The lines by which the document is known to state what is asked for, where none of the `lines` is one of them."""
    kinds = [_FACTS[kind.name] for kind in stated_asked(piece) if kind.name in _FACTS]
    found: list[Span] = []
    for kind in kinds:
        spans = [fact.span for fact in document.facts if fact.kind == kind and fact.span]
        if not any(a < end and start < b for a, b in spans for start, end in lines):
            found += [_line_of(document.text, span) for span in spans]
    return found


def _line_of(text: str, span: Span) -> Span:
    end = text.find("\n", span[1])
    return trimmed(text, text.rfind("\n", 0, span[0]) + 1, end if end >= 0 else len(text))


def _counted(asked: Asked, unit: str, *, numbered: bool) -> Whole | None:
    """The headings of that unit in the document that is meant: numbered ones, or the outermost, whatever they are."""
    document = next(iter(documents_for(asked)))
    tree = asked.generation.trees[document]
    headings = _numbered(tree, unit) if numbered else tree.children(ROOT)
    if len(headings) < 2:
        return None
    shown = headings[-1:] if unit == "条" else headings
    items = tuple(_quote(asked.generation, document, _heading_span(tree, heading), COUNTED) for heading in shown)
    return Whole("document_facts", items, COUNTED if numbered else COUNTED / 2)


def _numbered(tree: HeadingTree, unit: str) -> tuple[int, ...]:
    """The headings of the unit's own numbering, of 部分 and 块 the outermost numbered ones."""
    families = [found.family if (found := marker(h.text, tight=True)) else "" for h in tree.document.headings]
    if unit in _UNITS:
        return tuple(i for i, family in enumerate(families) if family == _UNITS[unit])
    for depth in sorted(set(tree.depths)):
        level = [i for i, at in enumerate(tree.depths) if at == depth]
        for family in dict.fromkeys(families[i] for i in level):
            alike = tuple(i for i in level if families[i] == family)
            if family and len(alike) > 1:
                return alike
    return ()


def _heading_span(tree: HeadingTree, index: int) -> Span:
    """The heading, with the first passage behind one that is a number alone (第六十五条)."""
    heading = tree.document.headings[index]
    found = marker(heading.text, tight=True)
    bare = found is not None and not heading.text[found.end :].strip()
    follows = next((p for p in tree.document.passages if p.end > heading.end), None) if bare else None
    return heading.start, (follows.end if follows else _end(tree.document, heading.start, heading.end))


def _end(document: Document, start: int, end: int) -> int:
    return start + len(document.text[start:end].rstrip())


def _quote(generation: Generation, document: str, span: Span, sure: float) -> Quote:
    return quote_span(generation.trees[document], span, sure)
