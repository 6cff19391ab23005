"""Contrastive training: a question's vector shall be nearer to that of a passage that answers than to all others of the step.

Steps take written and labelled questions by turns: the written ones are many and of every kind, the labelled ones
have the rivals that the product meets.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from retrieval.fold import Folded
from retrieval.training.meaning.examples import Contrast
from retrieval.training.transformer.network import SentenceNetwork
from retrieval.training.transformer.training import optimise, run_padded
from retrieval.transformer.model import PASSAGE, QUESTION
from retrieval.transformer.sentence_encoder import PASSAGE_TOKENS, QUESTION_TOKENS

TEMPERATURE = 0.025
WRITTEN, LABELLED = 24, 14
"""Questions of a step."""
CLOSE, CLOSEST = 2, 5
"""Rivals of a labelled question that are drawn from its closest ones; one more comes from the others."""
BARE = 0.12
"""Share of the passages that are shown without name and headings, so that the text is looked at as well."""

Step = tuple[list[Folded], list[Folded]]
"""Questions, and passages: the right one of each in their order, then rivals."""


def train_sentences(
    model: SentenceNetwork,
    tokenizer: Any,
    written: Sequence[Contrast],
    labelled: Sequence[Contrast],
    *,
    steps: int,
    seed: int,
) -> None:
    """Train `model` in place."""
    rng = np.random.default_rng(seed)

    def loss_of_step(step: int) -> Tensor:
        drawn = written_step(written, rng) if step % 2 == 0 else labelled_step(labelled, rng)
        return contrastive_loss(model, tokenizer, *drawn)

    optimise(model, loss_of_step, steps)


def written_step(examples: Sequence[Contrast], rng: np.random.Generator) -> Step:
    """WRITTEN questions of different passages, each with a rival."""
    chosen: dict[Folded, Contrast] = {}
    for i in rng.permutation(len(examples)):
        chosen.setdefault(examples[i].right[0][1], examples[i])
        if len(chosen) == WRITTEN:
            break
    rivals = [e.rivals[rng.integers(len(e.rivals))] for e in chosen.values() if e.rivals]
    return _as_shown([e.question for e in chosen.values()], [e.right[0] for e in chosen.values()] + rivals, rng)


def labelled_step(examples: Sequence[Contrast], rng: np.random.Generator) -> Step:
    """LABELLED questions, each with some of its rivals."""
    chosen = [examples[i] for i in rng.choice(len(examples), min(LABELLED, len(examples)), replace=False)]
    rivals = []
    for example in chosen:
        for group, count in ((example.rivals[:CLOSEST], CLOSE), (example.rivals[CLOSEST:], 1)):
            rivals += [group[i] for i in rng.choice(len(group), min(count, len(group)), replace=False)]
    right = [example.right[rng.integers(len(example.right))] for example in chosen]
    return _as_shown([example.question for example in chosen], right + rivals, rng)


def contrastive_loss(
    model: SentenceNetwork, tokenizer: Any, questions: Sequence[Folded], passages: Sequence[Folded]
) -> Tensor:
    """Cross entropy of each question's right passage among all `passages`, of which the first ones are the right ones in order."""
    asked = run_padded(model, tokenizer, [QUESTION + text for text in questions], longest=QUESTION_TOKENS)
    put = run_padded(model, tokenizer, [PASSAGE + text for text in passages], longest=PASSAGE_TOKENS)
    # A passage that is there twice is no rival of itself.
    same = torch.tensor(
        [[i != j and own == other for j, other in enumerate(passages)] for i, own in enumerate(passages)]
    )
    logits = (asked @ put.T / TEMPERATURE).masked_fill(same[: len(questions)], -1e4)
    return functional.cross_entropy(logits, torch.arange(len(questions)))


def _as_shown(questions: list[Folded], passages: Sequence[tuple[Folded, Folded]], rng: np.random.Generator) -> Step:
    return questions, [text if rng.random() < BARE else full for full, text in passages]
