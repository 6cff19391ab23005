"""Lines that hold a second heading (第一章　总则　第一条…, 二、任务（一）修路, …。（三）修桥。) cut before it.

Only places that the numbering makes likely are cut; whether a heading stands there is decided in `corpus.outline`.
"""

import re
from dataclasses import replace

from corpus.markers import Marker, marker
from corpus.paragraphs import Paragraph

_PLACE = re.compile(
    r"(?<=[。！？!?：:])[ \u3000]*(?=[（(﹙][一二三四五六七八九十]{1,3}[）)﹚]|[一二三四五六七八九十]{1,3}、|1[.．、](?!\d))"
    r"|(?<=[\u4e00-\u9fff”》])[ \u3000]*(?=[（(﹙]一[）)﹚])"
    r"|(?<=[\u4e00-\u9fff”》])[ \u3000]+(?=第[一二三四五六七八九十百零千\d]{1,8}[章节条][ \u3000])"
)
_ENUMERATED = re.compile(r"[（(﹙][一二三四五六七八九十]{1,3}[）)﹚]")
_LONGEST_TITLE = 40
_OPENS_BELOW = {
    "part": ("subpart", "chapter", "section", "article"), "subpart": ("chapter", "section", "article"),
    "chapter": ("section", "article"), "section": ("article",),
    "han": ("paren_han", "arabic"), "paren_han": ("arabic",),
}  # fmt: skip


def split_second_headings(paragraphs: list[Paragraph], start: int) -> list[Paragraph]:
    """`paragraphs` with those from `start` on cut; the pieces of one line are `glued` and lose no character."""
    pieces = paragraphs[:start]
    for paragraph in paragraphs[start:]:
        at = 0
        if paragraph.level is None:
            open_marker = marker(paragraph.text.strip())
            for place in _PLACE.finditer(paragraph.text):
                found = marker(paragraph.text[place.end() : place.end() + 20])
                if found and place.end() > at and _is_likely(open_marker, found, paragraph.text[at : place.end()]):
                    pieces.append(_piece(paragraph, at, place.end()))
                    at, open_marker = place.end(), found
        pieces.append(_piece(paragraph, at, len(paragraph.text)))
    return pieces


def _is_likely(before: Marker | None, found: Marker, text: str) -> bool:
    """A one right behind the title it stands under, or the next sibling behind a full sentence."""
    if found.number == 1:
        title = text.strip()
        below = before is not None and found.family in _OPENS_BELOW.get(before.family, ())
        return (
            below and len(title) <= _LONGEST_TITLE and not re.search(r"[。！？]\W*.*[。！？]|第.{1,4}[款项条]$", title)
        )
    if found.family in ("chapter", "section", "article"):
        return (
            before is not None and found.family in _OPENS_BELOW.get(before.family, ()) and len(text) <= _LONGEST_TITLE
        )
    if found.family not in ("han", "paren_han") or text.rstrip()[-1] not in "。！？!?":
        return False
    if before is not None and before.family == found.family:
        return before.number == found.number - 1
    return not _ENUMERATED.search(text)


def _piece(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    if start == 0 and end == len(paragraph.text):
        return paragraph
    return replace(paragraph, text=paragraph.text[start:end], glued=start > 0)
