"""Keyword search: every passage that holds the words, however they are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.chinese.sentences import Span
from corpus.document import Document, Passage
from retrieval.fold import fold


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds the words; `spans` are their (start, end) within the passage's text."""

    document: Document
    passage: Passage
    spans: tuple[Span, ...]


def keyword_search(documents: Sequence[Document], words: str) -> tuple[Hit, ...]:
    """All passages that hold all of `words` (separated by blanks) in their text or headings, at least one in the text.

    Traditional and simplified characters, full and half width, and letter case count as equal. Passages that hold the
    words more often come first, otherwise they keep the order of the documents. Where no passage holds all words,
    those that hold the most are given.
    """
    wanted = tuple(dict.fromkeys(_folded(word) for word in words.split()))
    found: list[tuple[int, int, Hit]] = []
    for document in documents:
        text = _folded(document.text)
        if any(word in text for word in wanted):
            found += [hit for passage in document.passages if (hit := _hit(document, passage, wanted))]
    most = max((held for held, _, _ in found), default=0)
    best = sorted((hit for hit in found if hit[0] == most), key=lambda hit: -hit[1])
    return tuple(hit for _, _, hit in best)


def _hit(document: Document, passage: Passage, wanted: Sequence[str]) -> tuple[int, int, Hit] | None:
    """The hit with the number of words held and how often; None where the text holds no word."""
    text = document.text[passage.start : passage.end]
    folded = text.translate(_FOLDING)
    in_text = {word for word in wanted if word in folded}
    if not in_text:
        return None
    headings = "\n".join(document.heading_path(passage)).translate(_FOLDING)
    held = in_text | {word for word in wanted if word in headings}
    spans = sorted(span for word in in_text for span in _occurrences(folded, word))
    origin = _origins(text) if len(folded) != len(text) else range(len(text) + 1)
    return len(held), len(spans), Hit(document, passage, tuple((origin[a], origin[b - 1] + 1) for a, b in spans))


def _occurrences(text: str, word: str) -> list[Span]:
    found, at = [], text.find(word)
    while at >= 0:
        found.append((at, at + len(word)))
        at = text.find(word, at + len(word))
    return found


def _origins(text: str) -> list[int]:
    """For every character of the folded text the position of the character of `text` that it comes from."""
    return [i for i, character in enumerate(text) for _ in character.translate(_FOLDING)]


class _Folding(dict[int, str]):
    """`str.translate` table that folds character by character, so that positions in the text can be found again."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold(chr(code))
        return folded


_FOLDING = _Folding()


@lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    return text.translate(_FOLDING)
