"""Charts as SVG that stands in a page: its text is text, its colours are the page's, so that they change with it."""

import re
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

from retrieval.evaluation.calibration import Reliability, RiskCoverage
from retrieval.evaluation.runs import Result

_INK, _SERIES, _FAINT = "#010203", "#010204", "#010205"
"""Stand for the page's colours while a chart is drawn."""
_OF_THE_PAGE = {_INK: "currentColor", _SERIES: "var(--series)", _FAINT: "var(--faint)"}
_INKED = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")
_RANKS = 10


def rank_chart(results: Sequence[Result]) -> str:
    """How many answerable questions have their first hit at each rank, and how many none."""
    ranks = [r.rank for r in results if r.answerable]
    counts = [*(ranks.count(rank) for rank in range(_RANKS)), ranks.count(None)]
    names = [*map(str, range(1, _RANKS + 1)), "none"]

    def draw(panel: Any) -> None:
        bars = panel.bar(names, counts, color=_SERIES)
        panel.bar_label(bars, [str(n) if n else "" for n in counts], color=_INK, fontsize=8)
        panel.set(xlabel="rank of the first hit", ylabel="answerable questions")

    return _svg("ranks", draw)


def risk_chart(curve: RiskCoverage) -> str:
    """Errors among what is answered, the surest questions first."""

    def draw(panel: Any) -> None:
        panel.step(curve.coverage, curve.risk, where="mid", color=_SERIES)
        panel.set(xlabel="share answered, surest first", ylabel="share of those wrong", xlim=(0, 1.02), ylim=(0, 1.02))

    return _svg("risk", draw)


def reliability_chart(name: str, curve: Reliability) -> str:
    """What came true over what was claimed; on the line both are the same."""

    def draw(panel: Any) -> None:
        panel.plot([0, 1], [0, 1], color=_FAINT, linestyle="--", linewidth=1)
        panel.plot([b.confidence for b in curve.bins], [b.observed for b in curve.bins], color=_SERIES, marker="o")
        for b in curve.bins:
            panel.annotate(
                str(b.n), (b.confidence, b.observed), (0, 6), textcoords="offset points", fontsize=8, color=_INK
            )
        panel.set(xlabel="confidence", ylabel="observed share", xlim=(-0.02, 1.02), ylim=(-0.02, 1.12))

    return _svg(f"reliability {name}", draw)


def latency_chart(results: Sequence[Result]) -> str:
    """The share of questions that are answered within each time, but for the slowest hundredth."""
    times = sorted(r.milliseconds for r in results)

    def draw(panel: Any) -> None:
        panel.step(times, [(n + 1) / len(times) for n in range(len(times))], where="post", color=_SERIES)
        panel.set(xlabel="milliseconds", ylabel="share answered within", ylim=(0, 1.02))
        panel.set_xlim(0, 1.05 * times[round(0.99 * (len(times) - 1))] or 1)

    return _svg("latency", draw)


def _svg(name: str, draw: Callable[[Any], None]) -> str:
    # Loading matplotlib takes a second that only a report needs; a bare Figure keeps no global state and no window.
    import matplotlib
    from matplotlib.figure import Figure

    style: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": name, "font.family": "sans-serif", "font.size": 9}
    style.update(dict.fromkeys(_INKED, _INK))
    out = StringIO()
    with matplotlib.rc_context(style):
        figure = Figure(figsize=(4.4, 3.1), layout="constrained")
        panel = figure.subplots()
        panel.spines[["top", "right"]].set_visible(False)
        draw(panel)
        figure.savefig(
            out, format="svg", transparent=True, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
        )
    return _for_a_page(out.getvalue(), name)


def _for_a_page(svg: str, name: str) -> str:
    """The element alone, as wide as its place, with ids that no other chart has."""
    text = svg[svg.index("<svg") :]
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    for drawn, own in _OF_THE_PAGE.items():
        text = text.replace(drawn, own)
    prefix = re.sub(r"\W", "-", name)
    text = re.sub(r'\bid="', f'id="{prefix}-', text)
    return re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}-", text).strip()
