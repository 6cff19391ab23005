"""Headings without a number that are known by themselves: stand-alone titles, labels, sentences that open alike."""

import re
from collections import Counter

from corpus.chinese.markers import marker
from corpus.chinese.people import GREETING, is_name
from corpus.chinese.sentences import is_sentence
from corpus.headings.candidate import HeadingCandidate
from corpus.headings.leads import REPORTS

LABEL_LINE = re.compile(r"(?P<label>[\u4e00-\u9fff]{3,12})[：:]")
_SENTENCE_END = re.compile(r"[。！？!?]")
_ANNOUNCES = re.compile(
    r"如下|以下|下列|几个|几点|方面|工作|任务|目标|包括|有|是|指出|强调|说|问|答|代表|同志|各位|要求"
)
_NOT_A_TITLE = re.compile(
    r"[^｜|]*[｜|]|[—―\-（(\[【“《]{0,2}(?:19|20)\d\d年\d+月\d+日|[—―]{1,2}|[\d.．%％\s]+$|[（(].*[）)]$|参?[见看][本前上后下《]|(?:视频|直播|图解|专题|回放)[：:]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TELLS = re.compile(rf"{REPORTS.pattern}|^.{{2,8}}(?:同志|总书记|主席|总理|委员长|书记|省长|市长)(?!：)")
"""A news story's own sentences, which open alike because they name the same speaker."""
_BARE_ANNEX = 6
"""Characters of an annex's own line that leaves its name to the next one (附件 2)."""
_OPENING = re.compile("[—―－-]*((?![一二三四五六七八九十〇○零百]{2})[\u4e00-\u9fff]{2})")
_LONGEST_KIN, _FEWEST_KIN = 8, 3
_FEWEST_CELLS = 3
"""Words with gaps between them that are the heads of columns where the line below has as many."""
_ONLY_HAN = re.compile("[\u4e00-\u9fff]+")
_TITLE_END = re.compile(r"[，、；：:。！？!?…（(“《]$")


def is_title(texts: list[str], index: int, first: int, found: list[HeadingCandidate]) -> bool:
    """A stand-alone line that is no sentence, between finished paragraphs: an unnumbered title."""
    text = texts[index]
    if (
        not 2 <= len(text) <= 40
        or is_sentence(text)
        or "。" in text
        or _TITLE_END.search(text)
        or len(_HAN.findall(text)) < 2
    ):
        return False
    if GREETING.match(text) or _NOT_A_TITLE.match(text) or REPORTS.search(text) or index + 1 >= len(texts):
        return False
    if (cells := len(text.split())) >= _FEWEST_CELLS and len(texts[index + 1].split()) == cells:
        return False
    after_heading = bool(found) and found[-1].index == index - 1 and found[-1].stands_alone
    if index > first and not is_sentence(texts[index - 1]) and not after_heading:
        return False
    following = texts[index + 1]
    names_annex = after_heading and found[-1].family == "annex" and len(texts[index - 1]) <= _BARE_ANNEX
    return names_annex or (is_sentence(following) and len(following) >= 15) or marker(following) is not None


def labels_in(texts: list[str]) -> set[str]:
    """Short words with a colon that stand alone on a line and head what follows: 纠正的方法："""
    alone = Counter(
        m["label"]
        for text in texts
        if text[-1:] in ("：", ":")
        and (m := LABEL_LINE.fullmatch(text))
        and not (_ANNOUNCES.search(m["label"]) or GREETING.match(text))
    )
    return {label for label, count in alone.items() if count > 1 or "的" in label}


def parallel_sentences(texts: list[str], first: int) -> dict[int, int]:
    """Stand-alone one-sentence lines that open alike (这五年，…。), at least three, each before a full paragraph."""
    alike: dict[str, list[int]] = {}
    for index in range(first, len(texts) - 1):
        text = texts[index]
        if 6 <= len(text) <= 50 and text[-1] == "。" and len(_SENTENCE_END.findall(text)) == 1 and marker(text) is None:
            following = texts[index + 1]
            opens_section = marker(texts[index - 1]) is not None and not is_sentence(texts[index - 1])
            if (
                len(following) >= 60
                and (opening := _OPENING.match(text))
                and not GREETING.match(text)
                and not _TELLS.search(text)
                and not opens_section
            ):
                alike.setdefault(opening[1], []).append(index)
    many = {opening: members for opening, members in alike.items() if len(members) >= 3}
    opened = Counter(opening[1] for text in texts[first:] if many and (opening := _OPENING.match(text)))
    rows = [members for opening, members in many.items() if 2 * len(members) > opened[opening]]
    return {i: group for group, members in enumerate(rows) for i in members}


def kindred_titles(texts: list[str], first: int) -> set[int]:
    """Short lines of one length that stand between finished paragraphs, three or more: titles, whatever is below them.

    One shows itself by a sentence above and one below; where three do, others of that length need the one above only.
    """
    short = [
        i
        for i in range(first, len(texts) - 1)
        if _is_short_title(texts[i]) and (i == first or is_sentence(texts[i - 1]))
    ]
    sure = Counter(len(texts[i]) for i in short if is_sentence(texts[i + 1]))
    return {i for i in short if sure[len(texts[i])] >= _FEWEST_KIN}


def _is_short_title(text: str) -> bool:
    if not 3 <= len(text) <= _LONGEST_KIN or not _ONLY_HAN.fullmatch(text) or is_sentence(text):
        return False
    return marker(text) is None and not is_name(text) and not GREETING.match(text)
