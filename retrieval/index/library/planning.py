"""How a build fits into the memory it may use: by how many processes, and of how many passages each segment is.

What one takes was measured on 300,000 passages of real documents: see `retrieval/index/library/SIZES.md`.
"""

from dataclasses import dataclass

from retrieval.index.processors import cores

MEMORY_MB = 2500
"""What a build uses at most where nothing else is said: as much as two processes at segments of full size."""
PROCESS_MB = 270
"""What a process takes before it has read anything: the libraries and the bundled encoder."""
PASSAGE_KB, WAITING_KB = 23, 2
"""What writing a segment takes for each passage of it, and a passage that waits to be written."""
MOST, FEWEST = 32_768, 1024
"""Passages of a segment, about: each segment costs a question a millisecond, and fewer than FEWEST are not worth one."""
WORTH_A_PROCESS = 8192
"""Passages of a segment below which fewer processes with larger ones are better."""


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """`workers` processes beside the one that builds (1: none), and `passages` of a segment, about."""

    workers: int
    passages: int


def plan_within(memory_mb: int) -> BuildPlan:
    """What fits into `memory_mb` megabytes; where that is too little for anything, the least there is."""
    for workers in range(cores(), 1, -1):
        passages = _passages(memory_mb, workers)
        if passages >= WORTH_A_PROCESS:
            return BuildPlan(workers, passages)
    return BuildPlan(1, _passages(memory_mb, 1))


def _passages(memory_mb: int, workers: int) -> int:
    """The passages of a segment where each of `workers` writes one, and as many and one more wait."""
    processes, waiting = (workers + 1, workers + 1) if workers > 1 else (1, 1)
    left_kb = 1024 * (memory_mb - PROCESS_MB * processes)
    return max(FEWEST, min(MOST, left_kb // (PASSAGE_KB * workers + WAITING_KB * waiting)))
