"""Trains the reader and writes the folder that ships:

    python -m retrieval.training.reader --base FOLDER --data TRAINING --set QUESTIONS.jsonl DOCUMENTS … \\
        --located QUESTIONS.jsonl ARCHIVE … --out retrieval/models/yuanwen-reader-zh

BASE is a sentence-transformers folder of a BERT-like encoder, DATA the folder of written questions; sets are as in
`retrieval.training.ranking.fit`, and what `retrieval.training.shared.apart` keeps apart of them is not trained on. Afterwards
`make fit` must be run again. On two cores with bfloat16 the default takes an hour and a half, without it three.
"""

import argparse
import logging
from pathlib import Path

import numpy as np
import torch

from retrieval.index.encoder import load_encoder
from retrieval.search.ranker import default_ranker
from retrieval.training.ranking.cases import asked_of_sets, case_of, set_options
from retrieval.training.reader.examples import Group
from retrieval.training.reader.export import agreement, save_reader
from retrieval.training.reader.network import PairReader, load_tokenizer
from retrieval.training.reader.sources import asked_questions, written_examples
from retrieval.training.reader.training import Examples, drawn, train
from retrieval.training.shared.sources import written_questions

FROZEN, STEPS, SEED = 6, 2000, 0
COMPARED = 20
"""Steps whose pairs the shipped file is compared on."""

log = logging.getLogger("retrieval.training")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.training.reader",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--frozen", type=int, default=FROZEN, help="lower layers of the base that are not trained")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=SEED)
    set_options(parser)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(options.seed)
    examples = _examples(options)
    log.info("%d answerable, %d unanswerable, %d written questions", *map(len, _lists(examples)))
    model, tokenizer = PairReader(options.base, options.frozen), load_tokenizer(options.base)
    train(model, tokenizer, examples, steps=options.steps, seed=options.seed)
    save_reader(model, options.base, options.out)
    rng = np.random.default_rng(options.seed + 1)
    groups: list[Group] = [group for _ in range(COMPARED) for group in drawn(examples, rng)]
    near = agreement(model, options.out, [(g.question, p) for g in groups for p in g.passages])
    log.info("correlation of the shipped log odds with the trained ones: %.4f", near)


def _examples(options: argparse.Namespace) -> Examples:
    encoder, ranker = load_encoder(), default_ranker()
    cases = [case_of(one, ranker.coarse) for one in asked_of_sets(options, encoder)]
    asked = asked_questions(cases, ranker)
    passages, questions = written_questions(options.data, more=True)
    written = written_examples(passages, questions, encoder, [case for case in cases if case.apart])
    return Examples([a for a in asked if any(a.right)], [a for a in asked if not any(a.right)], written)


def _lists(examples: Examples) -> tuple[list[object], list[object], list[object]]:
    return [*examples.answerable], [*examples.unanswerable], [*examples.written]


if __name__ == "__main__":
    main()
