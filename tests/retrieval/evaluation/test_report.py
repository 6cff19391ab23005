"""An evaluation says what was measured, on what; compares configurations; and its gate decides the exit."""

import json
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.settings import Settings
from bot.terminal.evaluation import Wanted, evaluate, evaluate_robustness
from retrieval.collection import Collection
from retrieval.errors import RetrievalError
from retrieval.evaluation.questions.sets import QuestionSet, read_question_set
from retrieval.snapshot import Snapshot
from tests.support.paths import ROOT

QUESTIONS = ROOT / "tests" / "questions"


@pytest.fixture(scope="module")
def some() -> list[QuestionSet]:
    """A third of the unseen questions, and two conversations."""
    alone = read_question_set(QUESTIONS / "shipped_b.jsonl", "alone")
    talk = read_question_set(QUESTIONS / "conversations.jsonl", "talk")
    return [QuestionSet("alone", alone.questions[::3]), QuestionSet("talk", talk.questions[:7])]


def settings_of(collection: Collection) -> Settings:
    return Settings(corpus=collection.corpus, library=collection.folder)


def test_the_report_holds_numbers_plots_and_origin(
    collection: Collection, some: list[QuestionSet], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report"
    wanted = Wanted(others=["threshold=0"], report=report, as_json=True)
    assert evaluate(some, settings_of(collection), lambda settings: collection, wanted)
    content = json.loads((report / "metrics.json").read_text(encoding="utf-8"))
    printed = json.loads(capsys.readouterr().out)
    assert {**content, "refusal_curve": None} == {**printed, "refusal_curve": None}
    snapshot, origin = collection.snapshot(), content["origin"]
    assert origin["generation"] == snapshot.id == content["generation"]
    assert origin["encoder"] == snapshot.generation.encoder_id
    assert origin["settings"]["encoder"]["model"] == "bundled"
    assert {name: c["questions"] for name, c in origin["collections"].items()} == {"alone": 19, "talk": 7}
    answers = content["reliability"]["answerable, by the answer's confidence"]
    assert sum(b["n"] for b in answers["bins"]) == 26
    assert content["measures"]["in talk"]["n"] == 7
    assert content["measures"]["ALL"]["p50"] <= content["measures"]["ALL"]["p95"]
    (comparison,) = content["comparisons"]
    lost = {change["after"]["id"] for change in comparison["lost"]}
    assert lost and lost <= {q.id for q in some[0].questions if not q.evidence}
    for plot in ("reliability.png", "refusals.png"):
        assert (report / plot).read_bytes().startswith(b"\x89PNG")


def test_a_run_that_was_kept_is_a_baseline(collection: Collection, some: list[QuestionSet], tmp_path: Path) -> None:
    """The same passes; a baseline whose answers were all right does not."""
    settings, first = settings_of(collection), [some[0]]
    evaluate(first, settings, lambda _: collection, Wanted(report=tmp_path, as_json=True))
    kept = tmp_path / "run.json"
    assert evaluate(first, settings, lambda _: collection, Wanted(baseline=kept, others=[str(kept)]))
    raw = json.loads(kept.read_text(encoding="utf-8"))
    assert any(r["values"]["right"] < 1 for r in raw["results"])
    for result in raw["results"]:
        result["values"]["right"] = 1.0
    kept.write_text(json.dumps(raw), encoding="utf-8")
    assert not evaluate(first, settings, lambda _: collection, Wanted(baseline=kept))
    assert evaluate(first, settings, lambda _: collection, Wanted(baseline=kept, tolerance=0.9))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("nowhere.json", "found no KEY=VALUE and no such file"),
        ("encoder.modle=x", "no such setting or switch"),
        ("encoder=x", "no such setting or switch"),
        ("answer.quotes=none", "valid integer"),
        ("answer.quotes=[", "not valid YAML"),
    ],
)
def test_what_cannot_be_compared_is_said_before_anything_is_asked(
    other: str, said: str, collection: Collection, some: list[QuestionSet]
) -> None:
    with pytest.raises(BotError, match=said) as caught:
        evaluate(some, settings_of(collection), lambda _: pytest.fail("asked"), Wanted(others=[other]))
    assert "\n" not in str(caught.value)


def test_a_value_that_a_switch_does_not_have_is_said_before_anything_is_asked(
    collection: Collection, some: list[QuestionSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Snapshot, "answer", lambda *_, **__: pytest.fail("asked"))
    with pytest.raises(RetrievalError, match="reader=perhaps: expected reader=off"):
        evaluate(some, settings_of(collection), lambda _: collection, Wanted(others=["reader=perhaps"]))


def test_ways_of_writing_are_asked_of_every_set(
    collection: Collection, some: list[QuestionSet], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = [QuestionSet(s.name, s.questions[:2]) for s in some]
    evaluate_robustness(few, settings_of(collection), lambda _: collection, report=tmp_path, as_json=True)
    content = json.loads(capsys.readouterr().out)
    assert content["robustness"]["all forms"]["n"] > 2
