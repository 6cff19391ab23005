"""Trains the bundled encoder and judges it:

    python -m retrieval.training.encoder --data ../shared/data/training --out retrieval/models/yuanwen-static-zh \\
        [--work DIR] [--judge ../shared/data]

Stages (corpus, vocabulary, skip-gram, contrastive) leave their result in the work folder; a stage whose result is
there is skipped, so delete a file to run its stage, and those after it, again. On two cores: corpus 1 minute,
vocabulary 6, skip-gram 20, contrastive 10. Needs about 4 GB of memory and the optional extra `train`.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import tempfile
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from retrieval.training.encoder.card import Report, write_card
from retrieval.training.encoder.contrastive import (
    Settings,
    first_weights,
    prepare_start,
    recipes,
    train_average,
    word_parts,
)
from retrieval.training.encoder.corpus_text import write_corpus
from retrieval.training.encoder.groups import build_groups
from retrieval.training.encoder.skipgram import train_skipgram, write_tokens
from retrieval.training.encoder.vocabulary import learn_vocabulary, learning_tokenizer, running_tokenizer
from retrieval.training.judging.dense_and_lexical import judge_all, judge_written
from retrieval.training.shared.export import largest_difference, load_encoder, save_model
from retrieval.training.shared.sources import Passage, Question, evaluation_text, written_questions

log = logging.getLogger("retrieval.training")

VOCABULARY = 55_998  # pieces, without the unknown token
DIMS = 256
SKIPGRAM_EPOCHS = 4
HELD_OUT = 0.1  # share of the passages with written questions


def vocabulary_stage(data: Path, work: Path, size: int) -> dict[str, float]:
    """Piece -> log probability, from `work`/vocabulary.json or learned."""
    corpus, target = work / "corpus.txt", work / "vocabulary.json"
    if not corpus.exists():
        write_corpus(data, corpus)
    if not target.exists():
        target.write_text(json.dumps(learn_vocabulary(corpus, size), ensure_ascii=False), encoding="utf-8")
    pieces: dict[str, float] = json.loads(target.read_text(encoding="utf-8"))
    return pieces


def skipgram_stage(
    pieces: dict[str, float], work: Path, epochs: int, workers: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Skip-gram vectors [vocabulary, dims] and token counts [vocabulary]."""
    tokens, counts, vectors = work / "tokens.txt", work / "counts.npy", work / "skipgram.npy"
    if not vectors.exists():
        tokenizer = learning_tokenizer(pieces)
        np.save(counts, write_tokens(tokenizer, work / "corpus.txt", tokens))
        np.save(vectors, train_skipgram(tokens, len(pieces) + 1, DIMS, epochs, workers, seed))
    return np.load(vectors), np.load(counts)


def split_questions(
    passages: list[Passage], questions: list[Question], seed: int
) -> tuple[list[Question], list[Question]]:
    """Questions for training and those held out, split by passage."""
    order = np.random.default_rng(seed).permutation(len(passages))
    held = {passages[i].id for i in order[: int(len(passages) * HELD_OUT)]}
    return [q for q in questions if q.passage not in held], [q for q in questions if q.passage in held]


def contrastive_stage(
    tokenizer: Tokenizer,
    skipgram: np.ndarray,
    counts: np.ndarray,
    data: Path,
    work: Path,
    settings: Settings,
    workers: int,
    exclude: Path | None,
) -> np.ndarray:
    """The trained token table, float32 [vocabulary, dims]."""
    target = work / "table.npy"
    if target.exists():
        vectors: np.ndarray = np.load(target)
        return vectors
    passages, questions = written_questions(data)
    training, _ = split_questions(passages, questions, settings.seed)
    groups = build_groups(tokenizer, data, passages, training, settings.seed, evaluation_text(exclude))
    pieces = [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]
    start, weights = prepare_start(skipgram), first_weights(counts)
    vectors = train_average(start, weights, word_parts(pieces), groups, recipes(settings), workers)
    np.save(target, vectors)
    return vectors


def run(
    data: Path, out: Path, work: Path, judge: Path | None, workers: int, epochs: int, settings: Settings,
    exclude: Path | None,
) -> Report:  # fmt: skip
    """All stages; returns what was measured (empty without `judge`)."""
    reused = [name for name in ("vocabulary.json", "skipgram.npy", "table.npy") if (work / name).exists()]
    pieces = vocabulary_stage(data, work, VOCABULARY)
    tokenizer = running_tokenizer(list(pieces))
    skipgram, counts = skipgram_stage(pieces, work, epochs, workers, settings.seed)
    vectors = contrastive_stage(tokenizer, skipgram, counts, data, work, settings, workers, exclude)
    save_model(vectors, tokenizer, out)
    passages, questions = written_questions(data)
    _, held = split_questions(passages, questions, settings.seed)
    difference = largest_difference(out, [q.text for q in held[:500]])
    report: Report = {}
    if judge:
        encode = load_encoder(out)
        report["written questions, held out"] = judge_written(encode, passages, held)
        report.update(judge_all(encode, judge))
    places = (len(held), len({q.passage for q in held}))
    write_card(
        out,
        report,
        recipes(settings),
        shape=(vectors.shape[0], vectors.shape[1]),
        held=places,
        difference=difference,
        excluded=exclude is not None,
        reused=reused,
    )
    return report


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.training.encoder",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="the training data folder")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write (replaced)")
    parser.add_argument("--work", type=Path, help="folder for the stages' results (default: a temporary one)")
    parser.add_argument("--judge", type=Path, help="the evaluation data folder; without it nothing is measured")
    parser.add_argument("--exclude", type=Path, help="folder of evaluation documents (.txt) to keep out of training")
    parser.add_argument("--workers", type=int, default=2, help="threads; 1 makes skip-gram reproducible (default 2)")
    parser.add_argument("--epochs", type=int, default=SKIPGRAM_EPOCHS, help="skip-gram epochs (default %(default)s)")
    parser.add_argument(
        "--steps", type=int, default=Settings().steps, help="contrastive steps of a run (default %(default)s)"
    )
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("gensim").setLevel(logging.WARNING)
    os.environ.setdefault("RAYON_NUM_THREADS", str(options.workers))
    settings = Settings(steps=options.steps)
    with tempfile.TemporaryDirectory() as scratch:
        work = options.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        run(options.data, options.out, work, options.judge, options.workers, options.epochs, settings, options.exclude)


if __name__ == "__main__":
    main()
