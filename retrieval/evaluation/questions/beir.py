"""The layout that retrieval benchmarks share (BEIR): corpus.jsonl, queries.jsonl, and qrels/test.tsv with what is relevant.

Written, each passage is a text of the corpus, with its title and headings as title. Read, each text of the corpus is a
document without headings. Sets that write `id` for `_id`, or qrels.jsonl {query_id, doc_id}, are read too.
"""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.document import Document
from corpus.passages import cut_passages
from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import Evidence, LabelledQuestion, is_hit, read_jsonl
from retrieval.index.entries import Entry
from retrieval.index.generation import Generation

CORPUS, QUERIES = "corpus.jsonl", "queries.jsonl"
_QRELS = ("qrels/test.tsv", "qrels/dev.tsv", "qrels.tsv", "qrels.jsonl")
_HEAD = ("query-id", "corpus-id", "score")


def is_beir(folder: Path) -> bool:
    """Whether the folder has this layout."""
    return (folder / CORPUS).is_file() and (folder / QUERIES).is_file()


def write_beir(folder: Path, generation: Generation, questions: Sequence[LabelledQuestion]) -> None:
    """Write the passages of a generation with the questions that stand by themselves. Raises OSError.

    Relevant are the passages that hold evidence, or stand below the heading that is the evidence. Questions that nothing
    answers are among the queries, without a line in qrels.
    """
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    asked = [question for question in questions if not question.before]
    _write_rows(folder / CORPUS, map(_text_of, generation.entries))
    _write_rows(folder / QUERIES, ({"_id": q.id, "text": q.question, "metadata": {"type": q.type}} for q in asked))
    with open(folder / _QRELS[0], "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, delimiter="\t", lineterminator="\n")
        table.writerow(_HEAD)
        for question in asked:
            table.writerows((question.id, _name(e), 1) for e in generation.entries if _holds(e, question))


def read_beir(folder: Path) -> tuple[tuple[Document, ...], list[LabelledQuestion]]:
    """The documents and questions of a set. Raises RetrievalError."""
    documents = {identity: _document(identity, row) for identity, row in _by_id(folder / CORPUS)}
    relevant: dict[str, list[str]] = defaultdict(list)
    for query, text in _relevant(folder):
        if text not in documents:
            raise RetrievalError(f"{folder}: qrels name the text {text}, which {CORPUS} does not have")
        relevant[query].append(text)
    questions = []
    for identity, row in _by_id(folder / QUERIES):
        places = tuple(Evidence(_file(text), "", ()) for text in relevant[identity])
        kind = str((row.get("metadata") or {}).get("type") or ("query" if places else "unanswerable"))
        questions.append(LabelledQuestion(identity, kind, str(row["text"]), places))
    return tuple(documents.values()), questions


def _name(entry: Entry) -> str:
    return f"{entry.document.source}#{entry.passage.start}-{entry.passage.end}"


def _text_of(entry: Entry) -> Mapping[str, Any]:
    return {"_id": _name(entry), "title": " ".join((entry.document.name, *entry.heading_path)), "text": entry.text}


def _holds(entry: Entry, question: LabelledQuestion) -> bool:
    return any(is_hit(entry.document.source, entry.text, entry.heading_path, place) for place in question.evidence)


def _write_rows(file: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with open(file, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _by_id(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, row in read_jsonl(file):
        identity = row.get("_id", row.get("id"))
        if identity is None or not isinstance(row.get("text"), str):
            raise RetrievalError(f"{file} line {number}: expected _id and text, found {', '.join(row) or 'nothing'}")
        yield str(identity), row


def _relevant(folder: Path) -> Iterator[tuple[str, str]]:
    file = next((folder / name for name in _QRELS if (folder / name).is_file()), None)
    if file is None:
        raise RetrievalError(
            f"{folder}: says not what is relevant; expected {_QRELS[0]} with the columns {', '.join(_HEAD)}"
        )
    if file.suffix == ".jsonl":
        for number, row in read_jsonl(file):
            if not {"query_id", "doc_id"} <= set(row):
                raise RetrievalError(f"{file} line {number}: expected query_id and doc_id, found {', '.join(row)}")
            if float(row.get("score", 1)) > 0:
                yield str(row["query_id"]), str(row["doc_id"])
        return
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        cells = line.split("\t")
        if (number == 1 and cells[0] == _HEAD[0]) or not line.strip():
            continue
        try:
            query, text, score = cells[0], cells[-2], float(cells[-1])
        except (IndexError, ValueError):
            raise RetrievalError(f"{file} line {number}: expected {', '.join(_HEAD)}, separated by tabs") from None
        if score > 0:
            yield query, text


def _file(identity: str) -> str:
    return identity.replace("/", "_")


def _document(identity: str, row: Mapping[str, Any]) -> Document:
    title, text = str(row.get("title") or ""), str(row["text"])
    digest = hashlib.sha256(f"{identity}\n{title}\n{text}".encode()).hexdigest()[:16]
    runs: list[tuple[tuple[int, int], tuple[int, ...]]] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            runs.append(((start, start + len(line)), ()))
        start += len(line) + 1
    passages = tuple(cut_passages(text, runs, ()))
    return Document(digest, title, title, text, _file(identity), (), passages)
