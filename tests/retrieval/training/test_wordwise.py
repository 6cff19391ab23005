"""The encoder's training computes what the product will: two ways to the same numbers must agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.fold import fold
from retrieval.index.word_table import TokenLists, bundled_words

torch = pytest.importorskip("torch")

from retrieval.training.encoder.wordwise import wordwise_scores  # noqa: E402

TEXTS = [
    "怎么给骑手交养老保险",
    "推动新就业形态劳动者参加社会保险",
    "粮食总产量稳定在一百亿斤以上",
    "今年修了多少公里高铁",
    "加快高速铁路建设，新增营业里程三百公里",
    "让老人在家门口吃上热乎饭",
    "发展社区养老服务，建设助餐点",
]


def product_scores(queries: list[np.ndarray], passages: list[np.ndarray]) -> np.ndarray:
    """The score as the product computes it: cosines to the nearest words, weighted, as a share."""
    words = bundled_words()
    rows = [words.weights[q] @ words.nearness(q, TokenLists.of(passages)) / words.weights[q].sum() for q in queries]
    return np.stack(rows)


def training_scores(queries: list[np.ndarray], passages: list[np.ndarray]) -> np.ndarray:
    """The same words through the training's differentiable score."""
    words = bundled_words()
    own, place = np.unique(np.concatenate([*queries, *passages]), return_inverse=True)
    rows = words.unit(own) * words.weights[own][:, None]
    parts = np.split(place, np.cumsum([len(t) for t in [*queries, *passages]])[:-1])
    scores = wordwise_scores(torch.from_numpy(rows), parts[: len(queries)], parts[len(queries) :])
    return scores.numpy()


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5)
)
def test_training_and_product_score_word_by_word_alike(questions: list[str], passages: list[str]) -> None:
    asked = [np.unique(t) for t in bundled_words().tokens([fold(q) for q in questions])]
    held = [np.unique(t) for t in bundled_words().tokens([fold(p) for p in passages])]
    assert training_scores(asked, held) == pytest.approx(product_scores(asked, held), abs=1e-4)


def test_a_passage_that_holds_all_words_of_a_question_scores_one() -> None:
    asked = [np.unique(t) for t in bundled_words().tokens([fold(text) for text in TEXTS])]
    assert np.diag(training_scores(asked, asked)) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_the_word_by_word_loss_pulls_a_question_and_its_passage_together() -> None:
    from retrieval.training.encoder.batches import Batch
    from retrieval.training.encoder.wordwise import wordwise_loss

    generator = torch.Generator().manual_seed(3)
    rows = torch.randn(8, 16, generator=generator, requires_grad=True)
    lengths = np.array([2, 2])
    queries, clauses = np.array([0, 1, 2, 3]), np.array([4, 5, 6, 7])
    same = np.zeros((2, 2), dtype=bool)
    batch = Batch((queries, lengths), (clauses, lengths), np.array([0, 1]), None, same)
    optimiser = torch.optim.Adam([rows], lr=0.05)
    first = wordwise_loss(rows, [queries, clauses], batch, 2, 20.0)
    for _ in range(60):
        optimiser.zero_grad()
        loss = wordwise_loss(rows, [queries, clauses], batch, 2, 20.0)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    assert loss.item() < 0.1 < first.item()
