"""Libraries of any size: `python -m tests.bench.scale FOLDER QUESTIONS [--passages N] [--kept DIR]`.

Makes a corpus of about N passages by a seeded sampler over the documents in FOLDER (each new document takes its paragraphs
from several of them, so that words and lengths are real), or takes FOLDER itself without `--passages`. Then, each in a
process of its own: builds the library quick, changes one document and builds again, starts cold and answers one question,
beside the same over a hundredth of the corpus; and asks the QUESTIONS: time a question, memory (resident, and of it private), how
many of the hundred nearest clauses are found, how often the first quote is that of an exact scan; and the same work done
bare with encoder, FAISS and bm25s. Times are of one core, by the clock and by computing; `--kept` keeps the library.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from retrieval.index.encoder import Encoder
    from retrieval.index.generation import Generation

PARAGRAPHS = 60
"""Of a made document, about: thirty passages."""
SAMPLED = 40
"""Documents that one made document takes its paragraphs from, at most."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--passages", type=int)
    parser.add_argument("--kept", type=Path)
    options = parser.parse_args()
    asked = [json.loads(line)["question"] for line in options.questions.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as scratch:
        place = options.kept or Path(scratch)
        corpus, small = (sampled(options, place / name, share) for name, share in (("corpus", 1.0), ("small", 0.01)))
        print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}, commit {_commit()}")
        for name, folder in (("large", corpus), ("small", small)):
            print(f"{name}: build {_run(place / name, folder, 'index', '--quick')}")
        one = next(f for f in sorted(corpus.rglob("*.txt")))
        one.write_text(one.read_text(encoding="utf-8") + "\n补充：明年新增一万个岗位。\n", encoding="utf-8")
        print(f"large: one changed document {_run(place / 'large', corpus, 'index', '--quick')}")
        for name, folder in (("large", corpus), ("small", small)):
            _run(place / name, folder, "ask", asked[0])
            print(f"{name}: cold start and answer {_run(place / name, folder, 'ask', asked[0])}")
        print(_child("asking", corpus, place / "large", options.questions))


def sampled(options: argparse.Namespace, target: Path, share: float) -> Path:
    """A folder with `share` of the passages that are wanted."""
    files = sorted(f for f in options.folder.rglob("*") if f.suffix in (".txt", ".md"))
    target.mkdir(parents=True, exist_ok=True)
    if options.passages is None:
        for file in files[: max(1, round(share * len(files)))]:
            copy = target / file.relative_to(options.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
        return target
    chance = random.Random(7)
    for number in range(max(1, round(share * options.passages / 30))):
        some = chance.sample(files, min(SAMPLED, len(files)))
        paragraphs = [
            p for f in some[:4] for p in f.read_text(encoding="utf-8", errors="replace").splitlines() if p.strip()
        ]
        start = chance.randrange(max(1, len(paragraphs) - PARAGRAPHS))
        chosen = paragraphs[start : start + PARAGRAPHS // 2] + chance.sample(
            paragraphs, min(PARAGRAPHS // 2, len(paragraphs))
        )
        text = "\n".join([f"第{number}号关于{paragraphs[0].strip()[:12]}的通知", *chosen])
        (target / f"{number:06d}.txt").write_text(text, encoding="utf-8")
    return target


def ask_all(corpus: Path, library: Path, questions: Path) -> None:
    """What is measured of one library that is there."""
    from retrieval.answering import Answerer
    from retrieval.collection import Collection
    from retrieval.fold import fold
    from retrieval.index.encoder import load_encoder
    from retrieval.index.processors import one_core
    from retrieval.index.segments.nearest import VectorIndex

    encoder = load_encoder()
    snapshot = Collection(corpus, library, Answerer(encoder)).snapshot()
    generation = snapshot.generation
    asked = [json.loads(line)["question"] for line in questions.read_text(encoding="utf-8").splitlines()]

    def exact(index: VectorIndex) -> VectorIndex:
        return replace(index, parts=tuple(replace(part, coarse=None) for part in index.parts))

    plain = replace(generation, clauses=exact(generation.clauses), passages=exact(generation.passages))
    slow = replace(snapshot, generation=plain)
    print(
        f"{len(generation.documents)} documents, {len(generation.entries)} passages, {len(generation.clause_vectors)} clauses"
    )
    with one_core():
        for question in asked[:5]:
            snapshot.answer(question)
        times = [_timed(partial(snapshot.answer, question)) for question in asked]
        print(f"question {_percentiles(times)}; memory {_memory()}")
        vectors = [encoder.encode_questions([fold(q)])[0] for q in asked]
        nearest = [(generation.clauses.search(v, 100)[1], plain.clauses.search(v, 100)[1]) for v in vectors]
        recall = np.mean([len(set(a.tolist()) & set(b.tolist())) / max(1, len(b)) for a, b in nearest])
        firsts = [
            [
                q.quotes[:1] and (q.quotes[0].document_id, q.quotes[0].start)
                for q in (snapshot.answer(x), slow.answer(x))
            ]
            for x in asked
        ]
        print(f"recall@100 {recall:.4f}; first quote as by an exact scan {np.mean([a == b for a, b in firsts]):.4f}")
        if len(generation.entries) <= 150_000:
            _beside_bare(generation, encoder, asked)


def _beside_bare(generation: "Generation", encoder: "Encoder", asked: list[str]) -> None:
    """Encoding a question, the nearest clauses and BM25: with the libraries alone, and as it is done here."""
    import bm25s
    import faiss

    from retrieval.fold import fold, terms

    flat = faiss.IndexFlatIP(generation.clause_vectors.shape[1])
    flat.add(np.ascontiguousarray(generation.clause_vectors[:]))
    bare = bm25s.BM25()
    bare.index([terms(fold(entry.text)) or [""] for entry in generation.entries], show_progress=False)

    def by_hand(question: str) -> None:
        text = fold(question)
        flat.search(encoder.encode_questions([text]), 400)
        known = [term for term in terms(text) if term in bare.vocab_dict]
        np.argpartition(-bare.get_scores(known), 60)

    def here(question: str) -> None:
        text = fold(question)
        generation.clauses.search(encoder.encode_questions([text])[0], 400)
        np.argpartition(-generation.full.scores(terms(text)), 60)

    for name, work in (("bare encoder, FAISS and bm25s", by_hand), ("the same here", here)):
        print(f"{name} {_percentiles([_timed(partial(work, question)) for question in asked])}")


def _run(library: Path, corpus: Path, *command: str) -> str:
    """The time and memory of one command."""
    whole = [sys.executable, "-m", "bot", *command, "--corpus", str(corpus), "--library", str(library)]
    started = time.perf_counter()
    before = os.times()
    with subprocess.Popen(whole, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took, after = time.perf_counter() - started, os.times()
    busy = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    return f"{took:.1f} s by the clock, {busy:.1f} s of computing, {used.ru_maxrss / 1024:.0f} MB at most, exit {process.returncode}"


def _child(what: str, *paths: Path) -> str:
    command = [sys.executable, "-m", "tests.bench.scale", what, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    clock, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - busy


def _percentiles(times: list[tuple[float, float]]) -> str:
    clock, busy = (1000 * np.array(side) for side in zip(*times, strict=True))
    return (
        f"p50 {np.percentile(clock, 50):.1f} p95 {np.percentile(clock, 95):.1f} ms by the clock, "
        f"p50 {np.percentile(busy, 50):.1f} p95 {np.percentile(busy, 95):.1f} ms of computing"
    )


def _memory() -> str:
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) // 1024 for line in lines if line.endswith("kB")}
    return f"{sizes['Rss']} MB resident, {sizes['Private_Dirty']} MB of it private and the rest files that are mapped"


def _commit() -> str:
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    if sys.argv[1:2] == ["asking"]:
        ask_all(*map(Path, sys.argv[2:5]))
    else:
        main()
