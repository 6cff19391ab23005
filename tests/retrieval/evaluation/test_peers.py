"""Other systems' ways: pieces that hold all of a text, words as their libraries cut them, and a table beside ours."""

import json
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given

from bot.settings import Settings
from bot.terminal.evaluation_runs import peers as asked_beside
from bot.terminal.evaluation_runs.peers import OURS, evaluate_beside_peers
from corpus.document import Document
from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.evaluation.peers import PIECE, bigrams, by_bm25, by_encoder, default_words, fixed_pieces
from retrieval.evaluation.questions.sets import QuestionSet
from retrieval.fold import fold
from retrieval.index.encoder import Encoder
from tests.support.random_texts import TEXTS


def document(text: str) -> Document:
    return Document("id", "讲话", "讲话", text, "讲话.txt", (), ())


@given(TEXTS)
def test_pieces_hold_all_of_a_text_once(text: str) -> None:
    pieces = fixed_pieces([document(text * 9)])
    assert all(piece.end - piece.start <= PIECE and piece.text.strip() == piece.text != "" for piece in pieces)
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join((text * 9).split())


def test_pieces_are_as_long_as_sentences_let_them_be(speeches: tuple[Document, ...]) -> None:
    pieces = fixed_pieces(speeches)
    assert np.mean([piece.end - piece.start for piece in pieces]) > 0.6 * PIECE


@pytest.mark.parametrize("text", ["送外卖的，能参加工会吗？", "GDP增长 5.2% 以上", "a bc 丁", "《条例》第十二条"])
def test_words_are_those_of_a_library_where_nothing_is_set(text: str) -> None:
    (theirs,) = bm25s.tokenize([text], stopwords=[], return_ids=False, show_progress=False)
    assert default_words(fold(text)) == list(theirs)


def test_bigrams_are_all_pairs_of_neighbours() -> None:
    assert bigrams(fold("工会经费，管好")) == ["工会", "会经", "经费", "管好"]
    assert bigrams(fold("丁 a")) == ["丁", "a"]


def test_the_best_pieces_come_first_and_nothing_that_shares_nothing(encoder: Encoder) -> None:
    pieces = fixed_pieces([document(f"{'工会经费要管好用好。' * 20}\n{'今年新建学校二十所。' * 20}")])
    for peer in (by_bm25("a", pieces, bigrams), by_encoder("b", pieces, encoder)):
        answer = peer.answer("新建多少学校", limit=10)
        assert "学校" in answer.quotes[0].text
        scores = [quote.score for quote in answer.quotes]
        assert scores == sorted(scores, reverse=True) and 0 < answer.confidence < 1
    nothing = by_bm25("a", pieces, bigrams).answer("zzzz", limit=10)
    assert nothing.refused and not nothing.quotes and nothing.confidence == 0


def test_the_table_has_every_way_and_says_which_could_not_be_measured(
    collection: Collection,
    unseen: list[LabelledQuestion],
    tiny_models: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As where the hub cannot be reached, with a model at hand."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr(asked_beside, "MINILM", "nobody/no-such-model")
    settings = Settings(corpus=collection.corpus, library=collection.folder)
    sets = [QuestionSet(name, unseen[first::8]) for name, first in (("甲", 0), ("乙", 1))]
    models = [tiny_models["encoder"]]
    evaluate_beside_peers(sets, settings, lambda _: collection, models=models, report=tmp_path)
    printed = capsys.readouterr().out
    assert "no-such-model: not measured: encoder" in printed and "Traceback" not in printed
    assert all(len(line) <= 80 for line in printed.splitlines() if "not measured" not in line)
    content = json.loads((tmp_path / "peers.json").read_text(encoding="utf-8"))
    assert list(content["peers"]) == ["甲", "乙", "together"] and list(content["not_measured"]) == ["no-such-model"]
    rows = {row["way"]: row for row in content["peers"]["together"]}
    assert list(rows) == [OURS, "BM25, words", "BM25, bigrams", "our encoder alone", "encoder"]
    assert rows[OURS]["n"] == sum(bool(q.evidence) for s in sets for q in s.questions)
    assert rows[OURS]["first"]["mean"] > rows["BM25, words"]["first"]["mean"]
    assert rows["BM25, bigrams"]["means"]["hit@5"] > rows["BM25, words"]["means"]["hit@5"]
    assert rows[OURS]["p"] is None and rows["BM25, words"]["p"] < 0.05
    assert rows["BM25, bigrams"]["means"]["heading path"] == 0.0 < rows[OURS]["means"]["heading path"]
