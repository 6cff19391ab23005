"""What is computed of a generation agrees with a plain computation: FAISS, clause vectors, BM25, spreads."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.chinese.sentences import clauses
from retrieval.collection import Collection
from retrieval.fold import fold, terms
from retrieval.index.encoder import Encoder
from retrieval.index.encoding import CONTEXT_WEIGHT
from retrieval.index.generation import Spread
from retrieval.index.lexical import K1, B, LexicalIndex
from retrieval.index.segments.segment import Moments
from retrieval.index.word_table import TokenLists, bundled_words


def test_faiss_agrees_with_a_plain_scan(collection: Collection, encoder: Encoder) -> None:
    generation = collection.snapshot().generation
    for text in ("送外卖的能参加工会吗", "老小区装电梯", "狗绳多长"):
        question = encoder.encode_questions([fold(text)])[0]
        scores, rows = generation.clauses.search(question, 10)
        plain = generation.clause_vectors @ question
        best = np.sort(plain)[::-1][:10]
        np.testing.assert_allclose(scores, best, atol=1e-5)
        np.testing.assert_allclose(plain[rows], best, atol=1e-5)


def test_clause_vectors_are_those_of_the_clauses(collection: Collection, encoder: Encoder) -> None:
    generation = collection.snapshot().generation
    for index, entry in list(enumerate(generation.entries))[::40]:
        text = entry.document.text
        spans = clauses(text, entry.passage.start, entry.passage.end)
        alone = encoder.encode_passages([fold(text[a:b]) for a, b in spans])
        again = alone + CONTEXT_WEIGHT * generation.context_vectors[index]
        again /= np.linalg.norm(again, axis=1, keepdims=True)
        np.testing.assert_allclose(generation.clause_vectors[slice(*entry.rows)], again, atol=1e-5)


def test_bm25_agrees_with_its_formula() -> None:
    texts = [fold(t) for t in ("工会入会", "外卖骑手可以入会，骑手先入会", "工会经费怎么用", "养犬登记")]
    index = LexicalIndex.build(texts)
    documents = [terms(t) for t in texts]
    mean = sum(map(len, documents)) / len(documents)
    asked = terms(fold("骑手入会"))
    expected = []
    for words in documents:
        score = 0.0
        for term in dict.fromkeys(asked):
            tf = words.count(term)
            score += index.idf(term) * tf / (tf + K1 * (1 - B + B * len(words) / mean)) if tf else 0.0
        expected.append(score)
    np.testing.assert_allclose(index.scores(asked), expected, rtol=1e-4)


def test_what_holds_a_term_is_counted_and_covered_as_by_hand() -> None:
    texts = [fold(t) for t in ("工会入会", "骑手入会", "养犬登记", "工会经费")]
    index = LexicalIndex.build(texts)
    assert index.shared(["工会", "入会", "火箭"]).tolist() == [2, 1, 0, 1]
    assert index.idf("工会") == pytest.approx(np.log(1 + 2.5 / 2.5))
    rare, common = index.idf("骑手"), index.idf("入会")
    rows = np.arange(4)
    expected = [common / (rare + common), 1.0, 0.0, 0.0]
    assert index.coverage(["骑手", "入会", "会"], rows) == pytest.approx(expected, abs=1e-5)


@given(st.integers(2, 30), st.integers(0, 2**32 - 1))
def test_standard_deviations_are_those_of_all_cosines(count: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(count, 5)).astype(np.float32)
    question = chance.normal(size=5).astype(np.float32)
    cosines = vectors @ question
    # Of cosines that are all but equal, single precision leaves no deviation to compare.
    assume(cosines.std() > 0.05)
    plain = (cosines - cosines.mean()) / cosines.std()
    assert Spread.of(Moments.of(vectors)).standardised(cosines, question) == pytest.approx(plain, abs=1e-3)


@given(st.lists(st.lists(st.integers(0, 50), max_size=5), min_size=1, max_size=8), st.data())
def test_lists_of_tokens_come_back_as_they_were(lists: list[list[int]], data: st.DataObject) -> None:
    stored = TokenLists.of([np.array(tokens, dtype=np.int32) for tokens in lists])
    assert [stored[i].tolist() for i in range(len(lists))] == lists
    chosen = data.draw(st.lists(st.integers(0, len(lists) - 1), min_size=1, max_size=6))
    taken = stored.take(np.array(chosen, dtype=np.int64))
    assert [taken[i].tolist() for i in range(len(chosen))] == [lists[i] for i in chosen]


@given(st.lists(st.sampled_from(["养老服务", "骑手", "", "社区食堂每天开放", "🙂"]), min_size=1, max_size=5))
def test_the_nearest_word_of_each_text_is_found_as_by_looking_at_all(texts: list[str]) -> None:
    words = bundled_words()
    asked = np.unique(words.tokens([fold("外卖小哥养老怎么办")])[0])
    held = words.tokens([fold(text) for text in texts])
    plain = np.array(
        [[max((words.unit(t) @ words.unit(q).T).max(initial=0.0), 0.0) for t in held] for q in asked[:, None]]
    )
    assert words.nearness(asked, TokenLists.of(held)) == pytest.approx(plain.clip(0, 1), abs=1e-5)
