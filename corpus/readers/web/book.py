"""Books (.epub): the web pages inside in the order of reading, as one document."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from lxml.etree import _Element

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.limits import check_lines
from corpus.readers.package import Package, placed
from corpus.readers.web.reader import read_web_page
from corpus.reasons import Why

_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_DIGEST = "META-INF/encryption.xml"


def read_epub(data: bytes) -> list[Block]:
    """The lines of all pages, below the book's title where they do not begin with it. Raises UnreadableFile."""
    package = Package(data)
    container = package.part("META-INF/container.xml")
    where = container.find("{*}rootfiles/{*}rootfile") if container is not None else None
    name = where.get("full-path", "") if where is not None else ""
    book = package.part(name)
    if book is None:
        raise UnreadableFile(Why.NOTHING_INSIDE)
    protected = _protected(package.part(_DIGEST))
    blocks: list[Block] = []
    for page in _pages(book, posixpath.dirname(name)):
        if page in protected:
            raise UnreadableFile(Why.PASSWORD)
        content = package.content(page)
        try:
            blocks += read_web_page(content) if content else []
        except UnreadableFile as fault:
            if fault.reason.why is not Why.EMPTY:
                raise
        check_lines(len(blocks))
    title = " ".join((book.findtext("{*}metadata/{http://purl.org/dc/elements/1.1/}title") or "").split())
    first = next((block.text for block in blocks if not block.rule), "")
    if title and first and "".join(title.split()) != "".join(first.split()):
        blocks.insert(0, Block(title, 0))
    return [replace(block, line=number) for number, block in enumerate(blocks, start=1)]


def _pages(book: _Element, folder: str) -> Iterator[str]:
    """The names of the pages to read one after the other; contents are no text."""
    items = {item.get("id", ""): item for item in book.iterfind("{*}manifest/{*}item")}
    contents = {item.get("href", "") for item in book.iterfind("{*}guide/{*}reference") if item.get("type") == "toc"}
    for reference in book.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or item.get("media-type", "") not in _PAGES or "nav" in item.get("properties", "").split():
            continue
        if item.get("href", "") not in contents:
            yield placed(unquote(item.get("href", "")), folder)


def _protected(encryption: _Element | None) -> set[str]:
    """The parts that are locked; fonts often are, which does not matter."""
    if encryption is None:
        return set()
    return {unquote(reference.get("URI", "")) for reference in encryption.iter("{*}CipherReference")}
