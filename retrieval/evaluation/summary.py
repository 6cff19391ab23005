"""The results of a group of questions in a few numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.evaluation.measures import MEASURES
from retrieval.evaluation.resampling import Interval, interval
from retrieval.evaluation.runs import Result


@dataclass(frozen=True, slots=True)
class Summary:
    """Of `n` questions: what is right, the means of the measures that any of them has, the mean number of quoted
    characters, and the milliseconds that half of the answers and 95 in 100 need at most."""

    n: int
    right: Interval
    means: Mapping[str, float]
    characters: float
    p50: float
    p95: float


def summary_of(results: Sequence[Result]) -> Summary:
    """Of at least one result."""
    means = {}
    for name in MEASURES:
        values = [r.values[name] for r in results if name in r.values]
        if values:
            means[name] = float(np.mean(values))
    p50, p95 = np.percentile([r.milliseconds for r in results], [50, 95])
    return Summary(
        n=len(results),
        right=interval([r.right for r in results]),
        means=means,
        characters=float(np.mean([r.characters for r in results])),
        p50=float(p50),
        p95=float(p95),
    )
