"""From a folder of files to a manifest: what has not changed is taken as it is, the rest is read and written into new segments.

Files are known by size and time, or else by their content. Documents go to disk segment by segment, as large as the memory
that may be used allows (`planning`); a journal tells the next build what one that was killed had done.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from corpus.copies import group_sketches, same_text
from corpus.document import Document
from corpus.folder import Skipped, list_files, nothing_readable, reading_version, skipped_copy
from corpus.readers import Recognition
from retrieval.index.encoder import Encoder
from retrieval.index.library.changes import read_files, sort_files
from retrieval.index.library.compacting import compacted
from retrieval.index.library.manifest import (
    FileRecord,
    Manifest,
    Origin,
    Pair,
    Place,
    living_at,
    read_records,
    record_as_line,
)
from retrieval.index.library.planning import MEMORY_MB, BuildPlan, plan_within
from retrieval.index.library.workers import executor_for, mapped_in_order
from retrieval.index.segments import shelf
from retrieval.index.segments.segment import Segment
from retrieval.index.segments.writing import write_segment

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); stage is `read` (files) or `encode` (passages, of those read so far)."""

AT_ONCE = 64
"""Files that a process reads before it gives back what they hold."""


@dataclass
class Build:
    """One build of the library in the folder `library`."""

    library: Path
    origin: Origin
    encoder: Encoder
    recognition: Recognition | None = None
    progress: Progress | None = None
    plan: BuildPlan = field(default_factory=lambda: plan_within(MEMORY_MB))
    skipped: tuple[Skipped, ...] = ()
    _encoded: int = 0
    _to_encode: int = 0
    _segments: dict[str, Segment] = field(default_factory=dict)
    _records: list[FileRecord] = field(default_factory=list)
    _compared: dict[Pair, bool] = field(default_factory=dict)

    @property
    def shelf(self) -> Path:
        """The folder of segments."""
        return self.library / "segments"

    @property
    def journal(self) -> Path:
        """The file that tells what is done."""
        return journal_of(self.library)

    def of_folder(self, old: Manifest | None) -> Manifest:
        """What the corpus folder holds now; what `old` knows of it already is not read again.

        Raises EmptyCollection when there is no document in it.
        """
        begun = time.time()
        files, skipped = list_files(self.origin.corpus)
        known = {record.source: record for record in old.records} if old else {}
        known |= {record.source: record for record in self._journaled()}
        self._compared = dict(old.compared) if old else {}
        unchanged, to_read = sort_files(files, self.origin.corpus, known, int(old.made * 1e9) if old else 0)
        self._records = unchanged
        with executor_for(len(to_read), self.encoder, self.plan.workers) as executor:
            self._read(to_read, len(files), known, executor)
        records = sorted(self._records, key=lambda record: record.source)
        if not any(record.places for record in records):
            raise nothing_readable(self.origin.corpus, [*skipped, *(s for r in records for s in r.skipped)])
        manifest = replace(self._manifest(records, skipped), made=begun)
        segments = {place.segment: self._segment(place.segment) for r in manifest.records for place in r.places}
        return compacted(manifest, segments, self.shelf, encoder_id=self.encoder.id, most=self.plan.passages)

    def of_documents(self, documents: Sequence[Document]) -> Manifest:
        """A manifest of these `documents`, which are all written anew."""
        places: dict[str, Place] = {}
        for part in _in_parts(documents, self.plan.passages):
            name = _write_part(self.shelf, part, self.encoder)
            places |= {d.id: Place(name, number) for number, d in enumerate(part)}
        copies = {d.id: d.copies for d in documents if d.copies}
        return Manifest(living_at(places[d.id] for d in documents), copies)

    def _journaled(self) -> list[FileRecord]:
        """What a build of the same origin that did not end had done."""
        if not self.journal.is_file():
            return []
        first = self.journal.read_bytes().split(b"\n", 1)[0]
        if first != self._heading().encode():
            self.journal.unlink()
            return []
        return [r for r in read_records(self.journal) if all((self.shelf / p.segment).is_dir() for p in r.places)]

    def _heading(self) -> str:
        made_by = {**self.origin.wanted(), "reading": self.reading}
        return json.dumps({"building": made_by}, ensure_ascii=False, sort_keys=True)

    @property
    def reading(self) -> str:
        """What decides how files are read, beside themselves."""
        return f"{reading_version()}{' with recognition' if self.recognition else ''}"

    def _read(
        self, files: Sequence[Path], total: int, known: Mapping[str, FileRecord], executor: Executor | None
    ) -> None:
        """Read `files`, and write what they hold into segments, with their records into the journal."""
        done = total - len(files)
        self._tell("read", done, total)
        waiting: list[tuple[FileRecord, list[Document]]] = []
        size = 0
        writing: list[tuple[list[FileRecord], Future[str] | str]] = []
        parts = [files[at : at + AT_ONCE] for at in range(0, len(files), AT_ONCE)]
        read = partial(read_files, root=self.origin.corpus, recognition=self.recognition)
        for part in mapped_in_order(read, parts if executor else [[file] for file in files], executor):
            for record, documents in part:
                done += 1
                self._tell("read", done, total)
                waiting.append((self._placed(record, documents, known), documents))
                size += sum(len(d.passages) for d in documents)
            if size >= self.plan.passages:
                writing.append(self._write(waiting, executor))
                waiting, size = [], 0
                while len(writing) > (self.plan.workers if executor else 0):
                    self._note(*writing.pop(0))
        if waiting:
            writing.append(self._write(waiting, executor))
        for one in writing:
            self._note(*one)

    def _placed(self, record: FileRecord, documents: list[Document], known: Mapping[str, FileRecord]) -> FileRecord:
        """The record with the places of those of its documents that are stored already, which leave `documents`."""
        old = known.get(record.source)
        stored = {self._segment(p.segment).documents.cards[p.number].values["id"]: p for p in old.places} if old else {}
        places = [stored[d.id] for d in documents if self._is_stored(d, stored.get(d.id))]
        kept = {self._segment(p.segment).documents.cards[p.number].values["id"] for p in places}
        documents[:] = [d for d in documents if d.id not in kept]
        return replace(record, places=tuple(places))

    def _is_stored(self, document: Document, place: Place | None) -> bool:
        """Whether `place` holds `document` to the letter."""
        return place is not None and self._segment(place.segment).documents.same(place.number, document)

    def _write(
        self, waiting: Sequence[tuple[FileRecord, list[Document]]], executor: Executor | None
    ) -> tuple[list[FileRecord], "Future[str] | str"]:
        """Have a segment written; the records have the numbers of their documents in a segment without a name."""
        documents = [document for _, some in waiting for document in some]
        numbers = iter(range(len(documents)))
        records = [replace(r, places=(*r.places, *(Place("", next(numbers)) for _ in some))) for r, some in waiting]
        self._to_encode += sum(len(d.passages) for d in documents)
        if not documents:
            return records, ""
        if executor is None:
            return records, _write_part(self.shelf, documents, self.encoder, self._tell_encoded)
        return records, executor.submit(_write_part, self.shelf, documents, self.encoder)

    def _note(self, records: Sequence[FileRecord], written: "Future[str] | str") -> None:
        """Take the records of a written segment, and note them in the journal."""
        name = written if isinstance(written, str) else written.result()
        named = [replace(r, places=tuple(p if p.segment else Place(name, p.number) for p in r.places)) for r in records]
        if not isinstance(written, str):
            self._tell_encoded(len(self._segment(name).arrays.passages))
        self._records += named
        new = not self.journal.exists()
        with open(self.journal, "a", encoding="utf-8") as journal:
            journal.write(
                "".join(f"{line}\n" for line in [*([self._heading()] if new else []), *map(record_as_line, named)])
            )

    def _manifest(self, records: Sequence[FileRecord], skipped: Sequence[Skipped]) -> Manifest:
        """What lives of all that the files hold: one of several documents with the same text."""
        places = [place for record in records for place in record.places]
        stored = [self._segment(place.segment).documents for place in places]
        order = sorted(range(len(places)), key=lambda i: stored[i].cards[places[i].number].values["source"])
        places, stored = [places[i] for i in order], [stored[i] for i in order]
        cards = [file.cards[place.number].values for file, place in zip(stored, places, strict=True)]
        by_segment = {name: self._segment(name).documents.sketches() for name in {place.segment for place in places}}
        sketches = [by_segment[place.segment][place.number] for place in places]
        compared: dict[Pair, bool] = {}

        def same(i: int, k: int) -> bool:
            pair = (cards[i]["id"], cards[k]["id"])
            if pair not in compared:
                one, other = (stored[n].document(places[n].number) for n in (i, k))
                known = self._compared.get(pair)
                compared[pair] = same_text(sketches[i], one, sketches[k], other) if known is None else known
            return compared[pair]

        groups = group_sketches(sketches, same)
        copies = {
            cards[first]["id"]: tuple(cards[other]["source"] for other in others) for first, *others in groups if others
        }
        left_out = [
            skipped_copy(cards[o]["source"], cards[first]["source"]) for first, *others in groups for o in others
        ]
        self.skipped = (*skipped, *(s for record in records for s in record.skipped), *left_out)
        living = living_at(places[first] for first, *_ in groups)
        spares = {cards[other]["source"]: places[other] for _, *others in groups for other in others}
        return Manifest(living, copies, spares, tuple(records), compared, self.reading)

    def _segment(self, name: str) -> Segment:
        if name not in self._segments:
            self._segments[name] = shelf.take(self.shelf, name)
        return self._segments[name]

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self.progress:
            self.progress(stage, done, total)

    def _tell_encoded(self, passages: int) -> None:
        self._encoded += passages
        self._tell("encode", self._encoded, max(self._encoded, self._to_encode))


def journal_of(library: Path) -> Path:
    """The file in which a build notes what is done, until what it has built serves."""
    return library / "building.jsonl"


def _write_part(
    folder: Path, documents: Sequence[Document], encoder: Encoder, progress: Callable[[int], None] | None = None
) -> str:
    """Put the segment of these documents on the shelf; returns its name."""
    return shelf.put(folder, lambda draft: write_segment(draft, documents, encoder, progress))


def _in_parts(documents: Sequence[Document], passages: int) -> Iterator[list[Document]]:
    """The documents in order, so many `passages` at once."""
    part: list[Document] = []
    size = 0
    for document in documents:
        part.append(document)
        size += len(document.passages)
        if size >= passages:
            yield part
            part, size = [], 0
    if part:
        yield part
