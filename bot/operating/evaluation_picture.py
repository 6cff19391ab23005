"""An evaluation as a picture for a phone: what is right of each kind beside the last time, ranks, what the confidence is worth."""

import tempfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from bot.messages.evaluation.picture import PictureTexts
from bot.operating.chinese_fonts import font_with
from retrieval.evaluation.calibration import reliability
from retrieval.evaluation.comparison import ALL, ANSWERABLE, UNANSWERABLE, grouped
from retrieval.evaluation.resampling import Interval, interval
from retrieval.evaluation.runs import Result, Run

GROUPS = 14
"""At most; more than fit a phone are left out, those with the fewest questions first."""
RANKS = 5
_NOW, _BEFORE, _FAINT = "#2563a8", "#b9c2cc", "#8a929c"
_ALWAYS = "lp0123456789.()-−"
"""Characters of numbers, and the two by which matplotlib measures how high a line is."""
_WIDE, _DOTS = 7.2, 150
"""Inches, and dots to the inch: as wide as a phone shows it."""


def picture_of(run: Run, before: Run | None, say: PictureTexts) -> bytes | None:
    """A PNG; None where no font has the characters that stand in it."""
    groups, earlier = (_rights(r.results if r else (), say) for r in (run, before))
    shown = sorted(groups, key=lambda name: -groups[name][0])[:GROUPS]
    origin = {"generation": str(run.origin.get("generation", "")), "date": str(run.origin.get("date", ""))[:10]}
    title = say.title.format(count=len(run.results), **origin)
    font = font_with("".join([title, *shown, *_said(say), _ALWAYS]))
    if font is None:
        return None
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    with tempfile.NamedTemporaryFile(suffix=".otf") as file:
        file.write(font)
        file.flush()
        letters = FontProperties(fname=file.name)
        figure: Any = Figure(figsize=(_WIDE, 4.6 + 0.3 * len(shown)), layout="constrained")
        figure.suptitle(title, fontsize=13)
        above, below = figure.subfigures(2, 1, height_ratios=[1.2 + 0.3 * len(shown), 3.2])
        _draw_groups(above.subplots(), [name for name in groups if name in shown], groups, earlier, say)
        left, right = below.subplots(1, 2)
        _draw_ranks(left, run.results, before.results if before else (), say)
        _draw_reliability(right, run.results, say)
        return _rendered(figure, letters)


def _said(say: PictureTexts) -> tuple[str, ...]:
    """All the texts that may stand in the picture."""
    groups = (say.all, say.answerable, say.unanswerable, say.none)
    return (*groups, say.right, say.now, say.before, say.ranks, say.questions, say.sure, say.observed)


def _rights(results: Sequence[Result], say: PictureTexts) -> Mapping[str, tuple[int, Interval]]:
    """Of each group how many questions it has, and the share that is right."""
    named = {ALL: say.all, ANSWERABLE: say.answerable, UNANSWERABLE: say.unanswerable}
    found = grouped(results) if results else {}
    return {named.get(name, name): (len(group), interval([r.right for r in group])) for name, group in found.items()}


def _draw_groups(
    panel: Any,
    names: Sequence[str],
    groups: Mapping[str, tuple[int, Interval]],
    earlier: Mapping[str, tuple[int, Interval]],
    say: PictureTexts,
) -> None:
    rows = range(len(names))
    high = 0.38 if earlier else 0.7
    shares = [groups[name][1] for name in names]
    reach = [[s.mean - s.low for s in shares], [s.high - s.mean for s in shares]]
    at = [row - high / 2 if earlier else row for row in rows]
    panel.barh(at, [s.mean for s in shares], high, xerr=reach, color=_NOW, ecolor=_FAINT, label=say.now)
    if earlier:
        known = [(row, earlier[name][1].mean) for row, name in enumerate(names) if name in earlier]
        panel.barh([r + high / 2 for r, _ in known], [mean for _, mean in known], high, color=_BEFORE, label=say.before)
        panel.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False)
    panel.set_yticks(rows, [f"{name} ({groups[name][0]})" for name in names])
    panel.invert_yaxis()
    panel.set(xlim=(0, 1.0), xlabel=say.right)


def _draw_ranks(panel: Any, results: Sequence[Result], before: Sequence[Result], say: PictureTexts) -> None:
    names = [*(str(rank + 1) for rank in range(RANKS)), f"{RANKS + 1}-10", say.none]
    for counted, colour, shift in ((results, _NOW, -0.2), (before, _BEFORE, 0.2)):
        ranks = [len(names) - 1 if r.rank is None else min(r.rank, RANKS) for r in counted if r.answerable]
        counts = [ranks.count(rank) for rank in range(len(names))]
        if counted:
            panel.bar(
                [n + (shift if before else 0) for n in range(len(names))], counts, 0.4 if before else 0.7, color=colour
            )
    panel.set_xticks(range(len(names)), names)
    panel.set(xlabel=say.ranks, ylabel=say.questions)


def _draw_reliability(panel: Any, results: Sequence[Result], say: PictureTexts) -> None:
    curve = reliability([r.confidence for r in results], [r.answerable for r in results])
    panel.plot([0, 1], [0, 1], color=_FAINT, linestyle="--", linewidth=1)
    panel.plot([b.confidence for b in curve.bins], [b.observed for b in curve.bins], color=_NOW, marker="o")
    panel.set(xlabel=say.sure, ylabel=say.observed, xlim=(-0.02, 1.02), ylim=(-0.02, 1.06))


def _rendered(figure: Any, letters: Any) -> bytes:
    from matplotlib.text import Text

    for panel in figure.get_axes():
        panel.spines[["top", "right"]].set_visible(False)
        # Ticks get their texts when they are asked for.
        panel.get_xticklabels(), panel.get_yticklabels()
    for text in figure.findobj(Text):
        text.set_fontproperties(_sized(letters, text.get_fontsize()))
    out = BytesIO()
    figure.savefig(out, format="png", dpi=_DOTS)
    return out.getvalue()


def _sized(letters: Any, size: float) -> Any:
    copied = letters.copy()
    copied.set_size(size)
    return copied
