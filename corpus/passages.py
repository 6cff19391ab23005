"""Passages: whole sentences of one section, cut where the topic turns, long enough to make sense on their own."""

import re
from itertools import groupby

from corpus.chinese.sentences import Span, semicolon_parts, sentences, trimmed
from corpus.document import Heading, Passage
from corpus.headings.tree import parents_of, path_to

SHORTEST, PREFERRED, LONGEST = 80, 220, 350
"""Characters. Below SHORTEST a passage is joined with its neighbour, from PREFERRED on it ends at the next topic."""

TRIFLING = 30
"""Characters; less text than this behind a run-in heading (a responsible office, say) cannot be quoted alone."""

_LEAD = re.compile(r"[^，,、；;：:\d]{4,22}。")
"""A short sentence without comma or figure, such as 加快建设健康城市。: it opens a topic."""


def cut_passages(text: str, runs: list[tuple[Span, tuple[int, ...]]], headings: tuple[Heading, ...]) -> list[Passage]:
    """Cut the body `runs` (span of one paragraph, heading path) into passages, in text order.

    A heading with no text, or next to none, below it is itself quoted, since it is the statement: its passage begins
    where the heading does.
    """
    passages: list[Passage] = []
    for path, group in groupby(runs, key=lambda run: run[1]):
        spans = [span for span, _ in group]
        size = spans[-1][1] - spans[0][0]
        if path and size < TRIFLING and headings[path[-1]].run_in and headings[path[-1]].end <= spans[0][0]:
            passages.append(_visible(text, headings[path[-1]].start, spans[-1][1], path))
        else:
            passages += _pack(text, spans, path)
    parents = parents_of(headings)
    spoken_for = {*parents, *(index for _, path in runs for index in path)}
    bare = [(i, h) for i, h in enumerate(headings) if i not in spoken_for]
    passages += [Passage(h.start, h.end, path_to(i, parents)) for i, h in bare]
    return sorted(passages, key=lambda p: p.start)


def _pack(text: str, paragraphs: list[Span], path: tuple[int, ...]) -> list[Passage]:
    """Group the sentences of one section's consecutive paragraphs."""
    pieces: list[list[int]] = []
    for paragraph in paragraphs:
        fresh = True
        for start, end in _quotable(text, paragraph):
            if pieces and _belongs(text, pieces[-1], start, end, fresh):
                pieces[-1][1] = end
            else:
                pieces.append([start, end])
            fresh = False
    if len(pieces) > 1 and _is_remnant(text, *pieces[-2:]):
        tail = pieces.pop()
        pieces[-1][1] = tail[1]
    return [_visible(text, start, end, path) for start, end in pieces]


def _belongs(text: str, piece: list[int], start: int, end: int, fresh: bool) -> bool:
    """Whether a sentence, the first of a paragraph where `fresh`, goes on in the piece before it."""
    size = piece[1] - piece[0]
    if end - piece[0] > LONGEST or size >= PREFERRED or (start > piece[1] and text[piece[1] : start].strip()):
        return False
    return size < SHORTEST or not (fresh or _LEAD.fullmatch(text, start, end))


def _visible(text: str, start: int, end: int, path: tuple[int, ...]) -> Passage:
    """The passage without the indentation and line breaks around it."""
    return Passage(*trimmed(text, start, end), path)


def _quotable(text: str, paragraph: Span) -> list[Span]:
    """The sentences of a paragraph; one too long to quote whole is cut at its semicolons."""
    spans = sentences(text, *paragraph)
    if all(end - start <= LONGEST for start, end in spans):
        return spans
    return [
        part for span in spans for part in (semicolon_parts(text, *span) if span[1] - span[0] > LONGEST else [span])
    ]


def _is_remnant(text: str, before: list[int], last: list[int]) -> bool:
    """Whether the last piece is too short to stand alone and fits behind the one before."""
    joinable = last[1] - before[0] <= LONGEST and not text[before[1] : last[0]].strip()
    return joinable and last[1] - last[0] < SHORTEST // 2
