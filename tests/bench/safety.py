"""Safety of the library: `python -m tests.bench.safety FOLDER [--kills N] [--reloads N]`.

Takes three dozen documents of FOLDER. Kills a process at random moments while it builds, merges, switches and goes back, N times,
and after each looks whether the library opens on a complete generation and whether the next build leaves nothing behind. Then
reloads N times with other documents each time, under 20 questions a second, and compares every quote with the documents
of its answer's generation; the time of a question by the clock then is
given as a multiple of that without reloads.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import load_encoder
from retrieval.index.library import pointing
from retrieval.index.library.manifest import Manifest

WORK = """
import sys
from pathlib import Path
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import load_encoder
from retrieval.index.library import compacting
compacting.MANY = 2
corpus, library = map(Path, sys.argv[1:])
collection = Collection(corpus, library, Answerer(load_encoder()))
print("begun", flush=True)
for n in range(1000):
    (corpus / f"new{n % 3}.txt").write_text(f"第{n}号关于养犬的通知\\n一、登记\\n登记费每年{n}元。\\n", encoding="utf-8")
    collection.reload()
    if n % 3 == 2:
        collection.rollback()
"""
QUESTIONS = ("登记费每年多少", "今年有哪些任务", "怎么申请补贴")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.safety", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--reloads", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        corpus.mkdir()
        files = sorted(f for f in options.folder.rglob("*.txt") if f.stat().st_size < 20_000)
        for number, file in enumerate(random.Random(7).sample(files, min(36, len(files)))):
            shutil.copy(file, corpus / f"{number}.txt")
        collection = Collection(corpus, Path(scratch) / "library", Answerer(load_encoder()))
        collection.reload()
        wrong = [fault for number in range(options.kills) for fault in killed(collection, number)]
        print(f"{options.kills} kills, {len(wrong)} faults", *wrong[:10], sep="\n")
        print(reloaded(collection, options.reloads))


def killed(collection: Collection, number: int) -> list[str]:
    """What is wrong after one process was killed at a moment that `number` decides."""
    command = [sys.executable, "-c", WORK, str(collection.corpus), str(collection.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline()
        time.sleep(random.Random(number).uniform(0.0, 4.0))
        process.kill()
    answerer, folder, corpus = collection.answerer, collection.folder, collection.corpus
    try:
        opened = Collection(corpus, folder, answerer).snapshot()
        opened.answer(QUESTIONS[0])
        Collection(corpus, folder, answerer).reload()
    except Exception as fault:
        return [f"kill {number}: {fault}"]
    generations = pointing.complete_generations(folder)
    named = {name for generation in generations for name in Manifest.read(generation).living}
    left = {f.name for f in (folder / "segments").iterdir()} - named
    left |= {f.name for f in folder.rglob(".*")} | {f.name for f in folder.glob("building.jsonl")}
    return [f"kill {number}: left {sorted(left)}"] if left else []


def reloaded(collection: Collection, count: int) -> str:
    """Questions while `count` times other documents are read, and alone: failed or mixed answers, and times as a ratio."""
    texts = {collection.snapshot().id: _texts(collection)}
    asked: list[tuple[str, float, tuple[tuple[str, str, int, int], ...]]] = []
    failed: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        number = 0
        while not stop.wait(0.05):
            begun = time.perf_counter()
            try:
                answer = collection.snapshot().answer(QUESTIONS[number % len(QUESTIONS)])
                quotes = tuple((q.document_id, q.text, q.start, q.end) for q in answer.quotes)
                asked.append((answer.generation, time.perf_counter() - begun, quotes))
            except Exception as fault:
                failed.append(str(fault))
            number += 1

    def during(work: int) -> list[float]:
        first = len(asked)
        stop.clear()
        thread = threading.Thread(target=ask)
        thread.start()
        for n in range(work):
            text = f"第{n}号关于养犬的通知\n一、登记\n养犬登记费每年{n}元。\n"
            (collection.corpus / f"new{n % 7}.txt").write_text(text, encoding="utf-8")
            collection.reload()
            texts[collection.snapshot().id] = _texts(collection)
        if not work:
            time.sleep(10)
        stop.set()
        thread.join()
        return [seconds for _, seconds, _ in asked[first:]]

    idle, busy = during(0), during(count)
    mixed = sum(
        texts.get(generation, {}).get(document, "")[start:end] != text
        for generation, _, quotes in asked
        for document, text, start, end in quotes
    )
    p95 = [1000 * float(np.percentile(times, 95)) for times in (idle, busy)]
    return (
        f"{count} reloads, {len(busy)} questions: {len(failed)} failed, {mixed} mixed; "
        f"p95 {p95[0]:.0f} ms idle, {p95[1]:.0f} ms meanwhile, ratio {p95[1] / p95[0]:.2f}"
    )


def _texts(collection: Collection) -> dict[str, str]:
    return {document.id: document.text for document in collection.snapshot().documents}


if __name__ == "__main__":
    main()
