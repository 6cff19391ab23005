"""Cases with their consequences: the sentences and items of a passage, each with what must be read with it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.chinese.sentences import Span, sentences, trimmed
from corpus.document import Document
from corpus.enumerations.layout import DocumentLines
from corpus.enumerations.references import References
from corpus.headings.tree import HeadingTree
from retrieval.search.ranked import Ranked

How = Literal["alone", "stem", "reference", "referred", "next", "stem_reference"]
"""What a provision is put together of: a sentence alone; an item with its stem; either with what it refers to, or with
one that refers to it, or with one and its stem; a sentence with those behind it."""
LOOKED_AT, LONGEST = 20, 400
"""Passages of the ranking whose provisions are looked at; characters of an item, a longer one is a section."""


@dataclass(frozen=True, slots=True)
class Provision:
    """`parts` of `document` in text order; `main` is the one that was found in the ranked passage `row`."""

    document: Document
    how: How
    main: Span
    parts: tuple[Span, ...]
    row: int


def provisions(ranked: Ranked) -> list[Provision]:
    """What the best passages provide, each case with what belongs to it."""
    by_document: dict[str, list[int]] = defaultdict(list)
    for row in ranked.order[:LOOKED_AT]:
        by_document[ranked.entry(row).document.id].append(int(row))
    found: dict[tuple[str, tuple[Span, ...]], Provision] = {}
    for document_id, rows in by_document.items():
        tree = ranked.generation.trees[document_id]
        stems = _stems(ranked, document_id)
        reading = _Reading(tree, DocumentLines(tree), References(DocumentLines(tree)), stems)
        for row in rows:
            for one in reading.of_passage(ranked, row):
                one = replace(one, parts=parts_apart(one.parts))
                found.setdefault((document_id, one.parts), one)
    return list(found.values())


def _stems(ranked: Ranked, document_id: str) -> dict[Span, Span]:
    """The items of numbered lists with what announces them."""
    found: dict[Span, Span] = {}
    for one in ranked.generation.enumerations.of(document_id):
        if (
            one.form == "marked"
            and one.family != "han"
            and one.stem[1] > one.stem[0]
            and one.stem[1] <= one.items[0][0]
        ):
            for item in one.items:
                found.setdefault(item, one.stem)
    return found


def parts_apart(parts: Sequence[Span]) -> tuple[Span, ...]:
    """The parts in text order, without those that another holds."""
    kept = [p for p in set(parts) if not any(o != p and o[0] <= p[0] and p[1] <= o[1] for o in parts)]
    return tuple(sorted(kept))


@dataclass(frozen=True)
class _Reading:
    tree: HeadingTree
    layout: DocumentLines
    references: References
    stems: dict[Span, Span]

    def of_passage(self, ranked: Ranked, row: int) -> Iterator[Provision]:
        passage = ranked.entry(row).passage
        near = (passage.start, passage.end)
        items = [i for i in self.stems if i[0] < near[1] and near[0] < i[1] and i[1] - i[0] < LONGEST]
        for item in items:
            yield from self._put_together(row, item, (self.stems[item], item))
        pieces = list(self._sentences(near))
        for at, piece in enumerate(pieces):
            if not any(item[0] <= piece[0] and piece[1] <= item[1] for item in items):
                yield from self._put_together(row, piece, (piece,))
            if at + 1 < len(pieces):
                yield Provision(self.tree.document, "next", piece, (piece, pieces[at + 1]), row)
            if at + 2 < len(pieces):
                yield Provision(self.tree.document, "next", piece, (piece, *pieces[at + 1 : at + 3]), row)

    def _put_together(self, row: int, main: Span, parts: tuple[Span, ...]) -> Iterator[Provision]:
        """`parts`; with what they refer to; with each sentence that refers to `main`."""
        document = self.tree.document
        targets = tuple(target for part in parts for target in self.references.of(part))
        yield Provision(document, "stem" if len(parts) > 1 else "alone", main, parts, row)
        if targets:
            yield Provision(document, "reference", main, (*parts, *targets), row)
        for target in targets if len(targets) > 1 else ():
            yield Provision(document, "reference", main, (*parts, target), row)
        for other, target in self.references.pointers:
            held = target[0] <= main[0] and main[1] <= target[1]
            if held and not other[0] <= main[0] < other[1]:
                stem = self.stems.get(other)
                yield Provision(document, "referred", main, (main, other), row)
                if stem:
                    yield Provision(document, "stem_reference", main, (main, stem, other), row)

    def _sentences(self, span: Span) -> Iterator[Span]:
        for a, b in sentences(self.layout.text, *span):
            piece = trimmed(self.layout.text, a, b)
            if piece[1] - piece[0] > 3:
                yield piece
