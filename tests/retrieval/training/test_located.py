"""Questions on documents that are not shipped: kept by position, given their words back."""

import json
from pathlib import Path

import pytest

from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import read_questions
from retrieval.training.ranking.located import restore


def test_questions_kept_by_position_get_their_words_back(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    (archive / "reports").mkdir(parents=True)
    (archive / "reports" / "1.txt").write_bytes("工作报告\r\n一、修路\r\n今年修路三百公里。\r\n".encode())
    rows = [
        {"documents": {"a.txt": "reports/1.txt"}},
        {
            "id": "1",
            "type": "fact",
            "question": "修多少路",
            "evidence": [{"doc": "a.txt", "line": 3, "start": 2, "end": 8}],
        },
        {
            "id": "2",
            "type": "section",
            "question": "哪里讲修路",
            "evidence": [{"doc": "a.txt", "line": 2, "start": 0, "end": 4, "heading": True}],
        },
    ]
    questions = tmp_path / "q.jsonl"
    questions.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert restore(questions, archive, tmp_path / "out") == 2
    found = read_questions(tmp_path / "out" / "questions.jsonl")
    assert [e.quote for q in found for e in q.evidence] == ["修路三百公里", "一、修路"]
    assert found[1].evidence[0].heading_path == ("一、修路",)
    with pytest.raises(RetrievalError, match="found no reports"):
        restore(questions, tmp_path / "elsewhere", tmp_path / "out2")


def test_items_of_a_whole_answer_get_their_words_back(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("一是修路。\n二是架桥，二是修桥。\n", encoding="utf-8")
    quotes = [{"line": 1, "start": 0, "end": 4}, {"line": 2, "start": 5, "end": 9}]
    rows = [
        {"documents": {"a.txt": "1.txt"}},
        {"id": "1", "kind": "list", "question": "有哪些", "items": [{"doc": "a.txt", "quotes": quotes}]},
    ]
    questions = tmp_path / "q.jsonl"
    questions.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert restore(questions, tmp_path, tmp_path / "out") == 1
    found = json.loads((tmp_path / "out" / "questions.jsonl").read_text(encoding="utf-8"))
    assert found["items"] == [{"doc": "a.txt", "quotes": ["一是修路", "二是修桥"]}]
