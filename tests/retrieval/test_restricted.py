"""A generation of some documents alone is the one that is built from these: nothing of the others is left in it."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from retrieval.answer import Answer
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.fold import fold
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.index.segments.nearest import VectorIndex, VectorPart, exact_in
from retrieval.index.segments.stacked import Stacked
from retrieval.restricted import restricted
from retrieval.snapshot import Snapshot
from tests.support.paths import SPEECHES

SEEN = (
    "2025年云岭市政府工作报告.txt",
    "云岭市文明养犬管理条例.txt",
    "在全市教育工作会议上的讲话.md",
    "在全市基层工会建设推进会上的讲话.txt",
    "海砚市就业和技能培训工作推进会讲话.txt",
)
ASKED = (
    "送外卖的能参加工会吗",
    "养犬条例第十条",
    "第二部分第一点",
    "有哪些讲话提到夜间经济",
    "云岭和海砚谁的就业多",
    "wailian ruhui",
    "yangquan dengji",
    "量子纠缠",
    "",
    "今年要办哪些民生实事",
    "养一条狗要不要办证，罚多少",
    "一共有几份文件",
)


def sees(source: str) -> bool:
    return source in SEEN


@pytest.fixture(scope="module")
def alone(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """What is built from the visible documents alone: the independent computation."""
    folder = tmp_path_factory.mktemp("seen") / "corpus"
    folder.mkdir()
    for name in SEEN:
        shutil.copy(SPEECHES / name, folder / name)
    built = Collection(folder, folder.parent / "library", Answerer(encoder))
    built.reload()
    built.deepen(threads=2)
    return built.snapshot()


@pytest.fixture(scope="module")
def view(collection: Collection) -> Snapshot:
    return collection.snapshot().restricted_to(sees)


def test_it_holds_what_the_one_built_from_these_documents_holds(view: Snapshot, alone: Snapshot) -> None:
    one, other = view.generation, alone.generation
    assert (one.documents, list(one.entries)) == (other.documents, list(other.entries))
    for name in ("passage_vectors", "context_vectors", "clause_vectors", "token_idf", "token_holding"):
        assert np.allclose(getattr(one, name)[:], getattr(other, name)[:], atol=1e-5), name
    assert len(one.clauses.vectors) == len(other.clauses.vectors)
    for side, spread in other.spreads.items():
        assert np.allclose(one.spreads[side].mean, spread.mean, atol=1e-5), side
        assert np.allclose(one.spreads[side].covariance, spread.covariance, atol=1e-5), side
    for lists in ("clause_tokens", "context_tokens"):
        assert np.array_equal(getattr(one, lists).flat[:], getattr(other, lists).flat[:])
        assert np.array_equal(getattr(one, lists).offsets, getattr(other, lists).offsets)
    assert one.meanings and other.meanings
    assert np.allclose(one.meanings.vectors[:], other.meanings.vectors[:], atol=2e-3)
    assert (one.known_regions, one.names, one.document_years) == (
        other.known_regions,
        other.names,
        other.document_years,
    )
    assert (one.claims, list(one.heading_lines)) == (other.claims, list(other.heading_lines))


def test_its_lexical_indexes_count_the_visible_documents_alone(view: Snapshot, alone: Snapshot) -> None:
    terms = ("工会", "养犬", "外卖", "夜", "防汛", "2025", "数字政府", "没有的词")
    for name in ("full", "body", "contexts", "titles"):
        one, other = getattr(view.generation, name), getattr(alone.generation, name)
        assert one.counts() == other.counts(), name
        assert [one.idf(term) for term in terms] == [other.idf(term) for term in terms], name
        assert np.allclose(one.scores(terms), other.scores(terms), atol=1e-5), name


def test_it_answers_as_the_one_built_from_these_documents(
    view: Snapshot, alone: Snapshot, unseen: list[LabelledQuestion]
) -> None:
    for question in (*ASKED, *(q.question for q in unseen[::6])):
        assert rounded(view.answer(question)) == rounded(alone.answer(question)), question
        assert view.near_words(question) == alone.near_words(question), question
        assert view.generation.sounds.written(fold(question)) == alone.generation.sounds.written(fold(question))


def test_every_choice_of_documents_shows_these_alone(collection: Collection) -> None:
    whole = collection.snapshot().generation
    ids = [document.id for document in whole.documents]
    for kept in (*combinations(ids[:4], 2), tuple(ids[:1]), tuple(ids)):
        part = restricted(whole, frozenset(kept))
        assert (part.id, [d.id for d in part.documents]) == (whole.id, [i for i in ids if i in kept])
        assert {e.document.id for e in part.entries} <= set(kept)
        assert [len(part.clause_vectors), len(part.passage_vectors)] == [rows_of(whole, kept), len(part.entries)]


def test_what_is_left_when_nothing_may_be_seen_refuses(collection: Collection) -> None:
    nothing = collection.snapshot().restricted_to(lambda source: False)
    assert nothing.documents == ()
    for question in ASKED:
        answer = nothing.answer(question)
        assert (answer.refused, answer.quotes, answer.items, answer.suggestions) == (True, (), (), ())
        assert answer.reason == ("nothing_found" if question else "empty_question")
        assert nothing.near_words(question) == ()
    assert nothing.tree("anything") is None


def test_a_copy_in_a_hidden_file_is_not_named(encoder: Encoder, tmp_path: Path) -> None:
    for name in ("a/同文.txt", "b/同文.txt", "内部/同文.txt"):
        (tmp_path / "corpus" / name).parent.mkdir(parents=True)
        shutil.copy(SPEECHES / SEEN[1], tmp_path / "corpus" / name)
    built = Collection(tmp_path / "corpus", tmp_path / "library", Answerer(encoder))
    built.reload()
    whole = built.snapshot()
    assert [(d.source, d.copies) for d in whole.documents] == [("a/同文.txt", ("b/同文.txt", "内部/同文.txt"))]
    view = whole.restricted_to(lambda source: not source.startswith("内部"))
    assert set(copies_in(view)) == {("b/同文.txt",)}
    assert view.answer("养犬条例第十条").quotes[0].copies == ("b/同文.txt",)


LABELLED = ("人事/纪要一.txt", "内部/纪要二.txt", "内部/纪要三.txt")


def in_folders(folder: Path, encoder: Encoder, names: Sequence[str]) -> Snapshot:
    """What is built of files with the same text, but for slips; without a title they are called as their files."""
    text = "\n".join((SPEECHES / SEEN[3]).read_text(encoding="utf-8").split("\n")[6:20])
    (folder / "corpus").mkdir(parents=True)
    for name in names:
        file = folder / "corpus" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.replace("工会", "工惠", 1) if "三" in name else text, encoding="utf-8")
    (folder / "corpus" / "公开.txt").write_text(
        "关于路灯的通知\n\n路灯每晚检修一次，由市政公司负责。\n", encoding="utf-8"
    )
    built = Collection(folder / "corpus", folder / "library", Answerer(encoder))
    built.reload()
    built.deepen(threads=2)
    return built.snapshot()


@pytest.mark.parametrize("labels", [("人事",), ("内部",), ()])
def test_a_copy_that_may_be_seen_stands_in_as_if_it_alone_were_there(
    encoder: Encoder, tmp_path: Path, labels: tuple[str, ...]
) -> None:
    whole = in_folders(tmp_path / "whole", encoder, LABELLED)
    assert len(whole.documents) == 2 and sum(len(d.copies) for d in whole.documents) == 2
    seen = [name for name in LABELLED if name.startswith(labels)] if labels else []
    alone = in_folders(tmp_path / "alone", encoder, seen)
    view = whole.restricted_to(lambda source: source in (*seen, "公开.txt"))
    assert list(view.documents) == list(alone.documents)
    for question in ("谁可以参加工会", "路灯谁检修", "有哪些文件", "工会经费怎么用"):
        one, other = view.answer(question), alone.answer(question)
        assert [(q.file, q.copies, q.text) for q in one.quotes] == [(q.file, q.copies, q.text) for q in other.quotes]
    part, built = view.generation, alone.generation
    assert part.meanings and built.meanings
    rows = {e.shown: v for e, v in zip(built.entries, built.meanings.vectors[:], strict=True)}
    for entry, vector in zip(part.entries, part.meanings.vectors[:], strict=True):
        assert np.allclose(vector, rows[entry.shown], atol=2e-3)


def test_copies_are_found_again_after_merging_and_reopening(encoder: Encoder, tmp_path: Path) -> None:
    whole = in_folders(tmp_path, encoder, LABELLED)
    again = Collection(tmp_path / "corpus", tmp_path / "library", Answerer(encoder))
    for n in range(9):
        (tmp_path / "corpus" / f"{n}.txt").write_text(f"第{n}号通知\n\n路灯第{n}组今晚检修。\n", encoding="utf-8")
        again.reload()
    for serving in (again.snapshot(), Collection(again.corpus, again.folder, again.answerer).snapshot()):
        view = serving.restricted_to(lambda source: not source.startswith("人事"))
        assert sum(d.source.startswith("内部") for d in view.documents) == 1
        assert len(view.documents) == len(whole.documents) + 9


def copies_in(view: Snapshot) -> Iterator[tuple[str, ...]]:
    documents: list[Document] = [*view.documents, *(entry.document for entry in view.generation.entries)]
    return (document.copies for document in documents)


def rows_of(generation: Generation, kept: tuple[str, ...]) -> int:
    return sum(entry.rows[1] - entry.rows[0] for entry in generation.entries if entry.document.id in kept)


def rounded(answer: Answer) -> Answer:
    """Without the name of the generation, and numbers as far as the order of additions leaves them alone."""
    quotes, items = (
        tuple(replace(q, score=round(q.score, 2), confidence=round(q.confidence, 2)) for q in each)
        for each in (answer.quotes, answer.items)
    )
    return replace(answer, generation="", confidence=round(answer.confidence, 2), quotes=quotes, items=items)


@given(st.integers(0, 2**32 - 1), st.lists(st.booleans(), min_size=40, max_size=40))
def test_of_some_rows_the_nearest_are_those_of_a_plain_scan(seed: int, alive: list[bool]) -> None:
    vectors = np.random.default_rng(seed).normal(size=(60, 8)).astype(np.float32)
    # Two segments, of the second of which only every other row lives.
    two = np.where(np.arange(40) % 2 == 0, 20 + np.arange(40) // 2, -1)
    parts = (
        VectorPart(20, 0, None, exact_in(vectors[:20])),
        VectorPart(40, 20, two, exact_in(vectors[20:])),
    )
    living = np.concatenate([vectors[:20], vectors[20::2]])
    whole = VectorIndex(parts, Stacked([vectors[:20], vectors[20::2]]))
    kept = np.flatnonzero(alive)
    scores, rows = whole.only(kept).search(vectors[0], 5)
    expected = np.sort(living[kept] @ vectors[0])[::-1][:5]
    assert np.allclose(scores, expected, atol=1e-4)
    assert np.allclose(living[kept][rows] @ vectors[0], scores, atol=1e-4)
