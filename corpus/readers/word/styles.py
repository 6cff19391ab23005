"""What a Word document's styles say about a paragraph: heading level and boldness."""

import re

from lxml.etree import _Element

from corpus.readers.word.elements import W, switched_on, val_at

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)
_BODY_LEVEL = 9
"""The outline level of text that is no heading."""
_DEEPEST = 20
"""Styles that may be based on one another; Word allows eleven."""


class Styles:
    """The paragraph and character styles of a document."""

    def __init__(self, root: _Element | None) -> None:
        found = root.findall(W + "style") if root is not None else []
        self._styles = {style.get(W + "styleId", ""): style for style in found}
        self._chains: dict[str, list[_Element]] = {}
        self._default = next(
            (
                s.get(W + "styleId", "")
                for s in found
                if s.get(W + "type") == "paragraph" and s.get(W + "default") in ("1", "true")
            ),
            "",
        )

    def chain(self, style: str | None) -> list[_Element]:
        """The style and those it is based on, nearest first; the document's default where `style` is None."""
        first = self._default if style is None else style
        if first not in self._chains:
            name, chain = first, list[_Element]()
            while name in self._styles and len(chain) < _DEEPEST:
                chain.append(self._styles[name])
                name = val_at(chain[-1], "basedOn") or ""
            self._chains[first] = chain
        return self._chains[first]

    def level(self, paragraph: _Element) -> int | None:
        """The heading level that the paragraph or its style states, from 1."""
        for owner in (paragraph, *self.chain(val_at(paragraph, "pPr/pStyle"))):
            stated = val_at(owner, "pPr/outlineLvl")
            if stated is not None:
                return int(stated) + 1 if stated.isdecimal() and int(stated) < _BODY_LEVEL else None
            named = _HEADING_NAME.match(val_at(owner, "name") or "")
            if named:
                return int(named[1])
        return None

    def bold(self, run: _Element, paragraph: _Element) -> bool:
        """Whether the run's letters are bold, by itself or by a style."""
        styles = [*self.chain(val_at(run, "rPr/rStyle") or ""), *self.chain(val_at(paragraph, "pPr/pStyle"))]
        stated = (switched_on(owner, "rPr/b") for owner in (run, *styles))
        return next((bold for bold in stated if bold is not None), False)
