"""Labelled questions added to a file, as `retrieval.evaluation.questions.files` reads it, and what is to be said of one before.

What stood in the file stays as it was written, comments too. It is replaced as a whole, once it reads as it should.
"""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

import yaml
from rapidfuzz import fuzz

from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.evaluation.questions.files import read_question_file
from retrieval.fold import fold

MANY_SHARED = 0.5
"""From so great a share of its pairs on a question repeats its answer. Of 151 questions of the type `fact` one in ten is above,
of 249 colloquial ones next to none, of 63 that were written in the words of the text more than three quarters."""
ALIKE = 85.0
"""Of 100: two wordings are nearly the same. A choice; whoever writes is asked."""
UNANSWERABLE = "unanswerable"
YAML_ENDINGS = (".yaml", ".yml")

_WORDS = re.compile(r"\w+")
_FIRST_ITEM = re.compile(r"^questions:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- ", re.M)


def questions_in(file: Path) -> list[LabelledQuestion]:
    """What the file holds so far; nothing where it is not there yet. Raises RetrievalError."""
    return read_question_file(file) if file.exists() else []


def free_id(known: Sequence[LabelledQuestion], stem: str) -> str:
    """An id that none of `known` has."""
    taken, number = {question.id for question in known}, len(known) + 1
    while f"{stem}-{number:03}" in taken:
        number += 1
    return f"{stem}-{number:03}"


def share_of_words(question: str, quote: str) -> float:
    """The share (0..1) of the pairs of characters of `question` that stand in `quote`."""
    asked = _pairs(question)
    return len(asked & _pairs(quote)) / len(asked) if asked else 0.0


def nearest_question(text: str, known: Sequence[LabelledQuestion]) -> tuple[LabelledQuestion, bool] | None:
    """The question of `known` that is nearest to `text`, if near, and whether it is the same but for signs and writing.

    Messages of conversations are none: what they ask depends on what was said before.
    """
    asked = _plain(text)
    alone = [(fuzz.ratio(asked, _plain(q.question)), q) for q in known if not q.before]
    likeness, question = max(alone, key=lambda found: found[0], default=(0.0, None))
    return (question, likeness == 100.0) if question is not None and likeness >= ALIKE else None


def add_question(file: Path, question: LabelledQuestion) -> None:
    """Append a `question` that stands by itself and names no items; the file is made where it is not there.

    Raises RetrievalError where the file cannot be read or written, or would not hold the question behind what it held.
    """
    known = questions_in(file)
    fresh = file.with_name(f".{file.stem}.new{file.suffix}")
    try:
        written = file.read_text(encoding="utf-8-sig") if file.exists() else ""
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(_with(written, question, file.suffix.lower() in YAML_ENDINGS), encoding="utf-8")
        if not _holds(fresh, [*known, question]):
            raise RetrievalError(
                f"{file}: a question cannot be added behind the last one; expected a list `questions:` at the end of it, "
                "one `- ask: …` a question"
            )
        os.replace(fresh, file)
    except OSError as fault:
        raise RetrievalError(f"{file}: cannot be written ({fault.strerror}); choose another file") from None
    finally:
        fresh.unlink(missing_ok=True)


def _holds(file: Path, wanted: Sequence[LabelledQuestion]) -> bool:
    try:
        return read_question_file(file) == wanted
    except RetrievalError:
        return False


def _with(written: str, question: LabelledQuestion, as_yaml: bool) -> str:
    before = written if not written or written.endswith("\n") else f"{written}\n"
    if not as_yaml:
        return f"{before}{json.dumps(_row(question), ensure_ascii=False)}\n"
    before = before if before.strip() else "questions:\n"
    first = _FIRST_ITEM.search(before)
    indent = first[1] if first else "  "
    entry = yaml.safe_dump([_entry(question)], allow_unicode=True, sort_keys=False, width=10**6)
    return before + "".join(f"{indent}{line}\n" for line in entry.splitlines())


def _row(question: LabelledQuestion) -> dict[str, object]:
    places = [{"doc": e.doc, "quote": e.quote, "heading_path": list(e.heading_path)} for e in question.evidence]
    return {"id": question.id, "type": question.type, "question": question.question, "evidence": places}


def _entry(question: LabelledQuestion) -> dict[str, object]:
    entry: dict[str, object] = {"ask": question.question, "id": question.id, "type": question.type}
    if not question.evidence:
        return {**entry, "unanswerable": True}
    first = question.evidence[0]
    entry |= {"document": first.doc, "quote": [e.quote for e in question.evidence]}
    return {**entry, "headings": list(first.heading_path)} if first.heading_path else entry


def _pairs(text: str) -> set[str]:
    return {run[i : i + 2] for run in _WORDS.findall(fold(text)) for i in range(len(run) - 1)}


def _plain(text: str) -> str:
    return "".join(_WORDS.findall(fold(text)))
