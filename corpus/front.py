"""What stands before the text begins: title, subtitle, speaker, date. Read from the kept lines, never from the page."""

import re
from dataclasses import dataclass

from corpus.cleaning import is_sentence
from corpus.markers import parse_number
from corpus.model import Block

_OFFICES = "省长|市长|州长|县长|区长|镇长|乡长|主席|书记|总理|主任|部长|厅长|局长|院长|校长|会长|检察长|代表|常委|委员长|秘书长|总书记|董事长|总经理|旗长|盟长|专员"
_SPEAKER = re.compile(
    rf"(?P<office>.{{0,24}}(?:{_OFFICES}))\s*[：:]?\s*(?P<name>[\u4e00-\u9fff·]{{2,4}}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2,5}}[·•][\u4e00-\u9fff·]{{2,12}})$"
)
_BARE_NAME = re.compile(r"[（(]?(?P<name>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff])[)）]?$")
_NO_NAME = re.compile(
    r"讲话|报告|目录|摘要|全文|致辞|发言|演讲|正文|附件|序言|前言|总则|说明|决定|通知|公告|意见|导语|提纲"
)
_YEAR = r"(?:[12１２][0-9０-９]{3}|[一二][〇○Ｏ零一二三四五六七八九]{2,3})"
_NUMBER = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(rf"(?P<year>{_YEAR})\s*年\s*(?P<month>{_NUMBER})\s*月(?:\s*(?P<day>{_NUMBER})\s*日)?")
_OCCASION = re.compile(rf"[—―\-]{{1,2}}|[（(]|{_YEAR}年{_NUMBER}月")
_JOINED = re.compile(r"(?:的|和|与|暨|在|关于|、|—)$")
_ASSEMBLY = re.compile(
    r"在(?P<place>全国|[\u4e00-\u9fff]{2,10}?(?:省|市|自治区|自治州|州|县|区|盟|旗))?第?[一二三四五六七八九十百]{1,4}届(?P<national>全国)?"
)
_OFFICE_PLACE = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,8}?(?:省|市|自治区|自治州|县))(?:人民政府)?(?:省长|市长|主席|县长)"
)
_BARE_REPORT = re.compile(r"(?:(?:19|20)\d\d年)?政府工作报告$")


@dataclass(frozen=True, slots=True)
class Front:
    """`title_lines` counts the lines of `lines` that are the title, from `title_at`; -1 where there is none."""

    title: str
    name: str
    title_at: int
    title_lines: int
    speaker: str | None
    date: str | None


def read_front(lines: list[Block], file_stem: str, site_title: str = "") -> Front:
    """Understand the lines before the text. `site_title` is a headline the page repeats, a hint to the title's extent.

    Without a title line the title is `file_stem`. `name` is the title, completed where it says 政府工作报告 alone.
    """
    texts = [line.text.strip() for line in lines]
    title_at = next((i for i, text in enumerate(texts) if _can_be_title(text)), -1)
    count = _title_lines(texts, title_at, site_title) if title_at >= 0 else 0
    title = _join(texts[title_at : title_at + count]) if count else file_stem
    rest = [text for i, text in enumerate(texts) if not title_at <= i < title_at + count]
    speaker = _speaker(rest)
    date = next((d for text in rest + texts if (d := _date(text))), None)
    return Front(title, _complete(title, " ".join(rest), date, file_stem), title_at, count, speaker, date)


def _can_be_title(text: str) -> bool:
    return len(text) <= 80 and not _OCCASION.match(text) and not (is_sentence(text) and text[-1] in "。；：:")


def _title_lines(texts: list[str], start: int, site_title: str) -> int:
    count = 1
    while start + count < len(texts) and count < 4:
        text, so_far = texts[start + count], "".join(texts[start : start + count])
        if not _can_be_title(text) or len(so_far + text) > 70 or text in so_far:
            break
        if _SPEAKER.match(text) or (_BARE_NAME.match(text) and not _NO_NAME.search(text)):
            break
        if site_title and not _shares(text, site_title):
            break
        count += 1
    return count


def _shares(text: str, site_title: str) -> bool:
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return sum(pair in site_title for pair in pairs) >= 0.5 * len(pairs)


def _join(lines: list[str]) -> str:
    title = lines[0]
    for line in lines[1:]:
        title += line if _JOINED.search(title) or len(line) <= 4 else f" {line}"
    return title


def _speaker(texts: list[str]) -> str | None:
    for text in texts:
        if (found := _SPEAKER.match(text)) and not _NO_NAME.search(found["name"]):
            return re.sub(r"\s+", "", found["name"])
    for text in texts:
        if (found := _BARE_NAME.match(text)) and not _NO_NAME.search(text):
            return re.sub(r"\s+", "", found["name"])
    return None


def _date(text: str) -> str | None:
    """ISO date (2024-03-05, or 1929-12 where no day is given)."""
    found = _DATE.search(text)
    if not found:
        return None
    year = "".join(str(parse_number(c) or 0) for c in found["year"])
    parts = [parse_number(found[key]) for key in ("month", "day") if found[key]]
    if len(year) != 4 or not all(p and p <= 31 for p in parts) or (parts[0] or 13) > 12:
        return None
    return "-".join([year, *(f"{part:02d}" for part in parts)])


def _complete(title: str, rest: str, date: str | None, file_stem: str) -> str:
    """政府工作报告 alone says neither whose nor which year's: both are added in brackets, as the lines below say."""
    if not _BARE_REPORT.match(title):
        return title
    assembly, office = _ASSEMBLY.search(rest), _OFFICE_PLACE.search(rest)
    place = None
    if assembly:
        place = "全国" if assembly["national"] else assembly["place"]
    place = place or (office["place"] if office else None)
    if not place:
        return f"{title}（{file_stem}）" if re.search(r"[\u4e00-\u9fff]", file_stem) else title
    year = f"{date[:4]}年" if date and date[:4] not in title else ""
    return f"{title}（{place}{year}）"
