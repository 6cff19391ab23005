"""Words laid beside a text letter by letter: the same but for punctuation, writing of characters and digits, or slips.

Both sides are folded to letters and digits alone, each with its position in the original, so that what is found can be
marked there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, MatchingBlock

from retrieval.fold import NUMERAL, digits, fold

COVERED = 0.8
"""Least share of the asked letters that must be found, in order, and of the letters found that must be asked for: one slip in
five letters, which is what the shortest words that are looked up have."""

_ROOM = 3
"""Letters on either side of the first rough match that the exact alignment may use as well."""
_WEAK = 2
"""A run of fewer letters at either end, apart from the rest, is a coincidence and not part of the match."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a text, folded; letter i comes from `text[starts[i] : ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Match:
    """Where asked letters stand: a span of the text, and how alike (0..1; 1 is letter by letter).

    `missing` are the asked letters that were not found.
    """

    start: int
    end: int
    likeness: float
    missing: str


def letters_of(text: str) -> Letters:
    """Fold `text`, character by character, and its numerals (十一 = 11)."""
    pairs = [(letter, at) for at, character in enumerate(text) for letter in _fold_one(character)]
    folded, starts = "".join(letter for letter, _ in pairs), [at for _, at in pairs]
    if not NUMERAL.search(folded):
        return Letters(folded, starts, [at + 1 for at in starts])
    ends = [at + 1 for at in starts]
    for found in reversed(list(NUMERAL.finditer(folded))):
        a, b = found.span()
        written = digits(found)
        folded = folded[:a] + written + folded[b:]
        if len(written) == b - a:
            continue
        starts[a:b], ends[a:b] = [starts[a]] * len(written), [ends[b - 1]] * len(written)
    return Letters(folded, starts, ends)


@lru_cache(maxsize=32768)
def _fold_one(character: str) -> str:
    return "".join(c for c in fold(character) if c.isalnum())


def find_exact(asked: str, text: Letters) -> list[Match]:
    """Every position at which the folded letters `asked` stand in `text` without a slip."""
    matches, at = [], text.text.find(asked)
    while asked and at >= 0:
        matches.append(Match(text.starts[at], text.ends[at + len(asked) - 1], 1.0, ""))
        at = text.text.find(asked, at + len(asked))
    return matches


def find_alike(asked: str, text: Letters, covered: float = COVERED) -> Match | None:
    """The position most like `asked`, None where less than `covered` of its letters stand together there."""
    rough = fuzz.partial_ratio_alignment(asked, text.text, score_cutoff=100 * covered - 10)
    if rough is None or len(asked) > len(text.text):
        return None
    start = max(0, rough.dest_start - _ROOM)
    window = text.text[start : rough.dest_end + _ROOM]
    blocks = [b for b in Levenshtein.editops(asked, window).as_matching_blocks() if b.size]
    while len(blocks) > 1 and blocks[0].size < _WEAK <= _gap(blocks[0], blocks[1]):
        del blocks[0]
    while len(blocks) > 1 and blocks[-1].size < _WEAK <= _gap(blocks[-2], blocks[-1]):
        del blocks[-1]
    if not blocks:
        return None
    found = sum(block.size for block in blocks)
    first, last = start + blocks[0].b, start + blocks[-1].b + blocks[-1].size
    likeness = found / max(len(asked), last - first)
    if likeness < covered:
        return None
    held = {i for block in blocks for i in range(block.a, block.a + block.size)}
    missing = "".join(letter for i, letter in enumerate(asked) if i not in held)
    return Match(text.starts[first], text.ends[last - 1], likeness, missing)


def _gap(before: MatchingBlock, after: MatchingBlock) -> int:
    return after.b - before.b - before.size
