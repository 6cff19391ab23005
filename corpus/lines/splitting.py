"""Lines that hold a second heading (第一章　总则　第一条…, 二、任务（一）修路, …。（三）修桥。, …三点。第一，修路。) cut before it.

Cut is only where the numbering makes it likely; whether a heading stands there is decided in `corpus.headings.outline`.
"""

import re
from dataclasses import replace

from corpus.chinese.markers import Marker, marker
from corpus.lines.paragraphs import Paragraph

_SECOND = re.compile(
    # The class in front lets the search skip quickly to the few characters that a marker begins with.
    r"[（(﹙第一二三四五六七八九十1](?:(?<=[（(﹙])[一二三四五六七八九十]{1,3}[）)﹚]"
    r"|(?<=第)(?:一[，、,]|[一二三四五六七八九十百零千\d]{1,8}[章节条]\s)"
    r"|(?<=一)是|(?<=1)[.．、](?!\d)|(?<=[一二三四五六七八九十])[一二三四五六七八九十]{0,2}、)"
)
_STOPS, _TITLE_ENDS = "。！？!?：:", "”》"
_ENUMERATED = re.compile(r"[（(﹙][一二三四五六七八九十]{1,3}[）)﹚]|[。；：:][一二三四五六七八九十]{1,3}、")
_ITEMS = re.compile(r"1[.．、][^。！？!?]{1,80}[；;]\s*2[.．、](?!\d)")
"""A list inside of one sentence, from its one on."""
_NO_TITLE = re.compile(r"[。！？]\W*.*[。！？]|第.{1,4}[款项条]$")
_LONGEST_TITLE = 40
_LOOKED_BACK, _LONGEST_SIGN = 100, 5
_BELOW = {
    "part": ("subpart", "chapter", "section", "article"),
    "subpart": ("chapter", "section", "article"),
    "chapter": ("section", "article"),
    "section": ("article",),
    "han": ("paren_han", "arabic"),
    "paren_han": ("arabic",),
}


def split_second_headings(paragraphs: list[Paragraph], start: int) -> list[Paragraph]:
    """`paragraphs` with those from `start` on cut; the pieces of one line are `glued` and lose no character."""
    pieces = paragraphs[:start]
    for index in range(start, len(paragraphs)):
        paragraph, at = paragraphs[index], 0
        following = paragraphs[index + 1].text.strip() if index + 1 < len(paragraphs) else ""
        for end in _cuts(paragraph, following):
            pieces.append(_piece(paragraph, at, end))
            at = end
        pieces.append(_piece(paragraph, at, len(paragraph.text)))
    return pieces


def _cuts(paragraph: Paragraph, following: str) -> list[int]:
    if paragraph.level is not None:
        return []
    cuts, at, text = [], 0, paragraph.text
    before, enumerated, checked = None, False, 0
    for second in _SECOND.finditer(text):
        start = second.start()
        # Nothing here looks back over the whole line, or a line of a million markers would be read a million times.
        piece = text[max(at, start - _LOOKED_BACK) : start].strip()
        if not piece or not _may_end_here(piece[-1], second[0], text[start - 1].isspace()) or _ITEMS.match(text, start):
            continue
        before = before or marker(text[at : at + _LOOKED_BACK].lstrip())
        found = marker(text[start : start + 20])
        enumerated = enumerated or bool(_ENUMERATED.search(text, max(at, checked), start))
        checked = start - _LONGEST_SIGN
        if found and _is_likely(before, found, piece, following, enumerated):
            cuts.append(start)
            at, before, enumerated = start, found, False
    return cuts


def _may_end_here(last: str, second: str, spaced: bool) -> bool:
    """Behind a sentence anything may begin; behind a title only what opens a level below it."""
    if last in _STOPS:
        return not second[-1].isspace() or spaced
    below = (second[1:2] == "一" and second[0] in "（(﹙") or (second[0] == "第" and spaced and second[-1].isspace())
    return below and ("\u4e00" <= last <= "\u9fff" or last in _TITLE_ENDS)


def _is_likely(before: Marker | None, found: Marker, text: str, following: str, enumerated: bool) -> bool:
    """A one right behind the title it stands under or before a line with its two; the next sibling of a full sentence.

    `enumerated` says that the sentences before hold numbers already.
    """
    if found.family in ("point", "ordinal"):
        second = marker(following)
        return before is None and second is not None and (second.family, second.number) == (found.family, 2)
    is_title = len(text) <= _LONGEST_TITLE and before is not None and found.family in _BELOW.get(before.family, ())
    if found.number == 1 or found.family in ("chapter", "section", "article"):
        return is_title and not _NO_TITLE.search(text)
    if found.family not in ("han", "paren_han") or text[-1] not in "。！？!?":
        return False
    if before is not None and before.family == found.family:
        return before.number == found.number - 1
    return not enumerated


def _piece(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    if start == 0 and end == len(paragraph.text):
        return paragraph
    return replace(paragraph, text=paragraph.text[start:end], glued=start > 0, apart=paragraph.apart and start == 0)
