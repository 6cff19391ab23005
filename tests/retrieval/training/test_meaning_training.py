"""The sentence encoder learns which passages answer, and the folder that ships says what was trained."""

from pathlib import Path

import numpy as np
import pytest
import torch

from corpus.folder import read_folder
from retrieval.fold import Folded, fold
from retrieval.index.encoder import Encoder
from retrieval.search.ranker import default_ranker
from retrieval.transformer.kept_vectors import KeptVectors
from retrieval.transformer.sentence_encoder import bundled_sentence_encoder
from tests.support.paths import ROOT, SPEECHES

pytest.importorskip("onnx", reason="needed to write a model; comes with the extra `train`")

from retrieval.training.meaning.examples import Contrast, labelled_examples, stretches_of, written_examples
from retrieval.training.meaning.training import (
    LABELLED,
    WRITTEN,
    contrastive_loss,
    labelled_step,
    train_sentences,
    written_step,
)
from retrieval.training.ranking.cases import Case, ask_set, case_of
from retrieval.training.ranking.deepening import BEST, deepened_cases, fit_deep_ranking
from retrieval.training.shared.sources import WrittenPassage, WrittenQuestion
from retrieval.training.transformer.agreement import agreement_of_meanings
from retrieval.training.transformer.export import FROZEN, save_halves
from retrieval.training.transformer.network import SentenceNetwork, load_tokenizer
from retrieval.transformer.model import FOLDER, LOWER, MEANING
from tests.retrieval.tiny_models import write_tiny_models

QUESTIONS = ROOT / "tests" / "questions" / "shipped_a.jsonl"
THINGS = "桥路校田湖灯茶船"
BASE = ROOT.parent / "shared" / "models" / "e5-small-zh"


def _example(thing: str) -> Contrast:
    """When a thing is made is not answered by who made it, nor by when another one was."""
    right, wrong, other = f"{thing}去年建成", f"{thing}由市里建成", f"{THINGS[THINGS.index(thing) - 1]}去年建成"
    texts = [(Folded(f"报告 一、工作 {text}"), Folded(text)) for text in (right, wrong, other)]
    return Contrast(Folded(f"{thing}何时建成"), (texts[0],), tuple(texts[1:]))


EXAMPLES = [_example(thing) for thing in THINGS]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    write_tiny_models(folder, THINGS + "报告一、工作由市里去年何时建成")
    return folder / "plain"


@pytest.fixture(scope="module")
def cases(encoder: Encoder) -> list[Case]:
    return [case_of(one, default_ranker().coarse) for one in ask_set(QUESTIONS, SPEECHES, encoder)]


def test_a_step_puts_the_right_passages_first() -> None:
    rng = np.random.default_rng(0)
    for questions, passages in (labelled_step(EXAMPLES, rng), written_step(EXAMPLES, rng)):
        assert len(questions) == len(set(questions)) == min(LABELLED, WRITTEN, len(THINGS))
        for question, passage in zip(questions, passages, strict=False):
            assert passage.endswith(f"{question[0]}去年建成")
        assert len(passages) > len(questions)
    shown = [passage for _ in range(20) for passage in labelled_step(EXAMPLES, rng)[1]]
    assert {passage.startswith("报告") for passage in shown} == {True, False}


def test_what_is_kept_apart_is_no_example(cases: list[Case]) -> None:
    apart = {case.text for case in cases if case.apart}
    examples = labelled_examples(cases, default_ranker())
    assert examples and not {example.question for example in examples} & apart
    of_case = {case.text: case for case in cases}
    for example in examples:
        case = of_case[example.question]
        answers = {fold(case.generation.entries[i].text) for i in case.candidates.entries[case.right]}
        assert {text for _, text in example.right} == answers
        assert not set(example.right) & set(example.rivals)


def test_written_questions_on_documents_kept_apart_are_left_out(encoder: Encoder) -> None:
    document = read_folder(SPEECHES).documents[0]
    held = document.text[document.passages[3].start : document.passages[3].end]
    texts = [held, "新改建农村公路四百公里，危桥全部改造完成。", "老年人助餐每餐补贴五元，餐厅开在小区里。"]
    passages = [WrittenPassage(str(i), "报告", "一、工作", text) for i, text in enumerate(texts)]
    asked = [WrittenQuestion(str(i), f"问{i}", "fact") for i in range(3)]
    everything = written_examples(passages, asked, encoder, frozenset())
    assert [e.right[0][1] for e in everything] == [fold(text) for text in texts]
    kept = written_examples(passages, asked, encoder, stretches_of([document]))
    assert [e.question for e in kept] == ["问1", "问2"]
    assert not any(fold(held) == text for e in kept for _, text in e.rivals)


def test_training_brings_right_passages_nearer(base: Path) -> None:
    tokenizer, step = load_tokenizer(base), labelled_step(EXAMPLES, np.random.default_rng(1))
    torch.manual_seed(0)
    model = SentenceNetwork(base, 1)
    with torch.inference_mode():
        before = contrastive_loss(model.eval(), tokenizer, *step).item()
    lower = {name: p.clone() for name, p in model.encoder.encoder.layer[0].named_parameters()}
    train_sentences(model, tokenizer, EXAMPLES, EXAMPLES, steps=150, seed=0)
    with torch.inference_mode():
        after = contrastive_loss(model, tokenizer, *step).item()
    assert after < before - 0.04
    assert all(p.equal(lower[name]) for name, p in model.encoder.encoder.layer[0].named_parameters())


def test_the_shipped_folder_says_what_was_trained(base: Path, tmp_path: Path) -> None:
    model = SentenceNetwork(base, 1)
    save_halves(model, base, tmp_path / "out", MEANING)
    passages = [full for example in EXAMPLES for full, _ in (*example.right, *example.rivals)]
    assert agreement_of_meanings(model, tmp_path / "out", passages) > 0.99


@pytest.mark.skipif(not BASE.is_dir(), reason="the base is not here")
def test_the_lower_half_that_ships_is_that_of_the_base(tmp_path: Path) -> None:
    save_halves(SentenceNetwork(BASE, FROZEN), BASE, tmp_path, MEANING)
    assert (tmp_path / LOWER).read_bytes() == (FOLDER / LOWER).read_bytes()


def test_the_second_stage_weighs_score_and_meaning_alone(cases: list[Case], tmp_path: Path) -> None:
    """Two weights, fitted on the best candidates, and what is encoded is kept."""
    weights, encoder = default_ranker().weights, bundled_sentence_encoder()
    kept = KeptVectors(tmp_path / "kept.vectors", encoder.dimensions)
    some = [case for case in cases if case.apart][:6]
    deep = deepened_cases(some, weights, encoder, kept)
    for case, before in zip(deep, some, strict=True):
        assert len(case.right) == min(BEST, len(before.right))
        best = np.argmax(before.candidates.features @ weights)
        assert before.candidates.entries[best] in case.candidates.entries
        assert case.candidates.column("meaning").std() > 0 and not before.candidates.column("meaning").any()
    fitted = fit_deep_ranking(deep, weights)
    others = np.abs(weights) > 0
    assert np.ptp(fitted[others] / weights[others]) == pytest.approx(0, abs=1e-6)
    assert np.array_equal(
        deepened_cases(some, weights, encoder, KeptVectors(tmp_path / "kept.vectors", encoder.dimensions))[
            0
        ].candidates.features,
        deep[0].candidates.features,
    )
