"""What a document says about itself, and by which words: who spoke, at which meeting, when and where; who issued it, under
which number, from when on it holds; who published it.

The lines of the title block come first, then the signature, then the title, then what the text itself says; the page's own
lines tell what is the page's: its date is that of publication.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.chinese.dates import Day, days_in
from corpus.chinese.markers import marker
from corpus.chinese.people import GREETING
from corpus.document import Block, Dropped, FactKind
from corpus.front.issuers import Signature, issuers_in, number_in, signature_in
from corpus.front.speakers import speaker_in
from corpus.readers.table_rows import CELL_GAP

_MEETING = re.compile(
    r"在(?P<meeting>[^，。；：“”（）()]{3,60}?(?:会议|大会|论坛|仪式|座谈会|集体学习|招待会|晚宴|年会|峰会|研讨班|典礼|茶话会|全会|推进会|动员会|工作会))(?:上|时|期间|$)"
    r"|在(?P<held>[^，。；：“”（）()]{3,60}?(?:(?<!社)会|[一-龥]式|论坛|典礼))上的"
)
_CONVENED = re.compile(r".*(?:召开|举行|举办)的")
_LOCATION = re.compile(
    r"日[，,、 \u3000]+(?![上下]午|晚)(?P<bracketed>[\u4e00-\u9fff·]{2,10})[）)]"
    r"|^[【\[（(]?(?:会议|活动)?地\s*点\s*[】\]]?[：:]\s*(?P<labelled>[^，。；：]{2,30})$"
)
_ORIGIN = re.compile(r"来\s*源\s*[：:]\s*(?P<origin>[\u4e00-\u9fffA-Za-z·《》]{2,20})")
_AGENCY = re.compile(
    r"(?P<origin>新华社|新华网|人民网|人民日报|中新社|中新网|央视网)[\u4e00-\u9fff·]{0,12}\s*[\d０-９]{1,2}月[\d０-９]{1,2}日\s*电"
)
_ADOPTED = re.compile(r"[（(]?[12１２一二][\d０-９〇○Ｏ零一二三四五六七八九]{3}年.*(?:修正|修订|修改|通过)")
_CONVENES = re.compile(r"召开|举行|主持|举办")
_ITSELF = re.compile(
    r"(?:^|[。，；、])\s*(?:第[^，。]{1,8}条[ \u3000]*)?本[^，。；《》]{1,10}(?:[^；。《》]{0,60}?，)?自"
)
"""What says of the document itself from when on it holds: 本办法由市水利局解释，自…起施行."""
_FROM_THEN = re.compile(r"自(?:公布|印发|发布|颁布|发文)之日起(?:正式)?(?:施行|实施|执行|生效)")
_SIGNED_LABEL = re.compile(r"(?:成文|生成|制发|印发)(?:时间|日期)\s*[：:]")
_NOTE_LINE, _NOTICE = 90, 15
"""Characters of such a line, and how many are looked at."""
_OPENING = 60
"""Characters of the text in which a communiqué says when the meeting was."""


@dataclass(frozen=True, slots=True)
class Statement:
    """`value` is what the words `said` of the source line `line` state; they may go on in the lines behind it.

    `of_page` says that the line is not the document's.
    """

    kind: FactKind
    value: str
    said: str
    line: int
    of_page: bool = False


def read_facts(
    title: Sequence[Block], block: Sequence[Block], page: Sequence[Dropped], body: Sequence[Block]
) -> tuple[Statement, ...]:
    """What the lines of the `title`, the rest of the title `block`, the `page`'s own lines or the `body` state.

    At most one of each kind, but of issuers, who may be several.
    """
    signature = signature_in(body)
    opening = [*block, *_opening(body)]
    pages = [Block(dropped.text, dropped.line) for dropped in page]
    found = [
        *_speaker(title, opening, [*opening, *body[:2]]),
        *_first(_occasions([*block, *_opening(body)], title)),
        *_first(_stated("location", _LOCATION, opening)),
        *_first(_dates(title, opening, signature, pages, body)),
        *_first(_in_force(block, body)),
        *_first(_published(opening, pages, body)),
        *_issuers(title, block, opening, signature),
        *_number(title, opening, pages),
        *_first(_origins(pages, body)),
    ]
    return tuple(_dated_from(found, body))


def _first(statements: Iterator[Statement]) -> list[Statement]:
    return [one] if (one := next(statements, None)) else []


def _opening(body: Sequence[Block]) -> list[Block]:
    """The short lines that the text opens with before it turns to its matter: a notice, its signature and its date."""
    if not body or GREETING.match(body[0].text.strip()):
        return []
    return list(takewhile(_is_short, body[:_NOTICE]))


def _is_short(line: Block) -> bool:
    """Not for a numbered line, nor for the row of a table, whose dates are those of its matter."""
    text = line.text.strip()
    return len(text) <= _NOTE_LINE and CELL_GAP not in text and marker(text, tight=True) is None


def _speaker(title: Sequence[Block], block: Sequence[Block], notes: Sequence[Block]) -> Iterator[Statement]:
    if found := speaker_in(title, block, notes):
        yield Statement("speaker", found[0], found[1].text.strip(), found[1].line)


def _occasions(block: Sequence[Block], title: Sequence[Block]) -> Iterator[Statement]:
    for lines in (block, title, *([line] for line in block)):
        text = "".join(line.text.strip() for line in lines)
        if "在" in text and (found := _MEETING.search(text)):
            meeting = _CONVENED.sub("", found["meeting"] or found["held"])
            yield Statement("occasion", meeting, meeting, _line_at(lines, found.start()))


def _line_at(lines: Sequence[Block], offset: int) -> int:
    """The number of the line in which the character at `offset` of all of them together stands."""
    for line in lines:
        if offset < len(line.text.strip()):
            return line.line
        offset -= len(line.text.strip())
    return lines[-1].line


def _stated(kind: FactKind, pattern: re.Pattern[str], lines: Sequence[Block]) -> Iterator[Statement]:
    """What the one group of `pattern` that takes part in the match holds."""
    for line in lines:
        if found := pattern.search(line.text.strip()):
            value = found[found.lastgroup or 0].strip()
            yield Statement(kind, value, value, line.line)


def _dates(
    title: Sequence[Block],
    block: Sequence[Block],
    signature: Signature | None,
    page: Sequence[Block],
    body: Sequence[Block],
) -> Iterator[Statement]:
    """When it was spoken, adopted or signed; of a law with its revisions, when it was last revised."""
    adopted = [day for line in block if _ADOPTED.match(line.text.strip()) for day in _days(line, "date")[:1]]
    if len(adopted) > 1:
        yield max(adopted, key=lambda day: day.value)
    signed = [signature.day] if signature else []
    meets = [line for line in body[:1] if not title or _CONVENES.search(line.text)]
    opening = [Block(line.text.strip()[:_OPENING], line.line) for line in meets]
    for line in (*block, *signed, *title, *opening):
        yield from _days(line, "date")
    for line in page:
        if _SIGNED_LABEL.search(line.text):
            yield from _days(line, "date", of_page=True)
    for event in ("published", "effective"):
        for line in block:
            yield from (Statement("date", d.value, d.said, d.line) for d in _days(line, event))


def _days(line: Block, event: FactKind, *, of_page: bool = False) -> list[Statement]:
    return [_on(day, line, event, of_page) for day in days_in(line.text) if day.event == event]


def _on(day: Day, line: Block, kind: FactKind, of_page: bool) -> Statement:
    return Statement(kind, day.value, line.text[day.start : day.end], line.line, of_page)


def _in_force(block: Sequence[Block], body: Sequence[Block]) -> Iterator[Statement]:
    """From when on it holds; the value is empty where that is the day of its publication."""
    for line in block:
        yield from _days(line, "effective")
    for line in reversed(body):
        if "自" not in line.text or "起" not in line.text:
            continue
        if "之日起" in line.text and (found := _FROM_THEN.search(line.text)):
            yield Statement("effective", "", found[0], line.line)
        elif "本" in line.text and _ITSELF.search(line.text):
            yield from _days(line, "effective")


def _published(block: Sequence[Block], page: Sequence[Block], body: Sequence[Block]) -> Iterator[Statement]:
    for line in block:
        yield from _days(line, "published")
    first = body[0].line if body else 0
    for line in page:
        if line.line < first and not _SIGNED_LABEL.search(line.text):
            yield from (_on(day, line, "published", True) for day in days_in(line.text))


def _issuers(
    title: Sequence[Block], block: Sequence[Block], notes: Sequence[Block], signature: Signature | None
) -> list[Statement]:
    """All who signed, or those whom the head names first, on one line."""
    found = list(issuers_in(title, block, notes, signature))
    signed = {line.line for line in signature.issuers} if signature else set()
    lines = signed or {line.line for _, line in found[:1]}
    named = {name: line for name, line in reversed(found) if line.line in lines}
    return [Statement("issuer", name, name, line.line) for name, line in reversed(named.items())]


def _number(title: Sequence[Block], block: Sequence[Block], page: Sequence[Block]) -> Iterator[Statement]:
    if found := number_in(title, block, page):
        yield Statement("number", found[0], found[0], found[1].line, found[1] in page)


def _origins(page: Sequence[Block], body: Sequence[Block]) -> Iterator[Statement]:
    for line in page:
        if found := _ORIGIN.search(line.text):
            yield Statement("origin", found["origin"], found["origin"], line.line, True)
    for line in (*body[:_NOTICE], *body[-1:]):
        if found := _AGENCY.search(line.text):
            yield Statement("origin", found["origin"], found["origin"], line.line)


def _dated_from(found: list[Statement], body: Sequence[Block]) -> Iterator[Statement]:
    """`found`, where what holds from its publication on has that day, if it is known."""
    days = {one.kind: one.value for one in found}
    for one in found:
        value = one.value or days.get("published") or days.get("date")
        if value:
            yield Statement(one.kind, value, one.said, one.line, one.of_page)
