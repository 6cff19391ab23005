"""Where in the canonical text a document's facts are stated."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from corpus.chinese.sentences import Span
from corpus.document import Document, Fact, FactKind
from corpus.front.facts import Statement


def place_facts(stated: Sequence[Statement], text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Fact, ...]:
    """The `stated` facts with their spans of `text`, whose `paragraphs` begin in these (source line, offset)."""
    lines = [line for line, _ in paragraphs]
    facts = []
    for one in stated:
        at = max(0, bisect_right(lines, one.line) - 1)
        # Of several paragraphs of one line the first: a line may have been cut.
        while at > 0 and lines[at - 1] == one.line:
            at -= 1
        span = None if one.of_page or not paragraphs else _found(one.said, text, paragraphs[at][1])
        facts.append(Fact(one.kind, one.value, span, one.line))
    return tuple(facts)


def first_values(facts: Sequence[Fact]) -> dict[FactKind, str]:
    """The value of the first fact of each kind."""
    return {fact.kind: fact.value for fact in reversed(facts)}


def stated_by(document: Document, fact: Fact) -> str:
    """The words that state `fact`: those of its span, or the line that was dropped."""
    if fact.span:
        return document.text[slice(*fact.span)]
    return next((dropped.text.strip() for dropped in document.dropped if dropped.line == fact.line), "")


def _found(said: str, text: str, start: int) -> Span | None:
    """The first place from `start` on that says it, whatever white space stands between the characters."""
    at = text.find(said, start)
    if at >= 0:
        return at, at + len(said)
    found = re.compile(r"\s*".join(map(re.escape, "".join(said.split())))).search(text, start)
    return found.span() if found else None
