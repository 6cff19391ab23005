"""Pinyin typed for want of Chinese characters, as the words of the collection that sound so: wailian ruhui -> 外联入会."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from retrieval.fold import Folded

_RUN = re.compile(r"[a-z]+(?:[ ']+[a-z]+)*")
_LONGEST_SYLLABLE = 6
_EACH = -3.0
"""What every character costs: yangquan is 养犬, two common pairs and not three."""
_APART = -4.0
"""What two neighbours cost that are no pair: as much as a pair that fifty texts hold brings. A choice."""


@dataclass(frozen=True, slots=True, order=True)
class _Reading:
    """Characters read so far, with their weight, how many of them have a neighbour that they make a pair with, and whether
    the last has."""

    weight: float
    characters: str
    paired: int
    last: bool


class Sounds:
    """Chinese characters by their sounds, with the number of texts that hold each pair of them."""

    def __init__(self, pairs: Mapping[str, int], known: Iterable[str]) -> None:
        """`known` are words of letters that the collection uses itself, which stay as they are."""
        self._pairs, self._known = pairs, frozenset(known)
        self._characters: dict[str, list[str]] = defaultdict(list)
        for sound, character in sorted(_sounds(pairs)):
            self._characters[sound].append(character)

    def written(self, text: Folded) -> Folded:
        """`text` with every run of pinyin in it as characters; what could not be read stays."""
        return Folded(_RUN.sub(lambda run: self._read(run[0]), text))

    def _read(self, run: str) -> str:
        words = re.split(r"[ ']+", run)
        groups = [(readable, list(group)) for readable, group in groupby(words, key=self._may_be_syllables)]
        parts = [(self._in_characters(group) if readable else None, group) for readable, group in groups]
        if not any(read for read, _ in parts):
            return run
        return " ".join(read or " ".join(group) for read, group in parts)

    def _may_be_syllables(self, word: str) -> bool:
        return word not in self._known and bool(self._after([_Reading(0.0, "", 0, False)], word))

    def _in_characters(self, words: list[str]) -> str | None:
        """The likeliest characters; None where the letters are no syllables, or most of the characters make no pair."""
        readings = [_Reading(0.0, "", 0, False)]
        for word in words:
            readings = self._after(readings, word)
        whole = [r for r in readings if len(r.characters) > 1 and 4 * r.paired >= 3 * len(r.characters)]
        return max(whole).characters if whole else None

    def _after(self, readings: list[_Reading], word: str) -> list[_Reading]:
        """The readings with those of one more word, the best for each last character."""
        best: list[dict[str, _Reading]] = [{} for _ in range(len(word) + 1)]
        best[0] = {reading.characters[-1:]: reading for reading in readings}
        for at in range(len(word)):
            for end in range(at + 1, min(len(word), at + _LONGEST_SYLLABLE) + 1):
                for character in self._characters.get(word[at:end], ()):
                    longer = [self._longer(reading, character) for reading in best[at].values()]
                    if longer and (found := max(longer)) > best[end].get(character, _NOTHING):
                        best[end][character] = found
        return list(best[-1].values())

    def _longer(self, reading: _Reading, character: str) -> _Reading:
        held = self._pairs.get(reading.characters[-1:] + character, 0) if reading.characters else 0
        apart = _APART if reading.characters else 0.0
        return _Reading(
            weight=reading.weight + _EACH + (math.log1p(held) if held else apart),
            characters=reading.characters + character,
            paired=reading.paired + (1 if reading.last else 2) * bool(held),
            last=bool(held),
        )


_NOTHING = _Reading(-math.inf, "", 0, False)


def _sounds(pairs: Iterable[str]) -> set[tuple[str, str]]:
    """(syllable, character) as they are read in the pairs: 行 is hang in 银行 and xing in 行为."""
    # Takes a third of a second to import; only who types pinyin pays it.
    from pypinyin import lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    # Few pairs are phrases, in which a character may sound otherwise than alone; a large collection has half a million.
    phrases = {pair for pair in pairs if pair in PHRASES_DICT}
    alone = {character for pair in pairs if pair not in phrases for character in pair}
    return {sounded for text in phrases | alone for sounded in zip(lazy_pinyin(text), text, strict=True)}


def may_be_pinyin(text: Folded) -> bool:
    """Whether `text` has two syllables of letters at all."""
    return any(len(run[0]) > 3 for run in _RUN.finditer(text))
