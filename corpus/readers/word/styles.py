"""What a Word document's styles and numbering say about a paragraph: heading level, boldness, automatic number."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.etree import _Element

from corpus.readers.numbering import numeral
from corpus.readers.word.tree import W

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)
_BODY_LEVEL = 9
"""The outline level of text that is no heading."""
_LEVELS = 9
_DEEPEST = 20
"""Styles that may be based on one another; Word allows eleven."""
_PLACEHOLDER = re.compile(r"%([1-9])")
_LETTER = re.compile(r"\w$")


def value(element: _Element | None, path: str) -> str | None:
    """The w:val of the element at `path` (`pPr/numPr/ilvl`) below `element`, "" where it has none, None without it."""
    for name in path.split("/"):
        element = element.find(W + name) if element is not None else None
    return None if element is None else element.get(W + "val", "")


def switched_on(element: _Element | None, path: str) -> bool | None:
    """The on/off property at `path`, None where it is not stated."""
    stated = value(element, path)
    return None if stated is None else stated not in ("0", "false", "off", "none")


class Styles:
    """The paragraph and character styles of a document."""

    def __init__(self, root: _Element | None) -> None:
        found = root.findall(W + "style") if root is not None else []
        self._styles = {style.get(W + "styleId", ""): style for style in found}
        self._chains: dict[str, list[_Element]] = {}
        self._default = next(
            (s.get(W + "styleId", "") for s in found if s.get(W + "type") == "paragraph" and s.get(W + "default") in ("1", "true")), ""
        )  # fmt: skip

    def chain(self, style: str | None) -> list[_Element]:
        """The style and those it is based on, nearest first; the document's default where `style` is None."""
        first = self._default if style is None else style
        if first not in self._chains:
            name, chain = first, list[_Element]()
            while name in self._styles and len(chain) < _DEEPEST:
                chain.append(self._styles[name])
                name = value(chain[-1], "basedOn") or ""
            self._chains[first] = chain
        return self._chains[first]

    def level(self, paragraph: _Element) -> int | None:
        """The heading level that the paragraph or its style states, from 1."""
        for owner in (paragraph, *self.chain(value(paragraph, "pPr/pStyle"))):
            stated = value(owner, "pPr/outlineLvl")
            if stated is not None:
                return int(stated) + 1 if stated.isdecimal() and int(stated) < _BODY_LEVEL else None
            named = _HEADING_NAME.match(value(owner, "name") or "")
            if named:
                return int(named[1])
        return None

    def bold(self, run: _Element, paragraph: _Element) -> bool:
        """Whether the run's letters are bold, by itself or by a style."""
        styles = [*self.chain(value(run, "rPr/rStyle") or ""), *self.chain(value(paragraph, "pPr/pStyle"))]
        stated = (switched_on(owner, "rPr/b") for owner in (run, *styles))
        return next((bold for bold in stated if bold is not None), False)


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
        number, depth = self._place(paragraph)
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

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """List and level of the paragraph; a list of "0" or "" is none."""
        number, depth = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        for style in self._styles.chain(value(paragraph, "pPr/pStyle")):
            if number is not None:
                break
            number = value(style, "pPr/numPr/numId")
            depth = depth or value(style, "pPr/numPr/ilvl") or self._linked_level(number, style.get(W + "styleId", ""))
        return number or "", min(int(depth), _LEVELS - 1) if depth and depth.isdecimal() else 0

    def _linked_level(self, number: str | None, style: str) -> str | None:
        """A level of the list may name the style whose paragraphs stand on it."""
        abstract = self._abstract_of(self._lists.get(number or ""))
        levels = abstract.findall(W + "lvl") if abstract is not None else []
        return next((level.get(W + "ilvl") for level in levels if value(level, "pStyle") == style), None)

    def _abstract_of(self, listing: _Element | None) -> _Element | None:
        abstract = self._abstract.get(value(listing, "abstractNumId") or "")
        linked = value(abstract, "numStyleLink")
        if linked:
            # The definition stands with the list that a numbering style names.
            named = next((value(style, "pPr/numPr/numId") for style in self._styles.chain(linked)), None)
            other = self._abstract.get(value(self._lists.get(named or ""), "abstractNumId") or "")
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
        start = restart.get(W + "val") if restart is not None else value(level, "start")
        return _Level(
            form=value(level, "numFmt") or "decimal", text=value(level, "lvlText") or "",
            start=int(start) if start and start.isdecimal() else 1,
            suffix=value(level, "suff") or "tab", legal=bool(switched_on(level, "isLgl")),
        )  # fmt: skip


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
