"""The folded text on which the vocabulary and the skip-gram vectors are learned."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from retrieval.fold import fold
from retrieval.training.shared.sources import jsonl, pair_files, running_text, thesaurus, written_questions

log = logging.getLogger(__name__)
MAX_LINE = 4_000
"""Characters; gensim cuts a sentence at 10,000 tokens."""


def write_corpus(data: Path, target: Path) -> int:
    """Write all training text, folded, one paragraph a line, without repetitions; returns the line count.

    The pairs are added to the running text because everyday language hardly occurs in news and laws.
    """
    seen: set[int] = set()
    with target.open("w", encoding="utf-8") as out:
        for line in _lines(data):
            line = " ".join(fold(line).split())[:MAX_LINE]
            key = hash(line)
            if len(line) > 1 and key not in seen:
                seen.add(key)
                out.write(line + "\n")
    log.info("corpus: %d lines", len(seen))
    return len(seen)


def _lines(data: Path) -> Iterator[str]:
    yield from running_text(data)
    for path in pair_files(data):
        for row in jsonl(path):
            yield row["q"]
            yield from row["p"].split("\n")
    passages, questions = written_questions(data)
    for passage in passages:
        yield passage.heading
        yield passage.text
    yield from (question.text for question in questions)
    for entry in thesaurus(data):
        yield " ".join(entry.official + entry.everyday)
