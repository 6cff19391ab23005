"""How the bot is doing: counts and times, one line in the log now and then, and what else is done by the clock."""

import logging
import statistics
import time
from collections import Counter, deque
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

MEASURED = 500
"""Answers whose times are kept."""


@dataclass(slots=True)
class Health:
    """Counts since the start and the seconds that the last answers took, from handler to sent."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: deque[float] = field(default_factory=lambda: deque(maxlen=MEASURED))
    started: float = field(default_factory=time.monotonic)
    last_update: float = field(default_factory=time.monotonic)

    def line(self, generation: str, waiting: int, turned_away: int) -> str:
        """Everything in one line; times in milliseconds."""
        now = time.monotonic()
        took = f"p50 {self._quantile(50)} ms, p95 {self._quantile(95)} ms" if len(self.seconds) > 1 else "no times yet"
        counted = ", ".join(f"{name} {count}" for name, count in sorted(self.counts.items())) or "nothing yet"
        return (
            f"health: up {(now - self.started) / 60:.0f} min, last update {now - self.last_update:.0f} s ago, "
            f"{counted}, waiting {waiting}, turned away {turned_away}, {took}, collection {generation}"
        )

    def _quantile(self, percent: int) -> int:
        return round(1000 * statistics.quantiles(self.seconds, n=100)[percent - 1])
