"""The layout of BEIR: what is written is read again, and asked, finds what it found before."""

import csv
import json
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.terminal.evaluation import export_set
from bot.terminal.evaluation_runs.configurations import CONFIGURED, Configuration, snapshot_of
from retrieval.collection import Collection
from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.evaluation.questions.sets import QuestionSet, read_question_set
from retrieval.evaluation.runs import ask_all


def test_a_set_is_written_and_asked_again(
    collection: Collection, unseen: list[LabelledQuestion], tmp_path: Path
) -> None:
    chosen = unseen[::3]
    settings = Settings(corpus=collection.corpus, library=collection.folder)
    export_set(QuestionSet("", chosen), settings, lambda _: collection, tmp_path)
    texts = [json.loads(line) for line in (tmp_path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    entries = collection.snapshot().generation.entries
    assert [text["text"] for text in texts] == [entry.text for entry in entries]
    with open(tmp_path / "qrels" / "test.tsv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert {row["query-id"] for row in rows} == {q.id for q in chosen if q.evidence}
    assert {row["corpus-id"] for row in rows} <= {text["_id"] for text in texts}
    read = read_question_set(tmp_path, "beir")
    assert [(q.id, q.type, q.question) for q in read.questions] == [(q.id, q.type, q.question) for q in chosen]
    with snapshot_of(Configuration(CONFIGURED, settings), settings, lambda _: collection, read.documents) as snapshot:
        _, results = ask_all(read.questions, lambda q: snapshot.answer(q.question, limit=10))
    answerable = [r.values["hit@5"] for r in results if r.answerable]
    assert sum(answerable) >= 0.8 * len(answerable)


def write(folder: Path, corpus: str, queries: str, qrels: str, name: str = "qrels/test.tsv") -> Path:
    (folder / "qrels").mkdir()
    for file, text in (("corpus.jsonl", corpus), ("queries.jsonl", queries), (name, qrels)):
        (folder / file).write_text(text, encoding="utf-8")
    return folder


TEXT, QUERY = '{"_id": "a/1", "title": "食堂", "text": "社区食堂每天开放"}', '{"_id": "q", "text": "几点"}'


def test_other_ways_to_write_it_are_read(tmp_path: Path) -> None:
    """`id`, relevance as JSON lines, a text whose id is a path, one that is not relevant."""
    corpus = f'{TEXT}\n{{"id": 2, "text": "第一行\\n\\n第二行"}}'
    qrels = '{"query_id": "q", "doc_id": "a/1"}\n{"query_id": "q", "doc_id": "2", "score": 0}'
    read = read_question_set(write(tmp_path, corpus, QUERY, qrels, "qrels.jsonl"))
    (question,) = read.questions
    assert [place.doc for place in question.evidence] == ["a_1"]
    assert isinstance(read.documents, tuple)
    assert [d.text[p.start : p.end] for d in read.documents for p in d.passages] == [
        "社区食堂每天开放",
        "第一行\n\n第二行",
    ]


@pytest.mark.parametrize(
    ("corpus", "queries", "qrels", "said"),
    [
        (TEXT, QUERY, "q\tb\t1", "name the text b"),
        (TEXT, QUERY, "q", "expected query-id, corpus-id, score"),
        ('{"_id": "a"}', QUERY, "", "expected _id and text"),
        (TEXT, '{"text": "几点"}', "", "expected _id and text"),
    ],
)
def test_what_is_wrong_with_a_set_is_said(corpus: str, queries: str, qrels: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match=said):
        read_question_set(write(tmp_path, corpus, queries, qrels))
