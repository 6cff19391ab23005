"""The automatic numbers of a Word document: counted through its paragraphs, written as the list's levels say."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.etree import _Element

from corpus.readers.number_formats import numeral
from corpus.readers.word.elements import W, switched_on, val_at
from corpus.readers.word.styles import Styles

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_LETTER = re.compile(r"\w$")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: number format, text (第%1章), first number, what follows the number."""

    form: str
    text: str
    start: int
    suffix: str
    legal: bool


class Numbering:
    """The automatic numbers of a document; `next` must be asked for its paragraphs in order, each once."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = (
            {a.get(W + "abstractNumId", ""): a for a in root.findall(W + "abstractNum")} if root is not None else {}
        )
        self._lists = {n.get(W + "numId", ""): n for n in root.findall(W + "num")} if root is not None else {}
        self._counters: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._restarted: set[tuple[str, int]] = set()

    def next(self, paragraph: _Element) -> str:
        """The number in front of `paragraph` with its gap, "" where it has none."""
        number, depth = self._list_level(paragraph)
        listing = self._lists.get(number)
        abstract = self._abstract_of(listing)
        if listing is None or abstract is None:
            return ""
        levels = [self._level(listing, abstract, n) for n in range(depth + 1)]
        counters = self._counters[abstract.get(W + "abstractNumId", "")]
        restart = self._override(listing, depth, "startOverride")
        if restart is not None and (number, depth) not in self._restarted:
            self._restarted.add((number, depth))
            counters[depth] = None
        for upper in range(depth):
            counters[upper] = levels[upper].start if counters[upper] is None else counters[upper]
        before = counters[depth]
        counters[depth] = levels[depth].start if before is None else before + 1
        counters[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return _written(levels, counters)

    def _list_level(self, paragraph: _Element) -> tuple[str, int]:
        """List and level of the paragraph; a list of "0" or "" is none."""
        number, depth = val_at(paragraph, "pPr/numPr/numId"), val_at(paragraph, "pPr/numPr/ilvl")
        for style in self._styles.chain(val_at(paragraph, "pPr/pStyle")):
            if number is not None:
                break
            number = val_at(style, "pPr/numPr/numId")
            depth = depth or val_at(style, "pPr/numPr/ilvl") or self._linked_level(number, style.get(W + "styleId", ""))
        return number or "", min(int(depth), _LEVELS - 1) if depth and depth.isdecimal() else 0

    def _linked_level(self, number: str | None, style: str) -> str | None:
        """A level of the list may name the style whose paragraphs stand on it."""
        abstract = self._abstract_of(self._lists.get(number or ""))
        levels = abstract.findall(W + "lvl") if abstract is not None else []
        return next((level.get(W + "ilvl") for level in levels if val_at(level, "pStyle") == style), None)

    def _abstract_of(self, listing: _Element | None) -> _Element | None:
        abstract = self._abstract.get(val_at(listing, "abstractNumId") or "")
        linked = val_at(abstract, "numStyleLink")
        if linked:
            # The definition stands with the list that a numbering style names.
            named = next((val_at(style, "pPr/numPr/numId") for style in self._styles.chain(linked)), None)
            other = self._abstract.get(val_at(self._lists.get(named or ""), "abstractNumId") or "")
            return other if other is not None else abstract
        return abstract

    def _override(self, listing: _Element, depth: int, name: str) -> _Element | None:
        for override in listing.findall(W + "lvlOverride"):
            if override.get(W + "ilvl") == str(depth):
                return override.find(W + name)
        return None

    def _level(self, listing: _Element, abstract: _Element, depth: int) -> _Level:
        levels = [self._override(listing, depth, "lvl"), *abstract.findall(W + "lvl")]
        level = next((one for one in levels if one is not None and one.get(W + "ilvl") == str(depth)), None)
        restart = self._override(listing, depth, "startOverride")
        start = restart.get(W + "val") if restart is not None else val_at(level, "start")
        return _Level(
            form=val_at(level, "numFmt") or "decimal",
            text=val_at(level, "lvlText") or "",
            start=int(start) if start and start.isdecimal() else 1,
            suffix=val_at(level, "suff") or "tab",
            legal=bool(switched_on(level, "isLgl")),
        )


def _written(levels: list[_Level], counters: list[int | None]) -> str:
    """第%1章 with its numbers. A gap follows only where the number does not end in punctuation, as people type it."""
    own = levels[-1]
    if own.form == "bullet":
        return ""

    def fill(found: re.Match[str]) -> str:
        depth = int(found[1]) - 1
        if depth >= len(levels):
            return ""
        form = "decimal" if own.legal else levels[depth].form
        return numeral(counters[depth] or 0, form)

    text = _PLACEHOLDER.sub(fill, own.text)
    gap = " " if own.suffix != "nothing" and _LETTER.search(text) else ""
    return text + gap
