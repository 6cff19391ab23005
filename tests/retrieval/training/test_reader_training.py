"""The reader learns what it is shown, and the folder that ships says what was trained."""

from pathlib import Path

import numpy as np
import pytest
import torch

from retrieval.fold import Folded

pytest.importorskip("onnx", reason="needed to write a model; comes with the extra `train`")

from retrieval.training.reader.examples import Asked, Shown, answered, unanswered
from retrieval.training.reader.export import agreement, save_reader
from retrieval.training.reader.network import PairReader, load_tokenizer
from retrieval.training.reader.training import Examples, drawn, loss_of, train
from tests.retrieval.tiny_models import write_tiny_models

THINGS = "桥路校田湖灯茶船"


def _shown(text: str) -> Shown:
    return Shown(Folded("报告"), Folded("一、工作"), Folded(text))


def _examples() -> Examples:
    """A passage answers where it says when a thing is made; the others say who made it, or speak of another thing."""
    answerable = [
        Asked(
            Folded(f"{thing}何时建成"),
            (_shown(f"{thing}由市里建成"), _shown(f"{thing}去年建成"), _shown(f"{other}去年建成")),
            (False, True, False),
            False,
        )
        for thing, other in zip(THINGS, THINGS[1:] + THINGS[0], strict=True)
    ]
    unanswerable = [
        Asked(
            Folded(f"{thing}花钱多少"),
            (_shown(f"{thing}去年建成"), _shown(f"{thing}由市里建成")),
            (False, False),
            False,
        )
        for thing in THINGS
    ]
    return Examples(answerable, unanswerable, [])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    write_tiny_models(folder, THINGS + "报告一、工作由市里去年何时建成花钱多少")
    return folder / "plain"


@pytest.fixture(scope="module")
def trained(base: Path) -> PairReader:
    model = PairReader(base, 0)
    train(model, load_tokenizer(base), _examples(), steps=100, seed=0)
    return model


def test_the_first_passage_of_a_group_alone_answers() -> None:
    examples, rng = _examples(), np.random.default_rng(0)
    for _ in range(50):
        group = answered(examples.answerable, rng)
        thing = group.question[0]
        assert f"{thing}去年建成" in group.passages[0]
        assert not any(f"{thing}去年建成" in passage for passage in group.passages[1:])
        assert not unanswered(examples.unanswerable, rng).answered


def test_frozen_layers_stay_and_others_learn(base: Path) -> None:
    model, before = PairReader(base, 1), PairReader(base, 1)
    train(model, load_tokenizer(base), _examples(), steps=3, seed=0)
    lower, upper = (dict(model.encoder.encoder.layer[i].named_parameters()) for i in (0, 1))
    for name, parameter in before.encoder.encoder.layer[0].named_parameters():
        assert parameter.equal(lower[name]), name
    assert not all(p.equal(upper[name]) for name, p in before.encoder.encoder.layer[1].named_parameters())


def test_the_shipped_folder_says_what_was_trained(trained: PairReader, base: Path, tmp_path: Path) -> None:
    save_reader(trained, base, tmp_path / "reader")
    groups = drawn(_examples(), np.random.default_rng(1))
    pairs = [(group.question, passage) for group in groups for passage in group.passages]
    assert agreement(trained, tmp_path / "reader", pairs) > 0.99


def test_training_makes_right_passages_likelier(trained: PairReader, base: Path) -> None:
    tokenizer, groups = load_tokenizer(base), drawn(_examples(), np.random.default_rng(1))
    with torch.inference_mode():
        after = loss_of(trained, tokenizer, groups).item()
        before = loss_of(PairReader(base, 0).eval(), tokenizer, groups).item()
    assert after < before - 0.05
