"""Files made or named to do harm: one clear line each, nothing lost, and the bot goes on answering."""

import errno
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.messages import CHINESE
from bot.telegram.updates.receiving import LARGEST
from corpus.readers import sandbox
from corpus.reasons import Reason, Why
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.fuzz.harmful import HARMFUL
from tests.support.bot_api import BotApi
from tests.support.exchanges import asked
from tests.support.holdings.desk import TUNNEL, desk, files_below, made_collection, reported, shown_in_place, sources
from tests.support.made_files import REPORT, as_docx, as_pdf, raw_docx, zipped
from tests.support.running_bot import ADMIN, run

SAY = CHINESE.holdings


@asynccontextmanager
async def unharmed(collection: Collection) -> AsyncIterator[BotApi]:
    """A desk whose collection is as it was when it is closed, and which answers till then."""
    before = files_below(collection.corpus)
    async with desk(collection) as api:
        yield api
        assert "每年检修两次" in (await asked(api, "大桥每年检修两次，由市交通局负责")).quotes[0]
        assert files_below(collection.corpus) == before
        assert api.messages.empty()


def refused(text: str) -> list[str]:
    """The lines below that of refused files."""
    lines = text.splitlines()
    return [line.removeprefix("• ") for line in lines[lines.index(SAY.refused) + 1 :]] if SAY.refused in lines else []


@pytest.mark.parametrize(
    ("name", "content", "media_type", "why"),
    [
        ("程序.exe", b"MZ\x90", "application/x-msdownload", Why.NO_DOCUMENT),
        ("宏.docm", as_docx(), "application/vnd.ms-word.document.macroEnabled.12", Why.NO_DOCUMENT),
        ("电影.mp4", b"\0\0\0\x18ftyp", "video/mp4", Why.NO_DOCUMENT),
        (None, b"\x7fELF", "application/octet-stream", Why.NO_DOCUMENT),
        ("冒充.docx", b"\x7fELF\x02\x01\x01" + bytes(500), None, Why.NOT_AS_NAMED),
        ("空.txt", b"", "text/plain", Why.EMPTY),
        ("空白.md", b"  \n\n", "text/markdown", Why.EMPTY),
        ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(300), "image/png", Why.PICTURE),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(
    name: str | None, content: bytes, media_type: str | None, why: Why, tmp_path: Path, encoder: Encoder
) -> None:
    async def talk() -> None:
        async with unharmed(made_collection(tmp_path, encoder)) as api:
            await api.send_file(name, content, media_type=media_type, user=ADMIN)
            shown = await shown_in_place(api)
            assert (shown.text.splitlines()[0], shown.labels) == (SAY.nothing, [])
            assert refused(shown.text) == [
                f"{name or '文件'}：{CHINESE.reasons.phrase(Reason(why, {'ending': '.docx'}))}"
            ]
            assert files_below(tmp_path / "kept") == {}

    run(talk())


def test_a_file_over_the_limit_is_not_even_fetched(tmp_path: Path, encoder: Encoder) -> None:
    async def talk() -> None:
        async with unharmed(made_collection(tmp_path, encoder)) as api:
            await api.send_file("大.txt", b"x", size=LARGEST + 1, user=ADMIN)
            assert refused((await shown_in_place(api)).text) == ["大.txt：" + SAY.too_large.format(size=21, limit=20)]
            assert api.called("getFile") == []
            await api.send_file("谎报.txt", b"x" * (LARGEST + 1), size=10, user=ADMIN)
            assert refused((await shown_in_place(api)).text) == ["谎报.txt：" + SAY.too_large.format(size=21, limit=20)]
            await api.send_file("更大.txt", b"x" * (21 * 1024 * 1024), size=10, user=ADMIN)
            assert refused((await shown_in_place(api)).text) == [
                "更大.txt：" + SAY.too_large.format(size="20+", limit=20)
            ]

    run(talk())


@pytest.mark.parametrize("kind", sorted(HARMFUL))
def test_bombs_and_loops_end_in_one_line_or_as_a_document(kind: str, tmp_path: Path, encoder: Encoder) -> None:
    ending, content = HARMFUL[kind](random.Random(3))

    async def talk() -> None:
        async with unharmed(made_collection(tmp_path, encoder)) as api:
            await api.send_file(f"坏{ending}", content, user=ADMIN)
            shown = await shown_in_place(api)
            assert len(refused(shown.text)) == 1 or shown.labels == [SAY.take_in, SAY.cancel], shown.text

    run(talk())


def test_a_zip_bomb_of_documents_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    bomb = zipped({f"{n}.txt": b"0" * 19_000_000 for n in range(20)})

    async def talk() -> None:
        async with unharmed(made_collection(tmp_path, encoder)) as api:
            await api.send_file("炸弹.zip", bomb, user=ADMIN)
            shown = await shown_in_place(api)
            assert refused(shown.text) and shown.labels == []

    run(talk())


def test_a_file_that_kills_the_reader_is_refused_and_the_next_one_read(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def talk() -> None:
        async with unharmed(made_collection(tmp_path, encoder)) as api:
            with monkeypatch.context() as patient:
                patient.setattr(sandbox.parsing, "seconds", 0.001)
                await api.send_file("慢.pdf", as_pdf(REPORT * 30), user=ADMIN)
                why = CHINESE.reasons.phrase(Reason(Why.TOO_SLOW))
                assert refused((await shown_in_place(api)).text) == [f"慢.pdf：{why}"]
            await api.send_file("好.pdf", as_pdf(), user=ADMIN)
            assert (await shown_in_place(api)).labels == [SAY.take_in, SAY.cancel]

    run(talk())


def test_macros_are_not_read(tmp_path: Path, encoder: Encoder) -> None:
    async def talk() -> None:
        async with unharmed(made_collection(tmp_path, encoder)) as api:
            body = "<w:p><w:r><w:t>一、修路。今年修路十公里，由市交通局负责。</w:t></w:r></w:p>"
            macros = raw_docx(body, **{"word/vbaProject.bin": "Sub AutoOpen"})
            await api.send_file("宏.docx", macros, user=ADMIN)
            assert "AutoOpen" not in (await shown_in_place(api)).text

    run(talk())


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/出逃.md",
        "..\\..\\出逃.md",
        "/etc/出逃.md",
        "出\x00逃\x1b[2J.md",
        "\u202egpj.出逃.md",
        "..",
        ".隐藏.md",
        "名" * 300 + ".md",
        'con:*?"<>|出逃.md',
        "<b>出逃</b>&amp;.md",
        "",
    ],
)
def test_a_name_is_never_a_path(name: str, tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    before = files_below(tmp_path)

    async def talk() -> None:
        async with desk(collection) as api:
            await api.send_file(name, TUNNEL.encode(), media_type="text/markdown", user=ADMIN)
            await api.press(await shown_in_place(api), SAY.take_in, user=ADMIN)
            await reported(api)

    run(talk())
    new = [path for path in files_below(tmp_path) if path not in before and path.startswith("corpus/")]
    assert len(new) == 1 and new[0].startswith("corpus/uploads/")
    assert len(Path(new[0]).parts) == 4 and new[0].isprintable() and new[0].endswith(".md")
    assert len(sources(collection)) == 3


def test_the_same_file_twice_is_taken_in_once(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection) as api:
            await api.send_file("隧道.md", TUNNEL.encode(), user=ADMIN)
            await api.send_file("又一份.md", TUNNEL.encode(), user=ADMIN)
            shown = await shown_in_place(api)
            assert refused(shown.text) == ["又一份.md：" + SAY.twice.format(other="隧道.md")]
            await api.press(shown, SAY.take_in, user=ADMIN)
            await reported(api)
            await api.send_file("第三份.md", TUNNEL.encode(), user=ADMIN)
            (line,) = refused((await shown_in_place(api)).text)
            assert line.startswith("第三份.md：已经收录过（uploads/")
            await api.send_file("抄来的.md", f"{TUNNEL}\n".encode(), user=ADMIN)
            assert SAY.copy.format(name="关于隧道的讲话") in (await shown_in_place(api)).text

    run(talk())
    assert sources(collection) == sorted(["大桥.md", "养犬.md", "隧道.md"])


def test_a_hundred_files_at_once_are_one_screen_and_all_taken_in(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection) as api:
            for number in range(103):
                text = TUNNEL.replace("隧道", f"第{number}号隧道")
                await api.send_file(f"{number}.md", text.encode(), media_group_id=str(number // 10), user=ADMIN)
            shown = await shown_in_place(api)
            assert shown.text.splitlines()[0] == SAY.offered.format(count=100)
            assert SAY.too_many.format(limit=100, count=3) in shown.text
            await api.press(shown, SAY.take_in, user=ADMIN)
            assert "新增 100 份" in (await reported(api)).text
            assert api.messages.empty()

    run(talk())
    assert len(sources(collection)) == 102


def test_a_full_disk_changes_nothing_and_the_decision_can_be_made_again(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = made_collection(tmp_path, encoder)
    before, fsync, left = files_below(collection.corpus), os.fsync, [2]

    def full(descriptor: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    async def talk() -> None:
        async with desk(collection) as api:
            await api.send_file("隧道.md", TUNNEL.encode(), user=ADMIN)
            await api.send_file("水库.md", TUNNEL.replace("隧道", "水库").encode(), user=ADMIN)
            shown = await shown_in_place(api)
            with monkeypatch.context() as disk:
                disk.setattr("bot.holdings.filing.os.fsync", full)
                await api.press(shown, SAY.take_in, user=ADMIN)
                failed = await reported(api)
            assert (failed.text, failed.labels) == (SAY.no_room, [SAY.take_in, SAY.cancel])
            assert files_below(collection.corpus) == before
            assert (await asked(api, "大桥每年检修两次，由市交通局负责")).quotes
            await api.press(failed, SAY.take_in, user=ADMIN)
            assert "新增 2 份" in (await reported(api)).text

    run(talk())
    assert left[0] < 0 and len(sources(collection)) == 4


def test_a_download_that_fails_is_said(tmp_path: Path, encoder: Encoder) -> None:
    async def talk() -> None:
        async with unharmed(made_collection(tmp_path, encoder)) as api:
            document = {"file_id": "gone", "file_unique_id": "gone", "file_name": "没了.md"}
            await api.say(None, document=document, user=ADMIN)
            assert refused((await shown_in_place(api)).text) == [f"没了.md：{SAY.not_fetched}"]

    run(talk())
