"""Who spoke or wrote, as the lines around a title and an editor's note say."""

import re
from collections.abc import Sequence

from corpus.chinese.people import OFFICES, is_name
from corpus.document import Block
from corpus.front.letterhead import ends_in_kind, is_body

_LABEL = r"(?:(?:报告|讲话|发言|主讲|演讲|致辞|述职)人\s*[：:]\s*)?"
_SPEAKER = re.compile(
    rf"{_LABEL}(?P<office>[^：:]{{0,24}}(?:{OFFICES}))(?P<gap>\s*[：:]?\s*)(?P<name>[\u4e00-\u9fff·]{{2,4}}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2,5}}[·•][\u4e00-\u9fff·]{{2,12}})$"
)
_LISTED_OFFICES = re.compile(
    rf"{_LABEL}(?P<office>[^：:]{{2,40}}(?:{OFFICES}|河长|[团党]委|工委).*?)[ \u3000]+(?P<name>[\u4e00-\u9fff]{{2,4}}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]{{1,2}})$"
)
_BARE_NAME = re.compile(r"[（(]?(?P<name>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff])[)）]?$")
_SPOKEN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?:同志|主席|总书记|总理|书记|省长|市长)?(?:：|[在同就对向].{2,60}(?:讲话|致辞|演讲|发言|报告|谈话)(?:[（(].*)?$)"
)
_OTHER_TITLES = re.compile(r"讲话|报告|致辞|发言|演讲|谈话")
_NOTE = re.compile(
    r"(?:这是|本文是)(?P<name>[\u4e00-\u9fff]{2,3})(?:同志)?(?:在|为|同|给|对|代|起草|写|发表)|(?P<author>[\u4e00-\u9fff]{2,3})(?:同志)?此文"
)
"""An editor's note below the title."""


def names_speaker(line: str) -> bool:
    """Whether the line is an office, or several, and the name of who holds it."""
    return bool(_SPEAKER.match(line)) or bool((found := _LISTED_OFFICES.match(line)) and _is_holder(found))


def names_alone(line: str) -> bool:
    """Whether the line is a person's name and no more."""
    return bool((found := _BARE_NAME.match(line)) and is_name(found["name"]))


def speaker_in(title: Sequence[Block], block: Sequence[Block], notes: Sequence[Block]) -> tuple[str, Block] | None:
    """The speaker's name and the line that says it: of the title `block`, of the `title`, of the `notes` below."""
    for pattern in (_SPEAKER, _LISTED_OFFICES, _BARE_NAME):
        for line in block:
            found = pattern.match(line.text.strip())
            if found and _is_holder(found):
                return re.sub(r"\s+", "", found["name"]), line
    spoken = any(_OTHER_TITLES.search(line.text) for line in [*title, *block])
    for line in [*title, *block] if spoken else ():
        found = _SPOKEN.match(line.text.strip())
        if found and is_name(found["name"]) and (line in title or "：" not in found[0]):
            return found["name"], line
    for line in notes:
        if (found := _NOTE.match(line.text.strip())) and is_name(name := found["name"] or found["author"]):
            return name, line
    return None


def _is_holder(found: re.Match[str]) -> bool:
    """Whether the name is one: of a known family, or set apart from the office right before it, which no other word is."""
    name, gap = found["name"], found.groupdict().get("gap") or ""
    apart = " " in gap or "\u3000" in gap
    return is_name(name) or (apart and not is_body(name) and not ends_in_kind(name))
