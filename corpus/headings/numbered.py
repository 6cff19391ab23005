"""Numbered lines: where their heading ends, and which are items of a list rather than headings."""

import re
from collections.abc import Sequence

from corpus.chinese.markers import Marker, marker
from corpus.chinese.sentences import is_sentence
from corpus.headings.candidate import LIST_ENDS, HeadingCandidate, indent_of
from corpus.lines.paragraphs import Paragraph

LONGEST = 150
"""Characters of a heading; the longest lead sentence seen in real reports has 118."""
_SENTENCE_END = re.compile(r"[。！？!?]")
_COLON = re.compile("[：:]")
_CLAUSE_END = re.compile("[：:]|[，,；;]")
_LEADS = ("han", "paren_han", "arabic")
_LONGEST_LEAD, _SHORT_LEAD = 45, 20
"""Characters of a lead, and of one that states a figure; provisions in a row are longer."""
_FIGURE = re.compile(r"[\d０-９；]")
_LISTED = ("point", "paren_han", "arabic", "paren_arabic", "circled", "ordinal")
_FEWEST_CELLS = 2
"""Number and title make two."""
_BARE = ("han", "paren_han")
"""Families whose number may be the whole heading."""
_ENTRY = re.compile(r"(?:[［\[〔【]\s*(?P<bracketed>\d{1,3})\s*[］\]〕】]|(?P<plain>\d{1,3})[.．、])\s*(?=\S)")
_RESPONSIBLE = re.compile(r"[（(][^（）()]{0,8}(?:单位|部门)[：:][^（）()]+[）)]$")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff”》])[ \u3000]+(?=[\u4e00-\u9fff“《])")
"""A space behind a title that the text follows on the same line."""


def tight_units(texts: list[str], first: int) -> dict[int, Marker]:
    """Markers without a gap behind them (第一条为了…, 第二章管理) that stand between their neighbours in number."""
    found: dict[str, list[tuple[int, Marker]]] = {}
    tight: set[int] = set()
    for index in range(first, len(texts)):
        if texts[index][:1] not in ("第", "笫"):
            continue
        numeral = marker(texts[index])
        if numeral is None and (numeral := marker(texts[index], tight=True)):
            if numeral.family != "article" and (len(texts[index]) > 30 or is_sentence(texts[index])):
                continue
            tight.add(index)
        if numeral:
            found.setdefault(numeral.family, []).append((index, numeral))
    accepted: dict[int, Marker] = {}
    for run in found.values():
        last = 0
        for n, (index, numeral) in enumerate(run):
            following = run[n + 1][1].number if n + 1 < len(run) else None
            alone = numeral.number == 1 and following != 2
            if index in tight:
                if numeral.number not in (1, last + 1) or alone or (last == 0 and following != numeral.number + 1):
                    continue
                accepted[index] = numeral
            last = numeral.number
    return accepted


def glossary_entry(text: str, last: HeadingCandidate) -> Marker | None:
    """The marker of a glossary's next entry behind `last`: in brackets, or glued to a term that begins with a figure."""
    found = _ENTRY.match(text)
    number = int(found["bracketed"] or found["plain"]) if found else 0
    follows = number == (last.number or 0) + 1 if last.family == "arabic" else number == 1
    return Marker("arabic", number, found.end()) if found and follows else None


def is_list_item(previous: str, numeral: Marker) -> bool:
    """Whether the line before is the item before of a list (…；), which is no heading and makes this one none."""
    before = marker(previous) if _is_clause(previous) else None
    return before is not None and (before.family, before.number + 1) == (numeral.family, numeral.number)


def is_row_of_cells(texts: Sequence[str], index: int, numeral: Marker) -> bool:
    """Whether a line with a gap behind its number is the row of a table whose cells gaps part: the line above has as many."""
    text = texts[index]
    if numeral.family != "arabic" or not text[numeral.end - 1].isspace():
        return False
    cells = len(text.split())
    return cells > _FEWEST_CELLS and len(texts[index - 1].split()) == cells and "。" not in text


def numbered_heading(index: int, paragraph: Paragraph, numeral: Marker, glossary: bool) -> HeadingCandidate | None:
    """The heading behind a marker: to the end of the lead sentence, or the whole line; None for items of a list."""
    text, offset = paragraph.text.strip(), indent_of(paragraph)
    if numeral.family == "article":
        end = numeral.end
    elif _is_clause(text):
        return None
    else:
        end = _lead_end(text, numeral, glossary)
        if end > LONGEST:
            end = _first_clause_end(text, numeral)
        if end > LONGEST or (end <= numeral.end and not (len(text) == numeral.end and numeral.family in _BARE)):
            return None
    return HeadingCandidate(
        index=index,
        family=numeral.family,
        number=numeral.number,
        start=offset,
        end=offset + end,
        stands_alone=not text[end:].lstrip("。！？!?：: "),
        inserted=numeral.inserted,
        glued=paragraph.glued,
    )


def without_lists(found: list[HeadingCandidate], texts: list[str]) -> list[HeadingCandidate]:
    """`found` less the items of lists, which are numbered sentences in a row and no headings.

    They are bare sentences that a sentence introduces, or provisions: sentences longer than a heading would be.
    """
    at = {c.index: c for c in found}
    items: set[int] = set()
    for one in found:
        if one.number != 1 or one.family not in _LISTED:
            continue
        run = [one.index]
        while (item := at.get(run[-1] + 1)) and (item.family, item.number) == (one.family, len(run) + 1):
            run.append(item.index)
        before = at.get(one.index - 1)
        introduced = is_sentence(texts[one.index - 1]) and not (before and before.stands_alone)
        bare = introduced and all(_is_bare(texts[i]) for i in run)
        named = before and before.family in ("annex", "title", "attached", "label")
        provisions = sum(_provides(texts[i], at[i]) for i in run)
        if len(run) > 1 and (bare or (not named and 3 * provisions >= 2 * len(run))):
            items.update(run)
    return [c for c in found if c.index not in items]


def _provides(text: str, candidate: HeadingCandidate) -> bool:
    """Whether the paragraph is a provision: its first sentence is long, states a figure, or is all there is."""
    lead = text[: candidate.end - candidate.start]
    return len(lead) > _LONGEST_LEAD or _is_bare(text) or (len(lead) > _SHORT_LEAD and bool(_FIGURE.search(lead, 4)))


def _is_bare(text: str) -> bool:
    return text[-1] == "。" and len(_SENTENCE_END.findall(text)) == 1


def _is_clause(text: str) -> bool:
    """Whether the line ends as a part of a sentence does, and no sentence ends within it."""
    return text[-1:] in LIST_ENDS and "。" not in text


def _lead_end(text: str, numeral: Marker, glossary: bool) -> int:
    stop = _SENTENCE_END.search(text, numeral.end)
    if stop and numeral.family in ("part", "subpart", "chapter", "section"):
        return LONGEST + 1
    end = stop.start() if stop else len(text.rstrip("：: "))
    if text[end - 1] in "）)" and (note := _RESPONSIBLE.search(text, numeral.end, end)):
        end = note.start()
    if (gap := _GAP.search(text, numeral.end + 4, numeral.end + 40)) and len(text) - gap.end() >= 30 and stop:
        return gap.start()
    colon = _COLON.search(text, numeral.end, end)
    if colon and colon.end() < len(text) and (glossary or (end > 40 and colon.start() <= 25)):
        end = colon.start()
    return end


def _first_clause_end(text: str, numeral: Marker) -> int:
    """A lead sentence too long for a heading is named by its first words; its number keeps the sequence whole."""
    found = _CLAUSE_END.search(text, numeral.end + 4, LONGEST // 2) if numeral.family in _LEADS else None
    return found.start() if found else LONGEST + 1
