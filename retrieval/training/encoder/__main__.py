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
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from retrieval.training.encoder.card import Report, write_card
from retrieval.training.encoder.contrastive import (
    Recipe,
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
from retrieval.training.shared.export import largest_difference, save_model, saved_encoder
from retrieval.training.shared.sources import WrittenPassage, WrittenQuestion, evaluation_text, written_questions

log = logging.getLogger("retrieval.training")

VOCABULARY = 55_998
"""Pieces, without the unknown token: an int8 table of DIMS columns then has 14.3 MB."""
DIMS = 256
"""Columns: with VOCABULARY they set the size of the model that is shipped. A choice."""
SKIPGRAM_EPOCHS = 4
"""Passes over the text, about 5 minutes each on two cores. A choice."""
HELD_OUT = 0.1
"""Share of the passages with written questions that all questions are held out of."""


@dataclass(frozen=True, slots=True)
class Training:
    """What is trained from and to: the folders of the training `data`, of the model (`out`), of the stages' results (`work`),
    of the evaluation data (`judge`; None: nothing is measured) and of documents to keep out (`exclude`)."""

    data: Path
    out: Path
    work: Path
    judge: Path | None
    exclude: Path | None
    workers: int
    epochs: int
    recipe: Recipe


def vocabulary_stage(training: Training) -> dict[str, float]:
    """Piece -> log probability, from vocabulary.json in the work folder or learned."""
    corpus, target = training.work / "corpus.txt", training.work / "vocabulary.json"
    if not corpus.exists():
        write_corpus(training.data, corpus)
    if not target.exists():
        target.write_text(json.dumps(learn_vocabulary(corpus, VOCABULARY), ensure_ascii=False), encoding="utf-8")
    pieces: dict[str, float] = json.loads(target.read_text(encoding="utf-8"))
    return pieces


def skipgram_stage(training: Training, pieces: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Skip-gram vectors [vocabulary, dims] and token counts [vocabulary]."""
    work = training.work
    tokens, counts, vectors = work / "tokens.txt", work / "counts.npy", work / "skipgram.npy"
    if not vectors.exists():
        tokenizer = learning_tokenizer(pieces)
        np.save(counts, write_tokens(tokenizer, work / "corpus.txt", tokens))
        trained = train_skipgram(
            tokens,
            len(pieces) + 1,
            dims=DIMS,
            epochs=training.epochs,
            workers=training.workers,
            seed=training.recipe.seed,
        )
        np.save(vectors, trained)
    return np.load(vectors), np.load(counts)


def split_questions(
    passages: list[WrittenPassage], questions: list[WrittenQuestion], seed: int
) -> tuple[list[WrittenQuestion], list[WrittenQuestion]]:
    """Questions for training and those held out, split by passage."""
    order = np.random.default_rng(seed).permutation(len(passages))
    held = {passages[i].id for i in order[: int(len(passages) * HELD_OUT)]}
    return [q for q in questions if q.passage not in held], [q for q in questions if q.passage in held]


def contrastive_stage(training: Training, tokenizer: Tokenizer, skipgram: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The trained token table, float32 [vocabulary, dims]."""
    target, recipe = training.work / "table.npy", training.recipe
    if target.exists():
        vectors: np.ndarray = np.load(target)
        return vectors
    passages, questions = written_questions(training.data)
    learned, _ = split_questions(passages, questions, recipe.seed)
    kept_out = evaluation_text(training.exclude)
    groups = build_groups(tokenizer, training.data, passages, learned, seed=recipe.seed, evaluation=kept_out)
    pieces = [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]
    start, weights = prepare_start(skipgram), first_weights(counts)
    vectors = train_average(start, weights, word_parts(pieces), groups, recipes(recipe), workers=training.workers)
    np.save(target, vectors)
    return vectors


def run(training: Training) -> Report:
    """All stages; returns what was measured (empty without `judge`)."""
    out, recipe = training.out, training.recipe
    reused = [name for name in ("vocabulary.json", "skipgram.npy", "table.npy") if (training.work / name).exists()]
    pieces = vocabulary_stage(training)
    tokenizer = running_tokenizer(list(pieces))
    skipgram, counts = skipgram_stage(training, pieces)
    vectors = contrastive_stage(training, tokenizer, skipgram, counts)
    save_model(vectors, tokenizer, out)
    passages, questions = written_questions(training.data)
    _, held = split_questions(passages, questions, recipe.seed)
    difference = largest_difference(out, [q.text for q in held[:500]])
    report: Report = {}
    if training.judge:
        encode = saved_encoder(out)
        report["written questions, held out"] = judge_written(encode, passages, held)
        report.update(judge_all(encode, training.judge))
    write_card(
        out,
        report,
        recipes(recipe),
        shape=(vectors.shape[0], vectors.shape[1]),
        held=(len(held), len({q.passage for q in held})),
        difference=difference,
        excluded=training.exclude is not None,
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
        "--steps", type=int, default=Recipe().steps, help="contrastive steps of a run (default %(default)s)"
    )
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("gensim").setLevel(logging.WARNING)
    os.environ.setdefault("RAYON_NUM_THREADS", str(options.workers))
    with tempfile.TemporaryDirectory() as scratch:
        work = options.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        training = Training(
            data=options.data,
            out=options.out,
            work=work,
            judge=options.judge,
            exclude=options.exclude,
            workers=options.workers,
            epochs=options.epochs,
            recipe=Recipe(steps=options.steps),
        )
        run(training)


if __name__ == "__main__":
    main()
