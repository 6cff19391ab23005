"""The reader learns what it is shown, and the folder that ships says what was trained."""

from pathlib import Path

import numpy as np
import pytest
import torch

from retrieval.fold import Folded
from retrieval.index.encoder import Encoder
from retrieval.search.ranker import default_ranker
from tests.support.paths import ROOT, SPEECHES

pytest.importorskip("onnx", reason="needed to write a model; comes with the extra `train`")

from retrieval.training.ranking.cases import ask_set, case_of
from retrieval.training.reader.examples import Examples, Pair, examples_of
from retrieval.training.reader.training import reading_loss, train_reader
from retrieval.training.transformer.agreement import agreement_of_readings
from retrieval.training.transformer.export import save_halves
from retrieval.training.transformer.network import PairReader, load_tokenizer
from retrieval.transformer.model import READING
from tests.retrieval.tiny_models import write_tiny_models

QUESTIONS = ROOT / "tests" / "questions" / "shipped_a.jsonl"
THINGS = "桥路校田湖灯茶船"


def _pair(question: str, text: str, answers: bool) -> Pair:
    return Pair(Folded(question), Folded(f"报告 一、工作 {text}"), Folded(text), answers)


def _examples() -> Examples:
    """A passage answers where it says when a thing is made; the others say who made it, or nothing is said of its cost."""
    return Examples(
        [_pair(f"{thing}何时建成", f"{thing}去年建成", True) for thing in THINGS],
        [_pair(f"{thing}何时建成", f"{thing}由市里建成", False) for thing in THINGS],
        [_pair(f"{thing}花钱多少", f"{thing}去年建成", False) for thing in THINGS],
    )


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    write_tiny_models(folder, THINGS + "报告一、工作由市里去年何时建成花钱多少")
    return folder / "plain"


@pytest.fixture(scope="module")
def trained(base: Path) -> PairReader:
    model = PairReader(base, 1)
    train_reader(model, load_tokenizer(base), _examples(), steps=100, seed=0)
    return model


def test_a_step_draws_each_kind_with_and_without_context() -> None:
    rng = np.random.default_rng(0)
    drawn = [pair for _ in range(20) for pair in _examples().draw(rng)]
    assert {answers for _, _, answers in drawn} == {True, False}
    assert {passage.startswith("报告") for _, passage, _ in drawn} == {True, False}
    assert all(answers == (question.endswith("何时建成") and "去年" in passage) for question, passage, answers in drawn)


def test_what_is_kept_apart_is_no_example(tmp_path: Path, encoder: Encoder) -> None:
    """Over the shipped speeches: pairs of the other questions alone, right ones with a passage that holds the evidence."""
    cases = [case_of(one, default_ranker().coarse) for one in ask_set(QUESTIONS, SPEECHES, encoder)]
    examples = examples_of(cases, default_ranker())
    apart = {case.text for case in cases if case.apart}
    assert apart and len(apart) < len(cases)
    used = {pair.question for pairs in (examples.right, examples.wrong, examples.near_misses) for pair in pairs}
    assert used and not used & apart
    evidence = {case.text: case.question.evidence for case in cases}
    assert all(pair.answers and evidence[pair.question] for pair in examples.right)
    assert not any(pair.answers for pair in (*examples.wrong, *examples.near_misses))
    assert not any(evidence[pair.question] for pair in examples.near_misses)


def test_frozen_layers_stay_and_others_learn(base: Path) -> None:
    model, before = PairReader(base, 1), PairReader(base, 1)
    train_reader(model, load_tokenizer(base), _examples(), steps=3, seed=0)
    lower, upper = (dict(model.encoder.encoder.layer[i].named_parameters()) for i in (0, 1))
    for name, parameter in before.encoder.encoder.layer[0].named_parameters():
        assert parameter.equal(lower[name]), name
    assert not all(p.equal(upper[name]) for name, p in before.encoder.encoder.layer[1].named_parameters())


def test_the_shipped_folder_says_what_was_trained(trained: PairReader, base: Path, tmp_path: Path) -> None:
    save_halves(trained, base, tmp_path / "reader", READING)
    pairs = [(question, passage) for question, passage, _ in _examples().draw(np.random.default_rng(1))]
    assert agreement_of_readings(trained, tmp_path / "reader", pairs) > 0.99


def test_training_makes_right_passages_likelier(trained: PairReader, base: Path) -> None:
    tokenizer, pairs = load_tokenizer(base), _examples().draw(np.random.default_rng(1))
    with torch.inference_mode():
        after = reading_loss(trained, tokenizer, pairs).item()
        before = reading_loss(PairReader(base, 1).eval(), tokenizer, pairs).item()
    assert after < before - 0.02
