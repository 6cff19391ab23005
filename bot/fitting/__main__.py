"""Fit which reading of a message is meant, on written conversations:

    python -m bot.fitting --chains CHAINS.jsonl DOCUMENTS QUESTIONS.jsonl … --located CHAINS.jsonl ARCHIVE …

A conversation is a line {"turns": [{"say", "own" (a question of its own), "evidence": [{"doc", "quote"}]}, …]}; located ones
(`retrieval.training.ranking.located`) name positions in documents of an archive. QUESTIONS are asked after the conversations'
turns: they must not be taken for follow-ups. Printed are figures held out by document (five folds), then the weights are written.
With --keep FOLDER the deepened libraries and all that was looked up stay there, and the next fit takes seconds.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.conversation.understanding.choosing import EVIDENCE, WEIGHTS
from bot.fitting.conversations import Message, messages_of, write_weights
from retrieval.training.ranking.located import restore
from retrieval.training.ranking.weights import listwise_weights

FOLDS, RIDGE = 5, 0.01
OWN = 3.0
"""How much a question of its own counts beside a follow-up: one that is taken for a follow-up is the worse mistake."""
LOST, STEP = 0.03, 0.05
"""Share of the questions of their own that may lose their answer; by how much what the message alone finds is put forward
until that is so."""


def fit(messages: Sequence[Message]) -> NDArray[np.float64]:
    """Weights of EVIDENCE that put a right passage first."""
    usable = [m for m in messages if m.right.any() and not m.right.all()]
    importance = [OWN if m.own else 1.0 for m in usable]
    return listwise_weights([m.seen for m in usable], [m.right for m in usable], importance=importance, ridge=RIDGE)


def put_forward(messages: Sequence[Message], weights: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """What is to be added to each message's own weights, held out, for no more than LOST to be lost: shape (len(EVIDENCE),)."""
    added = np.zeros(len(EVIDENCE))
    own = [(m, w) for m, w in zip(messages, weights, strict=True) if m.own]
    while np.mean([m.right[0] and not m.right[np.argmax(m.seen @ (w + added))] for m, w in own]) > LOST:
        added[EVIDENCE.index("leads")] += STEP
    return added


def accuracy(messages: Sequence[Message], weights: Sequence[NDArray[np.float64]]) -> str:
    """How often the chosen passage is right, each message by its own weights."""
    picked = [int(np.argmax(m.seen @ w)) for m, w in zip(messages, weights, strict=True)]
    pairs = list(zip(messages, picked, strict=True))
    follows = [bool(m.right[at]) for m, at in pairs if not m.own]
    any_right = [bool(m.right.any()) for m, _ in pairs if not m.own]
    own = [(bool(m.right[0]), bool(m.right[at])) for m, at in pairs if m.own]
    lost = np.mean([alone and not taken for alone, taken in own])
    return (
        f"follow-ups {len(follows)}: right {np.mean(follows):.3f} (some passage {np.mean(any_right):.3f}, "
        f"as typed {np.mean([bool(m.right[0]) for m, _ in pairs if not m.own]):.3f}); "
        f"own questions {len(own)}: right {np.mean([taken for _, taken in own]):.3f} "
        f"(as typed {np.mean([alone for alone, _ in own]):.3f}), lost {lost:.3f}"
    )


def fitted_without(messages: Sequence[Message]) -> list[NDArray[np.float64]]:
    """For each message the weights that were fitted without the document that answers it."""
    keys = sorted({m.key for m in messages})
    fold = dict(zip(keys, np.random.default_rng(7).permutation(len(keys)) % FOLDS, strict=True))
    weights = [fit([m for m in messages if fold[m.key] != k]) for k in range(FOLDS)]
    return [weights[fold[m.key]] for m in messages]


def _messages(sets: Sequence[Sequence[Path]], located: Sequence[Sequence[Path]], keep: Path) -> list[Message]:
    messages: list[Message] = []
    for number, (chains, documents, asked) in enumerate(sets):
        messages += messages_of(chains, documents, asked, keep / f"set{number}")
    for chains, archive in located:
        folder = keep / chains.stem
        restore(chains, archive, folder)
        messages += messages_of(folder / "questions.jsonl", folder / "documents", None, folder)
    return messages


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.fitting", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chains", nargs=3, action="append", default=[], type=Path)
    parser.add_argument("--located", nargs=2, action="append", default=[], type=Path)
    parser.add_argument("--keep", type=Path, help="folder for the libraries and what was looked up")
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        messages = _messages(options.chains, options.located, options.keep or Path(passing))
    held_out = fitted_without(messages)
    added = put_forward(messages, held_out)
    print("held out:", accuracy(messages, [w + added for w in held_out]))
    weights = fit(messages) + added
    print("fitted:  ", accuracy(messages, [weights] * len(messages)))
    for name, weight in zip(EVIDENCE, weights, strict=True):
        print(f"  {name:16s} {weight:7.3f}")
    if not options.dry_run:
        write_weights(WEIGHTS, EVIDENCE, weights)


if __name__ == "__main__":
    main()
