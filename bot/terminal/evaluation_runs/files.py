"""The files of `yuanwen evaluate --report DIR`: numbers as JSON, failures as JSON lines, two plots."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.errors import BotError
from retrieval.evaluation.calibration import RefusalCurve, Reliability
from retrieval.evaluation.metrics import JudgedAnswer


def write_json(folder: Path, name: str, content: object) -> None:
    """Write `content` into `folder`, which is made where it is not there. Raises BotError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise BotError(
            f"{folder / name}: cannot be written ({fault.strerror}); choose another --report folder"
        ) from None


def write_lines(folder: Path, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line."""
    with open(folder / name, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def failures(outcomes: Sequence[JudgedAnswer]) -> Iterable[Mapping[str, Any]]:
    """What was not found first, was refused, or should have been."""
    for o in outcomes:
        good = o.refused if not o.question.evidence else o.rank == 0 and not o.refused
        if not good:
            yield {
                "id": o.question.id,
                "type": o.question.type,
                "question": o.question.question,
                "rank": o.rank,
                "refused": o.refused,
                "confidence": round(o.confidence, 4),
            }


def plot_reliability(file: Path, curves: Mapping[str, Reliability]) -> None:
    """One panel a curve: the share that came true over the confidence, each point with its count."""
    figure, axes = _panels(len(curves))
    for panel, (title, curve) in zip(axes, curves.items(), strict=True):
        panel.plot([0, 1], [0, 1], color="0.7", linestyle="--", linewidth=1)
        panel.plot([b.confidence for b in curve.bins], [b.observed for b in curve.bins], marker="o")
        for b in curve.bins:
            panel.annotate(str(b.n), (b.confidence, b.observed), (0, 6), textcoords="offset points", fontsize=8)
        panel.set(title=f"{title} (ECE {curve.error:.3f})", xlabel="confidence", ylabel="observed share")
        panel.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.08))
    figure.savefig(file, dpi=120)


def plot_refusals(file: Path, curve: RefusalCurve, now: tuple[float, float]) -> None:
    """Unanswerable questions refused over false refusals; `now` is (false refusals, refused) as configured."""
    figure, (panel,) = _panels(1)
    panel.step(curve.false_refused, curve.refused, where="post")
    panel.plot(*now, marker="o", linestyle="none", label="as configured")
    auroc = "" if curve.auroc is None else f" (AUROC {curve.auroc:.3f})"
    panel.set(title=f"refusals{auroc}", xlabel="answerable, refused", ylabel="unanswerable, refused")
    panel.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    panel.legend(loc="lower right")
    figure.savefig(file, dpi=120)


def _panels(count: int) -> tuple[Any, Sequence[Any]]:
    # Loading matplotlib takes a second that only a report needs; a bare Figure keeps no global state and no window.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.8 * count, 4.4), layout="constrained")
    panels = figure.subplots(1, count, squeeze=False)[0]
    return figure, panels
