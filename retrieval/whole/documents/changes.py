"""What is worded otherwise than before: the pieces of a sentence that the one of the year before does not hold."""

from difflib import SequenceMatcher

from corpus.chinese.sentences import Span
from retrieval.fold import fold

APART = 1
"""Characters the same between two changes that are shown as one: a 的 or a comma that happens to be in both."""


def changed_spans(before: str, now: str) -> tuple[Span, ...]:
    """The spans of `now` that are new against `before`, in order; all of it where nothing is kept."""
    one, other = _letters(before), _letters(now)
    spans: list[Span] = []
    for kind, _, _, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind in ("equal", "delete") or not any(character.isalnum() for character in now[start:end]):
            continue
        if spans and start - spans[-1][1] <= APART:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _letters(text: str) -> list[str]:
    """The characters, each folded by itself, so that ８ and 8 are the same and positions stay."""
    return [fold(character) for character in text]
