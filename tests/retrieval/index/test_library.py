"""The library on disk: built beside, switched at once, never half."""

import json
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import CorpusError
from retrieval.answer import Answer
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import LibraryDamaged
from retrieval.fold import Folded
from retrieval.index.encoder import Encoder, Vectors
from retrieval.index.generation import Generation
from retrieval.snapshot import Snapshot
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
    assert again.snapshot().id == report.generation
    question = "送外卖的能参加工会吗"
    assert again.snapshot().answer(question) == first.snapshot().answer(question)


def test_reload_reports_what_changed_and_encodes_only_that(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    encoded: list[str] = []

    class Counting:
        id = encoder.id

        def encode_questions(self, texts: Sequence[Folded]) -> Vectors:
            return encoder.encode_questions(texts)

        def encode_passages(self, texts: Sequence[Folded]) -> Vectors:
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
    assert np.array_equal(
        *(g.clause_vectors[order(g)] for g in (full.snapshot().generation, collection.snapshot().generation))
    )


def order(generation: Generation) -> NDArray[np.int64]:
    """The clause rows, documents in the order of their sources: what was added later stands behind the rest."""
    sources = [generation.documents[d].source for d in generation.document_of[generation.clause_owner]]
    return np.argsort(sources, kind="stable")


def test_a_reload_without_changes_keeps_the_generation(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    before = collection.reload().generation
    report = collection.reload()
    assert (report.generation, report.added, report.changed, report.removed) == (before, (), (), ())
    assert collection.previous is None
    (folder / "坏.txt").write_bytes(b"\0\1\2" * 99)
    assert [name for name, _ in collection.reload().skipped] == ["坏.txt"]
    assert collection.snapshot().id == before
    assert collection.reload(full=True).generation != before
    (folder / FEW[0]).unlink()
    assert collection.reload().removed == (FEW[0],)


def test_failed_reload_keeps_the_old_generation(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    before = collection.reload().generation
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(CorpusError):
        collection.reload()
    assert collection.snapshot().id == before
    assert collection.snapshot().answer("送外卖的能参加工会吗").quotes
    assert Collection(folder, tmp_path / "library", Answerer(encoder)).snapshot().id == before


def test_answers_during_a_reload_come_from_one_generation(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    texts = {collection.snapshot().id: {d.id: d.text for d in collection.snapshot().documents}}
    stop = threading.Event()
    answers: list[tuple[Snapshot, Answer]] = []

    def ask() -> None:
        while not stop.is_set():
            snapshot = collection.snapshot()
            answers.append((snapshot, snapshot.answer("养犬要办什么证")))

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
    for snapshot, answer in answers:
        assert answer.generation == snapshot.id
        for quote in answer.quotes:
            document = snapshot.document(quote.document_id)
            assert document is not None
            assert document.text[quote.start : quote.end] == quote.text
            assert texts[answer.generation][quote.document_id][quote.start : quote.end] == quote.text


def test_a_snapshot_stays_what_it_was(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    taken = collection.snapshot()
    before = taken.answer("养犬要办什么证")
    (folder / "新讲话.txt").write_text("在植树节上的讲话\n同志们：\n今年全市计划栽种银杏两万株。\n", encoding="utf-8")
    collection.reload()
    assert taken.id != collection.snapshot().id
    assert taken.answer("养犬要办什么证") == before
    assert [d.source for d in taken.documents] == sorted(FEW)
    assert "银杏" in collection.snapshot().answer("今年种多少银杏").quotes[0].text
    added = next(d for d in collection.snapshot().documents if d.source == "新讲话.txt")
    assert (taken.document(added.id), taken.tree(added.id)) == (None, None)
    assert collection.snapshot().document(added.id) == added


def test_old_generations_are_removed_but_for_the_last_two(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    names = []
    for n in range(4):
        (folder / f"补充{n}.txt").write_text(f"补充讲话\n同志们：\n第{n}次补充说明。\n", encoding="utf-8")
        names.append(collection.reload().generation)
    assert sorted(f.name for f in (tmp_path / "library" / "generations").iterdir()) == names[-2:]


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_damage_of_any_file_is_found_said_and_repaired(
    damage: str, folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    def opened() -> Collection:
        return Collection(folder, tmp_path / "library", Answerer(encoder))

    before = opened()
    before.reload()
    right = before.snapshot().answer("养犬要办证吗")
    names = [f.name for f in sorted(before.folder.glob("segments/*/*"))]
    assert len(names) > 30
    for name in [*names, "manifest.json", "files.jsonl", "compared.json"]:
        serving = before.folder / "generations" / opened().snapshot().id
        file = next(f for f in (serving / name, *before.folder.glob(f"segments/*/{name}")) if f.exists())
        content = bytearray(file.read_bytes())
        content[-min(20, len(content))] ^= 4
        file.unlink()
        if damage != "gone":
            file.write_bytes(content if damage == "flipped" else content[:-1])
        with pytest.raises(LibraryDamaged) as fault:
            opened().snapshot()
        assert "yuanwen index" in str(fault.value)
        assert "\n" not in str(fault.value)
        opened().reload()
        again = opened().snapshot().answer("养犬要办证吗")
        assert [q.text for q in again.quotes] == [q.text for q in right.quotes]


def test_nothing_is_pickled(collection: Collection) -> None:
    for file in collection.folder.rglob("*"):
        assert file.suffix not in (".pkl", ".pickle", ".joblib")
        if file.suffix == ".npy":
            np.load(file, allow_pickle=False)
    manifest = next((collection.folder / "generations").glob("*/manifest.json"))
    assert json.loads(manifest.read_text(encoding="utf-8"))["passages"] == len(collection.snapshot().generation.entries)
