"""A reload reads what has changed and nothing else, and what a killed build had done is not done again."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus.folder
from corpus.errors import CorpusError
from corpus.folder import read_folder
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import LibraryBusy
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.index.library import compacting, planning
from retrieval.index.library import generations as library
from retrieval.index.library.manifest import Manifest
from tests.support.paths import ROOT

TEXTS = [
    f"第{n}次全市{what}工作会议上的讲话\n一、{what}成绩\n全市{what}投入{n + 3}亿元，办成实事{n}件。\n二、{what}打算\n明年{what}工作要再上台阶。\n"
    for n, what in enumerate(["养老", "养犬", "植树", "工会", "供水", "托育"])
]
CHANGES = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["write", "remove", "touch", "copy"])), max_size=4)


def aged(file: Path) -> None:
    """As if it had been written an hour ago: what was written just now is looked at by its content."""
    os.utime(file, (time.time() - 3600,) * 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "corpus"
    target.mkdir()
    for n, text in enumerate(TEXTS[:4]):
        (target / f"{n}.txt").write_text(text, encoding="utf-8")
        aged(target / f"{n}.txt")
    return target


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    seen: list[str] = []
    plain = corpus.folder.read_file

    def noted(file: Path, **how: object) -> object:
        seen.append(file.name)
        return plain(file, **how)  # type: ignore[arg-type]

    monkeypatch.setattr("retrieval.index.library.changes.read_file", noted)
    return seen


def contents(generation: Generation) -> dict[str, object]:
    """What does not depend on the order in which documents came, by source."""
    by_source = {d.source: (d.id, d.text, d.copies) for d in generation.documents}
    order = sorted(range(len(generation.entries)), key=lambda i: (generation.entries[i].document.source, i))
    terms = ["养老", "养犬", "会议", "亿元", "全市", "工", "2"]
    fields = ("full", "body", "contexts")
    scores = {name: [round(float(s), 4) for s in getattr(generation, name).scores(terms)[order]] for name in fields}
    words = generation.token_holding.nonzero()[0].tolist()
    return {"documents": by_source, "counts": generation.full.counts(), "words": words, **scores}


def test_only_what_changed_is_read(folder: Path, tmp_path: Path, encoder: Encoder, read: list[str]) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    first = collection.reload().generation
    read.clear()
    assert collection.reload().generation == first and read == []
    (folder / "2.txt").write_text(TEXTS[5], encoding="utf-8")
    (folder / "new.txt").write_text(TEXTS[4], encoding="utf-8")
    (folder / "0.txt").unlink()
    report = collection.reload()
    assert sorted(read) == ["2.txt", "new.txt"]
    assert (report.added, report.changed, report.removed) == (("new.txt",), ("2.txt",), ("0.txt",))


def test_a_touched_file_is_recognised_by_its_content(
    folder: Path, tmp_path: Path, encoder: Encoder, read: list[str]
) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    first = collection.reload().generation
    read.clear()
    os.utime(folder / "1.txt", (time.time() + 86_400,) * 2)
    assert collection.reload().generation == first and read == [], "a clock that runs ahead changes no text"
    same_size = TEXTS[1].replace("实事1件", "实事9件")
    (folder / "1.txt").write_text(same_size, encoding="utf-8")
    assert collection.reload().changed == ("1.txt",) and read == ["1.txt"]


def test_what_could_not_be_read_is_tried_again(folder: Path, tmp_path: Path, encoder: Encoder, read: list[str]) -> None:
    (folder / "bad.txt").write_bytes(b"\0\1\2" * 99)
    aged(folder / "bad.txt")
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    assert [name for name, _ in collection.reload().skipped] == ["bad.txt"]
    read.clear()
    assert [name for name, _ in collection.reload().skipped] == ["bad.txt"] and read == ["bad.txt"]


def test_a_copy_takes_the_place_of_what_it_was_a_copy_of(
    folder: Path, tmp_path: Path, encoder: Encoder, read: list[str]
) -> None:
    shutil.copy2(folder / "1.txt", folder / "again.txt")
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    kept = next(d for d in collection.snapshot().documents if d.source == "1.txt")
    assert kept.copies == ("again.txt",)
    read.clear()
    (folder / "1.txt").unlink()
    report = collection.reload()
    assert (report.added, report.removed, read) == (("again.txt",), ("1.txt",), [])
    assert collection.snapshot().answer("养犬投入多少").quotes


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_reload_after_reload_holds_what_a_build_from_nothing_holds(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, rounds: list[list[tuple[int, str]]]
) -> None:
    place = tmp_path_factory.mktemp("rounds")
    folder = place / "corpus"
    folder.mkdir()
    (folder / "always.txt").write_text(TEXTS[3], encoding="utf-8")
    collection = Collection(folder, place / "library", Answerer(encoder))
    collection.reload()
    for some in rounds:
        for n, change in some:
            file = folder / f"{n}.txt"
            if change == "write":
                file.write_text(TEXTS[n] + "补充说明。\n" * file.exists(), encoding="utf-8")
            elif change == "copy":
                (folder / f"{n}-copy.txt").write_text(TEXTS[n], encoding="utf-8")
            elif file.exists():
                file.unlink() if change == "remove" else os.utime(file)
        collection.reload()
    again = Collection(folder, place / "other", Answerer(encoder))
    again.reload()
    assert contents(collection.snapshot().generation) == contents(again.snapshot().generation)
    expected = {d.source: (d.text, d.copies) for d in read_folder(folder).documents}
    assert {d.source: (d.text, d.copies) for d in collection.snapshot().documents} == expected


def test_small_segments_are_merged(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    collection.deepen()
    for n in range(2 * compacting.MANY):
        (folder / f"more{n}.txt").write_text(TEXTS[n % 6].replace("全市", f"第{n}街道"), encoding="utf-8")
        collection.reload()
        assert len(list((collection.folder / "segments").iterdir())) <= 2 * compacting.MANY
    assert collection.deepen()
    again = Collection(folder, tmp_path / "other", Answerer(encoder))
    again.reload()
    again.deepen()
    one, other = (c.snapshot() for c in (collection, again))
    assert len(list((collection.folder / "segments").iterdir())) < compacting.MANY + 2
    assert contents(one.generation) == contents(other.generation)
    for question in ("养老投入多少", "第3街道办成实事几件", "托育打算怎么做"):
        assert [q.text for q in one.answer(question).quotes] == [q.text for q in other.answer(question).quotes]


def test_a_second_builder_is_refused_by_name(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    before = collection.reload().generation
    with library.locked(collection.folder), pytest.raises(LibraryBusy, match=rf"process {os.getpid()}") as fault:
        Collection(folder, collection.folder, Answerer(encoder)).reload()
    assert "\n" not in str(fault.value) and collection.snapshot().id == before
    assert collection.reload().generation == before


def test_another_process_is_followed(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    serving, other = (Collection(folder, tmp_path / "library", Answerer(encoder)) for _ in range(2))
    serving.reload()
    taken = serving.snapshot()
    (folder / "new.txt").write_text(TEXTS[5], encoding="utf-8")
    built = other.reload().generation
    assert serving.snapshot().id == built and not serving.snapshot().is_deep
    other.deepen()
    assert serving.snapshot().is_deep
    for n in range(3):
        (folder / f"{n}x.txt").write_text(TEXTS[4] + f"第{n}条。\n", encoding="utf-8")
        other.reload()
    assert taken.answer("养老投入多少").quotes, "files of what was taken are gone, and still readable"


@pytest.mark.parametrize("kilobytes", [1, 20, 60, 150, 400])
def test_a_disk_that_is_full_is_said_and_nothing_is_lost(
    kilobytes: int, folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    before = collection.reload().generation
    for n in range(60):
        (folder / f"more{n}.txt").write_text(TEXTS[n % 6].replace("全市", f"第{n}街道") * 3, encoding="utf-8")
    command = f"ulimit -f {kilobytes}; exec {sys.executable} -m bot index --quick --corpus {folder} --library {collection.folder}"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert ended.returncode == 1 and "free space" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1 and ended.stderr.startswith("yuanwen: ")
    assert not list(collection.folder.rglob(".draft-*"))
    again = Collection(folder, collection.folder, Answerer(encoder))
    assert again.snapshot().id == before and again.snapshot().answer("养老投入多少").quotes
    assert again.reload().documents == 64


def test_a_place_that_is_no_folder_is_said(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "library").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="library"):
        Collection(folder, tmp_path / "library", Answerer(encoder)).reload()


def test_a_corpus_that_is_gone_or_empty_is_said(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    before = collection.reload().generation
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(CorpusError, match="no readable document"):
        collection.reload()
    folder.rmdir()
    with pytest.raises(CorpusError, match="found nothing"):
        collection.reload()
    assert collection.snapshot().id == before and collection.snapshot().answer("养老投入多少").quotes


BUILD = """
import sys
from pathlib import Path
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.library import planning
from retrieval.index.encoder import load_encoder
planning.MOST = planning.FEWEST = 8
collection = Collection(Path(sys.argv[1]), Path(sys.argv[2]), Answerer(load_encoder()))
print("begun", flush=True)
collection.reload()
"""


@pytest.mark.parametrize("moment", range(int(os.environ.get("YUANWEN_KILLS", "6"))))
def test_killed_at_any_moment_it_opens_and_leaves_nothing_behind(
    moment: int, folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    before = collection.reload().generation
    for n in range(40):
        (folder / f"more{n}.txt").write_text(TEXTS[n % 6].replace("全市", f"第{n}街道"), encoding="utf-8")
    command = [sys.executable, "-c", BUILD, str(folder), str(collection.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as building_process:
        assert building_process.stdout and building_process.stdout.readline()
        time.sleep(random.Random(moment).uniform(0.0, 2.0))
        building_process.send_signal(signal.SIGKILL)
    opened = Collection(folder, collection.folder, Answerer(encoder)).snapshot()
    assert opened.id == before or len(opened.documents) == 44
    report = Collection(folder, collection.folder, Answerer(encoder)).reload()
    assert report.documents == 44
    left = [f for f in collection.folder.rglob("*") if f.name.startswith(".") or f.name == "building.jsonl"]
    assert left == []
    named = {name for f in (collection.folder / "generations").iterdir() for name in Manifest.read(f).living}
    assert {f.name for f in (collection.folder / "segments").iterdir()} == named


def test_a_build_that_was_stopped_goes_on(
    folder: Path, tmp_path: Path, encoder: Encoder, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MOST", 4)
    monkeypatch.setattr(planning, "FEWEST", 4)

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "read" and done == 3:
            raise KeyboardInterrupt

    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    with pytest.raises(KeyboardInterrupt):
        collection.reload(stop)
    assert not collection.is_built
    done = list(read)
    read.clear()
    assert collection.reload().documents == 4
    assert len(read) == 4 - len(done) + 1, "what stood in a segment was read again"
