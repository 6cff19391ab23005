"""Moving files: whatever is done in whatever order, nothing is lost and everything can be taken back."""

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.holdings import filing
from bot.holdings.filing import CannotFile, FileChange, Holdings, NoRoom
from tests.support.holdings.desk import files_below

CONTENTS = [b"one", b"two", b"three", b""]
steps = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(CONTENTS), st.sampled_from(["甲.md", "乙.txt", "丙"])), max_size=3),
        st.sets(st.integers(0, 4), max_size=2),
    ),
    max_size=5,
)


def made(folder: Path) -> Holdings:
    corpus = folder / "corpus"
    (corpus / "深" / "处").mkdir(parents=True)
    for number in range(3):
        (corpus / f"{number}.md").write_bytes(b"old %d" % number)
    (corpus / "深" / "处" / "4.md").write_bytes(b"old deep")
    return Holdings(corpus, "uploads", folder / "kept")


def carried_out(holdings: Holdings, steps: list[tuple[list[tuple[bytes, str]], set[int]]]) -> list[FileChange]:
    changes = []
    for number, (incoming, gone) in enumerate(steps):
        files = [holdings.receive(name, content) for content, name in incoming]
        there = sorted(path for path in files_below(holdings.corpus))
        away = [there[n] for n in gone if n < len(there)]
        changes.append(holdings.take_in(files, by=1, before=str(number), instead_of=away))
        holdings.forget(files)
    return changes


@settings(max_examples=60)
@given(steps)
def test_all_changes_undone_leave_the_corpus_as_it_was(
    steps: list[tuple[list[tuple[bytes, str]], set[int]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        holdings = made(Path(folder))
        before = files_below(holdings.corpus)
        changes = carried_out(holdings, steps)
        everything = {*files_below(Path(folder)).values()}
        assert {*before.values()} <= everything, "what went is kept"
        assert [c for c in holdings.changes() if not c.undone] == [c for c in changes if c.added or c.removed]
        for change in reversed(holdings.changes()):
            undone = holdings.undo(change)
            assert not undone.stuck
        assert files_below(holdings.corpus) == before
        assert {*files_below(Path(folder)).values()} >= {content for incoming, _ in steps for content, _ in incoming}
        assert all(change.undone for change in holdings.changes())


def test_what_comes_in_lies_under_its_content_and_its_name(tmp_path: Path) -> None:
    holdings = made(tmp_path)
    change = holdings.take_in([holdings.receive("甲.md", b"new")], by=1, before="1")
    (path,) = change.added
    assert path == f"uploads/{filing.digest_of(holdings.corpus / path)}/甲.md"
    assert holdings.holds(holdings.corpus / path) == path
    again = holdings.take_in([holdings.receive("乙.md", b"new")], by=1, before="1")
    assert again.added == () and holdings.changes() == [change]


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("after", range(4))
def test_a_fault_at_any_step_changes_nothing(
    fault: int, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holdings = made(tmp_path)
    before, rename, left = files_below(holdings.corpus), os.rename, [after]
    files = [holdings.receive(f"{n}.md", b"new %d" % n) for n in range(2)]

    def failing(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] == -1:
            raise OSError(fault, os.strerror(fault))
        rename(source, target)

    with monkeypatch.context() as disk:
        disk.setattr("bot.holdings.filing.os.rename", failing)
        with pytest.raises(NoRoom if fault == errno.ENOSPC else CannotFile):
            holdings.take_in(files, by=1, before="1", instead_of=["0.md", "1.md"])
    assert files_below(holdings.corpus) == before
    assert all(file.path.is_file() for file in files)
    holdings.take_in(files, by=1, before="1", instead_of=["0.md"])
    assert "0.md" not in files_below(holdings.corpus)


def test_between_two_file_systems_a_file_is_copied_before_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holdings, rename = made(tmp_path), os.rename
    before = files_below(holdings.corpus)

    def apart(source: Path, target: Path) -> None:
        if Path(source).is_relative_to(holdings.corpus) != Path(target).is_relative_to(holdings.corpus):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        rename(source, target)

    monkeypatch.setattr("bot.holdings.filing.os.rename", apart)
    change = holdings.put_away(["0.md"], by=1, before="1")
    assert "0.md" not in files_below(holdings.corpus)
    assert holdings.undo(change).restored == ("0.md",)
    assert files_below(holdings.corpus) == before


def test_what_took_the_place_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    holdings = made(tmp_path)
    change = holdings.put_away(["0.md"], by=1, before="1")
    (holdings.corpus / "0.md").write_bytes(b"another")
    assert holdings.undo(change).stuck == ("0.md",)
    assert (holdings.corpus / "0.md").read_bytes() == b"another"
    assert b"old 0" in files_below(holdings.kept).values()


def test_a_source_leads_to_its_file_and_never_out_of_the_corpus(tmp_path: Path) -> None:
    holdings = made(tmp_path)
    (tmp_path / "outside.md").write_bytes(b"x")
    assert holdings.file_of("深/处/4.md") == "深/处/4.md"
    assert holdings.file_of("0.md/inside.txt") == "0.md"
    assert holdings.file_of("../outside.md") is holdings.file_of("none.md") is None


def test_what_goes_is_not_kept_inside_the_corpus(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"uploads\.kept"):
        Holdings(tmp_path, "uploads", tmp_path / "kept")


def test_a_note_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    holdings = made(tmp_path)
    change = holdings.put_away(["0.md"], by=1, before="1")
    (holdings.kept / "broken").mkdir()
    (holdings.kept / "broken" / filing.NOTE).write_text("{", encoding="utf-8")
    assert holdings.changes() == [change]
