"""Items that begin alike (坚持…。坚持…。) or are led by short sentences (传达要快。…禁毒要狠。…)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.chinese.sentences import Span
from corpus.enumerations.enumeration import Enumeration
from corpus.enumerations.layout import DocumentLines
from corpus.enumerations.outlined import of_items
from corpus.headings.tree import runs

_UNIT = re.compile(r"(?<=[。；;，,：:！？!?\n、])\s*(?=[\u4e00-\u9fff“《\d])")
_SENTENCE_END = frozenset("。；;！？!?\n：:”）")
_LONGEST, _SHORTEST = 10, 2
_FEWEST, _MOST = 3, 40
_LEAD = re.compile(r"[^。，,、；;：:！？!?\n]{3,14}[。]")
_TOPIC = re.compile(r"[^。，,、；;：:！？!?\n]{2,8}[，,：:]")


def parallel_lists(layout: DocumentLines) -> Iterator[Enumeration]:
    """The lists of like beginnings within a paragraph, within a section, and of sentences throughout the document."""
    text = layout.text
    paragraphs = [layout.body(line) for line in layout.lines]
    sections = [span for _, span in runs(layout.tree.document.passages)]
    seen: set[tuple[int, ...]] = set()
    for spans, anywhere in ((paragraphs, True), (sections, False), ([(layout.start, len(text))], False)):
        for span in spans:
            if span[1] - span[0] > 20:
                for prefix, starts in _alike(text, span, anywhere):
                    if starts not in seen:
                        seen.add(starts)
                        yield of_items(layout, "alike", _items(text, starts, span[1]), family=prefix)
                        if anywhere and (first := _announced(text, span, prefix, starts[0])):
                            yield of_items(layout, "alike", _items(text, (first, *starts), span[1]), family=prefix)
    for span in (*paragraphs, *sections):
        for pattern in (_LEAD, _TOPIC):
            starts = tuple(s for s in _sentence_starts(text, span) if pattern.match(text, s, span[1]))
            if len(starts) > 1 and starts not in seen:
                seen.add(starts)
                yield of_items(layout, "leads", _items(text, starts, span[1]))


def _unit_starts(text: str, span: Span) -> list[int]:
    inner = [m.end() for m in _UNIT.finditer(text, *span)]
    return [span[0], *(at for at in inner if span[0] < at < span[1])]


def _sentence_starts(text: str, span: Span) -> list[int]:
    return [at for at in _unit_starts(text, span) if at == span[0] or _last_before(text, at) in _SENTENCE_END]


def _last_before(text: str, at: int) -> str:
    """The character before `at` that is no white space."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return text[max(0, at - 1) : at]


def _alike(text: str, span: Span, anywhere: bool) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Beginnings that several units of the span share, each with all units that do; the longest for the same units."""
    starts = _unit_starts(text, span) if anywhere else _sentence_starts(text, span)
    groups: dict[tuple[int, ...], str] = {}
    previous: dict[str, list[int]] = {"": starts}
    for length in range(1, _LONGEST + 1):
        longer: dict[str, list[int]] = defaultdict(list)
        for members in previous.values():
            for at in members:
                prefix = text[at : at + length]
                if len(prefix) == length and (length > 1 or prefix not in "的了和与、，。；"):
                    longer[prefix].append(at)
        previous = {prefix: members for prefix, members in longer.items() if len(members) >= _FEWEST}
        if length >= _SHORTEST:
            groups.update({tuple(m): p for p, m in previous.items() if len(m) <= _MOST and (p.isalnum() or "，" in p)})
    yield from ((prefix, members) for members, prefix in groups.items() if len(members) >= _FEWEST)


def _announced(text: str, span: Span, prefix: str, start: int) -> int | None:
    """Where the words `prefix` stand within the unit before `start`: the first item often follows its announcement there."""
    before = [at for at in _unit_starts(text, span) if at < start]
    found = text.rfind(prefix, before[-1], start) if before else -1
    return found if found > 0 else None


def _items(text: str, starts: Sequence[int], end: int) -> list[Span]:
    """From each start to the next, the last to the end of its line."""
    line = text.find("\n", starts[-1])
    last = min(end, line if line >= 0 else end)
    return [(a, b) for a, b in zip(starts, [*starts[1:], last], strict=True) if b > a]
