"""The elements of a Word document: what is transparent, what is said twice, what a property states."""

from collections.abc import Iterable, Iterator

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
INSIDE = {
    W + name
    for name in ("ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
}
"""What stands around paragraphs, rows or runs without meaning anything for the text; deletions are not among them."""


def below(element: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, also inside content controls and insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in INSIDE:
            yield from below(child, tag)


def chosen(alternatives: _Element) -> _Element:
    """The one of the alternatives to read: they all say the same, a text box and its older form, say."""
    return next((child for child in alternatives if len(child)), alternatives[0] if len(alternatives) else alternatives)


def text_boxes(element: _Element) -> list[_Element]:
    """Text boxes, each once: drawings hold them in two forms, which `chosen` tells apart."""
    if element.tag == W + "txbxContent":
        return [element]
    inside: Iterable[_Element] = chosen(element) if element.tag == ALTERNATIVES else element
    return [box for child in inside for box in text_boxes(child)]


def val_at(element: _Element | None, path: str) -> str | None:
    """The w:val of the element at `path` (`pPr/numPr/ilvl`) below `element`, "" where it has none, None without it."""
    for name in path.split("/"):
        element = element.find(W + name) if element is not None else None
    return None if element is None else element.get(W + "val", "")


def switched_on(element: _Element | None, path: str) -> bool | None:
    """The on/off property at `path`, None where it is not stated."""
    stated = val_at(element, path)
    return None if stated is None else stated not in ("0", "false", "off", "none")
