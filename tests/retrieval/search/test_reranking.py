"""Rerankers by config: they order by their own scores, or leave the ranking as it was and say so."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded
from retrieval.index.encoder import load_encoder
from retrieval.search.reranking import BATCH, Reranker

BRIDGE = Folded("桥")


def test_an_unreachable_model_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderUnavailable) as fault:
        Reranker("nobody/no-such-model")
    assert "\n" not in str(fault.value)
    assert "nobody/no-such-model" in str(fault.value)
    assert "folder" in str(fault.value)


def test_a_reranker_orders_by_its_own_scores(tiny_models: dict[str, str]) -> None:
    reranker = Reranker(tiny_models["reranker"], candidates=6, budget_ms=60_000)
    texts = [Folded(f"农村公路{c}修桥") for c in "食堂老年人就餐"]
    order = np.array([6, 5, 4, 3, 2, 1, 0])
    together = np.asarray(reranker._model.predict([("桥", text) for text in texts[:6]]))
    assert reranker.scores(BRIDGE, texts[:6]) == pytest.approx(together, abs=1e-5)
    changed = reranker.reorder(BRIDGE, order, texts)
    assert changed.tolist() == [*order[:6][np.argsort(-together, kind="stable")].tolist(), 0]


def test_a_slow_reranker_leaves_the_order_and_says_so_once(
    tiny_models: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    reranker = Reranker(tiny_models["reranker"], candidates=4 * BATCH, budget_ms=0)
    order = np.arange(4 * BATCH)
    with caplog.at_level(logging.WARNING, logger="retrieval.search.reranking"):
        assert reranker.reorder(BRIDGE, order, [Folded("公路")] * len(order)).tolist() == order.tolist()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert f"{BATCH} of {4 * BATCH}" in caplog.text


def test_a_failing_reranker_leaves_the_answer(
    tiny_models: dict[str, str], one_report: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Weights that hold no numbers, as a broken download may leave them: the same answer as without a reranker."""
    import torch

    encoder = load_encoder("bundled")
    broken = Reranker(tiny_models["reranker"], budget_ms=60_000)
    with torch.no_grad():
        next(iter(broken._model.parameters())).fill_(float("nan"))
    plain = Collection(one_report, tmp_path / "library", Answerer(encoder))
    plain.reload()
    reranked = Collection(one_report, tmp_path / "library", Answerer(encoder, reranker=broken))
    assert reranked.snapshot().answer("社区食堂") == plain.snapshot().answer("社区食堂")
    assert "failed" in caplog.text


def test_a_reranker_by_config_changes_the_order_alone(
    tiny_models: dict[str, str], one_report: Path, tmp_path: Path
) -> None:
    encoder = load_encoder("bundled")
    plain = Collection(one_report, tmp_path / "library", Answerer(encoder))
    plain.reload()
    reranked = Collection(
        one_report,
        tmp_path / "library",
        Answerer(encoder, reranker=Reranker(tiny_models["reranker"], candidates=20, budget_ms=60_000)),
    )
    before, after = plain.snapshot().answer("农村公路怎么修"), reranked.snapshot().answer("农村公路怎么修")
    assert {q.start for q in before.quotes} == {q.start for q in after.quotes}
    assert before.confidence == after.confidence
    assert json.dumps(after.to_json())
