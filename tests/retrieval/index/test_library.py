"""The library on disk: built beside, switched at once, never half; and its vectors agree with a plain computation."""

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import CorpusError
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import LibraryDamaged
from retrieval.index import library
from retrieval.index.encoder import Encoder
from retrieval.index.lexical import K1, B, LexicalIndex
from tests.support.paths import SPEECHES

FEW = ("在全市基层工会建设推进会上的讲话.txt", "云岭市文明养犬管理条例.txt", "在全市教育工作会议上的讲话.md")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus folder of three shipped speeches that a test may change."""
    target = tmp_path / "corpus"
    target.mkdir()
    for name in FEW:
        shutil.copy(SPEECHES / name, target / name)
    return target


def test_second_start_reuses_the_library(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    first = Collection(folder, tmp_path / "library", Answerer(encoder))
    assert not first.is_built
    report = first.reload()
    assert sorted(report.added) == sorted(FEW)
    again = Collection(folder, tmp_path / "library", Answerer(encoder))
    assert again.is_built
    assert again.generation == report.generation
    question = "送外卖的能参加工会吗"
    assert again.answer(question) == first.answer(question)


def test_reload_reports_what_changed_and_encodes_only_that(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    encoded: list[str] = []

    class Counting:
        id = encoder.id

        def encode_questions(self, texts):  # type: ignore[no-untyped-def]
            return encoder.encode_questions(texts)

        def encode_passages(self, texts):  # type: ignore[no-untyped-def]
            encoded.extend(texts)
            return encoder.encode_passages(texts)

    collection = Collection(folder, tmp_path / "library", Answerer(Counting()))
    collection.reload()
    encoded.clear()
    (folder / FEW[0]).unlink()
    dogs = folder / FEW[1]
    dogs.write_text(dogs.read_text(encoding="utf-8") + "\n第九十九条　遛犬应当使用反光绳。\n", encoding="utf-8")
    (folder / "新讲话.txt").write_text("在植树节上的讲话\n同志们：\n今年全市计划栽种银杏两万株。\n", encoding="utf-8")
    (folder / "坏.txt").write_bytes(b"\0\1\2" * 99)
    report = collection.reload()
    assert (report.added, report.changed, report.removed) == (("新讲话.txt",), (FEW[1],), (FEW[0],))
    assert [name for name, _ in report.skipped] == ["坏.txt"]
    assert any("银杏" in text for text in encoded)
    assert not any("教师" in text for text in encoded), "an unchanged document was encoded again"
    assert "银杏两万株" in collection.snapshot().answer("今年种多少银杏").quotes[0].text
    full = Collection(folder, tmp_path / "other", Answerer(encoder))
    full.reload(full=True)
    assert np.array_equal(full.snapshot().generation.clause_vectors, collection.snapshot().generation.clause_vectors)


def test_failed_reload_keeps_the_old_generation(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    before = collection.reload().generation
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(CorpusError):
        collection.reload()
    assert collection.snapshot().id == before
    assert collection.snapshot().answer("送外卖的能参加工会吗").quotes
    assert Collection(folder, tmp_path / "library", Answerer(encoder)).generation == before


def test_answers_during_a_reload_come_from_one_generation(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    texts = {collection.snapshot().id: {d.id: d.text for d in collection.snapshot().documents}}
    stop, answers = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            answers.append(collection.snapshot().answer("养犬要办什么证"))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for n in range(3):
            (folder / f"第{n}份.txt").write_text(
                f"第{n}次会议讲话\n同志们：\n养犬登记窗口增加到{n + 5}个。\n", encoding="utf-8"
            )
            collection.reload()
            texts[collection.snapshot().id] = {d.id: d.text for d in collection.snapshot().documents}
    finally:
        stop.set()
        asking.join()
    assert answers
    for answer in answers:
        for quote in answer.quotes:
            assert texts[answer.generation][quote.document_id][quote.start : quote.end] == quote.text


def test_old_generations_are_removed_but_for_the_last_two(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    names = []
    for n in range(4):
        (folder / f"补充{n}.txt").write_text(f"补充讲话\n同志们：\n第{n}次补充说明。\n", encoding="utf-8")
        names.append(collection.reload().generation)
    assert sorted(f.name for f in (tmp_path / "library" / "generations").iterdir()) == names[-2:]


@pytest.mark.parametrize(
    "name", ["documents.jsonl", "clauses.faiss", "passages.npy", "full/data.csc.index.npy", "manifest.json"]
)
def test_damage_is_found_and_said(name: str, folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    generation = collection.reload().generation
    file = tmp_path / "library" / "generations" / generation / name
    file.write_bytes(file.read_bytes()[:-7])
    with pytest.raises(LibraryDamaged) as fault:
        Collection(folder, tmp_path / "library", Answerer(encoder)).snapshot().answer("养犬")
    assert "yuanwen index" in str(fault.value)
    assert "\n" not in str(fault.value)
    repaired = Collection(folder, tmp_path / "library", Answerer(encoder))
    repaired.reload(full=True)
    assert repaired.answer("养犬要办证吗").quotes


def test_nothing_is_pickled(collection: Collection) -> None:
    for file in collection.folder.rglob("*"):
        assert file.suffix not in (".pkl", ".pickle", ".joblib")
        if file.suffix == ".npy":
            np.load(file, allow_pickle=False)
    manifest = next((collection.folder / "generations").glob("*/manifest.json"))
    assert json.loads(manifest.read_text(encoding="utf-8"))["passages"] == len(collection.snapshot().generation.entries)


def test_faiss_agrees_with_a_plain_scan(collection: Collection, encoder: Encoder) -> None:
    generation = collection.snapshot().generation
    for text in ("送外卖的能参加工会吗", "老小区装电梯", "狗绳多长"):
        question = encoder.encode_questions([text])
        scores, rows = generation.clauses.search(question, 10)
        plain = generation.clause_vectors @ question[0]
        best = np.sort(plain)[::-1][:10]
        np.testing.assert_allclose(scores[0], best, atol=1e-5)
        np.testing.assert_allclose(plain[rows[0]], best, atol=1e-5)


def test_clause_vectors_are_those_of_the_clauses(collection: Collection, encoder: Encoder) -> None:
    from corpus.chinese.sentences import clauses

    generation = collection.snapshot().generation
    for index, entry in list(enumerate(generation.entries))[::40]:
        text = entry.document.text
        spans = clauses(text, entry.passage.start, entry.passage.end)
        alone = encoder.encode_passages([text[a:b] for a, b in spans])
        again = alone + library.CONTEXT_WEIGHT * generation.path_vectors[index]
        again /= np.linalg.norm(again, axis=1, keepdims=True)
        np.testing.assert_allclose(generation.clause_vectors[slice(*entry.rows)], again, atol=1e-5)


def test_bm25_agrees_with_its_formula() -> None:
    texts = ["工会入会", "外卖骑手可以入会，骑手先入会", "工会经费怎么用", "养犬登记"]
    from retrieval.fold import terms

    index = LexicalIndex.build(texts)
    documents = [terms(t) for t in texts]
    mean = sum(map(len, documents)) / len(documents)
    asked = terms("骑手入会")
    expected = []
    for words in documents:
        score = 0.0
        for term in dict.fromkeys(asked):
            tf = words.count(term)
            score += index.idf(term) * tf / (tf + K1 * (1 - B + B * len(words) / mean)) if tf else 0.0
        expected.append(score)
    np.testing.assert_allclose(index.scores(asked), expected, rtol=1e-4)
