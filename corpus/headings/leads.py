"""Leads: the short first sentences, without a number, by which parallel paragraphs of a section are headed.

One such sentence shows nothing, since ordinary paragraphs begin so too. What shows headings is the row: paragraphs of
one section that all open with a sentence of like build, each with a text of its own behind it, and few others
between them. A document whose numbered sub-sections hold such rows uses them as a style of writing, not as headings.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.chinese.people import GREETING
from corpus.chinese.sentences import is_sentence

_DASH = re.compile(r"(?:[—―－–]{1,3}|--?)\s*(?=[\u4e00-\u9fff“《])")
_DASHES = frozenset("—―－–-")
_NO_LEAD = re.compile(r"[！？!?；;：:\d０-９]|、.*、")
_DASH_LEAD = re.compile(r"(?P<lead>[^。！？!?；;：:]{2,40})[。！!：:]")
_SPEAKS = re.compile(r"会议|我们?|大家|同志|他|她|这|那|今[天年]|[去前]年|但|刚才|下面|现在|最后|当前|第[一二三四五]")
"""Words by which a sentence goes on telling; no heading begins with them."""
REPORTS = re.compile(
    r"\d日电|[（(](?:本报)?记者|^[^，]{2,12}(?:指出|强调|表示|认为|要求|提出|宣布|说)[，,：:]|^《.*》[（(].*年.*[）)]$"
)
"""The sentences in which a news story names who speaks."""
_COMMA = re.compile("[，,]")
_LONGEST_PLAIN, _LONGEST_PAIR, _LONGEST_CLAUSE = 16, 32, 8
_REACH = 42
"""Characters in which a lead must end."""
_BODY = 12
"""Characters of text behind a lead."""
_GREETING = 30
_FEWEST = 3
_ANNOUNCEMENT = 40
"""Characters of a line that only announces the row behind it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A paragraph's lead, `text[:end]`; those of one row share `group`. `stands_alone`: nothing follows on its line."""

    end: int
    group: int
    stands_alone: bool


@dataclass(frozen=True, slots=True)
class Unheaded:
    """Paragraphs between two headings, by index. `open` says that no numbered sub-section or run-in text holds them.

    `headed` says that a heading on a line of its own stands right above, `closed` that a heading or nothing follows,
    `root` that no heading stands before it at all, `entries` that it is an annex, a box or a glossary.
    """

    indices: Sequence[int]
    open: bool
    headed: bool
    closed: bool
    root: bool = False
    entries: bool = False


def find_leads(texts: Sequence[str], stretches: Sequence[Unheaded]) -> dict[int, Lead]:
    """The leads among the paragraphs, by index. `stretches` of one text: what a notice sends is a text by itself."""
    rows = [(stretch, _row(texts, stretch)) for stretch in stretches]
    if any(row and not stretch.open for stretch, row in rows):
        rows = [(stretch, {}) for stretch in stretches]
    elif sum(bool(row) for _, row in rows) > 1:
        rows = [(stretch, row or _pair(texts, stretch)) for stretch, row in rows]
    found: dict[int, Lead] = {}
    for stretch, row in rows:
        found |= {i: Lead(end, stretch.indices[0], False) for i, end in row.items()}
        for part in _parts(stretch, row):
            for run in _dash_runs(texts, part):
                found |= {i: Lead(end, -1 - run[0][0], alone) for i, end, alone in run}
    return found


def _pair(texts: Sequence[str], stretch: Unheaded) -> dict[int, int]:
    """Two leads of any length, where other sections of the text have their rows."""
    leads = {i: len(lead) for i in stretch.indices if (lead := _lead(texts[i])) and len(lead) <= _LONGEST_PLAIN}
    return leads if stretch.headed and not stretch.entries and len(leads) == len(stretch.indices) > 1 else {}


def greets(text: str) -> bool:
    """Whether the paragraph is a greeting and no more."""
    return len(text) <= _GREETING and bool(GREETING.match(text))


def _parts(stretch: Unheaded, row: dict[int, int]) -> Iterator[Unheaded]:
    """The stretch cut behind its plain leads."""
    part: list[int] = []
    headed = stretch.headed
    for index in stretch.indices:
        if index in row:
            yield Unheaded(part, stretch.open, headed, closed=True, root=stretch.root, entries=stretch.entries)
            part, headed = [], True
        else:
            part.append(index)
    yield Unheaded(part, stretch.open, headed, stretch.closed, stretch.root, stretch.entries)


def _row(texts: Sequence[str], stretch: Unheaded) -> dict[int, int]:
    """The ends of the plain leads of the stretch, when they make up most of it."""
    if len(stretch.indices) < 2 or stretch.entries:
        return {}
    paragraphs = [i for i in stretch.indices if texts[i][0] not in _DASHES and not greets(texts[i])]
    leads = {i: lead for i in paragraphs if (lead := _lead(texts[i]))}
    plain = [i for i, lead in leads.items() if not _COMMA.search(lead) and len(lead) <= _LONGEST_PLAIN]
    row = max([plain, *_pairs(leads)], key=len)
    if len(leads) == len(paragraphs) > _FEWEST and len(row) < len(leads):
        row = [i for i in leads if i in plain or i in _short_pairs(leads)]
    alike = len(paragraphs) == len(row) == 2 and abs(len(leads[row[0]]) - len(leads[row[1]])) <= 1
    fewest = 2 if alike and stretch.headed else _FEWEST
    if len(row) < fewest or 2 * len(row) < len(paragraphs):
        return {}
    return {i: len(leads[i]) for i in row}


def _lead(text: str) -> str | None:
    """The first sentence of the paragraph, where it is short and says no figure, and more follows."""
    end = text.find("。", 2, _REACH)
    if end < 0 or len(text) - end <= _BODY:
        return None
    lead = text[:end]
    return None if _NO_LEAD.search(lead) or _SPEAKS.match(lead) or REPORTS.search(lead) else lead


def _short_pairs(leads: dict[int, str]) -> dict[int, int]:
    """The length of the first clause of the leads that have two."""
    return {
        i: len(clauses[0])
        for i, lead in leads.items()
        if len(clauses := _COMMA.split(lead)) == 2 and len(clauses[0]) <= _LONGEST_CLAUSE and len(lead) <= _LONGEST_PAIR
    }


def _pairs(leads: dict[int, str]) -> Iterator[list[int]]:
    """Leads of two clauses, by the length of the first."""
    first = _short_pairs(leads)
    for length in set(first.values()):
        yield [i for i, own in first.items() if 0 <= own - length <= (length > 5)]


def _dash_runs(texts: Sequence[str], stretch: Unheaded) -> Iterator[list[tuple[int, int, bool]]]:
    """Rows of paragraphs that open with a dash and a lead, each over a text of its own."""
    dashed = [n for n, i in enumerate(stretch.indices) if texts[i][0] in _DASHES and _DASH.match(texts[i])]
    if len(dashed) < 2:
        return
    ends = {n: _dash_lead(texts, stretch.indices, n) for n in dashed}
    row = [(stretch.indices[n], *end) for n, end in ends.items() if end]
    gaps = [b - a - 1 for a, b in pairwise(dashed)]
    behind = len(stretch.indices) - 1 - dashed[-1]
    begins = dashed[0] == 0 and stretch.headed
    announced = dashed[0] > 0 and len(texts[stretch.indices[dashed[0] - 1]]) <= _ANNOUNCEMENT
    stands_above = min(gaps) >= 1
    fills = stretch.closed and behind <= max(gaps)
    if (
        len(row) == len(dashed)
        and (len(row) >= _FEWEST or begins or announced)
        and (begins or announced or stands_above or fills or stretch.root)
    ):
        yield row


def _dash_lead(texts: Sequence[str], indices: Sequence[int], n: int) -> tuple[int, bool] | None:
    """Where the lead of a dashed paragraph ends, and whether its text follows on the next line only."""
    text = texts[indices[n]]
    sign = _DASH.match(text)
    start = sign.end() if sign else 0
    if (found := _DASH_LEAD.match(text, start)) and len(text) - found.end() >= _BODY:
        return found.end("lead"), False
    follows = n + 1 < len(indices) and indices[n + 1] == indices[n] + 1 and not _DASH.match(texts[indices[n + 1]])
    if len(text) <= _ANNOUNCEMENT and follows and is_sentence(texts[indices[n + 1]]):
        return len(text.rstrip("。：: ")), True
    return None
