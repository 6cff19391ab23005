"""Lines that may be headings. What is a candidate here becomes a heading only in `corpus.headings.outline`, by sequence."""

from itertools import pairwise

from corpus.chinese.markers import marker
from corpus.headings.candidate import HeadingCandidate, indent_of
from corpus.headings.leads import Lead, Unheaded, find_leads, greets
from corpus.headings.numbered import (
    glossary_entry,
    is_list_item,
    is_row_of_cells,
    numbered_heading,
    tight_units,
    without_lists,
)
from corpus.headings.signposts import (
    GLOSSARY,
    agenda_items,
    announced_annexes,
    attached_titles,
    is_annex,
    is_box,
    numbered_annexes,
    questions,
)
from corpus.headings.titles import LABEL_LINE, is_title, kindred_titles, labels_in, parallel_sentences
from corpus.lines.paragraphs import Paragraph

_LEADS = 1 << 32
"""Groups of leads are numbered from here, apart from those of sentences."""
_DEEP = ("paren_han", "arabic", "paren_arabic", "circled", "point")
"""Families of sub-sections, in whose text a row of leads is a manner of writing."""


def heading_candidates(paragraphs: list[Paragraph], first: int) -> list[HeadingCandidate]:
    """The candidates among `paragraphs[first:]`, in order, at most one a paragraph."""
    texts = [p.text.strip() for p in paragraphs]
    if any(p.level for p in paragraphs):
        return _marked(paragraphs, texts, first)
    found = without_lists(_signed(paragraphs, texts, first), texts)
    if any(candidate.family == "article" for candidate in found):
        return found
    stretches = _stretches(texts, first, found)
    begins = [c.index for c in found if c.family == "attached"]
    leads: dict[int, Lead] = {}
    for start, end in pairwise([0, *begins, len(texts)]):
        leads |= find_leads(texts, [s for s in stretches if start <= s.indices[0] < end])
    for index, lead in leads.items():
        offset = indent_of(paragraphs[index])
        found.append(
            HeadingCandidate(
                index, "lead", None, offset, offset + lead.end, lead.stands_alone, group=_LEADS + lead.group
            )
        )
    return sorted(found, key=lambda c: c.index)


def _marked(paragraphs: list[Paragraph], texts: list[str], first: int) -> list[HeadingCandidate]:
    """The candidates where the file's own markup states headings."""
    found: list[HeadingCandidate] = []
    glossary = False
    for index in range(first, len(paragraphs)):
        paragraph, text = paragraphs[index], texts[index]
        numeral = marker(text)
        candidate = None
        if paragraph.level:
            number = numeral.number if numeral else None
            candidate = _whole(index, paragraph, "markup", number=number, level=paragraph.level)
        elif is_annex(text):
            candidate = _whole(index, paragraph, "annex")
        elif numeral and not is_list_item(texts[index - 1], numeral):
            candidate = numbered_heading(index, paragraph, numeral, glossary)
        if candidate:
            found.append(candidate)
            glossary = _opens_glossary(candidate, text, glossary)
    return found


def _signed(paragraphs: list[Paragraph], texts: list[str], first: int) -> list[HeadingCandidate]:
    """The candidates that a number, a name or their own place shows."""
    labels = labels_in(texts[first:])
    tight = tight_units(texts, first)
    groups = parallel_sentences(texts, first)
    asked, items, attached = questions(texts, first), agenda_items(texts, first), set(attached_titles(texts, first))
    announced, annexes = announced_annexes(texts, first), numbered_annexes(texts, first)
    kin = kindred_titles(texts, first)
    found: list[HeadingCandidate] = []
    glossary = False
    for index in range(first, len(paragraphs)):
        paragraph, text = paragraphs[index], texts[index]
        numeral = marker(text) or tight.get(index) or (glossary_entry(text, found[-1]) if glossary else None)
        candidate = None
        if index in announced - annexes:
            continue
        if index in annexes or (text[0] in "附名注有" and is_annex(text)):
            candidate = _whole(index, paragraph, "annex")
        elif index in attached:
            candidate = _whole(index, paragraph, "attached")
        elif index in asked:
            family, number = (numeral.family, numeral.number) if numeral else ("question", None)
            candidate = _whole(index, paragraph, family, number=number)
        elif numeral:
            in_list = is_list_item(texts[index - 1], numeral) or is_row_of_cells(texts, index, numeral)
            candidate = None if in_list else numbered_heading(index, paragraph, numeral, glossary)
        elif index in items:
            candidate = _opening(index, paragraph, "item", items[index][1], number=items[index][0])
        elif index in groups:
            candidate = _opening(index, paragraph, "sentence", len(text) - 1, group=groups[index])
        elif labels and (label := LABEL_LINE.match(text)) and label["label"] in labels:
            candidate = _opening(index, paragraph, "label", label.end() - 1)
        elif text[0] in "专图表" and is_box(text):
            candidate = _whole(index, paragraph, "box")
        elif index in kin or is_title(texts, index, first, found):
            candidate = _whole(index, paragraph, "title")
        if candidate:
            found.append(candidate)
            glossary = _opens_glossary(candidate, text, glossary)
    return found


def _opening(
    index: int, paragraph: Paragraph, family: str, end: int, *, number: int | None = None, group: int | None = None
) -> HeadingCandidate:
    """A heading that is the first `end` characters of its line."""
    offset, length = indent_of(paragraph), len(paragraph.text.strip())
    return HeadingCandidate(index, family, number, offset, offset + end, end >= length - 1, group=group)


def _whole(
    index: int, paragraph: Paragraph, family: str, *, number: int | None = None, level: int | None = None
) -> HeadingCandidate:
    """A heading that is its whole line."""
    offset, text = indent_of(paragraph), paragraph.text.strip()
    end = len(text) if family in ("markup", "title") else len(text.rstrip("：: "))
    return HeadingCandidate(index, family, number, offset, offset + end, True, level=level)


def _opens_glossary(candidate: HeadingCandidate, text: str, before: bool) -> bool:
    """Whether what stands behind the candidate are terms and their explanations."""
    heads = candidate.stands_alone and candidate.family in ("annex", "title", "markup", "han")
    return bool(GLOSSARY.search(text)) if heads else before


def _stretches(texts: list[str], first: int, found: list[HeadingCandidate]) -> list[Unheaded]:
    """The paragraphs between the candidates and greetings."""
    at = {c.index: c for c in found}
    stretches: list[Unheaded] = []
    indices: list[int] = []
    opened, headed, entries = True, False, False
    for index in range(first, len(texts) + 1):
        candidate = at.get(index)
        if index == len(texts) or candidate or greets(texts[index]):
            if indices:
                closed = index == len(texts) or candidate is not None
                root = not found or found[0].index > indices[-1]
                stretches.append(Unheaded(indices, opened, headed, closed, root, entries))
            indices = []
            headed = bool(candidate and candidate.stands_alone)
            entries = bool(candidate and candidate.family in ("annex", "box", "label", "question"))
            opened = candidate is None or candidate.family not in _DEEP
        else:
            indices.append(index)
    return stretches
