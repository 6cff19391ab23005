"""`yuanwen evaluate`: the tables, the JSON and the report files. Every result says where it comes from."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from bot.terminal.evaluation_report import failures, plot_refusals, plot_reliability, write_json, write_lines
from retrieval.collection import Collection
from retrieval.evaluation.calibration import (
    RefusalCurve,
    Reliability,
    refusal_curve,
    reliability_of_answers,
    reliability_of_first_quotes,
)
from retrieval.evaluation.metrics import (
    DEPTHS,
    Ending,
    JudgedAnswer,
    LabelledQuestion,
    Metrics,
    behind_its_sides,
    count_endings,
    judge,
    summarise,
)
from retrieval.evaluation.robustness import Robustness, ask_otherwise, summarise_changes
from retrieval.search.ranker import one_sided_rankers
from retrieval.snapshot import Snapshot

EVALUATED_QUOTES = 10


def evaluate(
    collection: Collection, questions: Sequence[LabelledQuestion], *, report: Path | None = None, as_json: bool = False
) -> None:
    """Answer every question in every configuration; print metrics by question type, calibration and refusals."""
    snapshot = collection.snapshot()
    configurations = {name: snapshot.ranking_by(ranker) for name, ranker in one_sided_rankers().items()}
    outcomes = {
        name: [judge(q, configured.answer(q.question, limit=EVALUATED_QUOTES)) for q in questions]
        for name, configured in {**configurations, "fused": snapshot}.items()
    }
    fused = outcomes["fused"]
    metrics = {name: summarise(results) for name, results in outcomes.items()}
    kinds = count_endings(fused)
    calibration = {
        "answerable, by the answer's confidence": reliability_of_answers(fused),
        "right, by the first quote's confidence": reliability_of_first_quotes(fused),
    }
    curve = refusal_curve(fused)
    behind = behind_its_sides(metrics)
    content = {
        "generation": snapshot.id,
        "origin": _origin(snapshot, len(questions)),
        "configurations": {name: {kind: asdict(m) for kind, m in by_type.items()} for name, by_type in metrics.items()},
        "behind_its_sides": behind,
        "outcomes": kinds,
        "reliability": {name: asdict(r) for name, r in calibration.items()},
        "auroc": curve.auroc,
    }
    if report:
        write_json(report, "metrics.json", {**content, "refusal_curve": asdict(curve)})
        write_lines(report, "failures.jsonl", failures(fused))
        plot_reliability(report / "reliability.png", calibration)
        plot_refusals(report / "refusals.png", curve, _refused_now(fused))
    if as_json:
        print(json.dumps(content, ensure_ascii=False))
        return
    console = Console(highlight=False)
    console.print(_comparison(metrics))
    console.print("\n".join(behind) or "fused is nowhere behind one of its sides (ALL)")
    console.print(_table(metrics["fused"], kinds))
    _print_calibration(console, calibration, curve)
    if report:
        console.print(f"report written to {report}", markup=False)


def evaluate_robustness(
    collection: Collection, questions: Sequence[LabelledQuestion], *, report: Path | None = None, as_json: bool = False
) -> None:
    """Ask every answerable question in other forms and with slips, and print how often the first quote stays."""
    snapshot = collection.snapshot()
    changes = list(ask_otherwise(lambda text: snapshot.answer(text, limit=1), questions))
    table = summarise_changes(changes)
    content = {
        "generation": snapshot.id,
        "origin": _origin(snapshot, len(questions)),
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
    Console(highlight=False).print(_robustness_table(table))


def _origin(snapshot: Snapshot, questions: int) -> dict[str, Any]:
    serving = snapshot.generation
    return {
        "generation": serving.id,
        "encoder": serving.encoder_id,
        "deepened": snapshot.is_deep,
        "documents": len(serving.documents),
        "passages": len(serving.entries),
        "questions": questions,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def _refused_now(outcomes: Sequence[JudgedAnswer]) -> tuple[float, float]:
    """The shares of answerable and of unanswerable questions that are refused."""
    by_kind = [[o.refused for o in outcomes if bool(o.question.evidence) is answerable] for answerable in (True, False)]
    false_refused, refused = (sum(kind) / max(1, len(kind)) for kind in by_kind)
    return false_refused, refused


def _comparison(metrics: Mapping[str, Mapping[str, Metrics]]) -> Table:
    """hit@1, hit@5 and MRR of the configurations side by side."""
    table = _narrow("side by side")
    table.add_column("type", no_wrap=True)
    measures = ("hit@1", "hit@5", "MRR")
    for measure in measures:
        for name in metrics:
            table.add_column(f"{measure}\n{name}", justify="right")
    for kind in next(iter(metrics.values())):
        if kind != "unanswerable":
            rows = [by_type[kind] for by_type in metrics.values()]
            values = [*(m.hit[1] for m in rows), *(m.hit[5] for m in rows), *(m.mrr for m in rows)]
            table.add_row(kind, *(f"{value:.3f}" for value in values))
    return table


def _table(metrics: Mapping[str, Metrics], kinds: Mapping[str, Mapping[Ending, int]]) -> Table:
    table = _narrow("fused")
    table.add_column("type", no_wrap=True)
    for column in ("n", *(f"hit@{k}" for k in DEPTHS), "MRR", "path", "refused", "answered", "closest", "plain"):
        table.add_column(column, justify="right")
    for kind, m in metrics.items():
        if kind == "unanswerable":
            cells = [""] * (len(DEPTHS) + 2)
        else:
            path = "" if m.heading_path is None else f"{m.heading_path:.3f}"
            cells = [*(f"{m.hit[k]:.3f}" for k in DEPTHS), f"{m.mrr:.3f}", path]
        ends = [str(count) for count in kinds[kind].values()]
        table.add_row(kind, str(m.n), *cells, f"{m.refused:.3f}", *ends)
    return table


def _print_calibration(console: Console, calibration: Mapping[str, Reliability], curve: RefusalCurve) -> None:
    for title, curve_of in calibration.items():
        table = _narrow(f"{title}: ECE {curve_of.error:.3f}")
        for column in ("from", "to", "n", "confidence", "observed"):
            table.add_column(column, justify="right")
        for b in curve_of.bins:
            table.add_row(f"{b.low:.1f}", f"{b.high:.1f}", str(b.n), f"{b.confidence:.3f}", f"{b.observed:.3f}")
        console.print(table)
    if curve.auroc is not None:
        console.print(f"answerable against unanswerable: AUROC {curve.auroc:.3f}")


def _robustness_table(rows: Mapping[str, Robustness]) -> Table:
    table = _narrow("first quote when the question is written otherwise")
    table.add_column("way of writing", no_wrap=True)
    for column in ("n", "same", "n right", "same", "asked", "right", "refused"):
        table.add_column(column, justify="right")
    for name, row in rows.items():
        shares = (f"{row.kept_right:.3f}", f"{row.asked:.2f}", f"{row.still_right:.3f}", f"{row.refused:.3f}")
        table.add_row(name, str(row.n), f"{row.kept:.3f}", str(row.n_right), *shares)
    return table


def _narrow(title: str) -> Table:
    """A table that fits eighty columns."""
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
