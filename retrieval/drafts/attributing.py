"""To whom a draft attributes a quotation, read off the words right before and right behind it, and whether it is one at all.

A short expression in marks (“十四五”, “放管服”改革) is a name as a rule. It is taken for a quotation by evidence: that a document
is named for it, that a verb of saying or a colon leads up to it, how long it is, that it is built like a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.drafts.quoting import DraftQuote
from retrieval.lookup.alignment import letters_of

ATTRIBUTED, SAID, SAID_CLAUSES, PLAIN_CLAUSES, PLAIN = 2, 8, 5, 12, 20
"""Least letters of a quotation: ascribed to a document; to anybody; the same in several clauses; ascribed to nobody in clauses;
in one, where names are seldom so long. Choices, tried on written drafts of the tests."""

WEAK = 2
LOOKED_BACK = 300
"""Letters in front of a quotation in which its source is looked for."""

_SAYING = (
    r"(?:指出|强调|提出|要求|明确|规定|写道|写明|写着|写|载明|提到|谈到|说道|讲道|讲到|讲|说|认为|表示|号召|宣布|重申|告诫|叮嘱|介绍|透露|"
    r"称|言|曰|云|道|原文是?|原话是?|表述为|表述是|概括为|阐述|论述|部署)"
)
_LEADS_UP = re.compile(rf"(?:{_SAYING}(?:了|过|到|的就?是|的|如下|以下内容)?[\s，,：:—]{{0,3}}|[：:]\s*)$")
_BEHIND = re.compile(
    r"\s*(?:的|这一|这个)(?:明确|重要|有关|相关|具体|总)?(?:要求|规定|论述|指示|部署|原话|原文|说法|表述|论断)"
)
_IN_TITLE = r"(?:[^《》\n]|《[^《》\n]{1,60}》){2,100}"
_TITLE = re.compile(rf"《(?P<title>{_IN_TITLE})》")
_SECTION = re.compile(r"(?:第\s?[一二三四五六七八九十百零〇\d]{1,6}\s?(?:编|章|节|条|款|项|部分|点|方面))+")
_SOURCE_BEHIND = re.compile(
    r"\s*[，,。；]?\s*(?:这是|语出|出自|引自|摘自|源自|参见|见|——|—|[（(\[〔])\s*(?:语出|出自|引自|摘自|参见|见|摘自于)?"
    rf"(?P<near>[^。；\n“”《》]{{0,12}}《{_IN_TITLE}》[^。；，\n“”《》）)]{{0,24}})"
)
_SENTENCE = re.compile(r"[。！？!?\n]")
_CLAUSES = re.compile(r"[，。；：！？,;!?]")
_BETWEEN = re.compile(r"[，；,;]")
_JOINED = re.compile(r"\s*(?:[、和与及]|以及)?\s*")
_MASK = "\0"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Titles and section as the draft writes them, empty where it names none.

    `said`: words of saying, a colon or a source in brackets ascribe the quotation to somebody. `loose`: the document is named in
    the same sentence or paragraph, but not as what says it. `weak`: it may be a name as well as a quotation.
    """

    titles: tuple[str, ...] = ()
    section: str = ""
    said: bool = False
    loose: bool = False
    weak: bool = False


def attributed(text: str, quotes: Sequence[DraftQuote]) -> Iterator[tuple[DraftQuote, Attribution]]:
    """The quotations of `text` that are any, each with what it is attributed to."""
    masked = list(text)
    for quote in quotes:
        if not quote.indirect:
            masked[quote.start : quote.end] = _MASK * (quote.end - quote.start)
    around = "".join(masked)
    last, paragraph, read = tuple[str, ...](), -1, 0
    for quote in quotes:
        line = around.rfind("\n", 0, quote.start)
        if line != paragraph:
            last, paragraph, read = (), line, line + 1
        found = _attribution(around, quote)
        if found.section and not found.titles and last:
            found = replace(found, titles=last, loose=not found.said)
        named = _groups(around[read : quote.outer[0]])
        last, read = named[-1].titles if named else last, quote.outer[1]
        if size := _weighed(text, quote, found):
            yield quote, replace(found, weak=size == WEAK)


def _attribution(text: str, quote: DraftQuote) -> Attribution:
    """What `text`, its quotations masked, ascribes `quote` to."""
    a, b = quote.outer
    behind = _SOURCE_BEHIND.match(text, b)
    if behind and not quote.indirect:
        (group,) = _groups(behind["near"])[-1:]
        cited = _SECTION.search(behind["near"], group.end)
        return Attribution(group.titles, cited[0] if cited else "", True)
    before = _before(text, a)
    groups = _groups(before)
    near = before[groups[-1].end :] if groups else before
    section: str = ([found[0] for found in _SECTION.finditer(near)] or [""])[-1]
    stands_alone = not before.strip() and text[b : b + 1] in ("", "\n")
    said = quote.indirect or stands_alone or bool(_LEADS_UP.search(before) or _BEHIND.match(text, b))
    if not groups:
        return _named_behind(text, b, said) or Attribution((), section, said)
    linked = near[near.rindex(section) + len(section) :] if section else near
    close = not _BETWEEN.search(linked.rstrip("，,：: ")) and (
        said or bool(section) or not linked.strip("，,：:中里的所 ")
    )
    return Attribution(groups[-1].titles, section, said or close, loose=not close)


def _named_behind(text: str, start: int, said: bool) -> Attribution | None:
    """“…”，《…》中的这一要求: a document that is named later in the sentence; None where none is."""
    stop = _SENTENCE.search(text, start, start + LOOKED_BACK)
    behind = text[start : stop.start() if stop else start + LOOKED_BACK].partition(_MASK)[0]
    groups = _groups(behind)
    if not groups:
        return None
    section = _SECTION.match(behind, groups[0].end)
    return Attribution(groups[0].titles, section[0] if section else "", said, loose=True)


def _before(text: str, end: int) -> str:
    """The sentence up to `end`; with the line above where that ends with a colon and the quotation begins its own."""
    line = text.rfind("\n", 0, end) + 1
    if line and not text[line:end].strip() and text[:line].rstrip().endswith(("：", ":")):
        end = len(text[:line].rstrip())
    cuts = [found.end() for found in _SENTENCE.finditer(text, max(0, end - LOOKED_BACK), end)]
    return text[(cuts[-1] if cuts else max(0, end - LOOKED_BACK)) : end]


@dataclass(frozen=True, slots=True)
class _Group:
    """Titles one behind the other (《…》和《…》), and where they end."""

    titles: tuple[str, ...]
    end: int


def _groups(text: str) -> list[_Group]:
    groups: list[_Group] = []
    for found in _TITLE.finditer(text):
        if groups and _JOINED.fullmatch(text, groups[-1].end, found.start()):
            groups[-1] = _Group((*groups[-1].titles, found["title"]), found.end())
        else:
            groups.append(_Group((found["title"],), found.end()))
    return groups


def _weighed(text: str, quote: DraftQuote, found: Attribution) -> int:
    """Whether `quote` is a quotation: no (0), perhaps (WEAK), or yes."""
    words = text[quote.start : quote.end]
    size = len(letters_of(words).text)
    in_clauses = bool(_CLAUSES.search(words.strip()))
    # 提出“放管服”改革: a noun follows that the words are the name of; not so behind a colon.
    led_up = text[: quote.outer[0]].rstrip()[-1:] in ("：", ":")
    noun = (
        text[quote.outer[1] : quote.outer[1] + 1].isalpha() and not led_up and not _BEHIND.match(text, quote.outer[1])
    )
    names = noun and not in_clauses and size < PLAIN_CLAUSES
    if found.titles and not found.loose and not names:
        return size >= ATTRIBUTED
    if found.said and not names:
        return size >= (SAID_CLAUSES if in_clauses or found.titles else SAID)
    if size >= (PLAIN_CLAUSES if in_clauses else PLAIN):
        return True
    return WEAK if found.titles and size >= SAID_CLAUSES else 0
