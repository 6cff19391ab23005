"""Retrieval speed: `python -m tests.bench.retrieval FOLDER QUESTIONS [--profile] [--answers FILE]`.

Builds a library of the documents in FOLDER and prints how fast passages are encoded and questions answered: from a text to
its answer, as `Collection.answer` does it for every channel. The latter also as multiples of a reference computation
measured between the questions (a fixed matrix product), which does not change when the machine is busy. Asked for are 2,000
passages a second, and of 5,000 passages answers within 15 ms, on two idle cores: where others compute as well, look at the
computing, not at the clock. `--deep` deepens the library first; `--profile` says where the time goes; `--answers` writes the answers, to compare two versions.
"""

import argparse
import cProfile
import json
import os
import pstats
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from retrieval.answer import Answer
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.evaluation.metrics import read_questions
from retrieval.fold import fold
from retrieval.index.encoder import load_encoder
from retrieval.index.processors import one_core

REFERENCE = np.random.default_rng(0).standard_normal((384, 384)).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.retrieval", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--deep", action="store_true", help="deepen the library first, and say how fast")
    options = parser.parse_args()
    encoder = load_encoder()
    asked = [q.question for q in read_questions(options.questions)]
    with tempfile.TemporaryDirectory() as scratch:
        collection = Collection(options.folder, Path(scratch), Answerer(encoder))
        collection.reload()
        texts = [fold(entry.text) for entry in collection.snapshot().generation.entries]
        wall, busy = _timed(lambda: encoder.encode_passages(texts))
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(texts)} passages, {len(asked)} questions")
        print(
            f"encode: {len(texts) / wall:,.0f} passages/s by the clock, {len(texts) / busy:,.0f} a second of computing"
        )
        if options.deep:
            wall, busy = _timed(collection.deepen)
            print(
                f"deepen: {len(texts) / wall:.1f} passages/s by the clock, {len(texts) / busy:.1f} a second of computing"
            )
        collection.snapshot().answer(asked[0])
        if options.profile:
            _profile(collection, asked)
        spent, reference = [], []
        for question in asked:
            spent.append(_timed(partial(_ask, collection, question)))
            reference.append(_timed(_reference))
        unit = float(np.median([own for _, own in reference]))
        for name, column in (("by the clock", 0), ("of computing", 1)):
            p50, p95 = np.percentile([times[column] for times in spent], [50, 95])
            print(f"question {name}: p50 {1000 * p50:.1f} ms, p95 {1000 * p95:.1f} ms", end="")
            print(f"; in reference units {p50 / unit:.1f} and {p95 / unit:.1f}" if column else "")
        print(f"reference: {1000 * unit:.2f} ms of computing")
        if options.answers:
            lines = [
                json.dumps(_brief(collection.snapshot().answer(question)), ensure_ascii=False) for question in asked
            ]
            options.answers.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _brief(answer: Answer) -> dict[str, object]:
    quotes = [(quote.file, quote.start, quote.end, quote.score) for quote in answer.quotes]
    return {"question": answer.question, "reason": answer.reason, "confidence": answer.confidence, "quotes": quotes}


def _ask(collection: Collection, question: str) -> Answer:
    return collection.snapshot().answer(question)


@one_core()
def _reference() -> None:
    REFERENCE @ REFERENCE @ REFERENCE


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of this process' computing."""
    wall, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - busy


def _profile(collection: Collection, asked: list[str]) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for question in asked:
        collection.snapshot().answer(question)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
