"""`yuanwen evaluate`: the table, the JSON and the report files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from retrieval.collection import Collection
from retrieval.evaluation import DEPTHS, LabelledQuestion, Metrics, Outcome, judge, summarise
from retrieval.ranker import ALONE
from retrieval.robustness import Robustness, ask_otherwise, summarise_changes

EVALUATED_QUOTES = 10


def evaluate(
    collection: Collection, questions: Sequence[LabelledQuestion], report: Path | None = None, as_json: bool = False
) -> None:
    """Answer every question in every configuration and print the metrics per question type."""
    outcomes = {
        name: [judge(q, collection.answer(q.question, EVALUATED_QUOTES, ranker)) for q in questions]
        for name, ranker in {**ALONE, "fused": None}.items()
    }
    metrics = {name: summarise(results) for name, results in outcomes.items()}
    plain = {name: {kind: asdict(m) for kind, m in by_type.items()} for name, by_type in metrics.items()}
    if report:
        _write_report(report, plain, outcomes["fused"], collection.generation)
    if as_json:
        print(json.dumps({"generation": collection.generation, "configurations": plain}, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for name, by_type in metrics.items():
        console.print(_table(name, by_type))
    if report:
        console.print(f"report written to {report}", markup=False)


def evaluate_robustness(
    collection: Collection, questions: Sequence[LabelledQuestion], report: Path | None = None, as_json: bool = False
) -> None:
    """Ask every answerable question in other forms and with slips, and print how often the first quote stays."""
    changes = list(ask_otherwise(lambda text: collection.answer(text, 1), questions))
    table = summarise_changes(changes)
    content = {"generation": collection.generation, "robustness": {name: asdict(row) for name, row in table.items()}}
    if report:
        report.mkdir(parents=True, exist_ok=True)
        (report / "robustness.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        with open(report / "robustness_failures.jsonl", "w", encoding="utf-8") as out:
            for change in changes:
                if not change.kept:
                    row = {**asdict(change), "id": change.question.id, "question": change.question.question}
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
    if as_json:
        print(json.dumps(content, ensure_ascii=False))
        return
    Console(highlight=False).print(_robustness_table(table))


def _robustness_table(rows: Mapping[str, Robustness]) -> Table:
    table = Table(title="first quote when the question is written otherwise", title_justify="left")
    table.add_column("way of writing", no_wrap=True)
    for column in ("n", "same", "n right", "same", "asked", "right", "refused"):
        table.add_column(column, justify="right")
    for name, row in rows.items():
        shares = (f"{row.kept_right:.3f}", f"{row.asked:.2f}", f"{row.still_right:.3f}", f"{row.refused:.3f}")
        table.add_row(name, str(row.n), f"{row.kept:.3f}", str(row.n_right), *shares)
    return table


def _table(name: str, by_type: dict[str, Metrics]) -> Table:
    table = Table(title=name, title_justify="left")
    for column in ("type", "n", *(f"hit@{k}" for k in DEPTHS), "MRR@10", "heading path", "refused"):
        table.add_column(column, justify="left" if column == "type" else "right")
    for kind, m in by_type.items():
        if kind == "unanswerable":
            cells = [""] * (len(DEPTHS) + 2)
        else:
            path = "" if m.heading_path is None else f"{m.heading_path:.3f}"
            cells = [*(f"{m.hit[k]:.3f}" for k in DEPTHS), f"{m.mrr:.3f}", path]
        table.add_row(kind, str(m.n), *cells, f"{m.refused:.3f}")
    return table


def _write_report(folder: Path, metrics: object, outcomes: Sequence[Outcome], generation: str) -> None:
    """metrics.json, and failures.jsonl: what was not found first, was refused, or should have been."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {"generation": generation, "configurations": metrics}
    (folder / "metrics.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    with open(folder / "failures.jsonl", "w", encoding="utf-8") as out:
        for o in outcomes:
            good = o.refused if not o.question.evidence else o.rank == 0 and not o.refused
            if not good:
                row = {
                    "id": o.question.id, "type": o.question.type, "question": o.question.question,
                    "rank": o.rank, "refused": o.refused, "confidence": round(o.confidence, 4),
                }  # fmt: skip
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
