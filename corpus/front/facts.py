"""What a document says about itself: who spoke, at which meeting, when and where; who published it.

The lines of the title block come first, then the title, then what the text itself says; the page's own lines only fill
what is missing.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from corpus.chinese.markers import marker
from corpus.chinese.numbers import parse_digits, parse_number
from corpus.chinese.people import GREETING, OFFICES, is_name
from corpus.document import Facts
from corpus.readers.table_rows import CELL_GAP

SPEAKER = re.compile(
    rf"(?P<office>.{{0,24}}(?:{OFFICES}))\s*[：:]?\s*(?P<name>[\u4e00-\u9fff·]{{2,4}}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2,5}}[·•][\u4e00-\u9fff·]{{2,12}})$"
)
_LISTED_OFFICES = re.compile(
    rf"(?P<office>.{{2,40}}(?:{OFFICES}|河长|[团党]委|工委).*?)[ \u3000]+(?P<name>[\u4e00-\u9fff]{{2,4}}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]{{1,2}})$"
)
BARE_NAME = re.compile(r"[（(]?(?P<name>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff])[)）]?$")
_SPOKEN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?:同志|主席|总书记|总理|书记|省长|市长)?(?:：|[在同就对向].{2,60}(?:讲话|致辞|演讲|发言|报告|谈话)(?:[（(].*)?$)"
)
_OTHER_TITLES = re.compile(r"讲话|报告|致辞|发言|演讲|谈话")
YEAR = r"(?:[12１２][0-9０-９]{3}|[一二][〇○Ｏ零一二三四五六七八九]{2,3})"
NUMBER = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(
    rf"(?P<year>{YEAR})\s*(?:年\s*|[-/.](?=\d{{1,2}}[-/.]\d))(?P<month>{NUMBER})(?:\s*月(?:\s*(?P<day>{NUMBER})\s*日)?|[-/.](?P<iso_day>\d{{1,2}}))"
)
_MEETING = re.compile(
    r"在(?P<meeting>[^，。；：“”（）()]{4,60}?(?:会议|大会|论坛|仪式|座谈会|集体学习|招待会|晚宴|年会|峰会|研讨班|典礼|茶话会|全会|推进会|动员会|工作会))(?:上|时|期间|$)"
)
_LOCATION = re.compile(r"日[，,、 \u3000]+(?![上下]午|晚)(?P<location>[\u4e00-\u9fff·]{2,10})[）)]")
_ORIGIN = re.compile(r"来\s*源\s*[：:]\s*(?P<origin>[\u4e00-\u9fffA-Za-z·《》]{2,20})")
_CONVENED = re.compile(r".*(?:召开|举行|举办)的")
_NOTE = re.compile(
    r"(?:这是|本文是)(?P<name>[\u4e00-\u9fff]{2,3})(?:同志)?(?:在|为|同|给|对|代|起草|写|发表)|(?P<author>[\u4e00-\u9fff]{2,3})(?:同志)?此文"
)
"""An editor's note below the title."""
_AGENCY = re.compile(
    r"(?P<origin>新华社|新华网|人民网|人民日报|中新社|中新网|央视网)[\u4e00-\u9fff·]{0,12}\s*[\d０-９]{1,2}月[\d０-９]{1,2}日\s*电"
)
_ADOPTED = re.compile(rf"[（(]?{YEAR}年.*(?:修正|修订|修改|通过)")
_IN_FORCE = re.compile(r"\s*起?\s*(?:正式)?(?:施行|实施|生效|执行)")
_WIDE_DIGITS = re.compile(r"(?<=[\d０-９])[ \u3000]+(?=[\d０-９年月日])")
_NOTE_LINE, _NOTICE = 90, 15
"""Characters of such a line, and how many are looked at."""
_OPENING = 60
"""Characters of the text in which a communiqué says when the meeting was."""


def read_facts(title: Sequence[str], block: Sequence[str], page: Sequence[str], body: Sequence[str]) -> Facts:
    """The facts that the lines of the `title`, the rest of the title `block`, the `page`'s own lines or the `body` state."""
    block = [*block, *_signed(body)]
    notes = [*block, *body[:2]]
    meeting = next((m for text in ["".join(block), "".join(title), *block] if (m := _meeting(text))), None)
    location = next((found["location"] for text in block if (found := _LOCATION.search(text))), None)
    origin = next((found["origin"] for text in page if (found := _ORIGIN.search(text))), None)
    if origin is None and body:
        agency = next((found for text in (*body[:2], body[-1]) if (found := _AGENCY.search(text))), None)
        origin = agency["origin"] if agency else None
    return Facts(
        speaker=_speaker(title, block, notes),
        occasion=meeting,
        date=_dated(title, block, page, body),
        location=location,
        origin=origin,
    )


def _signed(body: Sequence[str]) -> list[str]:
    """The short lines that the text opens with before it turns to its matter: a notice, its signature and its date."""
    if not body or GREETING.match(body[0]):
        return []
    return list(takewhile(_may_be_signature, body[:_NOTICE]))


def _may_be_signature(text: str) -> bool:
    """Not for a numbered line, nor for the row of a table, whose dates are those of its matter."""
    return len(text) <= _NOTE_LINE and CELL_GAP not in text and marker(text, tight=True) is None


def names_speaker(line: str) -> bool:
    """Whether the line is an office, or several, and the name of who holds it."""
    return bool(SPEAKER.match(line)) or bool((found := _LISTED_OFFICES.match(line)) and is_name(found["name"]))


def _meeting(text: str) -> str | None:
    found = _MEETING.search(text)
    return _CONVENED.sub("", found["meeting"]) if found else None


def _speaker(title: Sequence[str], block: Sequence[str], notes: Sequence[str]) -> str | None:
    for pattern in (SPEAKER, _LISTED_OFFICES, BARE_NAME):
        for text in block:
            if (found := pattern.match(text)) and is_name(found["name"]):
                return re.sub(r"\s+", "", found["name"])
    spoken = any(_OTHER_TITLES.search(text) for text in [*title, *block])
    for text in [*title, *block] if spoken else ():
        found = _SPOKEN.match(text)
        if found and is_name(found["name"]) and (text in title or "：" not in found[0]):
            return found["name"]
    for text in notes:
        if (found := _NOTE.match(text.strip())) and is_name(name := found["name"] or found["author"]):
            return name
    return None


def _dated(title: Sequence[str], block: Sequence[str], page: Sequence[str], body: Sequence[str]) -> str | None:
    """When it was spoken or adopted; of a law with its revisions, when it was last revised."""
    adopted = [date for text in block if _ADOPTED.match(text) and (date := _date(text))]
    if len(adopted) > 1:
        return max(adopted)
    opening = () if title else [text.strip()[:_OPENING] for text in body[:1]]
    stated = [*block, *title, *opening, *page]
    dates = (_date(text, in_force) for in_force in (False, True) for text in stated)
    return next((date for date in dates if date), None)


def _date(text: str, in_force: bool = False) -> str | None:
    """The first ISO date in it (2024-03-05, or 1929-12 where no day is given), but for days of effect, or of those."""
    text = _WIDE_DIGITS.sub("", text)
    for found in _DATE.finditer(text):
        if bool(_IN_FORCE.match(text, found.end())) == in_force and (date := _iso(found)):
            return date
    return None


def _iso(found: re.Match[str]) -> str | None:
    year = parse_digits(found["year"])
    parts = [parse_number(found[key]) for key in ("month", "day", "iso_day") if found[key]]
    if not "1800" <= year <= "2100" or not all(p and p <= 31 for p in parts) or (parts[0] or 13) > 12:
        return None
    return "-".join([year, *(f"{part:02d}" for part in parts)])
