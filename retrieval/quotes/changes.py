"""What is worded otherwise than before: the pieces of a sentence that the one of the year before does not hold."""

from difflib import SequenceMatcher

from corpus.chinese.sentences import Span
from retrieval.fold import Folded, fold
from retrieval.index.word_table import bundled_words

APART = 1
"""Characters the same between two changes that are shown as one: a 的 or a comma that happens to be in both."""


def changed_spans(before: str, now: str) -> tuple[Span, ...]:
    """The spans of `now` that are new against `before`, words whole, in order; all of it where nothing is kept."""
    (one, _), (other, places) = _words(before), _words(now)
    spans: list[Span] = []
    for kind, _, _, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind in ("equal", "delete") or not any(
            character.isalnum() for word in other[first:last] for character in word
        ):
            continue
        start, end = places[first][0], places[last - 1][1]
        if spans and start - spans[-1][1] <= APART:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _words(text: str) -> tuple[list[str], list[Span]]:
    """The words, folded, and where they stand; what is no known word character by character."""
    letters = Folded("".join(folded if len(folded := fold(letter)) == 1 else letter for letter in text))
    places: list[Span] = []
    at = 0
    for start, end in bundled_words().placed(letters)[1]:
        places += [(i, i + 1) for i in range(at, start)] + [(start, end)]
        at = end
    places += [(i, i + 1) for i in range(at, len(text))]
    return [letters[start:end] for start, end in places], places
