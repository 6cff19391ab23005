"""Saved web pages: the lines a browser shows, those of the page around the document marked with a rule.

A line is only taken for the page's own on positive evidence: it stands in a part of the page that its markup names as
navigation (`corpus.readers.web.page_parts`), or it is one of several links in a row. What is left goes through the same
cleaning as text copied from a page.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from corpus.chinese.markers import marker
from corpus.chinese.sentences import is_sentence
from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.number_formats import numeral
from corpus.readers.table_rows import row_text
from corpus.readers.text import decode
from corpus.readers.web.page_parts import PageParts, is_block, is_preformatted, is_unread
from corpus.reasons import Why

TAGS = 100_000
"""Of a page; real ones have thousands."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
"""Encodings that files mean by the names of smaller ones."""
_HAN = "[\u2014-\u2027\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_HAN})[ \t\r]*\n[ \t\r\n]*(?={_HAN})")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARGIN = " \t\r\n\f\u00a0\u3000"
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_LONGEST_HEADING = 100
_LINK = 0.8
"""Share of a line's characters inside links from which on it is a link and nothing else."""
_FEWEST_LINKS = 3
_CAPTION = re.compile(r"(?=.{2,8}$).*(?:导航|栏目|推荐|新闻|热点|热门|相关|最新|链接|排行|专题|文章|资讯|频道)")


@dataclass(frozen=True, slots=True)
class _Line:
    """`linked` counts the characters of `text` that stand in `links` links; `rule` as in Block."""

    text: str
    level: int | None = None
    rule: str | None = None
    linked: int = 0
    links: int = 0


def read_web_page(data: bytes) -> list[Block]:
    """One block per line that a browser shows: paragraph, list item, table row. Raises UnreadableFile."""
    page = _DECLARATION.sub("", _decode(data), count=1)
    if page.count("<") > TAGS:
        raise UnreadableFile(Why.MANY_TAGS, limit=TAGS, name="HTML")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(page.encode("utf-8", "replace"), parser) if page.strip() else None
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        raise UnreadableFile(Why.DEEP_TAGS, limit=255)
    if root is None:
        raise UnreadableFile(Why.EMPTY)
    lines = _without_links(_Walk(PageParts(root)).lines(root))
    return [Block(line.text, number, line.level, rule=line.rule) for number, line in enumerate(lines, start=1)]


def _decode(data: bytes) -> str:
    """By byte order mark or as UTF-8 where it is that, else as the page declares, else as text is recognised."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode().lower()
        for encoding in ("utf-8-sig", WIDER.get(name, name)):
            try:
                # Only encodings of text: Python also knows some that unpack (zip, bz2).
                if codecs.lookup(encoding)._is_text_encoding:
                    return data.decode(encoding)
            except (LookupError, UnicodeError):
                continue
    return decode(data)


class _Walk:
    """Collects lines over the tree; `_pieces` holds (text, link number or 0) of the line that is open."""

    def __init__(self, regions: PageParts) -> None:
        self._parts = regions
        self._pieces: list[tuple[str, int]] = []
        self._number = ""
        self._link = self._links = 0

    def lines(self, element: etree._Element, level: int | None = None, rule: str | None = None) -> Iterator[_Line]:
        """The lines of `element`; text before its first and behind its last block joins the line that is open."""
        tag = element.tag
        if is_unread(element) or self._parts.is_hidden(element):
            return
        if tag == "br":
            yield from self._close(level, rule)
            return
        block = is_block(element)
        if block:
            yield from self._close(level, rule)
        level, rule = _HEADINGS.get(tag, level), rule or self._parts.rule(element)
        outer, preformatted = self._link, is_preformatted(element)
        if tag == "li":
            self._number = _list_number(element)
        if tag == "a":
            self._links += 1
            self._link = self._links
        if tag == "tr":
            yield from self._row(element, rule)
        else:
            yield from self._text(element.text, preformatted, level, rule)
            for child in element:
                yield from self.lines(child, level, rule)
                yield from self._text(child.tail, preformatted, level, rule)
        self._link = outer
        if block:
            yield from self._close(level, rule)

    def _text(self, words: str | None, preformatted: bool, level: int | None, rule: str | None) -> Iterator[_Line]:
        if not words:
            return
        if not preformatted:
            self._pieces.append((words, self._link))
            return
        for n, line in enumerate(words.splitlines()):
            if n:
                yield from self._close(level, rule)
            self._pieces.append((line, self._link))
        if words.endswith("\n"):
            yield from self._close(level, rule)

    def _close(self, level: int | None, rule: str | None) -> Iterator[_Line]:
        pieces, self._pieces = self._pieces, []
        words = _collapsed("".join(piece for piece, _ in pieces))
        if words:
            words, self._number = self._number * (marker(words) is None) + words, ""
            linked = sum(len(_collapsed(piece)) for piece, link in pieces if link)
            links = len({link for piece, link in pieces if link and piece.strip()})
            heads = level if len(words) <= _LONGEST_HEADING and "。" not in words[:-1] else None
            yield _Line(words, heads, rule, linked, links)

    def _row(self, row: etree._Element, rule: str | None) -> Iterator[_Line]:
        """A row of data as one line; the cells of a table that only lays out the page one after the other."""
        cells = []
        for cell in row:
            lines = [*self.lines(cell, None, rule), *self._close(None, rule)]
            if lines:
                cells.append(lines)
        whole = [line for cell in cells for line in cell]
        joined = row_text([[line.text for line in cell] for cell in cells])
        if joined is None or any(line.level or line.rule != whole[0].rule for line in whole):
            yield from whole
        else:
            linked, links = sum(line.linked for line in whole), sum(line.links for line in whole)
            yield _Line(joined, None, whole[0].rule, linked, links)


def _list_number(item: etree._Element) -> str:
    """The number that a browser puts before an item of a numbered list; lists given a style of their own may have none."""
    listing = item.getparent()
    if listing is None or listing.tag != "ol" or listing.get("class") or listing.get("style") or item.get("style"):
        return ""
    form = _LIST_FORMS.get(listing.get("type", "1"), "decimal")
    start = listing.get("start", "1")
    before = sum(sibling.tag == "li" for sibling in item.itersiblings(preceding=True))
    return numeral((int(start) if start.isdecimal() else 1) + before, form) + "."


def _collapsed(words: str) -> str:
    return _SPACE.sub(" ", _WRAP.sub("", words)).strip(_MARGIN)


def _without_links(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Several links in a row, on lines of their own or on one, lead to other pages; so does the caption above them."""
    caption: _Line | None = None
    for is_link, run in groupby(lines, key=_is_link):
        members = list(run)
        leads_away = is_link and sum(line.links for line in members) >= _FEWEST_LINKS
        if caption:
            yield _ruled(caption) if leads_away else caption
        caption = members.pop() if not is_link and _CAPTION.match(members[-1].text) else None
        yield from map(_ruled, members) if leads_away else members
    if caption:
        yield caption


def _ruled(line: _Line) -> _Line:
    return replace(line, level=None, rule=line.rule or "page links")


def _is_link(line: _Line) -> bool:
    enough = _LINK if line.links < _FEWEST_LINKS else _LINK - 0.2
    alone = bool(line.links) and line.linked >= enough * len(line.text)
    return alone and not is_sentence(line.text) and not line.text.startswith("附件")
