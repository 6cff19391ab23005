"""Where the words of a quotation stand: letter by letter, else where most of them do. An omission (……) parts them into pieces,
which must follow each other in one document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.chinese.sentences import Span
from retrieval.fold import fold
from retrieval.index.generation import Generation
from retrieval.lookup.alignment import COVERED, Match, find_alike, find_exact, letters_of
from retrieval.lookup.by_words import locate
from retrieval.lookup.pasted import Pasted

ROUGHLY, SURELY = 2 / 3, 12
"""Share of the letters that must stand together for a wrong quotation to be one of this place; of fewer than SURELY letters
COVERED, since short words resemble each other by chance."""
SHORTEST = 5
"""Letters of a piece that is looked for in all documents; a shorter one only near the others and in what is cited."""
REACH = 4000
"""Letters that may be left out between two pieces."""
_LOCATED = 12
_OMISSION = re.compile(r"…+|\.{3,}|。{3,}|⋯+|·{3,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words without omission: `text[start:end]` of the draft."""

    start: int
    end: int
    words: str
    letters: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A document with where each piece stands in it, None for one that does not."""

    document_index: int
    matches: tuple[Match | None, ...]
    likeness: float

    @property
    def is_exact(self) -> bool:
        return self.likeness == 1

    @property
    def span(self) -> Span:
        """From the first letter found to the last."""
        found = [match for match in self.matches if match]
        return found[0].start, found[-1].end


def quoted_pieces(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of the quotation `text[start:end]`; those without letters are none."""
    cuts = [start, *(at for found in _OMISSION.finditer(text, start, end) for at in found.span()), end]
    spans = zip(cuts[::2], cuts[1::2], strict=True)
    return tuple(p for p in (Piece(a, b, text[a:b], letters_of(text[a:b]).text) for a, b in spans) if p.letters)


def placements_in(
    generation: Generation, pieces: tuple[Piece, ...], *, within: frozenset[int] | None = None
) -> list[Placement]:
    """Where the pieces stand in all documents, or in those `within`, best first."""
    for anchor in sorted(pieces, key=lambda piece: -len(piece.letters)):
        if len(anchor.letters) < SHORTEST:
            break
        pasted = Pasted(fold(anchor.words), anchor.letters, True)
        located = locate(generation, pasted, within=within, covered=_covered(anchor))[:_LOCATED]
        if not located:
            continue
        placed = []
        for one in located:
            text, at = generation.documents[one.document_index].text, pieces.index(anchor)
            before = _backward(text, one.match.start, pieces[:at])
            after = _forward(text, one.match.end, min(len(text), one.match.end + REACH), pieces[at + 1 :])
            placed.append(_placement(one.document_index, pieces, (*before, one.match, *after)))
        return sorted(placed, key=lambda placement: -placement.likeness)
    return []


def placement_at(
    generation: Generation, document_index: int, span: Span, pieces: tuple[Piece, ...]
) -> Placement | None:
    """Where the pieces stand in `text[span]` of a document; None where none does."""
    text = generation.documents[document_index].text
    placement = _placement(document_index, pieces, tuple(_forward(text, *span, pieces)))
    return placement if placement.likeness else None


def _placement(document_index: int, pieces: tuple[Piece, ...], matches: tuple[Match | None, ...]) -> Placement:
    sizes = [len(piece.letters) for piece in pieces]
    found = sum(size * match.likeness for size, match in zip(sizes, matches, strict=True) if match)
    exact = all(match is not None and match.likeness == 1 for match in matches)
    return Placement(document_index, matches, 1.0 if exact else min(found / sum(sizes), 0.999))


def _forward(text: str, start: int, end: int, pieces: tuple[Piece, ...]) -> Iterator[Match | None]:
    reach = end
    for piece in pieces:
        match = _first(piece, text, start, min(reach, end)) if start < end else None
        reach = (match.end if match else start) + REACH
        start = match.end if match else start
        yield match


def _backward(text: str, end: int, pieces: tuple[Piece, ...]) -> list[Match | None]:
    found: list[Match | None] = []
    for piece in reversed(pieces):
        match = _first(piece, text, max(0, end - REACH), end, last=True)
        end = match.start if match else end
        found.append(match)
    return found[::-1]


def _first(piece: Piece, text: str, start: int, end: int, *, last: bool = False) -> Match | None:
    letters = letters_of(text[start:end])
    exact = find_exact(piece.letters, letters)
    match = exact[-1 if last else 0] if exact else find_alike(piece.letters, letters, _covered(piece))
    return Match(match.start + start, match.end + start, match.likeness, match.missing) if match else None


def _covered(piece: Piece) -> float:
    return ROUGHLY if len(piece.letters) >= SURELY else COVERED
