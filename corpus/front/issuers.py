"""Who issued a document: as it is signed, printed at its head, named in its title or said by its page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.chinese.dates import days_in, is_day
from corpus.document import Block
from corpus.front.letterhead import DOCUMENT_NUMBER, is_body, is_document_number, is_letterhead
from corpus.front.speakers import names_speaker

_TITLED = re.compile(r"(?P<issuer>[^《》，。：]{4,60}?)\s*(?:关于|印发|转发|批转)")
_ORDER = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{2,20}?)令?\s*第?\s*\d{1,4}\s*号|(?P<letterhead>.{2,40}?)文\s*件$")
_ADOPTED = re.compile(
    r"日\s*(?:经)?(?P<issuer>[\u4e00-\u9fff]{2,30}?)(?:第[^，。]{1,12})?(?:常务|全体|主任)?会议[^，。]{0,8}通过"
)
_DECREE = re.compile(
    r"(?P<number>(?P<issuer>[\u4e00-\u9fff]{3,20})令\s*(?:[〔\[（(]?\s*\d{4}\s*年?[〕\]）)]?)?\s*第?\s*\d{1,4}\s*号)(?=\s*(?:发布|公布|[）)]|$))"
)
"""卫生部令第3号发布; what another decree says is none of these."""
_APART = re.compile(r"[ \u3000]{2,}")
_SIGNERS, _LONGEST = 4, 45
"""Bodies that sign together, one a line; characters of such a line."""
_NUMBER_LABEL = re.compile(r"(?:发文字号|文\s*号)\s*[：:]\s*(?P<number>[^\s：:]{4,30}号)")
_GLUED_NUMBER = re.compile(rf"[\s\u3000（(]+(?P<number>{DOCUMENT_NUMBER.pattern})$")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and when: the lines of the `issuers` above that of the `day`; either may be missing, not both."""

    issuers: tuple[Block, ...]
    day: Block


def signature_in(body: Sequence[Block]) -> Signature | None:
    """The first signature of the text: bodies, and below them, or on the same line, a day. At its end a day is enough."""
    for at, line in enumerate(body):
        if len(line.text) > 2 * _LONGEST:
            continue
        text = line.text.strip()
        if len(text) > _LONGEST or text[-1:] not in "日）)":
            continue
        if is_body(text) and next(days_in(text), None):
            return Signature((line,), line)
        if is_day(text):
            above = tuple(_bodies(body[max(0, at - _SIGNERS) : at]))
            if above or at == len(body) - 1:
                return Signature(above, line)
    return None


def _bodies(lines: Sequence[Block]) -> list[Block]:
    """The bodies that stand right above, in text order."""
    found: list[Block] = []
    for line in reversed(lines):
        if not _signs(line.text.strip()):
            break
        found.insert(0, line)
    return found


def _signs(text: str) -> bool:
    return all(is_body(part) for part in _APART.split(text)) and not names_speaker(text)


def issuers_in(
    title: Sequence[Block], block: Sequence[Block], notes: Sequence[Block], signature: Signature | None
) -> Iterator[tuple[str, Block]]:
    """The names of those who issued it, each with its line, surest first; `notes` are short lines below the title."""
    for line in signature.issuers if signature else ():
        yield from _named(line)
    for line in block:
        text = line.text.strip()
        if is_letterhead(text) or is_document_number(text):
            found = _ORDER.match(text)
            name = (found["issuer"] or found["letterhead"]) if found else None
            if name and is_body(name):
                yield name, line
    for line in title[:1]:
        found = _TITLED.match(line.text.strip())
        name = line.text.strip() if is_body(line.text.strip()) else found["issuer"].strip() if found else ""
        if name and _signs(name):
            yield from _named(Block(name, line.line))
    for line in block:
        if _signs(line.text.strip()):
            yield from _named(line)
    for line in notes:
        if (found := _DECREE.search(line.text)) or ((found := _ADOPTED.search(line.text)) and is_body(found["issuer"])):
            yield found["issuer"], line


def _named(line: Block) -> Iterator[tuple[str, Block]]:
    """The bodies that the line names, beside each other, before the day."""
    day = next(days_in(line.text), None)
    for name in _APART.split(line.text[: day.start if day else None].strip()):
        yield name, line


def number_in(title: Sequence[Block], block: Sequence[Block], page: Sequence[Block]) -> tuple[str, Block] | None:
    """The document's number, with the line that says it: a line of its own, at the end of the title, or a page's label."""
    for line in block:
        text = line.text.strip()
        if is_document_number(text):
            return text.strip("（）()"), line
    for line in [*title, *block]:
        if line.text.rstrip("）) ")[-1:] == "号" and (found := _GLUED_NUMBER.search(line.text.strip())):
            return found["number"].strip("（）()"), line
    for line in block:
        if found := _DECREE.search(line.text):
            return found["number"], line
    labelled = ((found, line) for line in [*block, *page] if (found := _NUMBER_LABEL.search(line.text)))
    return next(((found["number"], line) for found, line in labelled), None)
