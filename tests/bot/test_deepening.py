"""The library is deepened where nobody waits for it, and said to be not yet where it would take long."""

import json
import os
import threading
from pathlib import Path

import pytest

from bot import deepening
from bot.deepening import BackgroundDeepening, seconds_to_deepen
from bot.messages import CHINESE, ENGLISH, Texts
from bot.telegram.updates.reports import background_seconds, deepening_parts
from bot.terminal import answers
from retrieval.answering import Answerer
from retrieval.collection import Collection, Progress
from retrieval.errors import LibraryDamaged
from retrieval.fold import Folded
from retrieval.index.encoder import Encoder
from retrieval.transformer.sentence_encoder import SentenceEncoder, UnitVectors
from tests.support.command_line import run

TEXT = (
    "养犬条例\n一、登记\n养犬应当办理登记。\n二、牵引\n外出时犬绳不超过一点五米。\n三、处罚\n不登记的，罚款二百元。\n"
)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "养犬.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def library(documents: Path, tmp_path: Path, encoder: Encoder) -> Collection:
    collection = Collection(documents, tmp_path / "library", Answerer(encoder))
    collection.reload()
    return collection


def test_it_is_done_in_the_background_with_the_lowest_priority(
    library: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    priorities, done = set(), threading.Event()
    plain = SentenceEncoder.encode_passage

    def watched(encoder: SentenceEncoder, passage: Folded) -> UnitVectors:
        priorities.add(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return plain(encoder, passage)

    monkeypatch.setattr(SentenceEncoder, "encode_passage", watched)
    background = BackgroundDeepening(library, done.set)
    background.wake()
    background.wake()
    assert done.wait(60)
    background.stop()
    assert library.snapshot().is_deep and priorities == {deepening.LOWEST}
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) < deepening.LOWEST


def test_it_can_be_stopped_and_goes_on_the_next_time(library: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    first = threading.Event()
    plain = Collection.deepen

    def slow(collection: Collection, progress: Progress, *, threads: int = 1) -> bool:
        def after_the_first(stage: str, done: int, total: int) -> None:
            first.set()
            background._stopping.wait(60)
            progress(stage, done, total)

        return plain(collection, after_the_first, threads=threads)

    monkeypatch.setattr(Collection, "deepen", slow)
    background = BackgroundDeepening(library)
    background.wake()
    assert first.wait(60)
    background.stop()
    assert not library.snapshot().is_deep
    assert library.to_deepen == len(library.snapshot().generation.entries) - 1
    monkeypatch.undo()
    assert library.deepen()


def test_a_failure_is_logged_and_answers_go_on(
    library: Collection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(collection: Collection, progress: Progress) -> bool:
        raise LibraryDamaged("no space left")

    monkeypatch.setattr(Collection, "deepen", fail)
    background = BackgroundDeepening(library)
    background.wake()
    background.stop()
    assert "no space left" in caplog.text
    assert library.snapshot().answer("养犬要登记吗").quotes


def test_what_cannot_be_deepened_is_left_alone() -> None:
    background = BackgroundDeepening(object())
    background.wake()
    background.stop()


@pytest.mark.parametrize("texts", [CHINESE, ENGLISH])
def test_what_is_left_is_said_until_it_is_done(library: Collection, texts: Texts) -> None:
    assert seconds_to_deepen(library) > 0
    (part,) = deepening_parts(background_seconds(library), texts)
    assert "1" in part.text
    library.deepen()
    assert deepening_parts(background_seconds(library), texts) == []


def test_a_batch_deepens_what_is_small_and_names_the_way_for_what_is_not(
    library: Collection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(answers, "AT_ONCE", 2)
    answers.deepen(library)
    shown = capsys.readouterr().err
    assert not library.snapshot().is_deep
    assert str(library.to_deepen) in shown and "yuanwen index --deep" in shown.replace("\n", " ")
    answers.deepen(library, whatever=True)
    assert library.snapshot().is_deep and capsys.readouterr().err == ""


def test_the_command_deepens_unless_told_otherwise(documents: Path, tmp_path: Path) -> None:
    place = ("--corpus", str(documents), "--library", str(tmp_path / "lib"))

    def folders() -> list[bool]:
        return [(segment / "meanings").is_dir() for segment in (tmp_path / "lib" / "segments").iterdir()]

    quick = run("index", "--quick", "--json", *place)
    assert json.loads(quick.stdout)["passages"] > 0 and folders() == [False]
    assert run("ask", "养犬要登记吗", *place).returncode == 0 and folders() == [False]
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "question": "遛狗绳子能多长"}\n', encoding="utf-8")
    batch = run("ask", "--questions", str(file), "--json", *place)
    assert folders() == [True] and "一点五米" in batch.stdout
    both = run("index", "--quick", "--deep", *place)
    assert both.returncode == 2 and "--deep or --quick" in both.stderr and "Traceback" not in both.stderr
