"""Trains the reader and writes the files that ship:

    python -m retrieval.training.reader --base FOLDER --set QUESTIONS.jsonl DOCUMENTS … \\
        --located QUESTIONS.jsonl ARCHIVE … --out retrieval/models/yuanwen-transformer-zh

BASE is a sentence-transformers folder of a BERT-like encoder; sets are as in `retrieval.training.ranking.fit`, and what
`retrieval.training.shared.apart` keeps apart of them is not trained on. Afterwards `make fit` must be run again. On two
cores with bfloat16 the default takes half an hour, without it nearly twice as long.
"""

import argparse
import logging
from pathlib import Path

import numpy as np
import torch

from retrieval.index.encoder import load_encoder
from retrieval.search.ranker import default_ranker
from retrieval.training.ranking.cases import asked_of_sets, case_of, set_options
from retrieval.training.reader.examples import examples_of
from retrieval.training.reader.training import train_reader
from retrieval.training.transformer.agreement import agreement_of_readings
from retrieval.training.transformer.export import FROZEN, save_halves
from retrieval.training.transformer.network import PairReader, load_tokenizer
from retrieval.transformer.model import READING

STEPS, SEED = 480, 0
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
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=SEED)
    set_options(parser)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(options.seed)
    ranker, encoder = default_ranker(), load_encoder()
    cases = [case_of(one, ranker.coarse) for one in asked_of_sets(options, encoder)]
    examples = examples_of(cases, ranker)
    log.info("%d right, %d wrong, %d near misses", *map(len, (examples.right, examples.wrong, examples.near_misses)))
    model, tokenizer = PairReader(options.base, FROZEN), load_tokenizer(options.base)
    train_reader(model, tokenizer, examples, steps=options.steps, seed=options.seed)
    save_halves(model, options.base, options.out, READING)
    rng = np.random.default_rng(options.seed + 1)
    pairs = [(question, passage) for _ in range(COMPARED) for question, passage, _ in examples.draw(rng)]
    near = agreement_of_readings(model, options.out, pairs)
    log.info("correlation of the shipped log odds with the trained ones: %.4f", near)


if __name__ == "__main__":
    main()
