"""The reader reads each pair by itself, only the best candidates, and says plainly when it cannot be loaded."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.collection import Collection
from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded, fold
from retrieval.question.thesaurus import load_thesaurus
from retrieval.question.understanding import understand_question
from retrieval.search.candidates import find_candidates
from retrieval.search.ranker import default_ranker
from retrieval.search.reader import Reader, default_reader, read_best
from retrieval.transformer.model import Transformer

QUESTION = fold("养老机构的床位有多少张")
PASSAGES = [
    fold("云岭市报告 一、养老 全市建成养老机构42家，床位8,600张。"),
    fold("云岭市报告 一、养老 养老服务收费由物价部门核定，不得随意上调。"),
    fold("云岭市报告 二、道路 新改建农村公路420公里。"),
]


def test_a_pair_is_read_by_itself() -> None:
    """Quantisation scales with what is computed together: a passage must not count for more in other company."""
    reader = default_reader()
    together = reader.log_odds(QUESTION, PASSAGES)
    for row in range(len(PASSAGES)):
        assert reader.log_odds(QUESTION, [PASSAGES[row]])[0] == together[row]
    assert reader.log_odds(QUESTION, PASSAGES[::-1]).tolist() == together[::-1].tolist()


def test_the_passage_that_says_it_is_the_likelier_answer() -> None:
    odds = default_reader().log_odds(QUESTION, PASSAGES)
    assert odds[0] > odds[1] > odds[2]


@pytest.mark.parametrize("question", ["", "？", "a" * 5000, "多少" * 3000, "\u0000", "😀"])
def test_any_text_is_read(question: str) -> None:
    assert np.isfinite(default_reader().log_odds(Folded(question), [*PASSAGES, Folded("")])).all()


def test_the_best_candidate_is_read(collection: Collection) -> None:
    generation, ranker = collection.snapshot().generation, default_ranker()
    question = understand_question(QUESTION, load_thesaurus())
    candidates = find_candidates(generation, collection.snapshot().answerer.encoder, question, ranker.coarse)
    scores = ranker.scores(candidates)
    best = generation.entries[candidates.entries[int(np.argsort(-scores)[0])]]
    shown = best.shown
    assert shown.endswith(fold(best.text)) and best.heading_path[-1][-4:] in shown
    odds = read_best(default_reader(), generation, question.text, candidates, scores)
    assert odds == default_reader().log_odds(question.text, [shown])[0]


def test_what_the_passage_says_decides_how_sure_the_answer_is(collection: Collection) -> None:
    """The same question, the same candidates: surer where the reader finds that the best of them answers."""
    ranker, snapshot = default_ranker(), collection.snapshot()
    question = understand_question(QUESTION, load_thesaurus())
    candidates = find_candidates(snapshot.generation, snapshot.answerer.encoder, question, ranker.coarse)
    scores = ranker.scores(candidates)
    sure = [ranker.confidence(candidates, scores, odds) for odds in (-4.0, -1.0, 1.0, 4.0)]
    assert sure == sorted(sure) and sure[0] < ranker.threshold < sure[-1]


def test_a_folder_without_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="restore the folder") as raised:
        Reader(Transformer(tmp_path / "gone")).log_odds(QUESTION, PASSAGES)
    assert "\n" not in str(raised.value) and "gone" in str(raised.value)
