"""Everyday words and the official expressions for the same thing: 送外卖的 -> 新就业形态劳动者.

The shipped file and one's own have the same form: official expressions, a tab, everyday phrases, either separated by
、 and one entry a line; `#` begins a comment line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from retrieval.errors import ThesaurusFault
from retrieval.fold import Folded, fold

SHIPPED = Path(__file__).with_name("thesaurus.tsv")
"""Written by `python -m retrieval.training.thesaurus`."""
SEPARATOR = "、"
"""Between expressions; none of them holds it."""

Synonyms = tuple[tuple[Folded, ...], tuple[Folded, ...]]
"""An entry: official expressions, and everyday phrases for them."""

_PARTICLES = "的了"
"""At the end of a phrase they may be missing in a question."""
SHORTEST = 2
"""Characters of an everyday phrase: single ones stand in every other question."""


@dataclass(frozen=True, slots=True)
class Link:
    """An everyday phrase that a question holds, with its official expressions.

    `weight` (0..1) is the share of the phrase's entries that these expressions come from: one that stands for many
    things says little about each.
    """

    everyday: Folded
    official: tuple[Folded, ...]
    weight: float


class Thesaurus:
    """Entries by everyday phrase."""

    def __init__(self, entries: Iterable[Synonyms]) -> None:
        self._of: dict[Folded, list[tuple[Folded, ...]]] = {}
        for official, everyday in entries:
            for phrase in everyday:
                self._of.setdefault(phrase, []).append(official)
                if (
                    (stem := Folded(phrase.rstrip(_PARTICLES))) != phrase
                    and len(stem) >= SHORTEST
                    and stem not in everyday
                ):
                    self._of.setdefault(stem, []).append(official)
        self._longest = max(map(len, self._of), default=0)

    def __len__(self) -> int:
        return len(self._of)

    def links(self, text: Folded) -> tuple[Link, ...]:
        """The everyday phrases in a question, the longest at each position, none inside another; in order of mention."""
        found: dict[str, Link] = {}
        at = 0
        while at < len(text) - 1:
            lengths = range(min(self._longest, len(text) - at), SHORTEST - 1, -1)
            phrase = next((p for n in lengths if (p := Folded(text[at : at + n])) in self._of), None)
            if phrase is None:
                at += 1
                continue
            at += len(phrase)
            entries = self._of[phrase]
            official = tuple(dict.fromkeys(e for entry in entries for e in entry if e not in text))
            if official:
                found.setdefault(phrase, Link(phrase, official, 1 / len(entries)))
        return tuple(found.values())


@cache
def load_thesaurus(own: Path | None = None) -> Thesaurus:
    """The shipped thesaurus, with the entries of the file `own` where one is given. Raises ThesaurusFault."""
    # The shipped file is folded already, which spares a good part of the time to load it.
    shipped = parse_entries(Folded(SHIPPED.read_text(encoding="utf-8")), SHIPPED)
    return Thesaurus([*shipped, *(read_entries(own) if own else ())])


def read_entries(file: Path) -> Iterator[Synonyms]:
    """(official, everyday) of every line of a file as people write it. Raises ThesaurusFault."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise ThesaurusFault(f"thesaurus {file}: cannot be read as UTF-8 text ({fault}); check `thesaurus`") from None
    return parse_entries(fold(text), file)


def parse_entries(text: Folded, file: Path) -> Iterator[Synonyms]:
    """(official, everyday) of every line of folded `text`. Raises ThesaurusFault, naming `file` and the line at fault."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        sides = [tuple(Folded(w) for part in side.split(SEPARATOR) if (w := part.strip())) for side in line.split("\t")]
        if len(sides) != 2 or not all(sides):
            raise ThesaurusFault(
                f"thesaurus {file} line {number}: expected official expressions, one tab, everyday phrases, "
                f"found {line.strip()[:40]!r}"
            )
        if short := next((phrase for phrase in sides[1] if len(phrase) < SHORTEST), None):
            raise ThesaurusFault(f"thesaurus {file} line {number}: {short!r} is too short, two characters at least")
        yield sides[0], sides[1]
