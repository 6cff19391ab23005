"""`yuanwen check`: whether the library's files are those that were written, and every quotation from them is what it says.

The library is read as it lies on disk, with no encoder, beside a bot that serves it.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from bot.database.connection import Database
from bot.errors import BotError
from corpus.document import Document
from retrieval.errors import RetrievalError
from retrieval.index.library.inspection import compare_files, documents_in
from retrieval.index.library.pointing import current_name, previous_name, signature


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was compared: `generations` by name, `files` with their checksums, `quotes` cut anew. Of a sound one `faults` is empty."""

    generations: tuple[str, ...]
    files: int
    documents: int
    quotes: int
    faults: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """As the command line prints it."""
        return {"sound": not self.faults, **asdict(self)}


def check_library(library: Path, state: Path | str | None = None) -> CheckReport:
    """Compare all that is in the folder `library`, the generation to go back to included, and the database `state`.

    Faults are one line each. That no generation is there is one of them.
    """
    while True:
        before = signature(library)
        report = _checked(library, state)
        # A bot that has put another generation in its place meanwhile has removed what was looked at.
        if not report.faults or signature(library) == before:
            return report


def _checked(library: Path, state: Path | str | None) -> CheckReport:
    names = [name for name in (current_name(library), previous_name(library)) if name]
    faults = [] if names else [f"{library.name}: no generation serves; run `yuanwen index`"]
    files, wrong = compare_files(library, names)
    faults += wrong
    documents = quotes = 0
    for name in names:
        try:
            for document in documents_in(library, name):
                documents += 1
                quotes += len(document.passages)
                faults += [f"{name}: {document.source}: {fault}" for fault in document_faults(document)]
        except RetrievalError as fault:
            faults.append(str(fault))
    if isinstance(state, str):
        faults += _server_faults(state)
    elif state is not None and state.exists():
        faults += _store_faults(state)
    # What is wrong with a file may be found twice: by its sum and by reading it.
    return CheckReport(tuple(names), files, documents, quotes, tuple(dict.fromkeys(faults)))


def document_faults(document: Document) -> Iterator[str]:
    """What of `document` is not a slice of its text, or of another than was read."""
    digest = hashlib.sha256(f"{document.source}\n{document.name}\n{document.text}".encode()).hexdigest()
    if not digest.startswith(document.id) or len(document.id) < 16:
        yield "its text is not the one that was read"
    length = len(document.text)
    for heading in document.headings:
        if not document.text[heading.start : heading.end].startswith(heading.text):
            yield f"heading at {heading.start}-{heading.end} is not in the text"
    for before, after in pairwise(document.passages):
        if before.end > after.start:
            yield f"passages at {before.start} and {after.start} overlap"
    for passage in document.passages:
        if not 0 <= passage.start < passage.end <= length:
            yield f"passage {passage.start}-{passage.end} is not in the text of {length} characters"
        elif (quote := document.text[passage.start : passage.end]) != quote.strip():
            yield f"passage {passage.start}-{passage.end} is not cut at a word"


def _server_faults(url: str) -> list[str]:
    """Whether the PostgreSQL can be opened; that its pages are sound is its own to say."""
    try:
        Database(url, "remember answers").close()
    except BotError as fault:
        return [str(fault)]
    return []


def _store_faults(file: Path) -> list[str]:
    try:
        db = sqlite3.connect(f"file:{file.absolute()}?mode=ro", uri=True)
        try:
            found = [row[0] for row in db.execute("PRAGMA integrity_check")]
        finally:
            db.close()
    except sqlite3.Error as fault:
        found = [str(fault)]
    return [f"{file.name}: {line}" for line in found if line != "ok"]
