"""Sentence vectors: of unit length, the same whatever was encoded before, near what they mean, near what was trained."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded, fold
from retrieval.transformer.model import FOLDER, Transformer
from retrieval.transformer.sentence_encoder import (
    PASSAGE_TOKENS,
    SentenceEncoder,
    bundled_sentence_encoder,
)
from retrieval.transformer.shown import NAME, PATH, shown

PASSAGES = [
    shown("云岭市报告", ["一、养老"], "全市建成养老机构42家，床位8,600张，老年人助餐每餐补贴五元。"),
    shown("云岭市报告", ["二、道路"], "新改建农村公路420公里，危桥全部改造完成。"),
    shown("云岭市报告", ["三、就业"], "零工驿站免费为外出务工的人登记，介绍活儿不收钱。"),
]


@settings(max_examples=25)
@given(st.text(max_size=400))
def test_any_text_has_a_vector_of_length_one(text: str) -> None:
    encoder = bundled_sentence_encoder()
    for vector in (encoder.encode_question(fold(text)), encoder.encode_passage(fold(text))):
        assert vector.dtype == np.float32 and vector.shape == (encoder.dimensions,)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_a_vector_does_not_depend_on_what_was_encoded_before() -> None:
    first = [SentenceEncoder(Transformer()).encode_passage(passage) for passage in PASSAGES]
    encoder = SentenceEncoder(Transformer())
    again = [encoder.encode_passage(passage) for passage in PASSAGES[::-1]][::-1]
    assert np.array_equal(first, again)


@pytest.mark.parametrize(
    ("question", "meant"), [("爷爷奶奶吃饭能便宜多少", 0), ("乡下的路修了没", 1), ("打短工去哪找活干", 2)]
)
def test_a_question_is_nearest_to_what_it_means_without_sharing_its_words(question: str, meant: int) -> None:
    encoder = bundled_sentence_encoder()
    vectors = np.array([encoder.encode_passage(passage) for passage in PASSAGES])
    assert int(np.argmax(vectors @ encoder.encode_question(fold(question)))) == meant


def test_what_is_too_long_is_cut_at_its_end() -> None:
    encoder = bundled_sentence_encoder()
    long = Folded("养老服务" * PASSAGE_TOKENS)
    assert np.array_equal(encoder.encode_passage(long), encoder.encode_passage(Folded(long + "农村公路")))
    assert Transformer().ids("passage: " + long, longest=PASSAGE_TOKENS).shape == (1, PASSAGE_TOKENS)


@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=3), st.text(max_size=200))
def test_a_passage_is_shown_with_the_end_of_its_headings(name: str, path: list[str], text: str) -> None:
    put = shown(name, path, text)
    assert put.endswith(fold(text)) and put.startswith(fold(name)[:NAME])
    assert len(put) <= NAME + PATH + 2 + len(fold(text))


def test_questions_and_passages_are_shown_differently() -> None:
    encoder = bundled_sentence_encoder()
    assert not np.array_equal(encoder.encode_question(PASSAGES[0]), encoder.encode_passage(PASSAGES[0]))


def test_however_numerals_are_written_it_is_the_same_question() -> None:
    encoder = bundled_sentence_encoder()
    first, second = (encoder.encode_question(fold(text)) for text in ("欠我四十万怎么办", "欠我４０万怎么办"))
    assert np.array_equal(first, second)


def test_the_id_changes_with_the_weights(tmp_path: Path) -> None:
    for file in FOLDER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    before = SentenceEncoder(Transformer()).id
    (tmp_path / "meaning.onnx").write_bytes(b"another")
    assert SentenceEncoder(Transformer(tmp_path)).id.rpartition("-")[2] != before.rpartition("-")[2]


def test_a_folder_without_model_is_named(tmp_path: Path) -> None:
    encoder = SentenceEncoder(Transformer(tmp_path / "gone"))
    for use in (lambda: encoder.id, lambda: encoder.encode_question(Folded("养老"))):
        with pytest.raises(EncoderUnavailable, match="restore the folder") as raised:
            use()
        assert "\n" not in str(raised.value) and "gone" in str(raised.value)
