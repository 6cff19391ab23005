"""The parts of a web page that its markup names: what is not read at all, what is navigation, what is hidden."""

import re

from lxml.etree import _Element


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNREAD = _words(
    "head script style noscript template iframe object embed svg canvas audio video select option datalist button input "
    "textarea rt rp map"
)
_BLOCKS = _words(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table caption tbody thead tfoot tr td th "
    "ul"
)
_LANDMARKS = frozenset(("nav", "footer", "aside", "menu"))
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "toolbar"))
_NAMED = _words(
    "nav navbar navi navigation subnav topnav menu menus submenu breadcrumb breadcrumbs crumb crumbs sidebar aside share "
    "sharing bdsharebuttonbox social related recommend recommended pagination pager paging comments footer copyright "
    "copyrights friendlink friendlinks sitemap qrcode ewm login toolbar fenxiang daohang"
)
_LIKELY = _words("header head top topbar foot bottom left right tool tools link links hot rank search banner ad ads")
"""Names that columns of text bear, too; they count only where most of the letters are links."""
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_PROSE = re.compile(r"[。；，！？：]")
_MINOR = 0.3
"""Share of the page's prose; a part with more of it holds the document, whatever its name."""


def is_unread(element: _Element) -> bool:
    """Whether a browser shows nothing of the element, or controls instead of text."""
    return not isinstance(element.tag, str) or element.tag in _UNREAD


def is_block(element: _Element) -> bool:
    """Whether the element begins and ends a line."""
    return element.tag in _BLOCKS


def is_preformatted(element: _Element) -> bool:
    """Whether line breaks in the source are line breaks on the page."""
    return element.tag == "pre" or bool(_PREFORMATTED.search(element.get("style", "")))


class PageParts:
    """The named parts of one page, weighed by the prose that stands in them."""

    def __init__(self, root: _Element) -> None:
        self._letters: dict[_Element, int] = {}
        self._linked: dict[_Element, int] = {}
        self._prose: dict[_Element, int] = {}
        self._titles: dict[_Element, int] = {}
        for element in reversed(list(root.iter("*"))):
            self._weigh(element)
        self._all_prose, self._all_titles = self._prose.get(root, 0), self._titles.get(root, 0)

    def rule(self, element: _Element) -> str | None:
        """The rule by which the lines of `element` are the page's, None where they may be the document's."""
        if self._prose[element] > _MINOR * self._all_prose or not self._all_prose:
            return None
        if 0 < self._titles[element] == self._all_titles:
            return None
        names = {name.lower() for key in ("class", "id") for name in _NAME.findall(element.get(key, ""))}
        if element.tag == "div" and element.get("title") in ("header", "footer"):
            # So LibreOffice saves what stands on every page.
            return "running header"
        named = element.tag in _LANDMARKS or element.get("role", "").lower() in _ROLES or names & _NAMED
        likely = element.tag == "header" or names & _LIKELY
        if named or (likely and 2 * self._linked[element] > self._letters[element]):
            return "page navigation"
        return None

    def is_hidden(self, element: _Element) -> bool:
        """Whether the page hides the element; a page that unfolds its text by script hides the document itself."""
        hides = element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
        return bool(hides) and self._prose[element] <= _MINOR * self._all_prose

    def _weigh(self, element: _Element) -> None:
        """Sums over the element; its children, which stand behind it in the document, have been weighed."""
        letters = linked = prose = titles = 0
        if not is_unread(element):
            words = [element.text, *(child.tail for child in element)]
            letters = sum(len(part.strip()) for part in words if part)
            if element.tag == "a":
                linked = letters
            else:
                prose = sum(len(part.strip()) for part in words if part and _PROSE.search(part))
            titles = int(element.tag == "h1")
            for child in element:
                letters += self._letters[child]
                linked += self._letters[child] if element.tag == "a" else self._linked[child]
                prose += 0 if element.tag == "a" else self._prose[child]
                titles += self._titles[child]
        self._letters[element], self._linked[element] = letters, linked
        self._prose[element], self._titles[element] = prose, titles
