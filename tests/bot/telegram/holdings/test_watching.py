"""Updates by themselves: after a quiet period and at times of day, told of only where they are news."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import CHINESE
from bot.settings import ReloadSettings
from bot.telegram import watching
from retrieval.collection import BuildReport, Progress
from retrieval.index.encoder import Encoder
from tests.support.exchanges import asked
from tests.support.holdings.desk import TUNNEL, desk, made_collection, sources
from tests.support.running_bot import ADMIN, run

WATCHED = ReloadSettings(watch=True, quiet_seconds=1)
SAY = CHINESE.holdings


def test_a_changed_folder_is_read_again_and_the_admins_are_told(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection, WATCHED) as api:
            (collection.corpus / "隧道.md").write_text(TUNNEL, encoding="utf-8")
            told = await api.next_message()
            assert told.chat == ADMIN and told.replies_to is None
            assert told.text.splitlines()[:2] == [SAY.by_itself, f"✅ 已切换到版本 {collection.snapshot().id}"]
            assert told.labels[0].startswith("撤回到版本")
            assert (await asked(api, "隧道每晚清洗一次，由市政公司负责")).quotes

    run(talk())
    assert "隧道.md" in sources(collection)


def test_an_unchanged_folder_is_read_once_and_nobody_is_told(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection, read = made_collection(tmp_path, encoder), list[int]()
    reload = collection.reload

    def counted(progress: Progress | None = None) -> BuildReport:
        read.append(1)
        return reload(progress)

    monkeypatch.setattr(collection, "reload", counted)

    async def talk() -> None:
        async with desk(collection, WATCHED) as api:
            while not read:
                await asyncio.sleep(0.05)
            await asyncio.sleep(3)
            assert api.messages.empty()

    run(talk())
    assert read == [1]


def test_a_folder_that_is_gone_is_reported_once_and_the_old_collection_serves(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection, WATCHED) as api:
            collection.corpus.rename(tmp_path / "elsewhere")
            told = await api.next_message()
            assert "❌ 这次没有更新成功" in told.text
            await asyncio.sleep(3)
            assert (await asked(api, "大桥每年检修两次，由市交通局负责")).quotes
            assert api.messages.empty()

    run(talk())


def test_what_a_chat_reloads_the_watch_does_not_read_again(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection, WATCHED) as api:
            (collection.corpus / "隧道.md").write_text(TUNNEL, encoding="utf-8")
            await asked(api, "/reload", user=ADMIN)
            while not (await api.next_edit()).text.startswith("✅"):
                pass
            await asyncio.sleep(3)
            assert api.messages.empty()

    run(talk())


@given(st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 31)), st.integers(1, 200_000), st.integers(0, 1439))
def test_a_time_of_day_is_due_exactly_when_it_lies_between(start: datetime, seconds: int, minute: int) -> None:
    end = start + timedelta(seconds=min(seconds, 86_000))
    time = f"{minute // 60:02d}:{minute % 60:02d}"
    moments = (start + timedelta(days=d) for d in (0, 1))
    expected = any(
        start < m.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0) <= end for m in moments
    )
    assert watching.is_due((time,), start, end) == expected
    assert not watching.is_due((), start, end)


def test_every_change_of_the_folder_is_seen(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    seen = [watching.look_of(tmp_path / "missing")]
    steps = (
        lambda: (tmp_path / "a.md").write_text("1"),
        lambda: (tmp_path / "a.md").write_text("12"),
        lambda: (tmp_path / "a.md").rename(tmp_path / "b.md"),
        lambda: (tmp_path / "b.md").rename(tmp_path / "sub" / "b.md"),
    )
    for step in steps:
        step()
        seen.append(watching.look_of(tmp_path))
    assert len(set(seen)) == len(seen)
    (tmp_path / "sub" / ".draft-1").write_text("x")
    (tmp_path / "~$b.docx").write_text("x")
    assert watching.look_of(tmp_path) == seen[-1]
