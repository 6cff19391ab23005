"""Sets of questions: a file asked of the documents at hand, or a folder that brings its documents along.

Such a folder holds `questions.yaml` or `questions.jsonl`, may hold conversations in `chains.jsonl`, and the documents in
`documents/`. Or it has the layout of BEIR: see `retrieval.evaluation.questions.beir`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document
from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.evaluation.questions.beir import is_beir, read_beir
from retrieval.evaluation.questions.files import read_question_file

_FILES = ("questions.yaml", "questions.yml", "questions.jsonl", "chains.jsonl")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with the folder of the documents that they are asked of, or those themselves; None: the collection at hand."""

    name: str
    questions: Sequence[LabelledQuestion]
    documents: Path | tuple[Document, ...] | None = None


def read_question_set(path: Path, name: str = "") -> QuestionSet:
    """The set in a file or folder; its questions are said to be of the collection `name`. Raises RetrievalError."""
    if not path.is_dir():
        return _named(QuestionSet(name, read_question_file(path)), path)
    if is_beir(path):
        documents, read = read_beir(path)
        return _named(QuestionSet(name, read, documents), path)
    files = [path / file for file in _FILES if (path / file).is_file()]
    if not files:
        raise RetrievalError(f"{path}: holds no questions; expected one of {', '.join(_FILES)} in it")
    questions = [question for file in files for question in read_question_file(file)]
    own = path / "documents"
    return _named(QuestionSet(name, questions, own if own.is_dir() else None), path)


def _named(found: QuestionSet, path: Path) -> QuestionSet:
    if not found.questions:
        raise RetrievalError(f"{path}: holds no questions; expected at least one")
    seen: set[str] = set()
    for question in found.questions:
        if question.id in seen:
            raise RetrievalError(f"{path}: question {question.id} stands there twice; give each an id of its own")
        seen.add(question.id)
    return replace(found, questions=tuple(replace(q, collection=found.name) for q in found.questions))
