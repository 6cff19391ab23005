"""Writes the fitted models as the files that the product loads."""

import json

import numpy as np
from numpy.typing import NDArray

from retrieval.index.word_table import bundled_words
from retrieval.search.answerability import WEIGHTS as ANSWERABILITY
from retrieval.search.answerability import Answerability
from retrieval.search.features import NAMES
from retrieval.search.ranker import RIGHTNESS, SURENESS, WEIGHTS, Ranker


def write_rankers(quick: Ranker, deep: Ranker) -> None:
    """Make these the shipped ones; they share their answerability."""
    content = {"quick": _content(quick), "deep": _content(deep)}
    WEIGHTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    _write_answerability(quick.answerability)


def _content(ranker: Ranker) -> dict[str, object]:
    return {
        "weights": dict(zip(NAMES, ranker.weights.round(4).tolist(), strict=True)),
        "coarse": dict(ranker.coarse),
        "confidence": confidence_of(ranker),
        "threshold": round(ranker.threshold, 4),
        "rightness": rightness_of(ranker),
    }


def confidence_of(ranker: Ranker) -> dict[str, float]:
    """The weights of the confidence by name, and its bias."""
    weights = dict(zip(SURENESS, ranker.confidence_weights.round(4).tolist(), strict=True))
    return weights | {"bias": round(ranker.confidence_bias, 4)}


def rightness_of(ranker: Ranker) -> dict[str, float]:
    """The weights of a quote's confidence by name, and their bias."""
    weights = dict(zip(RIGHTNESS, ranker.rightness_weights.round(4).tolist(), strict=True))
    return weights | {"bias": round(ranker.rightness_bias, 4)}


def _write_answerability(model: Answerability) -> None:
    """One line a row of each array, after the id of the word table that its directions belong to."""
    parts = [
        f'"table": {json.dumps(bundled_words().id)}',
        f'"offsets": {json.dumps(model.offsets.tolist())}',
        f'"bias": {json.dumps(round(model.bias, 4))}',
        f'"directions": {_rows(model.directions)}',
        f'"response": {_rows(model.response)}',
    ]
    ANSWERABILITY.write_text("{\n " + ",\n ".join(parts) + "\n}\n", encoding="utf-8")


def _rows(array: NDArray[np.float64]) -> str:
    return "[\n  " + ",\n  ".join(json.dumps(row) for row in array.tolist()) + "\n ]"
