"""The report as one page that needs nothing else: tables, charts, comparisons, every failure beside what was wanted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.rendering import PATH_SEPARATOR
from bot.terminal.evaluation_runs.charts import latency_chart, rank_chart, reliability_chart, risk_chart
from bot.terminal.evaluation_runs.style import SCRIPT, STYLE
from retrieval.evaluation.calibration import Reliability, RiskCoverage
from retrieval.evaluation.comparison import Change, Comparison, GateVerdict, grouped
from retrieval.evaluation.measures import RIGHT
from retrieval.evaluation.runs import Cited, Result, Run
from retrieval.evaluation.summary import Summary, summary_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_RISKS = (0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the page shows beside the run itself."""

    reliability: Mapping[str, Reliability]
    risk: RiskCoverage
    comparisons: Sequence[Comparison] = ()
    verdict: GateVerdict | None = None


def report_page(run: Run, findings: Findings) -> str:
    """The page, as HTML."""
    failures = [result for result in run.results if result.right < 1]
    body = "\n".join(
        [
            _head(run),
            _summary_table(run.results),
            _charts(run.results, findings),
            *map(_comparison, findings.comparisons),
            *([_verdict(findings.verdict)] if findings.verdict else []),
            _failures(failures, len(run.results)),
        ]
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>yuanwen: {escape(run.name)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _head(run: Run) -> str:
    origins = [("", run.origin), *run.origin.get("collections", {}).items()]
    lines = "".join(f'<p class="origin">{_said(name, origin)}</p>' for name, origin in origins)
    return f"<h1>Evaluation: {escape(run.name)}</h1>\n{lines}"


def _said(name: str, origin: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in origin.items() if isinstance(value, str | int | float)}
    if "collections" in origin:
        plain = {key: value for key, value in plain.items() if key in ("version", "commit", "date", "machine")}
    said = " · ".join(f"{escape(key)} {escape(str(value))}" for key, value in plain.items())
    return f"<strong>{escape(name)}</strong> {said}" if name else said


def _summary_table(results: Sequence[Result]) -> str:
    groups = {name: summary_of(group) for name, group in grouped(results).items()}
    measures = list(dict.fromkeys(name for s in groups.values() for name in s.means if name != RIGHT))
    columns = ["of", "n", "right", "95 %", *measures, "characters", "p50 ms", "p95 ms"]
    rows = [[name, *_cells(s, measures)] for name, s in groups.items()]
    note = (
        "Right: the first quote answers and is shown as an answer; what nothing answers is refused; of lists the harmonic "
        "mean of item recall and precision. Intervals by bootstrap over questions."
    )
    return f'<h2>By kind and collection</h2>\n{_table(columns, rows)}\n<p class="note">{note}</p>'


def _cells(s: Summary, measures: Sequence[str]) -> list[str]:
    means = [f"{s.means[name]:.3f}" if name in s.means else "" for name in measures]
    bounds = f"{s.right.low:.2f}–{s.right.high:.2f}"
    return [str(s.n), f"{s.right.mean:.3f}", bounds, *means, f"{s.characters:.0f}", f"{s.p50:.0f}", f"{s.p95:.0f}"]


def _charts(results: Sequence[Result], findings: Findings) -> str:
    all_of = summary_of(results)
    at = ", ".join(f"{findings.risk.coverage_at(risk):.0%} at {risk:.0%}" for risk in _RISKS)
    figures = [("Rank of the first hit", rank_chart(results))]
    figures.append((f"Risk and coverage (answered at an error of: {at})", risk_chart(findings.risk)))
    figures += [
        (f"Reliability: {name} (ECE {curve.error:.3f})", reliability_chart(name, curve))
        for name, curve in findings.reliability.items()
        if curve.bins
    ]
    longest = max(r.milliseconds for r in results)
    times = f"p50 {all_of.p50:.0f} ms, p95 {all_of.p95:.0f} ms, longest {longest:.0f} ms"
    figures.append((f"Latency ({times})", latency_chart(results)))
    drawn = "\n".join(f"<figure><figcaption>{escape(title)}</figcaption>{svg}</figure>" for title, svg in figures)
    return f'<h2>Charts</h2>\n<div class="charts">\n{drawn}\n</div>'


def _comparison(comparison: Comparison) -> str:
    columns = ["of", "measure", "n", "before", "after", "difference", "95 %", "p"]
    rows = []
    for c in comparison.compared:
        by = c.difference.by
        if c.before == c.after and c.measure != RIGHT:
            continue
        numbers = [f"{c.before:.3f}", f"{c.after:.3f}", f"{by.mean:+.3f}", f"{by.low:+.3f} to {by.high:+.3f}"]
        rows.append([c.group, c.measure, str(c.n), *numbers, f"{c.difference.p:.3f}"])
    title = f"<h2>{escape(comparison.after)} against {escape(comparison.before)}</h2>"
    lists = "".join(_changes(name, c) for name, c in (("won", comparison.won), ("lost", comparison.lost)))
    note = '<p class="note">Measures that did not change are left out.</p>'
    return f"{title}\n{_table(columns, rows, words=True)}\n{note}\n{lists}"


def _changes(name: str, changes: Sequence[Change]) -> str:
    if not changes:
        return f'<p class="{name}">{name}: none</p>'
    items = "".join(
        f"<li>{escape(c.after.id)} {escape(c.after.question)} "
        f'<span class="note">rank {_rank(c.before)} → {_rank(c.after)}, {c.before.ending} → {c.after.ending}</span></li>'
        for c in changes
    )
    return f'<details open><summary class="{name}">{name}: {len(changes)}</summary><ul>{items}</ul></details>'


def _verdict(verdict: GateVerdict) -> str:
    faults = "; ".join(f"{f.measure} of {f.group} {f.before:.3f} → {f.after:.3f}" for f in verdict.faults)
    said = f'<p class="lost">failed: {escape(faults)}</p>' if faults else '<p class="won">passed</p>'
    return f"<h2>Gate</h2>\n{said}\n{_comparison(verdict.comparison)}"


def _failures(failures: Sequence[Result], asked: int) -> str:
    title = f"<h2>What went wrong: {len(failures)} of {asked}</h2>"
    if not failures:
        return f"{title}\n<p>Nothing.</p>"
    kinds = "".join(f"<option>{escape(kind)}</option>" for kind in sorted({f.type for f in failures}))
    controls = (
        '<div class="filter"><input id="words" type="search" placeholder="words" aria-label="words to look for">'
        f'<select id="kind" aria-label="kind"><option value="">every kind</option>{kinds}</select>'
        f'<output id="left">{len(failures)} shown</output></div>'
    )
    return "\n".join([title, controls, *map(_failure, failures)])


def _failure(f: Result) -> str:
    ids = " · ".join(
        filter(None, (f.collection, f.id, f.type, f"rank {_rank(f)}", f.ending, f"confidence {f.confidence:.2f}"))
    )
    quoted = "".join(_quotes(f.quoted)) or "<p>nothing</p>"
    wanted = "".join(_quotes(f.wanted)) or "<p>nothing: no document says it</p>"
    reasons = "".join(f"<li>{escape(line)}</li>" for line in f.why)
    why = f"<details><summary>why</summary><ul>{reasons}</ul></details>" if reasons else ""
    return (
        f'<article data-kind="{escape(f.type)}"><h3 lang="zh">{escape(f.question)}</h3><p class="note">{escape(ids)}</p>'
        f'<div class="sides"><div><strong>quoted</strong>{quoted}</div>'
        f'<div class="wanted"><strong>wanted</strong>{wanted}</div></div>{why}</article>'
    )


def _quotes(excerpts: Iterable[Cited]) -> Iterator[str]:
    for e in excerpts:
        where = PATH_SEPARATOR.join((e.file, *e.heading_path))
        yield f'<blockquote lang="zh"><cite>{escape(where)}</cite>{escape(e.text or "the document")}</blockquote>'


def _rank(result: Result) -> str:
    return "none" if result.rank is None else str(result.rank + 1)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, words: bool = False) -> str:
    """With `words` in the second column too; numbers elsewhere."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="wide{" words" if words else ""}"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'
