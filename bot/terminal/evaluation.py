"""`yuanwen evaluate`: questions asked in one or more configurations, and what came of it. Every result says where it is from."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.errors import BotError
from bot.operating.question_asking import EVALUATED_QUOTES, asking, why
from bot.settings import Settings
from bot.terminal.evaluation_runs import tables
from bot.terminal.evaluation_runs.configurations import (
    CONFIGURED,
    Configuration,
    MakeCollection,
    read_configuration,
    snapshot_of,
)
from bot.terminal.evaluation_runs.files import failures, plot_refusals, plot_reliability, write_json, write_lines
from bot.terminal.evaluation_runs.origin import origin_of
from bot.terminal.evaluation_runs.page import Findings, report_page
from retrieval.evaluation.calibration import refusal_curve, risk_coverage
from retrieval.evaluation.calibration import reliability_of_answers as of_answers
from retrieval.evaluation.calibration import reliability_of_first_quotes as of_first_quotes
from retrieval.evaluation.comparison import TOLERANCE, Comparison, GateVerdict, compare, grouped, judge_loss
from retrieval.evaluation.metrics import JudgedAnswer, behind_its_sides, count_endings, summarise
from retrieval.evaluation.questions.beir import write_beir
from retrieval.evaluation.questions.sets import QuestionSet
from retrieval.evaluation.robustness import ask_otherwise, summarise_changes
from retrieval.evaluation.runs import Run, ask_all, read_run, write_run
from retrieval.evaluation.summary import summary_of
from retrieval.evaluation.switches import judge_sides
from retrieval.search.ranker import one_sided_rankers
from retrieval.snapshot import Snapshot

FUSED = "fused"


@dataclass(frozen=True, slots=True)
class AskedSet:
    """A set of questions with the snapshot that they are asked of."""

    questions: QuestionSet
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What `evaluate` is to do: `others` are configurations or kept runs to compare, `baseline` a kept run that must not be
    lost against by more than `tolerance`; `report` the folder for files."""

    others: Sequence[str] = ()
    baseline: Path | None = None
    tolerance: float = TOLERANCE
    report: Path | None = None
    as_json: bool = False


def evaluate(sets: Sequence[QuestionSet], settings: Settings, make: MakeCollection, wanted: Wanted) -> bool:
    """Ask every question as configured and otherwise, and print what came of it; whether the gate lets it pass.

    Raises BotError or RetrievalError before anything is asked where something of it cannot be done.
    """
    kept = [read_run(Path(other)) for other in wanted.others if Path(other).is_file()]
    changed = [read_configuration(other, settings) for other in wanted.others if not Path(other).is_file()]
    baseline = read_run(wanted.baseline) if wanted.baseline else None
    with ExitStack() as opened:

        def asked_in(configuration: Configuration) -> list[AskedSet]:
            return [_asked(opened, s, configuration, settings, make) for s in sets]

        as_configured, *otherwise = map(asked_in, (Configuration(CONFIGURED, settings), *changed))
        outcomes, run = _run(CONFIGURED, as_configured, settings, explained=wanted.report is not None)
        runs = [_run(c.name, asked, c.settings)[1] for c, asked in zip(changed, otherwise, strict=True)]
        against = [*(compare(earlier, run) for earlier in kept), *(compare(run, other) for other in runs)]
        verdict = judge_loss(compare(baseline, run), wanted.tolerance) if baseline else None
        _show(as_configured, outcomes, run, against, verdict, wanted)
    return verdict is None or verdict.passed


def evaluate_robustness(
    sets: Sequence[QuestionSet], settings: Settings, make: MakeCollection, *, report: Path | None, as_json: bool
) -> None:
    """Ask every answerable question in other forms and with slips, and print how often the first quote stays."""
    with ExitStack() as opened:
        asked = [_asked(opened, s, Configuration(CONFIGURED, settings), settings, make) for s in sets]
        changes = [
            change
            for one in asked
            for change in ask_otherwise(
                partial(one.snapshot.answer, limit=1), [q for q in one.questions.questions if not q.before]
            )
        ]
        origin = origin_of([(s.questions, s.snapshot) for s in asked], settings)
    table = summarise_changes(changes)
    content = {
        "generation": origin["generation"],
        "origin": origin,
        "robustness": {name: asdict(row) for name, row in table.items()},
    }
    if report:
        write_json(report, "robustness.json", content)
        moved = (c for c in changes if not c.kept)
        rows = ({**asdict(c), "id": c.question.id, "question": c.question.question} for c in moved)
        write_lines(report, "robustness_failures.jsonl", rows)
    if as_json:
        print(json.dumps(content, ensure_ascii=False))
        return
    Console(highlight=False).print(tables.written_otherwise(table))


def export_set(asked: QuestionSet, settings: Settings, make: MakeCollection, folder: Path) -> None:
    """Write a set of questions with the passages of its documents in the layout of BEIR. Raises BotError."""
    with snapshot_of(Configuration(CONFIGURED, settings), settings, make, asked.documents) as snapshot:
        try:
            write_beir(folder, snapshot.generation, asked.questions)
        except OSError as fault:
            raise BotError(f"{folder}: cannot be written ({fault.strerror}); choose another folder") from None


def _asked(
    opened: ExitStack, questions: QuestionSet, configuration: Configuration, settings: Settings, make: MakeCollection
) -> AskedSet:
    snapshot = snapshot_of(configuration, settings, make, questions.documents)
    return AskedSet(questions, opened.enter_context(snapshot))


def _run(
    name: str, asked: Sequence[AskedSet], settings: Settings, *, explained: bool = False
) -> tuple[list[JudgedAnswer], Run]:
    outcomes, results = [], []
    for one in asked:
        explain = partial(why, one.snapshot) if explained else None
        judged, found = ask_all(one.questions.questions, asking(one.snapshot), explain)
        outcomes += judged
        results += found
    return outcomes, Run(name, origin_of([(s.questions, s.snapshot) for s in asked], settings), tuple(results))


def _sides(asked: Sequence[AskedSet]) -> dict[str, list[JudgedAnswer]]:
    """What each side of the ranking finds alone."""
    found = [judge_sides(one.snapshot, one.questions.questions, EVALUATED_QUOTES) for one in asked]
    return {name: [outcome for of_set in found for outcome in of_set[name]] for name in one_sided_rankers()}


def _show(
    asked: Sequence[AskedSet],
    fused: list[JudgedAnswer],
    run: Run,
    against: Sequence[Comparison],
    verdict: GateVerdict | None,
    wanted: Wanted,
) -> None:
    outcomes = {**_sides(asked), FUSED: fused}
    metrics = {name: summarise(results) for name, results in outcomes.items()}
    kinds, curve, behind = count_endings(fused), refusal_curve(fused), behind_its_sides(metrics)
    calibration = {
        "answerable, by the answer's confidence": of_answers(fused),
        "right, by the first quote's confidence": of_first_quotes(fused),
    }
    risk = risk_coverage(fused)
    content = {
        "generation": run.origin["generation"],
        "origin": run.origin,
        "configurations": {name: {kind: asdict(m) for kind, m in by_type.items()} for name, by_type in metrics.items()},
        "behind_its_sides": behind,
        "outcomes": kinds,
        "reliability": {name: asdict(r) for name, r in calibration.items()},
        "auroc": curve.auroc,
        "risk_coverage": asdict(risk),
        "measures": {name: asdict(summary_of(group)) for name, group in grouped(run.results).items()},
        "comparisons": [asdict(comparison) for comparison in against],
        "gate": asdict(verdict) | {"passed": verdict.passed} if verdict else None,
    }
    if wanted.report:
        findings = Findings(calibration, risk, against, verdict)
        _write(wanted.report, {**content, "refusal_curve": asdict(curve)}, run, fused, findings)
        plot_refusals(wanted.report / "refusals.png", curve, _refused_now(fused))
    if wanted.as_json:
        print(json.dumps(content, ensure_ascii=False))
        return
    console = Console(highlight=False)
    console.print(tables.side_by_side(metrics))
    console.print("\n".join(behind) or "fused is nowhere behind one of its sides (ALL)")
    console.print(tables.by_type(metrics[FUSED], kinds))
    console.print(tables.measured(run.results))
    for printed in tables.calibrated(calibration, curve):
        console.print(printed)
    for comparison in [*against, *([verdict.comparison] if verdict else [])]:
        tables.print_comparison(console, comparison)
    if verdict:
        tables.print_verdict(console, verdict)
    if wanted.report:
        console.print(f"report written to {wanted.report}", markup=False)


def _write(
    folder: Path, content: dict[str, Any], run: Run, outcomes: Sequence[JudgedAnswer], findings: Findings
) -> None:
    write_json(folder, "metrics.json", content)
    write_run(folder / "run.json", run)
    write_lines(folder, "failures.jsonl", failures(outcomes))
    (folder / "report.html").write_text(report_page(run, findings), encoding="utf-8")
    plot_reliability(folder / "reliability.png", findings.reliability)


def _refused_now(outcomes: Sequence[JudgedAnswer]) -> tuple[float, float]:
    """The shares of answerable and of unanswerable questions that are refused."""
    by_kind = [[o.refused for o in outcomes if bool(o.question.evidence) is answerable] for answerable in (True, False)]
    false_refused, refused = (sum(kind) / max(1, len(kind)) for kind in by_kind)
    return false_refused, refused
