"""The tables of `yuanwen evaluate`. They fit eighty columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from retrieval.evaluation.calibration import RefusalCurve, Reliability
from retrieval.evaluation.comparison import Change, Comparison, GateVerdict, grouped
from retrieval.evaluation.measures import RIGHT
from retrieval.evaluation.metrics import DEPTHS, Ending, Metrics
from retrieval.evaluation.resampling import Interval
from retrieval.evaluation.robustness import Robustness
from retrieval.evaluation.runs import Result
from retrieval.evaluation.summary import Summary, summary_of

_TOLD = ("MRR@10", "heading path", "item recall", "item precision")
"""Measures that a comparison prints beside RIGHT where they differ; `--json` and the page have them all."""
_LISTED = 20
"""Questions won or lost that are printed; `--json` and the page have them all."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One `way` to search over `n` answerable questions: how often the `first` quote answers, further means by the names of
    `retrieval.evaluation.measures`, how well its scores tell unanswerable questions (`auroc`), milliseconds of half of the
    answers, and how often chance alone makes as much of the difference to ours (`p`). None where there is none."""

    way: str
    n: int
    first: Interval | None
    means: Mapping[str, float]
    auroc: float | None
    p50: float
    p: float | None


def side_by_side(metrics: Mapping[str, Mapping[str, Metrics]]) -> Table:
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


def by_type(metrics: Mapping[str, Metrics], kinds: Mapping[str, Mapping[Ending, int]]) -> Table:
    """What is found, and how answers end."""
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


def measured(results: Sequence[Result]) -> Table:
    """What is right with its interval, the ranking measures, items of lists, quoted characters and milliseconds."""
    table = _narrow("right: answered by the first quote, rightly refused, or a list's items (F1)")
    table.add_column("of", no_wrap=True)
    for column in ("n", "right", "95 %", "nDCG", "rec.", "items", "prec.", "char", "p50", "p95"):
        table.add_column(column, justify="right")
    for name, group in grouped(results).items():
        table.add_row(name, *_cells(summary_of(group)))
    return table


def calibrated(calibration: Mapping[str, Reliability], curve: RefusalCurve) -> Iterator[Table | str]:
    """A table for each confidence, and how well answerable and unanswerable questions are told apart."""
    for title, curve_of in calibration.items():
        table = _narrow(f"{title}: ECE {curve_of.error:.3f}")
        for column in ("from", "to", "n", "confidence", "observed"):
            table.add_column(column, justify="right")
        for b in curve_of.bins:
            table.add_row(f"{b.low:.1f}", f"{b.high:.1f}", str(b.n), f"{b.confidence:.3f}", f"{b.observed:.3f}")
        yield table
    if curve.auroc is not None:
        yield f"answerable against unanswerable: AUROC {curve.auroc:.3f}"


def written_otherwise(rows: Mapping[str, Robustness]) -> Table:
    """How often the first quote stays."""
    table = _narrow("first quote when the question is written otherwise")
    table.add_column("way of writing", no_wrap=True)
    for column in ("n", "same", "n right", "same", "asked", "right", "refused"):
        table.add_column(column, justify="right")
    for name, row in rows.items():
        shares = (f"{row.kept_right:.3f}", f"{row.asked:.2f}", f"{row.still_right:.3f}", f"{row.refused:.3f}")
        table.add_row(name, str(row.n), f"{row.kept:.3f}", str(row.n_right), *shares)
    return table


def beside_peers(title: str, rows: Sequence[Beside]) -> Table:
    """Other systems' ways below ours; `--json` has nDCG@10, too."""
    table = _narrow(f"{title}: {rows[0].n} answerable questions; the others on pieces of 300 characters")
    table.add_column("way", no_wrap=True)
    for column in ("hit@1", "95 %", "hit@5", "MRR", "path", "AUROC", "ms", "p"):
        table.add_column(column, justify="right")
    for row in rows:
        first = ("", "") if row.first is None else (f"{row.first.mean:.3f}", _bounds(row.first))
        means = [row.means.get(name) for name in ("hit@5", "MRR@10", "heading path")]
        shares = ["" if share is None else f"{share:.3f}" for share in (*means, row.auroc)]
        table.add_row(row.way, *first, *shares, f"{row.p50:.1f}", "" if row.p is None else f"{row.p:.3f}")
    return table


def print_comparison(console: Console, comparison: Comparison) -> None:
    """What differs with what it means, and the questions won and lost."""
    table = _narrow(f"{comparison.after} against {comparison.before}")
    for column in ("of", "measure"):
        table.add_column(column, no_wrap=True)
    for column in ("n", "before", "after", "difference", "from", "to", "p"):
        table.add_column(column, justify="right")
    for c in comparison.compared:
        by = c.difference.by
        if c.measure == RIGHT or (by.mean and c.measure in _TOLD):
            numbers = (f"{c.before:.3f}", f"{c.after:.3f}", f"{by.mean:+.3f}", f"{by.low:+.3f}", f"{by.high:+.3f}")
            table.add_row(c.group, c.measure, str(c.n), *numbers, f"{c.difference.p:.3f}")
    console.print(table)
    for name, changes in (("won", comparison.won), ("lost", comparison.lost)):
        _print_changes(console, name, changes)
    if comparison.only_before or comparison.only_after:
        console.print(f"not compared: {comparison.only_before} only before, {comparison.only_after} only after")


def print_verdict(console: Console, verdict: GateVerdict) -> None:
    """Whether the gate lets it pass, and what not."""
    if verdict.passed:
        console.print("gate: passed")
        return
    faults = [
        f"{f.measure} of {f.group} {f.before:.3f} → {f.after:.3f} (p {f.difference.p:.3f})" for f in verdict.faults
    ]
    console.print(f"gate: failed: {'; '.join(faults)}", soft_wrap=True)


def _print_changes(console: Console, name: str, changes: Sequence[Change]) -> None:
    console.print(f"{name}: {len(changes)}")
    for change in changes[:_LISTED]:
        ends = f"{change.before.ending} → {change.after.ending}"
        ranks = " → ".join("-" if r.rank is None else str(r.rank + 1) for r in (change.before, change.after))
        console.print(Text(f"  {change.after.id}  {change.after.question}  (rank {ranks}, {ends})"), soft_wrap=True)
    if len(changes) > _LISTED:
        console.print(f"  and {len(changes) - _LISTED} more")


def _cells(s: Summary) -> list[str]:
    means = [s.means.get(name) for name in ("nDCG@10", "recall@10", "item recall", "item precision")]
    shares = ["" if mean is None else f"{mean:.3f}" for mean in means]
    return [
        str(s.n),
        f"{s.right.mean:.3f}",
        _bounds(s.right),
        *shares,
        f"{s.characters:.0f}",
        f"{s.p50:.0f}",
        f"{s.p95:.0f}",
    ]


def _bounds(i: Interval) -> str:
    return "–".join(f"{bound:.2f}".lstrip("0") for bound in (i.low, i.high))


def _narrow(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
