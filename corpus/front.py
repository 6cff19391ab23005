"""What stands before the text begins: title, speaker, occasion, date. The page's own lines only fill what is missing."""

import re
from dataclasses import dataclass

from corpus.cleaning import OFFICES, is_sentence
from corpus.markers import parse_number
from corpus.model import Block, Dropped, Facts

_SPEAKER = re.compile(
    rf"(?P<office>.{{0,24}}(?:{OFFICES}))\s*[：:]?\s*(?P<name>[\u4e00-\u9fff·]{{2,4}}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2,5}}[·•][\u4e00-\u9fff·]{{2,12}})$"
)
_BARE_NAME = re.compile(r"[（(]?(?P<name>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff])[)）]?$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟"
    "秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤易温牛盛施洪康戚鲍殷景章鲁倪庄季庞左翟樊齐葛柳蓝包宁尚凌祝俞习阮骆牟阎华栗"
)
_SPOKEN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?:同志|主席|总书记|总理|书记|省长|市长)?(?:：|在.{2,60}(?:讲话|致辞|演讲|发言|报告|谈话)(?:[（(].*)?$)"
)
_OTHER_TITLES = re.compile(r"讲话|报告|致辞|发言|演讲|谈话")
_YEAR = r"(?:[12１２][0-9０-９]{3}|[一二][〇○Ｏ零一二三四五六七八九]{2,3})"
_NUMBER = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(
    rf"(?P<year>{_YEAR})\s*(?:年\s*|[-/.](?=\d{{1,2}}[-/.]\d))(?P<month>{_NUMBER})(?:\s*月(?:\s*(?P<day>{_NUMBER})\s*日)?|[-/.](?P<iso_day>\d{{1,2}}))"
)
_OCCASION = re.compile(rf"[—―\-]{{1,2}}|[（(]|{_YEAR}年{_NUMBER}月")
_JOINED = re.compile(r"(?:的|和|与|暨|在|关于|、|—)$")
_ANNOUNCED = re.compile(r"(?:强调|指出|要求|表示)$")
"""A headline's first line that only the next one completes."""
_MEETING = re.compile(
    r"在(?P<meeting>[^，。；：“”（）()]{4,60}?(?:会议|大会|论坛|仪式|座谈会|集体学习|招待会|晚宴|年会|峰会|研讨班|典礼|茶话会|全会|推进会|动员会|工作会))(?:上|时|期间|$)"
)
_PLACE = re.compile(r"日[，,、 \u3000]+(?P<place>[\u4e00-\u9fff·]{2,10})[）)]")
_ORIGIN = re.compile(r"来\s*源\s*[：:]\s*(?P<origin>[\u4e00-\u9fffA-Za-z·《》]{2,20})")
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
    facts: Facts


def read_front(lines: list[Block], file_stem: str, page_lines: list[Dropped], opening: str) -> Front:
    """Understand the lines before the text. `page_lines` are the page's own: its headline shows how far the title goes.

    Without a title line the title is `file_stem`, or where that says nothing the first words of the `opening` paragraph.
    `name` is the title, completed where it says 政府工作报告 alone.
    """
    texts = [line.text.strip() for line in lines]
    first_line = lines[0].line if lines else 0
    site_title = "".join(d.text.strip() for d in page_lines if d.rule == "repeated title" and d.line < first_line)
    title_at = next((i for i, text in enumerate(texts) if _can_be_title(text)), -1)
    count = _title_lines(texts, title_at, site_title) if title_at >= 0 else 0
    title = _join(texts[title_at : title_at + count]) if count else _without_title(file_stem, opening)
    rest = [text for i, text in enumerate(texts) if not title_at <= i < title_at + count]
    facts = _facts(title if count else "", rest, [d.text for d in page_lines])
    return Front(title, _complete(title, " ".join(rest), facts.date, file_stem), title_at, count, facts)


def _without_title(file_stem: str, opening: str) -> str:
    words = re.match(r"[^，。：；！？\n]{6,50}(?=[，。：；！？])", opening.strip())
    return words[0] if words and not re.search(r"[\u4e00-\u9fff]", file_stem) else file_stem


def _facts(title: str, rest: list[str], page: list[str]) -> Facts:
    meeting = _MEETING.search("".join(rest)) or _MEETING.search(title)
    place = next((found["place"] for text in rest if (found := _PLACE.search(text))), None)
    origin = next((found["origin"] for text in page if (found := _ORIGIN.search(text))), None)
    date = next((d for text in [*rest, title, *page] if (d := _date(text))), None)
    return Facts(_speaker(rest, title), meeting["meeting"] if meeting else None, date, place, origin)


def _can_be_title(text: str) -> bool:
    return len(text) <= 80 and not _OCCASION.match(text) and not (is_sentence(text) and text[-1] in "。；：:")


def _title_lines(texts: list[str], start: int, site_title: str) -> int:
    count = 1
    while start + count < len(texts) and count < 4:
        text, so_far = texts[start + count], "".join(texts[start : start + count])
        if not _can_be_title(text) or len(so_far + text) > 70 or text in so_far:
            break
        if _SPEAKER.match(text) or ((bare := _BARE_NAME.match(text)) and _is_name(bare["name"])):
            break
        if site_title and not _shares(text, site_title) and not _ANNOUNCED.search(so_far):
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


def _speaker(texts: list[str], title: str) -> str | None:
    for pattern in (_SPEAKER, _BARE_NAME):
        for text in texts:
            if (found := pattern.match(text)) and _is_name(found["name"]):
                return re.sub(r"\s+", "", found["name"])
    spoken = _SPOKEN.match(title)
    return spoken["name"] if spoken and _is_name(spoken["name"]) and _OTHER_TITLES.search(title) else None


def _is_name(text: str) -> bool:
    return "·" in text or "•" in text or (text[0] in _SURNAMES and len(re.sub(r"\s+", "", text)) <= 4)


def _date(text: str) -> str | None:
    """ISO date (2024-03-05, or 1929-12 where no day is given)."""
    found = _DATE.search(text)
    if not found:
        return None
    year = "".join(str(parse_number(c) or 0) for c in found["year"])
    parts = [parse_number(found[key]) for key in ("month", "day", "iso_day") if found[key]]
    if not "1800" <= year <= "2100" or not all(p and p <= 31 for p in parts) or (parts[0] or 13) > 12:
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
