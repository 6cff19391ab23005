"""Trains the sentence encoder and writes the files that ship:

    python -m retrieval.training.meaning --base FOLDER --data TRAINING --set QUESTIONS.jsonl DOCUMENTS … \\
        --located QUESTIONS.jsonl ARCHIVE … --exclude DOCUMENTS … --out retrieval/models/yuanwen-transformer-zh

BASE is as for `retrieval.training.reader`, TRAINING the folder of training data with questions written for passages. Sets
are as in `retrieval.training.ranking.fit`; what `retrieval.training.shared.apart` keeps apart of them is not trained on, nor is
any written question on a passage of those documents or of the ones to exclude. Afterwards `make fit` must be run again. On
two cores with bfloat16 a step takes four seconds.
"""

import argparse
import logging
from pathlib import Path

import torch

from corpus.document import Document
from corpus.folder import read_folder
from retrieval.index.encoder import load_encoder
from retrieval.search.ranker import default_ranker
from retrieval.training.meaning.examples import labelled_examples, stretches_of, written_examples
from retrieval.training.meaning.training import train_sentences
from retrieval.training.ranking.cases import Case, asked_of_sets, case_of, set_options
from retrieval.training.shared.apart import kept_apart
from retrieval.training.shared.sources import written_questions
from retrieval.training.transformer.agreement import agreement_of_meanings
from retrieval.training.transformer.export import FROZEN, save_halves
from retrieval.training.transformer.network import SentenceNetwork, load_tokenizer
from retrieval.transformer.model import MEANING

STEPS, SEED = 900, 0
COMPARED = 100
"""Passages whose vectors by the shipped file are compared with the trained ones."""

log = logging.getLogger("retrieval.training")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.training.meaning",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--exclude", type=Path, action="append", default=[])
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=SEED)
    set_options(parser)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(options.seed)
    ranker, encoder = default_ranker(), load_encoder()
    cases = [case_of(one, ranker.coarse) for one in asked_of_sets(options, encoder)]
    apart = _documents_apart(cases) + [d for folder in options.exclude for d in read_folder(folder).documents]
    written = written_examples(*written_questions(options.data, more=True), encoder, stretches_of(apart))
    labelled = labelled_examples(cases, ranker)
    log.info("%d written and %d labelled questions", len(written), len(labelled))
    model = SentenceNetwork(options.base, FROZEN)
    train_sentences(model, load_tokenizer(options.base), written, labelled, steps=options.steps, seed=options.seed)
    save_halves(model, options.base, options.out, MEANING)
    passages = [full for example in labelled[:COMPARED] for full, _ in example.right[:1]]
    near = agreement_of_meanings(model, options.out, passages)
    log.info("least cosine of a shipped vector with the trained one: %.4f", near)


def _documents_apart(cases: list[Case]) -> list[Document]:
    generations = {id(case.generation): case.generation for case in cases}.values()
    return [d for generation in generations for d in generation.documents if kept_apart(d.source)]


if __name__ == "__main__":
    main()
