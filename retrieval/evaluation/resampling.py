"""How far a number is to be believed: intervals by the bootstrap, differences by a randomisation test. Both from scipy.

The unit that is drawn is the question, since another set would hold other questions. Everything is drawn with one seed: the
same outcomes always give the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

LEVEL = 0.95
DRAWS = 2000
SEED = 17


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and the bounds that hold the true one in LEVEL of all sets of questions."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How much greater the second of two paired measurements is: its mean with bounds, and how often chance alone makes
    as much of it, in either direction (`p`)."""

    by: Interval
    p: float


def interval(values: Sequence[float]) -> Interval:
    """The mean of `values` (at least one) with bounds by the percentile bootstrap.

    Where all are 0 or all are 1 there is nothing to draw: the bounds are then Wilson's for a share.
    """
    data = np.asarray(values, dtype=np.float64)
    mean = float(data.mean())
    if data.min() < data.max():
        bounds = stats.bootstrap(
            (data,), np.mean, confidence_level=LEVEL, n_resamples=DRAWS, method="percentile", rng=SEED
        ).confidence_interval
    elif mean in (0.0, 1.0):
        bounds = stats.binomtest(int(data.sum()), len(data)).proportion_ci(LEVEL, method="wilson")
    else:
        return Interval(mean, mean, mean)
    return Interval(mean, float(bounds.low), float(bounds.high))


def paired_difference(before: Sequence[float], after: Sequence[float]) -> Difference:
    """`after` - `before`, the same questions in the same order, at least one.

    The test turns the sign of each difference at random; it is exact where few enough differ.
    """
    change = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    moved = change[change != 0.0]
    if len(moved) < 2:
        # One question that moved is as likely to move either way.
        return Difference(_drawn(change), 1.0)
    test = stats.permutation_test(
        (moved,), _sum, permutation_type="samples", vectorized=True, n_resamples=5 * DRAWS, rng=SEED
    )
    return Difference(_drawn(change), float(test.pvalue))


def _drawn(change: NDArray[np.float64]) -> Interval:
    if change.min() == change.max():
        mean = float(change[0])
        return Interval(mean, mean, mean)
    return interval(change.tolist())


def _sum(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    return np.asarray(values.sum(axis=axis))
