"""Updates of the collection: who may, what is reported, and what becomes of old buttons."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.messages import CHINESE
from bot.telegram.updates import reports
from corpus.reasons import Reason, Why
from retrieval.answering import Answerer
from retrieval.collection import BuildReport, Collection
from retrieval.errors import RetrievalError
from retrieval.index.encoder import Encoder
from tests.support.bot_api import GROUP, USERNAME, Sent
from tests.support.exchanges import asked, tapped
from tests.support.running_bot import (
    ADMIN,
    QUESTION,
    QUOTED,
    SCHOOLS,
    UNIONS,
    Shelf,
    bot_running,
    document,
    run,
)


def test_an_admin_reloads_while_the_bot_answers() -> None:
    async def talk() -> None:
        shelf = Shelf()
        shelf.gate.clear()
        async with bot_running(shelf) as api:
            command = await api.say("/reload", user=ADMIN)
            started = await api.next_message()
            assert (started.text, started.replies_to) == (CHINESE.reload.started, command)
            assert (await api.next_edit()).text == "正在更新资料库… 读取文件 1/4 ▓▓░░░░░░░░ 25%"
            await api.say("/reload", user=ADMIN)
            assert (await api.next_message()).text == CHINESE.reload.busy
            await api.say(QUESTION)
            assert (await api.next_message()).quotes == [QUOTED]
            shelf.gate.set()
            report = await api.next_edit()
            assert report.message_id == started.message_id
            assert report.text.splitlines() == [
                "✅ 已切换到版本 2-second",
                "共 3 份、5 段：新增 1 份，更新 0 份，移除 0 份，跳过 1 份",
                "新增：",
                "• 新.md",
                "⚠️ 跳过：",
                "• 旧表<1>.xls：是旧版或其他格式的表格，请另存为 .xlsx",
            ]
            await api.say("/reload", user=ADMIN)
            assert (await api.next_message()).text == CHINESE.reload.started
            assert (await api.next_edit()).text.startswith("✅ 资料没有变化")

    run(talk())


def test_only_admins_reload_and_only_in_private() -> None:
    async def talk() -> None:
        shelf = Shelf()
        async with bot_running(shelf) as api:
            await api.say("/reload", user=100)
            assert (await api.next_message()).text == CHINESE.telegram.replies.unknown_command
            await api.say(f"/reload@{USERNAME}", user=ADMIN, chat=GROUP)
            assert (await api.next_message()).text == CHINESE.telegram.only_private
            await api.say("/reload", user=ADMIN, kind="edited_message")
            assert (await asked(api, "/reload", user=ADMIN, age=3600)).text == CHINESE.telegram.was_away
            await api.say("/help", user=ADMIN)
            assert (await api.next_message()).text == CHINESE.telegram.replies.help
            assert shelf.generation == "1-first"

    run(talk())


def test_without_admins_nobody_reloads() -> None:
    async def talk() -> Sent:
        async with bot_running(Shelf(), admin_ids=()) as api:
            await api.say("/reload", user=ADMIN)
            return await api.next_message()

    assert run(talk()).text == CHINESE.telegram.replies.unknown_command


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (RetrievalError("坏.docx：格式<不支持>"), "坏.docx：格式<不支持>\n原来的资料库（版本 1-first）照常使用。"),
        (
            OSError(28, "No space left on device", "library"),
            "No space left on device\n原来的资料库（版本 1-first）照常使用。",
        ),
        (ValueError("secret detail"), "原来的资料库（版本 1-first）照常使用。"),
    ],
)
def test_a_failed_reload_leaves_the_old_collection(failure: Exception, expected: str) -> None:
    async def talk() -> None:
        shelf = Shelf()
        shelf.failure = failure
        async with bot_running(shelf) as api:
            await api.say("/reload", user=ADMIN)
            await api.next_message()
            report = (await api.next_edit()).text
            assert report.startswith("❌ 这次没有更新成功")
            assert report.endswith(expected)
            assert "secret detail" not in report
            await api.say(QUESTION)
            assert (await api.next_message()).quotes == [QUOTED]

    run(talk())


def test_stopping_ends_a_reload_and_keeps_the_collection() -> None:
    async def talk() -> None:
        shelf = Shelf()
        shelf.gate.clear()
        async with bot_running(shelf) as api:
            await api.say("/reload", user=ADMIN)
            await api.next_message()
            last = await api.next_edit()
        while not api.edits.empty():
            last = api.edits.get_nowait()
        assert last.text == CHINESE.reload.stopped.format(generation="1-first")
        assert shelf.generation == "1-first"

    run(talk())


def test_progress_is_a_bar_and_after_a_while_a_guess() -> None:
    assert reports.progress_text("encode", 0, 8, 9.0, CHINESE) == "正在更新资料库… 编制索引 0/8 段 ░░░░░░░░░░ 0%"
    text = reports.progress_text("encode", 6, 8, 9.0, CHINESE)
    assert text == "正在更新资料库… 编制索引 6/8 段 ▓▓▓▓▓▓▓▓░░ 75%（约 3 秒）"


def test_files_without_headings_are_named_in_the_report() -> None:
    report = BuildReport("2-b", 1, 1, ("无题.txt",), (), (), ())
    lines = [part.text for part in reports.report_parts(report, "1-a", CHINESE, flat=["无题.txt"])]
    assert lines[-2:] == [CHINESE.reload.flat, "• 无题.txt"]


def test_long_lists_of_a_report_are_cut() -> None:
    names = tuple(f"{n}号文件.md" for n in range(30))
    report = BuildReport(
        "2-b",
        30,
        90,
        names,
        (),
        (),
        tuple((f"{name * 50}{n}", Reason(Why.TOO_LARGE, {"size": n, "limit": 20})) for n, name in enumerate(names)),
    )
    lines = [part.text for part in reports.report_parts(report, "1-a", CHINESE)]
    assert lines.count("… 另有 22 份") == 2
    assert max(map(len, lines)) < 300


def test_buttons_live_on_as_long_as_their_document_is_unchanged() -> None:
    async def talk() -> None:
        shelf = Shelf()
        async with bot_running(shelf) as api:
            answer, listed = await asked(api, QUESTION), await asked(api, "/docs")
            refusal = await asked(api, "zzzz", user=200)
            for number in range(3):
                shelf.generation = f"{number}-later"
            contents = await tapped(api, answer, CHINESE.buttons.contents)
            assert (await tapped(api, contents, CHINESE.buttons.back)).quotes == [QUOTED]
            assert (await tapped(api, listed, UNIONS.name)).text == contents.text
            assert (await tapped(api, refusal, refusal.labels[0], user=200)).quotes
            assert (await asked(api, "出处")).text != CHINESE.telegram.replies.collection_changed

            changed = document(UNIONS.title, "一、把新就业群体组织起来", "外卖骑手的会费另行规定。")
            shelf.documents = (replace(changed, id="another"), SCHOOLS)
            for under in (answer, contents):
                for button in under.buttons:
                    if button.get("callback_data", "u:")[:2] not in ("u:", "n:", "w:"):
                        toast = await api.send_press(under, button["callback_data"])
                        assert (toast["text"], toast["show_alert"]) == (CHINESE.telegram.expired, True)
            assert (await asked(api, "还有吗")).text == CHINESE.telegram.replies.collection_changed
            assert (await api.press(answer, "👍"))["text"] == CHINESE.telegram.vote_kept
            assert (await api.next_edit()).message_id == answer.message_id
            assert (await tapped(api, listed, SCHOOLS.name)).text.splitlines()[0].startswith(f"📄 {SCHOOLS.title}")

    run(talk())


def test_a_quote_lives_on_when_another_of_its_answer_is_gone() -> None:
    async def talk() -> None:
        shelf = Shelf(UNIONS, document("另一份讲话", "一、外卖", "外卖骑手入会的办法另定。"))
        async with bot_running(shelf) as api:
            answer = await asked(api, QUESTION)
            assert len(answer.quotes) == 1 and CHINESE.buttons.next in answer.labels
            shelf.documents = shelf.documents[:1]
            first = await tapped(api, answer, CHINESE.buttons.context)
            assert QUOTED in "".join(first.quotes)
            assert (await api.press(first, CHINESE.buttons.next))["text"] == CHINESE.telegram.expired

    run(talk())


def test_an_admin_takes_an_update_back(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    old, new = "## 一、桥梁\n\n大桥每年检修两次。\n", "## 一、隧道\n\n隧道每晚清洗一次。\n"
    (folder / "桥.md").write_text(f"# 关于大桥的讲话\n\n{old}", encoding="utf-8")
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    collection.reload()
    before = collection.snapshot().id
    (folder / "隧道.md").write_text(f"# 关于隧道的讲话\n\n{new}", encoding="utf-8")

    async def talk() -> None:
        async with bot_running(collection) as api:
            await asked(api, "/reload", user=ADMIN)
            while not (report := await api.next_edit()).text.startswith("✅"):
                pass
            assert report.labels == [CHINESE.reload.rollback.format(generation=before)]
            button = report.buttons[0]["callback_data"]
            answer = await asked(api, "/help", user=7)
            assert (await api.send_press(answer, button, user=7))["text"] == CHINESE.reload.only_admins
            assert len((await asked(api, "/docs")).buttons) == 2
            back = await tapped(api, report, report.labels[0], user=ADMIN)
            assert back.text == CHINESE.reload.rolled_back.format(generation=before)
            assert collection.snapshot().id == before
            assert len((await asked(api, "/docs")).buttons) == 1
            assert (await api.send_press(back, button, user=ADMIN))["text"] == CHINESE.reload.rollback_late
            await asked(api, "/reload", user=ADMIN)
            while not (report := await api.next_edit()).text.startswith("✅"):
                pass
            assert len((await asked(api, "/docs")).buttons) == 2

    run(talk())
    reopened = Collection(folder, tmp_path / "library", Answerer(encoder))
    assert (reopened.snapshot().id, reopened.previous) == (collection.snapshot().id, before)


def test_reports_of_nothing_new_offer_nothing_to_take_back() -> None:
    async def talk() -> Sent:
        shelf = Shelf()
        shelf.report = BuildReport("1-first", 2, 4, (), (), (), ())
        async with bot_running(shelf) as api:
            await asked(api, "/reload", user=ADMIN)
            return await api.next_edit()

    assert run(talk()).buttons == []
