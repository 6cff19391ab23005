"""Files from admins: shown as they would be understood, taken in only after that was decided, taken back as a whole."""

import asyncio
import logging
from pathlib import Path

import pytest

from bot.messages import CHINESE, ENGLISH
from bot.records.audit import Event
from bot.telegram.services import services
from retrieval.index.encoder import Encoder
from tests.support.bot_api import BotApi, Fault
from tests.support.exchanges import asked
from tests.support.holdings.desk import (
    DOGS,
    TUNNEL,
    desk,
    desk_settings,
    files_below,
    made_collection,
    reported,
    shown_in_place,
    sources,
)
from tests.support.made_files import as_docx
from tests.support.running_bot import ADMIN, TOKEN, bot_connected, run

SAY = CHINESE.holdings
DOCX = as_docx()
NEWER = DOGS.replace("2020年3月1日", "（2024年5月6日修订）").replace("一只", "两只")


def test_a_sent_file_is_shown_taken_in_and_answers(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    before = files_below(collection.corpus)

    async def talk() -> None:
        async with desk(collection) as api:
            await api.send_file("乡村振兴讲话.docx", DOCX, user=ADMIN)
            shown = await shown_in_place(api)
            assert shown.bold == ["在全市乡村振兴工作会议上的讲话"]
            assert "一、认清形势，增强做好乡村振兴工作的紧迫感" in shown.text
            assert shown.labels == [SAY.take_in, SAY.cancel]
            assert files_below(collection.corpus) == before
            assert "text" not in await api.press(shown, SAY.take_in, user=ADMIN)
            report = await reported(api)
            assert report.message_id == shown.message_id
            assert report.text.splitlines()[0] == SAY.taken_in
            assert "✅ 已切换到版本" in report.text
            assert (await asked(api, "改厕计划改造多少座卫生厕所")).bold[0] == "在全市乡村振兴工作会议上的讲话"

    run(talk())
    added = set(files_below(collection.corpus)) - set(before)
    (path,) = added
    assert path.startswith("uploads/") and path.endswith("/乡村振兴讲话.docx")
    assert (collection.corpus / path).read_bytes() == DOCX


def test_an_album_and_single_files_are_one_screen(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection) as api:
            await api.send_file("隧道.md", TUNNEL.encode(), user=ADMIN, media_group_id="1")
            await api.send_file("水库.md", TUNNEL.replace("隧道", "水库").encode(), user=ADMIN, media_group_id="1")
            origin = {"type": "hidden_user", "sender_user_name": "某人", "date": 1}
            await api.send_file("码头.md", TUNNEL.replace("隧道", "码头").encode(), user=ADMIN, forward_origin=origin)
            shown = await shown_in_place(api)
            assert shown.text.splitlines()[0] == SAY.offered.format(count=3)
            await api.press(shown, SAY.take_in, user=ADMIN)
            await reported(api)
            assert api.messages.empty()

    run(talk())
    assert sources(collection) == sorted(["大桥.md", "养犬.md", "隧道.md", "水库.md", "码头.md"])


def test_cancelled_files_leave_nothing_behind(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    before = files_below(tmp_path / "corpus")

    async def talk() -> None:
        async with desk(collection) as api:
            await api.send_file("隧道.md", TUNNEL.encode(), user=ADMIN)
            shown = await shown_in_place(api)
            await api.press(shown, SAY.cancel, user=ADMIN)
            assert (await api.next_edit()).text == SAY.cancelled
            late = await api.press(shown, SAY.cancel, user=ADMIN) if shown.labels else {}
            assert late["text"] == SAY.expired

    run(talk())
    assert files_below(tmp_path / "corpus") == before
    assert files_below(tmp_path / "kept") == {}


def test_an_old_version_is_replaced_and_a_rollback_brings_it_back(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    before = files_below(collection.corpus)

    async def talk() -> None:
        async with desk(collection) as api:
            await api.send_file("新办法.md", NEWER.encode(), user=ADMIN)
            shown = await shown_in_place(api)
            assert SAY.older.format(name="养犬管理办法", date="（2020-03-01）") in shown.text
            assert shown.labels == [SAY.take_in, SAY.cancel, SAY.replace]
            await api.press(shown, SAY.replace, user=ADMIN)
            report = await reported(api)
            assert SAY.put_away in report.text and "• 养犬.md" in report.text
            assert sources(collection) == sorted(["大桥.md", "新办法.md"])
            sure = await asked(api, "/rollback", user=ADMIN)
            await api.press(sure, sure.labels[0], user=ADMIN)
            back = await api.next_edit()
            assert SAY.files_back in back.text and SAY.files_out in back.text
            assert files_below(collection.corpus) == before
            await asked(api, "/reload", user=ADMIN)
            assert (await reported(api)).text.startswith("✅ 资料没有变化")

    run(talk())
    assert sources(collection) == sorted(["大桥.md", "养犬.md"])
    kept = files_below(tmp_path / "kept")
    assert NEWER.encode() in kept.values(), "what was taken out is kept"


def test_beside_its_old_version_a_new_one_is_quoted_first_and_the_old_one_marked(
    tmp_path: Path, encoder: Encoder
) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection) as api:
            await api.send_file("新办法.md", NEWER.encode(), user=ADMIN)
            await api.press(await shown_in_place(api), SAY.take_in, user=ADMIN)
            await reported(api)
            answer = await asked(api, "每户可以养几只")
            assert "两只" in answer.quotes[0]
            assert "⚠" not in answer.text
            listed = await asked(api, "/docs")
            assert "《养犬管理办法》⚠ 已被《养犬管理办法》（2024年修订）取代" in listed.text

    run(talk())


def test_only_the_admin_who_sent_them_decides_and_others_get_one_line(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection) as api:
            for number in range(3):
                await api.send_file(f"{number}.md", TUNNEL.encode(), user=7, media_group_id="9")
            assert (await api.next_message()).text == CHINESE.telegram.only_file
            await api.send_file("隧道.md", TUNNEL.encode(), user=ADMIN, language="en")
            shown = await shown_in_place(api)
            assert shown.labels == [ENGLISH.holdings.take_in, ENGLISH.holdings.cancel]
            data = shown.buttons[0]["callback_data"]
            assert (await api.send_press(shown, data, user=7))["text"] == CHINESE.reload.only_admins
            assert api.called("download") == [{"path": "documents/file-3"}], "others' files are not fetched"
            assert api.messages.empty() and api.edits.empty()

    run(talk())
    assert sources(collection) == sorted(["大桥.md", "养犬.md"])


def test_after_a_restart_an_undecided_file_is_to_be_sent_again(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            async with bot_connected(collection, desk_settings(collection, api)):
                await api.send_file("隧道.md", TUNNEL.encode(), user=ADMIN)
                shown = await shown_in_place(api)
            assert files_below(tmp_path / "kept")
            async with bot_connected(collection, desk_settings(collection, api)):
                sent = await asked(api, "/help", user=ADMIN)
                data = shown.buttons[0]["callback_data"]
                assert (await api.send_press(sent, data, user=ADMIN))["text"] == SAY.expired

    run(talk())
    assert files_below(tmp_path / "kept") == {}


def test_a_bot_that_stops_says_which_files_it_has_not_looked_at(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        waiting = Fault(until=asyncio.Event())
        async with BotApi(TOKEN) as api:
            api.fault("getFile", waiting)
            async with bot_connected(collection, desk_settings(collection, api)):
                await api.send_file("隧道.md", TUNNEL.encode(), user=ADMIN)
                received = await api.next_message()
                await waiting.reached.wait()
            edit = await api.next_edit()
            assert (edit.message_id, edit.text) == (received.message_id, SAY.interrupted)

    run(talk())
    assert sources(collection) == sorted(["大桥.md", "养犬.md"])


def test_what_admins_do_is_handed_to_the_record_and_names_stay_out_of_the_log(
    tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    collection, kept = made_collection(tmp_path, encoder), list[Event]()

    async def talk() -> None:
        async with (
            BotApi(TOKEN) as api,
            bot_connected(collection, desk_settings(collection, api)) as application,
        ):
            await api.send_file("机密隧道.md", TUNNEL.encode(), user=ADMIN)
            await api.press(await shown_in_place(api), SAY.take_in, user=ADMIN)
            report = await reported(api)
            await api.press(report, report.labels[0], user=ADMIN)
            await api.next_edit()
            await api.press(await asked(api, "/remove 养犬管理办法", user=ADMIN), SAY.remove, user=ADMIN)
            await reported(api)
            kept.extend(reversed(services(application).store.audit.events()))

    caplog.set_level(logging.DEBUG, "bot")
    run(talk())
    assert [(event.who, event.action, event.ending) for event in kept] == [
        (str(ADMIN), "upload", "done"),
        (str(ADMIN), "reload", "done"),
        (str(ADMIN), "rollback", "done"),
        (str(ADMIN), "remove", "done"),
        (str(ADMIN), "reload", "done"),
    ]
    assert [event.what for event in kept if event.action in ("upload", "remove")] == ["关于隧道的讲话", "养犬.md"]
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "upload: done" in logged
    assert not any(secret in logged for secret in ("机密", "隧道", "养犬", str(tmp_path), TOKEN))
