"""What goes wrong around a library: each is said in one line, and what served goes on serving."""

import multiprocessing
import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import GenerationRefused
from retrieval.evaluation.metrics import Evidence, LabelledQuestion
from retrieval.evaluation.proving import prove_by
from retrieval.index.encoder import Encoder
from retrieval.index.library import planning, pointing
from retrieval.index.library.workers import executor_for
from retrieval.index.segments import shelf
from tests.support.command_line import run

DOGS = "关于养犬管理的通知\n一、登记\n养犬应当到派出所登记，登记费每年三百元。\n二、牵绳\n遛犬绳长不得超过一米五。\n"
TREES = "关于植树的通知\n一、任务\n今年全市栽种银杏两万株。\n二、管护\n成活率要达到九成。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "corpus"
    target.mkdir()
    (target / "dogs.txt").write_text(DOGS, encoding="utf-8")
    (target / "trees.txt").write_text(TREES, encoding="utf-8")
    return target


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this user may not mount")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def index(folder: Path, library: Path) -> subprocess.CompletedProcess[str]:
    return run("index", "--quick", "--corpus", str(folder), "--library", str(library))


def test_a_disk_that_is_really_full_and_one_that_is_read_only(folder: Path, mounted: Path, encoder: Encoder) -> None:
    library = mounted / "library"
    before = Collection(folder, library, Answerer(encoder)).reload().generation
    for n in range(40):
        text = "".join(f"第{n * 100 + k}项工作要在{k}月底前完成，由第{n}组负责落实。\n" for k in range(100))
        (folder / f"more{n}.txt").write_text(f"第{n}号通知\n{text}", encoding="utf-8")
    (mounted / "filler").write_bytes(bytes(shutil.disk_usage(mounted).free - 600_000))
    full = index(folder, library)
    assert (full.returncode, len(full.stderr.splitlines())) == (1, 1) and "free space" in full.stderr
    subprocess.run(["mount", "-o", "remount,ro", mounted], check=True)
    refused = index(folder, library)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1) and "permissions" in refused.stderr
    serving = Collection(folder, library, Answerer(encoder)).snapshot()
    assert serving.id == before and "三百元" in serving.answer("养犬登记费多少").quotes[0].text


def test_a_clock_that_goes_back_changes_nothing(
    folder: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    first = collection.reload().generation
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    os.utime(folder / "dogs.txt", (1_000_000_000,) * 2)
    assert collection.reload().generation == first
    (folder / "dogs.txt").write_text(DOGS.replace("三百", "四百"), encoding="utf-8")
    os.utime(folder / "dogs.txt", (1_000_000_000,) * 2)
    assert collection.reload().changed == ("dogs.txt",)
    assert collection.previous == first and collection.rollback() == first


def test_the_ten_thousandth_generation_comes_after_the_one_before(
    folder: Path, tmp_path: Path, encoder: Encoder
) -> None:
    library = tmp_path / "library"
    collection = Collection(folder, library, Answerer(encoder))
    first = collection.reload().generation
    os.replace(library / "generations" / first, library / "generations" / "9999-first")
    pointing.point_at(library, "9999-first")
    for n in range(2):
        (folder / "new.txt").write_text(TREES.replace("两万", f"{n + 3}万"), encoding="utf-8")
        collection.reload()
    assert [pointing.number_of(f.name) for f in pointing.complete_generations(library)] == [10_000, 10_001]
    assert pointing.number_of(collection.previous or "") == 10_000


def test_a_segment_that_serves_is_not_moved_for_the_same_one(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    segment = next((collection.folder / "segments").iterdir())
    node, again = segment.stat().st_ino, segment.with_name(".draft-again")
    shutil.copytree(segment, again)
    shelf.put_in_place(again, segment)
    assert (segment.stat().st_ino, again.exists()) == (node, False)
    (segment / "passages.npy").write_bytes(b"")
    collection.reload()
    assert segment.stat().st_ino != node and Collection(folder, collection.folder, Answerer(encoder)).is_built


def hold(executor: Executor, pids: "multiprocessing.Queue[int]") -> None:
    pids.put(executor.submit(os.getpid).result())


def test_worse_answers_to_golden_questions_do_not_serve(folder: Path, tmp_path: Path, encoder: Encoder) -> None:
    evidence = (Evidence("dogs.txt", "遛犬绳长不得超过一米五。", ()),)
    golden = [
        LabelledQuestion("g1", "fact", "遛犬绳长多少", evidence),
        LabelledQuestion("g2", "fact", "成活率要达到多少", (Evidence("trees.txt", "成活率要达到九成。", ()),)),
    ]
    lost = 0
    collection = Collection(
        folder,
        tmp_path / "library",
        Answerer(encoder),
        proof=lambda old, new: prove_by(golden, old, new, lost=lost),
    )
    first = collection.reload().generation
    (folder / "trees.txt").unlink()
    second = collection.reload().generation
    assert second != first, "what is no longer in the documents was counted"
    for n in range(8):
        near = f"第{n}街道关于遛犬绳长的通知\n遛犬绳长多少，遛犬绳长多少：遛犬绳长{n}米，遛犬绳长多少。\n"
        (folder / f"near{n}.txt").write_text(near, encoding="utf-8")
    with pytest.raises(GenerationRefused, match="worse are g1") as fault:
        collection.reload()
    assert "\n" not in str(fault.value) and collection.snapshot().id == second
    assert pointing.complete_generations(collection.folder)[-1].name == second
    lost = 1
    assert collection.reload().documents == 9


@pytest.mark.parametrize("memory", [400, 1000, 2500, 16_000])
def test_what_a_build_plans_fits_into_the_memory_it_may_use(memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for cores in (1, 2, 4, 16):
        monkeypatch.setattr(planning, "cores", lambda cores=cores: cores)
        plan = planning.plan_within(memory)
        more = plan.workers + 1 if plan.workers > 1 else 1
        each = planning.PASSAGE_KB * plan.workers + planning.WAITING_KB * more
        assert planning.PROCESS_MB * more + plan.passages * each / 1024 <= memory
        assert plan.workers <= cores and plan.passages <= planning.MOST


def test_processes_end_with_the_one_that_started_them(encoder: Encoder) -> None:
    context = multiprocessing.get_context("spawn")
    pids: multiprocessing.Queue[int] = context.Queue()
    builder = context.Process(target=_build_for_ever, args=(pids,))
    builder.start()
    worker = pids.get(timeout=120)
    builder.kill()
    builder.join()
    for _ in range(600):
        if not Path(f"/proc/{worker}").exists():
            return
        multiprocessing.connection.wait([], timeout=0.1)
    os.kill(worker, 9)
    pytest.fail("a process waits for work that never comes")


def _build_for_ever(pids: "multiprocessing.Queue[int]") -> None:
    from retrieval.index.encoder import load_encoder

    with executor_for(10_000, load_encoder(), 2) as executor:
        assert executor
        hold(executor, pids)
        multiprocessing.Event().wait()
