"""Lines that may be headings. What is a candidate here becomes a heading only in `corpus.headings.outline`, by sequence."""

import re
from collections import Counter
from dataclasses import KW_ONLY, dataclass

from corpus.chinese.markers import Marker, marker
from corpus.chinese.people import GREETING
from corpus.chinese.sentences import is_sentence
from corpus.headings.leads import REPORTS, Stretch, find_leads
from corpus.headings.signposts import GLOSSARY, agenda_items, attached_titles, is_annex, is_box, questions
from corpus.lines.paragraphs import Paragraph

LONGEST = 150
"""Characters of a heading; the longest lead sentence seen in real reports has 118."""

_SENTENCE_END = re.compile(r"[。！？!?]")
_LABEL = re.compile(r"(?P<label>[\u4e00-\u9fff]{3,12})[：:]")
_ANNOUNCES = re.compile(
    r"如下|以下|下列|几个|几点|方面|工作|任务|目标|包括|有|是|指出|强调|说|问|答|代表|同志|各位|要求"
)
_NOT_A_TITLE = re.compile(
    r"[—―\-（(\[【“《]{0,2}(?:19|20)\d\d年\d+月\d+日|[—―]{1,2}|[\d.．%％\s]+$|[（(].*[）)]$|参?[见看][本前上后下《]|(?:视频|直播|图解|专题|回放)[：:]"
)
_COLON = re.compile("[：:]")
LIST_ENDS = "；;，,"
_CLAUSE_END = re.compile("[：:]|[，,；;]")
_LEADS = ("han", "paren_han", "arabic")
_LONGEST_LEAD, _SHORT_LEAD = 45, 20
"""Characters of a lead, and of one that states a figure; provisions in a row are longer."""
_FIGURE = re.compile(r"[\d０-９；]")
_LISTED = ("point", "paren_han", "arabic", "paren_arabic", "circled", "ordinal")
_DEEP = ("paren_han", "arabic", "paren_arabic", "circled", "point")
"""Families of sub-sections, in whose text a row of leads is a manner of writing."""
_BARE = ("han", "paren_han")
"""Families whose number may be the whole heading."""
_RESPONSIBLE = re.compile(r"[（(][^（）()]{0,8}(?:单位|部门)[：:][^（）()]+[）)]$")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff”》])[ \u3000]+(?=[\u4e00-\u9fff“《])")
"""A space behind a title that the text follows on the same line."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TELLS = re.compile(rf"{REPORTS.pattern}|^.{{2,8}}(?:同志|总书记|主席|总理|委员长|书记|省长|市长)(?!：)")
"""A news story's own sentences, which open alike because they name the same speaker."""
_OPENING = re.compile("[—―－-]*((?![一二三四五六七八九十〇○零百]{2})[\u4e00-\u9fff]{2})")
_TITLE_END = re.compile(r"[，、；：:。！？!?…（(“《]$")


@dataclass(frozen=True, slots=True)
class HeadingCandidate:
    """A paragraph that may open a section: `index` of the paragraph, `start`/`end` of the heading within it.

    `family` as in `corpus.chinese.markers.RANK`, or `markup` (with `level`), `title`, `sentence` (parallel stand-alone
    sentences). `stands_alone` says that nothing but the heading is on the line. `group` ties parallel sentences.
    `inserted` as in `Marker`; `glued` says that the line began with something else.
    """

    index: int
    family: str
    number: int | None
    start: int
    end: int
    stands_alone: bool
    _: KW_ONLY
    level: int | None = None
    group: int | None = None
    inserted: bool = False
    glued: bool = False


def heading_candidates(paragraphs: list[Paragraph], first: int) -> list[HeadingCandidate]:
    """The candidates among `paragraphs[first:]`, in order, at most one a paragraph."""
    texts = [p.text.strip() for p in paragraphs]
    if any(p.level for p in paragraphs):
        return _marked(paragraphs, texts, first)
    found = _without_lists(_signed(paragraphs, texts, first), texts)
    leads = find_leads(texts, _stretches(texts, first, found))
    for index, lead in leads.items():
        offset = _indent(paragraphs[index])
        found.append(
            HeadingCandidate(
                index, "lead", None, offset, offset + lead.end, lead.stands_alone, group=-1 - lead.group
            )
        )
    return sorted(found, key=lambda c: c.index)


def _marked(paragraphs: list[Paragraph], texts: list[str], first: int) -> list[HeadingCandidate]:
    """The candidates where the file's own markup states headings."""
    found: list[HeadingCandidate] = []
    glossary = False
    for index in range(first, len(paragraphs)):
        paragraph, text = paragraphs[index], texts[index]
        numeral = marker(text)
        candidate = None
        if paragraph.level:
            number = numeral.number if numeral else None
            candidate = _whole(index, paragraph, "markup", number=number, level=paragraph.level)
        elif is_annex(text):
            candidate = _whole(index, paragraph, "annex")
        elif numeral and not _is_list_item(texts[index - 1], numeral):
            candidate = _numbered(index, paragraph, numeral, glossary)
        if candidate:
            found.append(candidate)
            glossary = _opens_glossary(candidate, text, glossary)
    return found


def _signed(paragraphs: list[Paragraph], texts: list[str], first: int) -> list[HeadingCandidate]:
    """The candidates that a number, a name or their own place shows."""
    labels = _labels(texts[first:])
    tight = _tight_units(texts, first)
    groups = _parallel_sentences(texts, first)
    asked, items, attached = questions(texts, first), agenda_items(texts, first), set(attached_titles(texts, first))
    found: list[HeadingCandidate] = []
    glossary = False
    for index in range(first, len(paragraphs)):
        paragraph, text = paragraphs[index], texts[index]
        offset = _indent(paragraph)
        numeral = marker(text) or tight.get(index)
        candidate = None
        if is_annex(text):
            candidate = _whole(index, paragraph, "annex")
        elif index in attached:
            candidate = _whole(index, paragraph, "attached")
        elif index in asked:
            family, number = (numeral.family, numeral.number) if numeral else ("question", None)
            candidate = _whole(index, paragraph, family, number=number)
        elif numeral:
            in_list = _is_list_item(texts[index - 1], numeral)
            candidate = None if in_list else _numbered(index, paragraph, numeral, glossary)
        elif index in items:
            number, end = items[index]
            candidate = HeadingCandidate(index, "item", number, offset, offset + end, end >= len(text) - 1)
        elif index in groups:
            candidate = HeadingCandidate(
                index, "sentence", None, offset, offset + len(text) - 1, True, group=groups[index]
            )
        elif labels and (label := _LABEL.match(text)) and label["label"] in labels:
            candidate = HeadingCandidate(
                index, "label", None, offset, offset + label.end() - 1, len(text) == label.end()
            )
        elif is_box(text):
            candidate = _whole(index, paragraph, "box")
        elif _is_title(texts, index, first, found):
            candidate = _whole(index, paragraph, "title")
        if candidate:
            found.append(candidate)
            glossary = _opens_glossary(candidate, text, glossary)
    return found


def _whole(
    index: int, paragraph: Paragraph, family: str, *, number: int | None = None, level: int | None = None
) -> HeadingCandidate:
    """A heading that is its whole line."""
    offset, text = _indent(paragraph), paragraph.text.strip()
    end = len(text) if family in ("markup", "title") else len(text.rstrip("：: "))
    return HeadingCandidate(index, family, number, offset, offset + end, True, level=level)


def _opens_glossary(candidate: HeadingCandidate, text: str, before: bool) -> bool:
    """Whether what stands behind the candidate are terms and their explanations."""
    heads = candidate.stands_alone and candidate.family in ("annex", "title", "markup", "han")
    return bool(GLOSSARY.search(text)) if heads else before


def _without_lists(found: list[HeadingCandidate], texts: list[str]) -> list[HeadingCandidate]:
    """`found` less the items of lists, which are numbered sentences in a row and no headings.

    They are bare sentences that a sentence introduces, or provisions: sentences longer than a heading would be.
    """
    at = {c.index: c for c in found}
    items: set[int] = set()
    for one in found:
        if one.number != 1 or one.family not in _LISTED:
            continue
        run = [one.index]
        while (item := at.get(run[-1] + 1)) and (item.family, item.number) == (one.family, len(run) + 1):
            run.append(item.index)
        before = at.get(one.index - 1)
        introduced = is_sentence(texts[one.index - 1]) and not (before and before.stands_alone)
        bare = introduced and all(_is_bare(texts[i]) for i in run)
        named = before and before.family in ("annex", "title", "attached", "label")
        provisions = sum(_provides(texts[i], at[i]) for i in run)
        if len(run) > 1 and (bare or (not named and 3 * provisions >= 2 * len(run))):
            items.update(run)
    return [c for c in found if c.index not in items]


def _provides(text: str, candidate: HeadingCandidate) -> bool:
    """Whether the paragraph is a provision: its first sentence is long, states a figure, or is all there is."""
    lead = text[: candidate.end - candidate.start]
    return len(lead) > _LONGEST_LEAD or _is_bare(text) or (len(lead) > _SHORT_LEAD and bool(_FIGURE.search(lead, 4)))


def _is_bare(text: str) -> bool:
    return text[-1] == "。" and len(_SENTENCE_END.findall(text)) == 1


def _stretches(texts: list[str], first: int, found: list[HeadingCandidate]) -> list[Stretch]:
    """The paragraphs between the candidates and greetings."""
    at = {c.index: c for c in found}
    stretches: list[Stretch] = []
    indices: list[int] = []
    opened, headed, entries = True, False, False
    for index in range(first, len(texts) + 1):
        candidate = at.get(index)
        if index == len(texts) or candidate or (GREETING.match(texts[index]) and len(texts[index]) <= 30):
            if indices:
                closed = index == len(texts) or candidate is not None
                root = not found or found[0].index > indices[-1]
                stretches.append(Stretch(indices, opened, headed, closed, root, entries))
            indices = []
            headed = bool(candidate and candidate.stands_alone)
            entries = bool(candidate and candidate.family in ("annex", "box", "label", "question"))
            opened = candidate is None or candidate.family not in _DEEP
        else:
            indices.append(index)
    return stretches


def _tight_units(texts: list[str], first: int) -> dict[int, Marker]:
    """Markers without a gap behind them (第一条为了…, 第二章管理) that stand between their neighbours in number."""
    found: dict[str, list[tuple[int, Marker]]] = {}
    tight: set[int] = set()
    for index in range(first, len(texts)):
        if texts[index][:1] not in ("第", "笫"):
            continue
        numeral = marker(texts[index])
        if numeral is None and (numeral := marker(texts[index], tight=True)):
            if numeral.family != "article" and (len(texts[index]) > 30 or is_sentence(texts[index])):
                continue
            tight.add(index)
        if numeral:
            found.setdefault(numeral.family, []).append((index, numeral))
    accepted: dict[int, Marker] = {}
    for run in found.values():
        last = 0
        for n, (index, numeral) in enumerate(run):
            following = run[n + 1][1].number if n + 1 < len(run) else None
            alone = numeral.number == 1 and following != 2
            if index in tight:
                if numeral.number not in (1, last + 1) or alone or (last == 0 and following != numeral.number + 1):
                    continue
                accepted[index] = numeral
            last = numeral.number
    return accepted


def _is_list_item(previous: str, numeral: Marker) -> bool:
    """Whether the line before is the item before of a list (…；), which is no heading and makes this one none."""
    before = marker(previous) if _is_clause(previous) else None
    return before is not None and (before.family, before.number + 1) == (numeral.family, numeral.number)


def _is_clause(text: str) -> bool:
    """Whether the line ends as a part of a sentence does, and no sentence ends within it."""
    return text[-1:] in LIST_ENDS and "。" not in text


def _numbered(index: int, paragraph: Paragraph, numeral: Marker, glossary: bool) -> HeadingCandidate | None:
    """The heading behind a marker: to the end of the lead sentence, or the whole line; None for items of a list."""
    text, offset = paragraph.text.strip(), _indent(paragraph)
    if numeral.family == "article":
        end = numeral.end
    elif _is_clause(text):
        return None
    else:
        end = _lead_end(text, numeral, glossary)
        if end > LONGEST:
            end = _first_clause_end(text, numeral)
        if end > LONGEST or (end <= numeral.end and not (len(text) == numeral.end and numeral.family in _BARE)):
            return None
    return HeadingCandidate(
        index=index,
        family=numeral.family,
        number=numeral.number,
        start=offset,
        end=offset + end,
        stands_alone=not text[end:].lstrip("。！？!?：: "),
        inserted=numeral.inserted,
        glued=paragraph.glued,
    )


def _indent(paragraph: Paragraph) -> int:
    return len(paragraph.text) - len(paragraph.text.lstrip())


def _lead_end(text: str, numeral: Marker, glossary: bool) -> int:
    stop = _SENTENCE_END.search(text, numeral.end)
    if stop and numeral.family in ("part", "subpart", "chapter", "section"):
        return LONGEST + 1
    end = stop.start() if stop else len(text.rstrip("：: "))
    if text[end - 1] in "）)" and (note := _RESPONSIBLE.search(text, numeral.end, end)):
        end = note.start()
    if (gap := _GAP.search(text, numeral.end + 4, numeral.end + 40)) and len(text) - gap.end() >= 30 and stop:
        return gap.start()
    colon = _COLON.search(text, numeral.end, end)
    if colon and colon.end() < len(text) and (glossary or (end > 40 and colon.start() <= 25)):
        end = colon.start()
    return end


def _first_clause_end(text: str, numeral: Marker) -> int:
    """A lead sentence too long for a heading is named by its first words; its number keeps the sequence whole."""
    found = _CLAUSE_END.search(text, numeral.end + 4, LONGEST // 2) if numeral.family in _LEADS else None
    return found.start() if found else LONGEST + 1


def _is_title(texts: list[str], index: int, first: int, found: list[HeadingCandidate]) -> bool:
    """A stand-alone line that is no sentence, between finished paragraphs: an unnumbered title."""
    text = texts[index]
    if not 2 <= len(text) <= 40 or is_sentence(text) or _TITLE_END.search(text) or len(_HAN.findall(text)) < 2:
        return False
    if GREETING.match(text) or _NOT_A_TITLE.match(text) or REPORTS.search(text) or index + 1 >= len(texts):
        return False
    after_heading = bool(found) and found[-1].index == index - 1 and found[-1].stands_alone
    if index > first and not is_sentence(texts[index - 1]) and not after_heading:
        return False
    following = texts[index + 1]
    return (is_sentence(following) and len(following) >= 15) or marker(following) is not None


def _labels(texts: list[str]) -> set[str]:
    """Short words with a colon that stand alone on a line and head what follows: 纠正的方法："""
    alone = Counter(
        m["label"]
        for text in texts
        if text[-1:] in ("：", ":")
        and (m := _LABEL.fullmatch(text))
        and not (_ANNOUNCES.search(m["label"]) or GREETING.match(text))
    )
    return {label for label, count in alone.items() if count > 1 or "的" in label}


def _parallel_sentences(texts: list[str], first: int) -> dict[int, int]:
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
    return {i: group for group, members in enumerate(alike.values()) if len(members) >= 3 for i in members}
