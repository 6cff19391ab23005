"""The report of an evaluation says what was measured, on what."""

import json
from pathlib import Path

from bot.terminal.evaluation import evaluate
from retrieval.collection import Collection
from retrieval.evaluation.metrics import read_questions
from tests.support.paths import ROOT


def test_the_report_holds_numbers_plots_and_origin(collection: Collection, tmp_path: Path) -> None:
    questions = read_questions(ROOT / "tests" / "questions" / "shipped_b.jsonl")[::3]
    evaluate(collection, questions, report=tmp_path / "report")
    content = json.loads((tmp_path / "report" / "metrics.json").read_text(encoding="utf-8"))
    assert content["origin"]["generation"] == collection.snapshot().id == content["generation"]
    assert content["origin"]["encoder"] == collection.snapshot().generation.encoder_id
    answers = content["reliability"]["answerable, by the answer's confidence"]
    assert sum(b["n"] for b in answers["bins"]) == len(questions)
    for plot in ("reliability.png", "refusals.png"):
        assert (tmp_path / "report" / plot).read_bytes().startswith(b"\x89PNG")
