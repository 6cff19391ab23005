"""A backup made while the bot writes is whole; put back, it is the bot as it was."""

import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Turn
from bot.errors import BotError
from bot.keeping import Kept
from bot.operating import backup
from bot.operating.backup import back_up
from bot.operating.labelling import collect_question, collected_file
from bot.operating.library_check import check_library
from bot.settings import Settings, StorageSettings
from bot.store import Store
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from retrieval.index.library.pointing import current_name
from tests.support.exchanges import REAL_QUESTION
from tests.support.paths import SPEECHES


@pytest.fixture
def office(tmp_path: Path, encoder: Encoder) -> Settings:
    """A collection of the shipped speeches and a store, in places of their own."""
    shutil.copytree(SPEECHES, tmp_path / "documents")
    storage = StorageSettings(file=tmp_path / "state" / "s.sqlite", keep_questions=True)
    settings = Settings(corpus=tmp_path / "documents", library=tmp_path / "library", storage=storage)
    Collection(settings.corpus, settings.library, Answerer(encoder)).reload()
    return settings


def keep(store: Store, number: int) -> None:
    turn = Turn(f"问题{number}", (Stretch("d", 0, 9),), kind="answer")
    store.keep(Kept(f"{number:08d}", 1, 1, number, "1-a", turn, ("digest",)))


def test_what_is_written_meanwhile_spoils_nothing(office: Settings, tmp_path: Path) -> None:
    store, stop, written = Store(office.storage.file), threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            keep(store, written[0])
            store.audit.record(900, "upload", f"{written[0]}.docx")
            written[0] += 1

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for number in range(5):
            before = written[0]
            back_up(office, tmp_path / f"backup-{number}")
            copy = tmp_path / f"backup-{number}" / "state" / "s.sqlite"
            assert stat.S_IMODE(copy.stat().st_mode) == 0o600
            restored = Store(copy)
            answers, events = len(restored.history(1, 1, 10**6)), restored.audit.count()
            assert 0 <= answers - events <= 1, "an event is written after its answer"
            assert before <= answers <= written[0] + 1
            restored.close()
            with sqlite3.connect(copy) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        stop.set()
        writing.join()
    assert written[0] > 5


def test_put_back_it_is_the_bot_as_it_was(office: Settings, tmp_path: Path, encoder: Encoder) -> None:
    serving = Collection(office.corpus, office.library, Answerer(encoder))
    snapshot = serving.snapshot()
    answer = snapshot.answer(REAL_QUESTION)
    store = Store(office.storage.file)
    keep(store, 1)
    collect_question(collected_file(office), "00000001", "问题1", (), snapshot)
    made = back_up(office, tmp_path / "backup")
    assert (made.generation, made.corpus) == (snapshot.id, sum(f.is_file() for f in SPEECHES.rglob("*")))
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o700
    store.close()
    for folder in (office.corpus, office.library, office.storage.file.parent):
        shutil.rmtree(folder)
    for part, place in (("corpus", office.corpus), ("library", office.library), ("state", office.storage.file.parent)):
        shutil.copytree(tmp_path / "backup" / part, place)
    assert check_library(office.library, office.storage.file).faults == ()
    restored = Collection(office.corpus, office.library, Answerer(encoder))
    assert restored.is_built
    assert restored.snapshot().answer(REAL_QUESTION) == answer
    assert [kept.turn.question for kept in Store(office.storage.file).history(1, 1, 9)] == ["问题1"]
    assert "问题1" in collected_file(office).read_text(encoding="utf-8")
    assert restored.reload().added == ()


def test_a_generation_replaced_meanwhile_is_not_half_copied(
    office: Settings, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection, asked = Collection(office.corpus, office.library, Answerer(encoder)), current_name

    def asked_before_a_reload(library: Path) -> str | None:
        found = asked(library)
        if not (office.corpus / "新.md").exists():
            (office.corpus / "新.md").write_text("# 新的讲话\n\n今年修桥三座，明年再修两座。\n", encoding="utf-8")
            collection.reload()
        return found

    monkeypatch.setattr(backup, "current_name", asked_before_a_reload)
    made = back_up(office, tmp_path / "backup")
    assert made.generation == collection.snapshot().id
    assert check_library(tmp_path / "backup" / "library").faults == ()


def test_a_folder_in_use_or_no_folder_is_refused_and_left(office: Settings, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BotError, match="not empty"):
        back_up(office, tmp_path / "used")
    assert [f.name for f in (tmp_path / "used").iterdir()] == ["letter.txt"]
    with pytest.raises(BotError, match=r"letter\.txt"):
        back_up(office, tmp_path / "used" / "letter.txt" / "below")
    with pytest.raises(BotError, match="nowhere"):
        back_up(office.model_copy(update={"corpus": tmp_path / "nowhere"}), tmp_path / "backup")
