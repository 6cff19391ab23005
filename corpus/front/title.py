"""The title that stands before the text, and the name a person would cite it by."""

import re
from dataclasses import dataclass

from corpus.chinese.dates import NUMBER, YEAR, days_in
from corpus.chinese.people import is_name
from corpus.chinese.sentences import is_sentence
from corpus.document import Block, Dropped
from corpus.front.facts import Statement, read_facts
from corpus.front.letterhead import DOCUMENT_NUMBER, closed_up, ends_in_kind, is_body, is_document_number, is_letterhead
from corpus.front.speakers import names_alone, names_speaker

_OCCASION = re.compile(rf"[—―\-]{{1,2}}|[（(]|{YEAR}年{NUMBER}月")
_JOINED = re.compile(r"(?:的|和|与|暨|在|关于|、|—)$")
_LONGEST, _LONGEST_OFFICIAL = 80, 120
"""Characters of a line that is the title, and of one that says what kind of document it heads."""
_GLUED_NUMBER = re.compile(rf"[\s\u3000]+(?:{DOCUMENT_NUMBER.pattern})$")
_GLUED_CAPTION = re.compile(r"([^。]{4,60})。.*(?:摄|供图)[）)]?$")
_OPENS = re.compile("关于|印发|转发|批转|发布|公布|.{2,40}(?:关于|印发|转发)")
_BEGINS = re.compile("关于|在|.{2,40}(?:关于|印发|转发)")
_SECTION = re.compile(r"(?:基本案情|简要案情|裁判要[点旨]|摘\s*要|前\s*言|引\s*言|导\s*语|序\s*言)$")
"""Words that head a text's first section."""
_LABELLED = re.compile(r"[【\[（(]?(?P<label>[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,5})[】\]）)]?[：:]\s*\S")
"""A line of the head of minutes: 地点：…."""
_ANNOUNCED = re.compile(r"(?:强调|指出|要求|表示)$")
"""A headline's first line that only the next one completes."""
_ASSEMBLY = re.compile(
    r"在(?P<region>全国|[\u4e00-\u9fff]{2,10}?(?:省|市|自治区|自治州|州|县|区|盟|旗))?第?[一二三四五六七八九十百]{1,4}届(?P<national>全国)?"
)
_OFFICE_REGION = re.compile(
    r"(?P<region>[\u4e00-\u9fff]{2,8}?(?:省|市|自治区|自治州|县))(?:人民政府)?(?:省长|市长|主席|县长)"
)
_BARE_REPORT = re.compile(r"(?:(?:19|20)\d\d年?)?政府工作报告$")


@dataclass(frozen=True, slots=True)
class Front:
    """`title_lines` counts the lines of `lines` that are the title, from `title_at`; -1 where there is none."""

    title: str
    name: str
    title_at: int
    title_lines: int
    facts: tuple[Statement, ...]


def read_front(lines: list[Block], file_stem: str, page_lines: list[Dropped], body: list[Block]) -> Front:
    """Understand the `lines` before the `body`. The page's own lines show how far the title goes, by its headline.

    Without a title line the title is `file_stem`, or where that says nothing the first words of the text.
    `name` is the title, completed where it says 政府工作报告 alone.
    """
    texts = [line.text.strip() for line in lines]
    first_line = lines[0].line if lines else 0
    site_title = "".join(d.text.strip() for d in page_lines if d.rule == "repeated title" and d.line < first_line)
    title_at = _title_at(texts)
    count = _title_lines(texts, title_at, site_title) if title_at >= 0 else 0
    title = (
        _join(texts[title_at : title_at + count])
        if count
        else _without_title(file_stem, [*texts, *(block.text for block in body[:1])])
    )
    rest = [line for i, line in enumerate(lines) if not title_at <= i < title_at + count]
    facts = read_facts(lines[title_at : title_at + count] if count else [], rest, page_lines, body)
    date = next((fact.value for fact in facts if fact.kind == "date"), None)
    beside = " ".join(line.text.strip() for line in rest)
    return Front(title, _complete(title, beside, date, file_stem), title_at, count, facts)


def _without_title(file_stem: str, text: list[str]) -> str:
    words = re.match(r"[^，。：；！？\n]{6,50}(?=[，。：；！？])", text[0].strip()) if text else None
    return words[0] if words and not re.search(r"[\u4e00-\u9fff]", file_stem) else file_stem


def _title_at(texts: list[str]) -> int:
    """The first line that can be the title; behind a letterhead and its number, the title that follows those."""
    possible = [i for i, text in enumerate(texts) if _can_be_title(text)]
    numbered = next((i for i, text in enumerate(texts) if is_document_number(text)), len(texts))
    behind = next((i for i in possible if i > numbered and _opens_title(texts[i]) and _ends_soon(texts, i)), None)
    if behind is not None:
        above = behind - 1
        issued_by = above > numbered and is_body(texts[above]) and not next(days_in(texts[above]), None)
        return above if issued_by else behind
    for i in possible:
        following = closed_up(texts[i + 1]) if i + 1 < len(texts) else ""
        issued = is_body(texts[i]) and len(possible) > 1
        if not issued or _opens_title(following) or (len(following) <= 8 and ends_in_kind(following)):
            return i
    return possible[0] if possible else -1


def _can_be_title(text: str) -> bool:
    if is_document_number(text) or is_letterhead(text):
        return False
    title = _cut(text)
    if len(title) > _LONGEST and not (len(title) <= _LONGEST_OFFICIAL and ends_in_kind(title)):
        return False
    return not (_OCCASION.match(text) or (text[-1] in "。；：:" and is_sentence(text)))


def _opens_title(text: str) -> bool:
    return bool(_OPENS.match(text))


def _ends_soon(texts: list[str], start: int) -> bool:
    return any(ends_in_kind(text) for text in texts[start : start + 3])


def _cut(title: str) -> str:
    """The title without what the page glued to it: its number, or a caption behind a full stop."""
    if title.rstrip("）)")[-1:] == "号" and (number := _GLUED_NUMBER.search(title)):
        title = title[: number.start()]
    glued = _GLUED_CAPTION.match(title) if "。" in title else None
    return glued[1] if glued else title


def _title_lines(texts: list[str], start: int, site_title: str) -> int:
    count = 1
    while start + count < len(texts) and count < 4:
        text, so_far = texts[start + count], "".join(texts[start : start + count])
        if not _can_be_title(text) or len(so_far + text) > 70 or text in so_far:
            break
        if _is_labelled(text) or names_speaker(text) or _SECTION.match(text) or names_alone(text):
            break
        if is_body(text) and (ends_in_kind(so_far) or next(days_in(text), None)):
            break
        if site_title and not _shares(text, site_title) and not _ANNOUNCED.search(so_far):
            break
        count += 1
    return count


def _is_labelled(text: str) -> bool:
    """Whether it begins with a label; a name with a colon behind opens what that person said."""
    found = _LABELLED.match(text)
    return found is not None and not is_name(found["label"])


def _shares(text: str, site_title: str) -> bool:
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return sum(pair in site_title for pair in pairs) >= 0.5 * len(pairs)


def _join(lines: list[str]) -> str:
    title = _cut(lines[0])
    for line in map(closed_up, map(_cut, lines[1:])):
        goes_on = _JOINED.search(title) or len(line) <= 4 or title.rfind("《") > title.rfind("》")
        completes = not ends_in_kind(title) and ends_in_kind(line) and (is_body(title) or _BEGINS.match(title))
        title += line if goes_on or completes else f" {line}"
    return closed_up(title)


def _complete(title: str, rest: str, date: str | None, file_stem: str) -> str:
    """政府工作报告 alone says neither whose nor which year's: both are added in brackets, as the lines below say."""
    if not _BARE_REPORT.match(title):
        return title
    assembly, office = _ASSEMBLY.search(rest), _OFFICE_REGION.search(rest)
    region = None
    if assembly:
        region = "全国" if assembly["national"] else assembly["region"]
    region = region or (office["region"] if office else None)
    if not region:
        return f"{title}（{file_stem}）" if re.search(r"[\u4e00-\u9fff]", file_stem) else title
    year = f"{date[:4]}年" if date and date[:4] not in title else ""
    return f"{title}（{region}{year}）"
