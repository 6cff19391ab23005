"""What several segments answer together is what one array, one scan, another library answers of all they hold."""

import logging
from functools import partial
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.fold import fold, terms
from retrieval.index.lexical import K1, B, LexicalIndex, LivingPostings
from retrieval.index.segments import nearest
from retrieval.index.segments.nearest import VectorIndex, VectorPart, exact_in, read_coarse, write_coarse
from retrieval.index.segments.postings import TermNumbers, load_postings, load_terms, save_postings
from retrieval.index.segments.segment import Moments
from retrieval.index.segments.stacked import Stacked
from retrieval.index.segments.stored_lists import runs_of

TEXTS = [
    "工会入会",
    "外卖骑手可以入会，骑手先入会",
    "工会经费怎么用",
    "养犬登记",
    "",
    "2025年养犬 登记12万只",
    "A级 工会",
]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.data())
def test_stacked_arrays_are_as_one(sizes: list[int], data: st.DataObject) -> None:
    parts = [np.random.default_rng(n).normal(size=(size, 3)) for n, size in enumerate(sizes)]
    one, stacked = np.concatenate(parts), Stacked(parts)
    assert (len(stacked), stacked.shape) == (len(one), one.shape)
    start, stop = sorted(data.draw(st.tuples(*[st.integers(0, len(one))] * 2)))
    assert np.array_equal(stacked[start:stop], one[start:stop])
    assert np.allclose(stacked @ np.ones(3), one @ np.ones(3))
    rows = data.draw(st.lists(st.integers(0, len(one) - 1), max_size=6)) if len(one) else []
    assert np.array_equal(stacked[np.array(rows, dtype=np.int64)], one[np.array(rows, dtype=np.int64)])
    for row in rows:
        assert np.array_equal(stacked[row], one[row])


@given(st.sets(st.integers(0, 30)))
def test_runs_are_the_numbers(numbers: set[int]) -> None:
    runs = runs_of(np.array(sorted(numbers), dtype=np.int64))
    assert [n for first, last in runs for n in range(first, last)] == sorted(numbers)
    assert all(a[1] < b[0] for a, b in pairwise(runs))


def several(texts: list[str], cut: int, alive: list[bool]) -> LexicalIndex:
    """An index of the texts that live, over two segments."""
    parts, before = [], 0
    for some, living in ((texts[:cut], alive[:cut]), (texts[cut:], alive[cut:])):
        numbers = TermNumbers()
        vocabulary, fields = numbers.postings({"f": numbers.of(terms(fold(t)) for t in some)})
        mask = np.array(living, dtype=bool)
        rows = None if mask.all() else np.where(mask, before + np.cumsum(mask) - 1, -1).astype(np.int32)
        parts.append(LivingPostings(fields["f"], before, rows, partial(tuple, vocabulary.terms)))
        before += int(mask.sum())
    return LexicalIndex(parts)


@given(st.integers(0, len(TEXTS)), st.lists(st.booleans(), min_size=len(TEXTS), max_size=len(TEXTS)))
def test_several_segments_score_as_bm25s_scores_what_lives(cut: int, alive: list[bool]) -> None:
    living = [text for text, lives in zip(TEXTS, alive, strict=True) if lives]
    index, asked = several(TEXTS, cut, alive), terms(fold("骑手入会 养犬 工会 12"))
    whole = LexicalIndex.build([fold(text) for text in living])
    assert index.scores(asked) == pytest.approx(whole.scores(asked), abs=1e-6)
    assert index.counts() == whole.counts()
    assert index.shared(asked).tolist() == whole.shared(asked).tolist()
    if not any(terms(fold(text)) for text in living):
        assert not index.scores(asked).any()
        return
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    other = bm25s.BM25(k1=K1, b=B, method="lucene")
    # An empty text stands for itself there only by an empty word, of which it then has one.
    texts = [terms(fold(text)) for text in living]
    other.index([words or [""] for words in texts], show_progress=False)
    if all(texts):
        known = [term for term in dict.fromkeys(asked) if term in other.vocab_dict]
        expected = other.get_scores(known) if known else np.zeros(len(living))
        assert index.scores(asked) == pytest.approx(expected, abs=1e-5)


def test_postings_come_back_from_disk(tmp_path: Path) -> None:
    numbers = TermNumbers()
    lists = numbers.of(terms(fold(text)) for text in TEXTS)
    vocabulary, fields = numbers.postings({"full": lists})
    save_postings(tmp_path, vocabulary, fields)
    read = load_postings(tmp_path, "full")
    for name in ("digests", "starts", "texts", "counts", "lengths"):
        assert np.array_equal(getattr(read, name), getattr(fields["full"], name))
    assert tuple(load_terms(tmp_path)()) == vocabulary.terms
    assert np.all(np.diff(vocabulary.digests.astype(object)) > 0)


def clustered(count: int, dimensions: int = 64) -> NDArray[np.float32]:
    chance = np.random.default_rng(7)
    centres = chance.normal(size=(50, dimensions))
    vectors = centres[chance.integers(0, 50, count)] + 0.6 * chance.normal(size=(count, dimensions))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.floats(0.0, 1.0))
def test_the_nearest_that_live_are_found(seed: int, share: float) -> None:
    chance = np.random.default_rng(seed)
    vectors = clustered(300)
    alive = chance.random(300) < share
    cut = int(chance.integers(0, 300))
    parts, before = [], 0
    for first, last in ((0, cut), (cut, 300)):
        mask = alive[first:last]
        rows = None if mask.all() else np.where(mask, before + np.cumsum(mask) - 1, -1)
        if mask.any():
            parts.append(VectorPart(last - first, before, rows, exact_in(vectors[first:last])))
        before += int(mask.sum())
    living = vectors[alive]
    index = VectorIndex(tuple(parts), Stacked([living]))
    scores, rows = index.search(vectors[0], 10)
    expected = np.sort(living @ vectors[0])[::-1][:10]
    assert scores == pytest.approx(expected, abs=1e-5)
    assert living[rows] @ vectors[0] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("dead", [False, True])
def test_a_coarse_index_finds_nearly_all(dead: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "MANY", 4000)
    vectors = clustered(5000)
    recall = write_coarse(tmp_path / "coarse.faiss", vectors, vectors[::50])
    assert recall and recall >= nearest.RECALL
    coarse = read_coarse(tmp_path / "coarse.faiss")
    assert coarse
    alive = np.arange(5000) % 3 > 0 if dead else np.ones(5000, dtype=bool)
    rows = np.where(alive, np.cumsum(alive) - 1, -1) if dead else None
    living = vectors[alive]
    index = VectorIndex((VectorPart(5000, 0, rows, exact_in(vectors), coarse),), Stacked([living]))
    found = 0
    for question in clustered(40):
        scores, places = index.search(question, 50)
        assert scores == pytest.approx(living[places] @ question, abs=1e-5)
        found += len(set(places.tolist()) & set(np.argsort(-(living @ question))[:50].tolist()))
    assert found >= 0.97 * 40 * 50


def test_no_coarse_index_is_written_that_finds_too_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "MANY", 4000)
    # Vectors without any structure in many dimensions: four bits for two values cannot order them.
    vectors = np.random.default_rng(0).normal(size=(5000, 8)).astype(np.float32) * np.float32(1e-3)
    monkeypatch.setattr(nearest, "RECALL", 1.01)
    assert write_coarse(tmp_path / "coarse.faiss", vectors, vectors[:9]) is None
    assert read_coarse(tmp_path / "coarse.faiss") is None


@given(st.integers(1, 40), st.integers(0, 39), st.integers(0, 2**32 - 1))
def test_moments_add_up(count: int, cut: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, 4)).astype(np.float32)
    one, two, whole = (Moments.of(part) for part in (vectors[:cut], vectors[cut:], vectors))
    for made in (one + two, whole + one - one):
        assert made.count == whole.count
        assert made.total == pytest.approx(whole.total, abs=1e-4)
        assert made.products == pytest.approx(whole.products, abs=1e-3)
