"""Evaluation speed: `python -m tests.bench.evaluation FOLDER QUESTIONS [--deep]`.

Builds a library of the documents in FOLDER, then takes the time of what `yuanwen evaluate QUESTIONS` does after its start: all
questions as configured, by each side alone, and the summary with intervals. Asked for are 270 questions on 5,000 passages
within 12 s, on two idle cores; where others compute as well, look at the computing. `--deep` deepens the library first.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from bot.operating.question_asking import EVALUATED_QUOTES, asking
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.evaluation.comparison import grouped
from retrieval.evaluation.metrics import read_questions
from retrieval.evaluation.runs import ask_all
from retrieval.evaluation.summary import summary_of
from retrieval.evaluation.switches import judge_sides
from retrieval.index.encoder import load_encoder


class Lap:
    """Prints what has passed since it was made or last printed, by the clock and of this process' computing."""

    def __init__(self) -> None:
        self._clock, self._computing = time.perf_counter(), time.process_time()

    def say(self, what: str) -> None:
        clock, computing = time.perf_counter(), time.process_time()
        print(
            f"{what}: {clock - self._clock:.1f} s by the clock, {computing - self._computing:.1f} s of computing",
            flush=True,
        )
        self._clock, self._computing = time.perf_counter(), time.process_time()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.evaluation", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--deep", action="store_true", help="deepen the library first")
    options = parser.parse_args()
    questions = read_questions(options.questions)
    with tempfile.TemporaryDirectory() as scratch:
        collection, lap = Collection(options.folder, Path(scratch), Answerer(load_encoder())), Lap()
        collection.reload()
        lap.say("build")
        if options.deep:
            collection.deepen()
            lap.say("deepen")
        snapshot = collection.snapshot()
        print(
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {snapshot.passages} passages, {len(questions)} questions"
        )
        snapshot.answer(questions[0].question)
        lap.say("start")
        whole = Lap()
        _, results = ask_all(questions, asking(snapshot))
        lap.say("as configured")
        judge_sides(snapshot, questions, EVALUATED_QUOTES)
        lap.say("each side alone")
        for group in grouped(results).values():
            summary_of(group)
        lap.say("summary")
        whole.say("all after the start")


if __name__ == "__main__":
    main()
