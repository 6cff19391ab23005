"""/remove: asked first, kept for going back, and only what is a file of its own."""

from pathlib import Path

from bot.messages import CHINESE
from retrieval.index.encoder import Encoder
from tests.support.exchanges import asked
from tests.support.holdings.desk import BRIDGE, DOGS, TUNNEL, desk, files_below, made_collection, reported, sources
from tests.support.made_files import zipped
from tests.support.running_bot import ADMIN, run

SAY = CHINESE.holdings


def test_a_document_is_taken_out_after_a_yes_and_brought_back(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    before = files_below(collection.corpus)

    async def talk() -> None:
        async with desk(collection) as api:
            sure = await asked(api, "/remove 养犬管理办法", user=ADMIN)
            assert sure.text.splitlines() == [SAY.remove_sure.format(name="养犬管理办法"), "• 养犬.md"]
            await api.press(sure, SAY.cancel, user=ADMIN)
            assert (await api.next_edit()).text == SAY.not_removed
            assert (await api.send_press(sure, sure.buttons[0]["callback_data"], user=ADMIN))["text"] == SAY.expired
            assert files_below(collection.corpus) == before
            sure = await asked(api, "/remove 养犬管理办法", user=ADMIN)
            assert (await api.press(sure, SAY.remove, user=7))["text"] == CHINESE.reload.only_admins
            await api.press(sure, SAY.remove, user=ADMIN)
            report = await reported(api)
            assert report.text.startswith(f"{SAY.put_away}\n• 养犬.md")
            assert sources(collection) == ["大桥.md"]
            await api.press(report, report.labels[0], user=ADMIN)
            assert f"{SAY.files_back}\n• 养犬.md" in (await api.next_edit()).text
            await asked(api, "/reload", user=ADMIN)
            assert (await reported(api)).text.startswith("✅ 资料没有变化")

    run(talk())
    assert files_below(collection.corpus) == before
    assert sources(collection) == sorted(["大桥.md", "养犬.md"])


def test_which_document_is_asked_where_several_fit(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder, 大桥=BRIDGE, 隧道=TUNNEL, 养犬=DOGS)

    async def talk() -> None:
        async with desk(collection) as api:
            which = await asked(api, "/remove 讲话", user=ADMIN)
            assert which.text == SAY.remove_which
            await api.press(which, "关于隧道的讲话", user=ADMIN)
            sure = await api.next_edit()
            await api.press(sure, SAY.remove, user=ADMIN)
            await reported(api)
            assert (await asked(api, "/remove", user=ADMIN)).text == SAY.remove_usage
            gone = CHINESE.telegram.replies.no_such_document.format(name="火星移民规划")
            assert (await asked(api, "/remove 火星移民规划", user=ADMIN)).text == gone
            assert (await asked(api, "/remove 养犬管理办法")).text == CHINESE.telegram.replies.unknown_command

    run(talk())
    assert sources(collection) == sorted(["大桥.md", "养犬.md"])


def test_copies_go_with_it(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder, 大桥=BRIDGE, 养犬=DOGS, 养犬副本=DOGS)

    async def talk() -> None:
        async with desk(collection) as api:
            sure = await asked(api, "/remove 养犬管理办法", user=ADMIN)
            assert SAY.remove_also in sure.text
            await api.press(sure, SAY.remove, user=ADMIN)
            await reported(api)

    run(talk())
    assert list(files_below(collection.corpus)) == ["大桥.md"]
    assert sources(collection) == ["大桥.md"]


def test_what_is_inside_an_archive_or_gone_is_said(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    (collection.corpus / "包.zip").write_bytes(zipped({"隧道.md": TUNNEL.encode()}))
    collection.reload()
    (collection.corpus / "大桥.md").unlink()

    async def talk() -> None:
        async with desk(collection) as api:
            inside = await asked(api, "/remove 关于隧道的讲话", user=ADMIN)
            assert (inside.text, inside.labels) == (SAY.inside.format(name="关于隧道的讲话", file="包.zip"), [])
            gone = await asked(api, "/remove 关于大桥的讲话", user=ADMIN)
            assert (gone.text, gone.labels) == (SAY.gone.format(name="关于大桥的讲话"), [])

    run(talk())


def test_without_an_earlier_version_there_is_nothing_to_go_back_to(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)

    async def talk() -> None:
        async with desk(collection) as api:
            assert (await asked(api, "/rollback", user=ADMIN)).text == CHINESE.records.rollback_nothing
            assert (await asked(api, "/rollback")).text == CHINESE.telegram.replies.unknown_command

    run(talk())
