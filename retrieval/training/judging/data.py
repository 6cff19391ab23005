"""Sets to judge on: labelled questions over real documents, and public retrieval sets.

Nothing here is ever trained on.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from retrieval.evaluation.metrics import is_hit, read_questions
from retrieval.training.shared.sources import jsonl

PASSAGE_SIZE = 300
"""Characters of a naive passage."""

_SENTENCE = re.compile(r"(?<=[。！？；])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage to be found: `context` is its document title and headings."""

    document: str
    context: str
    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Passages, questions, and for each question the indices of the passages that answer it."""

    name: str
    units: list[Unit]
    questions: list[str]
    kinds: list[str]
    relevant: list[set[int]]


def retrieval_set(folder: Path) -> RetrievalSet:
    """A folder with corpus.jsonl, queries.jsonl and qrels.jsonl."""
    corpus = jsonl(folder / "corpus.jsonl")
    place = {row["id"]: i for i, row in enumerate(corpus)}
    wanted: dict[str, set[int]] = {}
    for row in jsonl(folder / "qrels.jsonl"):
        wanted.setdefault(row["query_id"], set()).add(place[row["doc_id"]])
    queries = [row for row in jsonl(folder / "queries.jsonl") if row["id"] in wanted]
    units = [Unit(row["id"], row["title"], (), row["text"]) for row in corpus]
    texts = [q["text"] for q in queries]
    return RetrievalSet(folder.name, units, texts, [folder.name] * len(texts), [wanted[q["id"]] for q in queries])


def labelled_documents(documents: Path, outlines: Path, questions: Path) -> RetrievalSet:
    """Answerable questions over naive passages of about 300 characters that do not cross a heading."""
    units: list[Unit] = []
    for path in sorted(documents.glob("*.txt")):
        units += _passages(path, outlines / f"{path.stem}.json")
    rows = [row for row in read_questions(questions) if row.evidence]
    relevant = [
        {i for i, u in enumerate(units) if any(is_hit(u.document, u.text, u.path, e) for e in row.evidence)}
        for row in rows
    ]
    return RetrievalSet(questions.stem, units, [r.question for r in rows], [r.type for r in rows], relevant)


def _passages(path: Path, outline_path: Path) -> list[Unit]:
    outline = json.loads(outline_path.read_text(encoding="utf-8"))
    headings = {h["line"]: h for h in outline["headings"]}
    units: list[Unit] = []
    open_headings: list[tuple[int, str]] = []
    buffer = ""

    def flush() -> None:
        nonlocal buffer
        trail = tuple(h for _, h in open_headings)
        context = " ".join((outline["title"], *trail))
        units.extend(Unit(path.name, context, trail, piece) for piece in _pack(buffer))
        buffer = ""

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if any(first <= number <= last for first, last in outline["noise"]):
            continue
        heading = headings.get(number)
        if heading:
            flush()
            open_headings = [h for h in open_headings if h[0] < heading["level"]]
            open_headings.append((heading["level"], heading["heading"]))
            line = line.strip()[len(heading["heading"]) :] if heading["run_in"] else ""
        if line.strip():
            buffer += line.strip() + "\n"
    flush()
    return units


def _pack(text: str) -> list[str]:
    pieces: list[str] = []
    for sentence in _SENTENCE.split(text):
        if not sentence.strip():
            continue
        if pieces and len(pieces[-1]) + len(sentence) <= PASSAGE_SIZE:
            pieces[-1] += sentence
        else:
            pieces.append(sentence)
    return pieces
