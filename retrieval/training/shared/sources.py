"""Readers for the training data folder; each logs the file it read and the number of rows."""

from __future__ import annotations

import json
import logging
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WrittenPassage:
    """A passage for which everyday questions were written; texts as in the document (not folded)."""

    id: str
    title: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    passage: str
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class ThesaurusEntry:
    """One thesaurus entry: official and everyday ways to say the same thing."""

    official: tuple[str, ...]
    everyday: tuple[str, ...]


def jsonl(path: Path) -> list[dict[str, Any]]:
    """All objects of a .jsonl or .jsonl.xz file."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    log.info("read %s: %d rows", path.name, len(rows))
    return rows


def running_text(data: Path) -> Iterator[str]:
    """Paragraphs of `data/text/*.txt.xz`, file by file in name order."""
    for path in sorted((data / "text").glob("*.txt.xz")):
        count = 0
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line := line.strip():
                    count += 1
                    yield line
        log.info("read %s: %d paragraphs", path.name, count)


def pair_files(data: Path) -> list[Path]:
    return sorted((data / "pairs").glob("*.jsonl.xz"))


def written_questions(data: Path, *, more: bool = False) -> tuple[list[WrittenPassage], list[WrittenQuestion]]:
    """Passages and the questions written for them, without the passages marked `dev_document`; with `more` also those of
    the further files."""
    endings = ("", "_more")[: 1 + more]
    rows = [row for ending in endings for row in jsonl(data / f"passages{ending}.jsonl")]
    passages = [WrittenPassage(r["id"], r["title"], r["heading"], r["text"]) for r in rows if not r.get("dev_document")]
    known = {p.id for p in passages}
    questions = [
        WrittenQuestion(r["passage"], r["question"], r["style"])
        for ending in endings
        for r in jsonl(data / f"questions{ending}.jsonl")
        if r["passage"] in known
    ]
    log.info("kept %d passages and %d questions outside the evaluation documents", len(passages), len(questions))
    return passages, questions


WINDOW = 30
"""Characters, white space aside; a training text that shares one such piece with an evaluation document is left out."""


def evaluation_text(documents: Path | None) -> str:
    """The text of every file in `documents`, without white space; empty for None."""
    if documents is None:
        return ""
    files = sorted(documents.glob("*.txt"))
    return "\n".join("".join(file.read_text(encoding="utf-8").split()) for file in files)


def overlaps(text: str, evaluation: str) -> bool:
    """Whether one of the first six pieces of `text` stands in the evaluation documents."""
    plain = "".join(text.split())
    pieces = (plain[i : i + WINDOW] for i in range(0, min(len(plain), 6 * WINDOW), WINDOW))
    return any(len(piece) >= 20 and piece in evaluation for piece in pieces)


def thesaurus(data: Path) -> list[ThesaurusEntry]:
    return [ThesaurusEntry(tuple(r["official"]), tuple(r["everyday"])) for r in jsonl(data / "thesaurus.jsonl")]
