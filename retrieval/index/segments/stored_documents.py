"""Documents on disk: what each is called is at hand, its text and headings are read when they are asked for.

documents.jsonl       the documents, one a line
documents.npy         where each line begins and its check sum, and at last where the file ends
cards.jsonl           of each what it is called and states about itself, its regions, years that it names, what it claims of validity
sketches.jsonl        of each what tells whether another one holds the same text
headings.txt          the headings of all, folded, each document's behind a form feed
"""

import dataclasses
import json
import mmap
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from corpus.copies import Sketch, sketch_of
from corpus.document import Document, Dropped, Fact, Heading, Passage
from corpus.validity.claims import Claims, claims_of
from retrieval.errors import LibraryDamaged
from retrieval.fold import Folded, fold, years_written
from retrieval.index.document_names import names_of, regions_of

AT_HAND = 512
"""Documents whose text and headings stay in memory, the last that were asked for: a hundred kilobytes each, about."""
_CARD = (
    *("id", "title", "name", "source"),
    *("speaker", "date", "occasion", "location", "origin", "issuer", "number", "published"),
)
_SEPARATOR = "\f"


class StoredDocument(Document):
    """A document whose text, headings and passages are read from disk; equal to the same document in memory."""

    __slots__ = ("_read",)

    def __init__(self, card: dict[str, Any], copies: Sequence[str], read: Callable[[], Document]) -> None:
        """`card` has the values of _CARD; `copies` are the sources of files with the same text."""
        for name in _CARD:
            object.__setattr__(self, name, card[name])
        object.__setattr__(self, "copies", tuple(copies))
        object.__setattr__(self, "_read", read)

    @property
    def text(self) -> str:
        return self._stored().text

    @property
    def headings(self) -> tuple[Heading, ...]:
        return self._stored().headings

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self._stored().passages

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        return self._stored().dropped

    @property
    def title_span(self) -> tuple[int, int]:
        return self._stored().title_span

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self._stored().facts

    def in_memory(self) -> Document:
        """The same with everything read."""
        return dataclasses.replace(self._stored(), copies=self.copies)

    def _stored(self) -> Document:
        read: Callable[[], Document] = self._read  # type: ignore[attr-defined]
        return read()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, StoredDocument):
            other = other.in_memory()
        return self.in_memory() == other

    def __hash__(self) -> int:
        return hash((self.id, self.source))

    def __reduce__(self) -> Any:
        return self.in_memory().__reduce__()


def in_memory(document: Document) -> Document:
    """The document with everything of it read."""
    return document.in_memory() if isinstance(document, StoredDocument) else document


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a stored document without reading it; `values` as in _CARD, `called` as `names_of`, `years` as
    `years_written` of its text."""

    values: dict[str, Any]
    called: Folded
    regions: frozenset[str]
    years: frozenset[int]
    claims: Claims


def save_documents(folder: Path, documents: Sequence[Document]) -> None:
    """Write the files of this module into `folder`."""
    places = []
    with open(folder / "documents.jsonl", "wb") as out:
        for document in documents:
            line = _codec().dump_json(dataclasses.replace(in_memory(document), copies=())) + b"\n"
            places.append((out.tell(), zlib.crc32(line)))
            out.write(line)
        places.append((out.tell(), 0))
    np.save(folder / "documents.npy", np.array(places, dtype=np.int64))
    with open(folder / "cards.jsonl", "w", encoding="utf-8") as cards:
        for document in documents:
            values = {name: getattr(document, name) for name in _CARD}
            named = {"called": names_of(document), "regions": sorted(regions_of(document))}
            years = sorted(years_written(document.text))
            card = {"values": values, **named, "years": years, "claims": claims_of(document).to_json()}
            cards.write(json.dumps(card, ensure_ascii=False) + "\n")
    with open(folder / "sketches.jsonl", "w", encoding="utf-8") as sketches:
        sketches.writelines(json.dumps(dataclasses.asdict(sketch_of(document))) + "\n" for document in documents)
    lines = (fold("\n".join(h.text.replace("\n", " ") for h in d.headings)) for d in documents)
    bare = ("\n".join("".join(line.split()) for line in folded.split("\n")) for folded in lines)
    (folder / "headings.txt").write_text(
        "".join(f"{_SEPARATOR}{text.replace(_SEPARATOR, '')}" for text in bare), encoding="utf-8", newline=""
    )


def mapped(file: Path) -> mmap.mmap:
    """The bytes of a file that is not empty: they stay readable when it is removed. Raises OSError and ValueError."""
    with open(file, "rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


class DocumentFile:
    """The opened files of this module."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError and ValueError where they are not what they should be."""
        self._folder = folder
        self._places = np.load(folder / "documents.npy", allow_pickle=False)
        names = ("documents.jsonl", "headings.txt", "sketches.jsonl")
        self._lines, self._headings, self._sketches = (mapped(folder / name) for name in names)
        with open(folder / "cards.jsonl", encoding="utf-8") as file:
            self.cards = tuple(_card(json.loads(line)) for line in file)
        if len(self.cards) != len(self):
            raise ValueError(f"{len(self.cards)} cards for {len(self)} documents")

    def __len__(self) -> int:
        return len(self._places) - 1

    def document(self, number: int, copies: Sequence[str] = ()) -> StoredDocument:
        """One document, not yet read."""
        return StoredDocument(self.cards[number].values, copies, lambda: _read(self, number))

    def same(self, number: int, document: Document) -> bool:
        """Whether `document`, copies aside, is to the letter the one stored."""
        line = _codec().dump_json(dataclasses.replace(document, copies=())) + b"\n"
        return bool(self._lines[slice(*self._places[number : number + 2, 0].tolist())] == line)

    def heading_lines(self) -> list[Folded]:
        """The headings of every document, folded and without blanks, each on its line."""
        return [Folded(lines) for lines in self._headings[:].decode().split(_SEPARATOR)[1:]]

    def sketches(self) -> list[Sketch]:
        """The sketch of every document."""
        return [_sketch(json.loads(line)) for line in self._sketches[:].decode().split("\n")[:-1]]

    def parse(self, number: int) -> Document:
        """Read one document. Raises LibraryDamaged where it is not what was written."""
        start, end = self._places[number : number + 2, 0].tolist()
        line = self._lines[start:end]
        if zlib.crc32(line) != self._places[number, 1]:
            raise LibraryDamaged(
                f"library segment {self._folder.name}: documents.jsonl is damaged; run `yuanwen index --full`"
            )
        return _codec().validate_json(line)


@lru_cache(maxsize=AT_HAND)
def _read(file: DocumentFile, number: int) -> Document:
    return file.parse(number)


def _card(record: dict[str, Any]) -> Card:
    claims = Claims.from_json(record["claims"])
    regions, years = frozenset(record["regions"]), frozenset(record["years"])
    return Card(record["values"], Folded(record["called"]), regions, years, claims)


def _sketch(record: dict[str, Any]) -> Sketch:
    return Sketch(**{**record, "hashes": tuple(record["hashes"]), "years": tuple(record["years"])})


@cache
def _codec() -> TypeAdapter[Document]:
    return TypeAdapter(Document)
