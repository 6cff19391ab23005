"""Where sentences end, and sentences and clauses as spans of a text.

No character is lost: spans follow each other without gap.
"""

import re
from collections.abc import Iterator

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)】]*\n*|\n+|$)")
_CLAUSE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)】]*\n*|\n+|$)")
_COMMA = re.compile(r"[，,：:]")
_SENTENCE_SIGNS = frozenset("。！？!?…；;：:")
_ENDS_SENTENCE = re.compile(r"[。！？!?…；;：:][”’」』）)】]*(?:[⑴-⒇①-⑳]|[\[［〔]\d{1,3}[\]］〕])*$")
LONG_CLAUSE = 60
"""Characters; a longer clause is cut at a comma near its middle, since one vector cannot hold two thoughts."""

Span = tuple[int, int]


def is_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return line[-1:] in _SENTENCE_SIGNS or bool(_ENDS_SENTENCE.search(line))


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentence spans of `text[start:end]`, closing quotation marks kept with their sentence."""
    return _spans(_SENTENCE, text, start, len(text) if end is None else end)


def sentences_from(text: str, start: int, end: int) -> Iterator[Span]:
    """The same spans one by one, for who needs the first of them alone."""
    return (found.span() for found in _SENTENCE.finditer(text, start, end) if found.end() > found.start())


def semicolon_parts(text: str, start: int, end: int) -> list[Span]:
    """The parts of a sentence between its semicolons."""
    return _spans(_CLAUSE, text, start, end)


def clauses(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The spans that are embedded: sentences and their 。；-separated parts, long ones cut at commas."""
    spans: list[Span] = []
    for a, b in _spans(_CLAUSE, text, start, len(text) if end is None else end):
        spans.extend(_cut(text, a, b))
    return spans


def trimmed(text: str, start: int, end: int) -> Span:
    """The span `text[start:end]` without the white space at its ends; start beyond end where it holds nothing else."""
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _spans(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Span]:
    return [found.span() for found in pattern.finditer(text, start, end) if found.end() > found.start()]


def _cut(text: str, start: int, end: int) -> list[Span]:
    if end - start <= LONG_CLAUSE:
        return [(start, end)]
    middle = (start + end) // 2
    commas = [m.end() for m in _COMMA.finditer(text, start + 8, end - 8)]
    if not commas:
        return [(start, end)]
    at = min(commas, key=lambda c: abs(c - middle))
    return _cut(text, start, at) + _cut(text, at, end)
