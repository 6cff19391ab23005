"""What is said of a checked quotation: a verdict, what differs, and where the words stand."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.messages import Texts
from bot.rendering import PATH_SEPARATOR, utf16_length
from retrieval.drafts.checked import CheckedQuote, CheckVerdict, CitedSource, Deviation, SourcePlace
from retrieval.drafts.quoting import MARKS

ORDER: tuple[CheckVerdict, ...] = ("differs", "elsewhere", "not_found", "slight", "exact")
"""The verdicts, those first that ask for a correction."""
QUOTED, NOTED = 30, 120
"""Characters of a quotation and of its note in a list of findings."""
CHANGES = 8
"""Differences of a quotation that are named; of more than that, the source says all."""


def counted(checked: Sequence[CheckedQuote]) -> Mapping[CheckVerdict, int]:
    """How many quotations there are of each verdict."""
    found = Counter(one.verdict for one in checked)
    return {verdict: found[verdict] for verdict in ORDER}


def counts_line(checked: Sequence[CheckedQuote], texts: Texts) -> str:
    """The counts in a line."""
    say = texts.drafts
    if not checked:
        return say.none
    counts = [f"{say.verdict(verdict)} {count}" for verdict, count in counted(checked).items() if count]
    return say.summary.format(count=len(checked), counts="，".join(counts))


def findings(checked: Sequence[CheckedQuote], texts: Texts, room: int) -> list[str]:
    """A line for each quotation that asks for a correction, as many as there is room for, and how many there are more.

    `room` is in UTF-16 units.
    """
    say = texts.drafts
    flawed = sorted((one for one in checked if one.is_flawed), key=lambda one: ORDER.index(one.verdict))
    lines: list[str] = []
    for number, one in enumerate(flawed):
        line = f"“{_shortened(one.words, QUOTED)}” {_shortened(note_on(one, texts), NOTED)}"
        more = say.more.format(count=len(flawed) - number)
        if room - utf16_length(line) - 1 < utf16_length(more) + 1:
            return [*lines, more]
        lines.append(line)
        room -= utf16_length(line) + 1
    return lines


def note_on(one: CheckedQuote, texts: Texts) -> str:
    """The verdict with its reason, in one paragraph."""
    return texts.drafts.note.format(verdict=texts.drafts.verdict(one.verdict), reason=reason_of(one, texts))


def reason_of(one: CheckedQuote, texts: Texts) -> str:
    """What the verdict rests on."""
    say, place = texts.drafts, _place(one.place)
    cited = _cited(one.cited)
    if one.verdict == "not_found" or one.place is None:
        known = say.not_in_cited if one.cited and one.cited.known else say.cited_unknown if one.cited else say.nowhere
        return known.format(cited=cited, document=f"《{one.cited.document}》" if one.cited else "")
    source = one.place.text.strip()
    if one.verdict == "differs":
        changes = "；".join(_change(change, texts) for change in one.deviations[:CHANGES])
        more = say.indirect if one.indirect else ""
        return say.differs_as.format(changes=changes, place=place, source=source) + more
    if one.verdict == "elsewhere":
        missing = one.cited and one.cited.known and one.cited.section and not one.cited.exists
        return (say.no_section if missing else say.not_said).format(cited=cited, place=place)
    unknown = say.but_cited_unknown.format(cited=cited) if one.cited and not one.cited.known else ""
    return (say.stands_nearly if one.verdict == "slight" else say.stands).format(place=place, source=source) + unknown


def shown_in_copy(one: CheckedQuote) -> frozenset[str]:
    """The signs behind a quotation that belong to it: its closing mark."""
    return frozenset() if one.indirect else MARKS


def _shortened(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1] + "…"


def _change(change: Deviation, texts: Texts) -> str:
    say = {"dropped": texts.drafts.dropped, "added": texts.drafts.added, "swapped": texts.drafts.swapped}
    return say[change.kind].format(draft=change.draft, source=change.source)


def _place(place: SourcePlace | None) -> str:
    if place is None:
        return ""
    return f"《{place.title}》{PATH_SEPARATOR.join(place.heading_path)}"


def _cited(cited: CitedSource | None) -> str:
    return f"《{cited.document}》{cited.section}" if cited else ""
