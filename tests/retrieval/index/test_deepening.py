"""A library is deepened beside answering: at once or not at all, never twice, whatever stops it."""

import threading
from pathlib import Path

import numpy as np
import pytest

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import LibraryDamaged
from retrieval.fold import Folded, fold
from retrieval.index.encoder import Encoder
from retrieval.transformer.sentence_encoder import SentenceEncoder, UnitVectors, bundled_sentence_encoder

QUESTION = "骑电动车送餐的能加入工会吗"
TEXTS = {
    "工会.txt": "在工会会议上的讲话\n一、吸收新成员\n外卖配送员、网约车司机都有依法参加工会的权利。\n二、经费\n经费每季度公开。\n",
    "养犬.txt": "养犬条例\n一、登记\n养犬应当办理登记。\n二、牵引\n外出时犬绳不超过一点五米。\n",
}


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[Folded]:
    """The passages that the sentence encoder encodes from now on."""
    seen: list[Folded] = []
    plain = SentenceEncoder.encode_passage

    def counted(encoder: SentenceEncoder, passage: Folded) -> UnitVectors:
        seen.append(passage)
        return plain(encoder, passage)

    monkeypatch.setattr(SentenceEncoder, "encode_passage", counted)
    return seen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "corpus"
    target.mkdir()
    for name, text in TEXTS.items():
        (target / name).write_text(text, encoding="utf-8")
    return target


@pytest.fixture
def library(folder: Path, tmp_path: Path, encoder: Encoder) -> Collection:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    return collection


def names(collection: Collection) -> list[str]:
    return sorted(f.name for f in (collection.folder / "generations").iterdir())


def test_deepening_takes_over_and_lasts(library: Collection, encoder: Encoder) -> None:
    quick = library.snapshot()
    assert (quick.is_deep, library.to_deepen) == (False, len(quick.generation.entries))
    assert library.deepen()
    deep = library.snapshot()
    assert (deep.is_deep, deep.id, library.to_deepen) == (True, quick.id, 0)
    assert names(library) == [quick.id]
    assert deep.generation.meanings
    vectors = deep.generation.meanings.vectors[:].astype(np.float32)
    for entry, vector in zip(deep.generation.entries, vectors, strict=True):
        assert vector @ bundled_sentence_encoder().encode_passage(entry.shown) == pytest.approx(1, abs=1e-3)
    again = Collection(library.corpus, library.folder, Answerer(encoder)).snapshot()
    assert again.is_deep and again.answer(QUESTION) == deep.answer(QUESTION)
    assert quick.answer(QUESTION).quotes, "whoever holds the quick one can still ask it"
    assert not library.deepen()


def test_cosines_agree_with_a_plain_scan(library: Collection) -> None:
    library.deepen()
    meanings = library.snapshot().generation.meanings
    assert meanings
    plain = meanings.vectors[:].astype(np.float32) @ bundled_sentence_encoder().encode_question(fold(QUESTION))
    rows = np.array([3, 0, 2])
    assert meanings.cosines(fold(QUESTION), rows) == pytest.approx(plain[rows], abs=1e-5)
    assert meanings.nearest(fold(QUESTION), 3).tolist() == np.argsort(-plain)[:3].tolist()


def test_only_what_is_new_is_encoded(library: Collection, folder: Path, encoded: list[Folded]) -> None:
    library.deepen()
    everything = len(encoded)
    assert everything == len(library.snapshot().generation.entries)
    encoded.clear()
    (folder / "植树.txt").write_text("植树节讲话\n今年栽种银杏两万株。\n", encoding="utf-8")
    library.reload()
    assert not library.snapshot().is_deep and library.snapshot().answer("种多少银杏").quotes
    assert library.deepen() and ["银杏" in passage for passage in encoded] == [True]
    encoded.clear()
    library.reload(full=True)
    assert library.to_deepen == 0 and library.deepen() and encoded == []


def test_what_was_stopped_goes_on(library: Collection, encoder: Encoder, encoded: list[Folded]) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        assert stage == "deepen"
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.deepen(stop)
    assert not library.snapshot().is_deep and names(library) == [library.snapshot().id]
    again = Collection(library.corpus, library.folder, Answerer(encoder))
    assert again.to_deepen == len(again.snapshot().generation.entries) - 2
    encoded.clear()
    again.deepen()
    assert len(encoded) == len(again.snapshot().generation.entries) - 2


def test_questions_are_answered_meanwhile_and_a_reload_begins_anew(library: Collection, folder: Path) -> None:
    begun, go_on, failed = threading.Event(), threading.Event(), []

    def wait(stage: str, done: int, total: int) -> None:
        begun.set()
        go_on.wait(60)

    deepening = threading.Thread(target=library.deepen, args=(wait,))
    deepening.start()
    assert begun.wait(60)
    try:
        (folder / "植树.txt").write_text("植树节讲话\n今年栽种银杏两万株。\n", encoding="utf-8")
        replaced = library.reload().generation
        assert library.snapshot().id == replaced and not library.snapshot().is_deep
        go_on.set()
        while deepening.is_alive():
            failed += [] if library.snapshot().answer("今年种多少银杏").quotes else [library.snapshot()]
    finally:
        go_on.set()
        deepening.join()
    assert failed == []
    assert library.snapshot().is_deep and library.snapshot().id == replaced
    assert "银杏" in library.snapshot().answer("今年种多少银杏").quotes[0].text


def test_going_back_leaves_the_deepened_generation(library: Collection, folder: Path) -> None:
    library.deepen()
    before = library.snapshot().id
    (folder / "植树.txt").write_text("植树节讲话\n今年栽种银杏两万株。\n", encoding="utf-8")
    library.reload()
    library.deepen()
    assert library.previous == before
    assert library.rollback() == before
    assert library.snapshot().id == before and library.snapshot().is_deep
    assert names(library) == [before]


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
@pytest.mark.parametrize("name", ["vectors.npy", "documents.npy", "meanings.json"])
def test_damage_of_the_meanings_is_found_and_said(
    damage: str, name: str, library: Collection, encoder: Encoder
) -> None:
    library.deepen()
    file = next(library.folder.glob(f"segments/*/meanings/{name}"))
    content = bytearray(file.read_bytes())
    content[-9] ^= 1
    file.unlink()
    if damage != "gone":
        file.write_bytes(content[:-7] if damage == "cut" else content)
    with pytest.raises(LibraryDamaged, match=name.replace(".", r"\.")) as fault:
        Collection(library.corpus, library.folder, Answerer(encoder)).snapshot()
    assert "yuanwen index" in str(fault.value) and "\n" not in str(fault.value)
    repaired = Collection(library.corpus, library.folder, Answerer(encoder))
    repaired.reload()
    assert repaired.deepen() and repaired.snapshot().answer(QUESTION).quotes


def test_meanings_of_another_model_are_made_anew(
    library: Collection, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.deepen()
    monkeypatch.setattr("retrieval.index.library.deepened.bundled_sentence_encoder", lambda: _Another())
    again = Collection(library.corpus, library.folder, Answerer(encoder))
    assert again.is_built and not again.snapshot().is_deep


class _Another:
    id = "another-0123456789ab"
