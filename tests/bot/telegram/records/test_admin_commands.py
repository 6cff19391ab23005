"""What admins look at in the chat, and that nobody else does."""

import csv
import io
from pathlib import Path

import pytest
from matplotlib import get_data_path

from bot.messages import CHINESE, ENGLISH
from bot.operating import evaluation_picture
from bot.settings import EvaluationSettings
from bot.store import Store
from bot.telegram.commands.records import log as audit_log
from bot.telegram.screens.buttons import EVERY, STAY, Act, Press
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.errors import RetrievalError
from retrieval.index.encoder import Encoder
from tests.support.bot_api import GROUP, USERNAME, BotApi
from tests.support.exchanges import REAL_QUESTION, asked, tapped
from tests.support.running_bot import (
    ADMIN,
    OTHER,
    QUESTION,
    TOKEN,
    Shelf,
    bot_connected,
    bot_running,
    run,
    settings_for,
)

COMMANDS = ("/status", "/log", "/log csv", "/rollback", "/unanswered", "/eval")
UNKNOWN = CHINESE.telegram.replies.unknown_command
SAID = CHINESE.records


@pytest.mark.parametrize("command", COMMANDS)
def test_who_is_no_admin_gets_what_an_unknown_command_gets(command: str) -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            assert (await asked(api, command)).text == (await asked(api, "/frobnicate")).text == UNKNOWN
            name, *rest = command.split()
            there = " ".join((f"{name}@{USERNAME}", *rest))
            assert (await asked(api, there, chat=GROUP)).text == UNKNOWN
            assert (await asked(api, there, chat=GROUP, user=ADMIN)).text == CHINESE.telegram.only_private
        async with bot_running(Shelf(), admin_ids=()) as api:
            assert (await asked(api, command, user=ADMIN)).text == UNKNOWN

    run(talk())


@pytest.mark.parametrize(
    "press", [Press(Act.LOG, EVERY), Press(Act.DOUBTS, EVERY), Press(Act.REVIEW, "a" * 8, 1), Press(Act.ROLLBACK, STAY)]
)
def test_a_forged_button_is_judged_by_who_pressed_and_where(press: Press, tmp_path: Path) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, storage={"keep_questions": True})
            async with bot_connected(Shelf(), settings):
                private = await asked(api, QUESTION)
                group = await asked(api, f"/ask {QUESTION}", chat=GROUP, user=ADMIN)
                for under, user in ((private, 100), (group, ADMIN)):
                    assert (await api.send_press(under, str(press), user=user))["text"] == CHINESE.reload.only_admins
                assert api.edits.empty()

    run(talk())
    assert Store(tmp_path / "store.sqlite").audit.count() == 0
    assert not (tmp_path / "collected.jsonl").exists()


def test_status_says_what_serves_and_what_was_asked() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            before = (await asked(api, "/status", user=ADMIN)).text.splitlines()
            assert before[0] == "📚 版本 1-first"
            assert before[1] == "共 2 份文件、4 段，还没有理解段落含义"
            assert SAID.today.format(questions=0, refusals=0, errors=0, failed_polls=0) in before
            assert any(line.startswith("内存 ") for line in before) and before[-1].startswith("磁盘剩余")
            for user, text in enumerate((QUESTION, OTHER, "zzzz", "/docs", "你好"), start=1):
                await asked(api, text, user=user)
            after = (await asked(api, "/status", user=ADMIN)).text.splitlines()
            assert SAID.today.format(questions=3, refusals=1, errors=0, failed_polls=0) in after
            english = (await asked(api, "/status", user=ADMIN, language="en")).text
            assert ENGLISH.records.today.partition("{")[0] in english and "📚 Version 1-first" in english

    run(talk())


def test_status_says_how_far_an_update_is() -> None:
    async def talk() -> None:
        shelf = Shelf()
        shelf.gate.clear()
        async with bot_running(shelf) as api:
            await asked(api, "/reload", user=ADMIN)
            await api.next_edit()
            shown = await asked(api, "/status", user=ADMIN)
            assert SAID.work_read.format(done=1, total=4) in shown.text.splitlines()
            shelf.gate.set()
            while not (await api.next_edit()).text.startswith("✅"):
                pass
            assert "⏳" not in (await asked(api, "/status", user=ADMIN)).text

    run(talk())


def test_updates_are_in_the_log_with_who_and_what_came_of_them() -> None:
    async def talk() -> None:
        shelf = Shelf()
        async with bot_running(shelf) as api:
            assert (await asked(api, "/log", user=ADMIN)).text == SAID.log_empty
            for failure in (None, None, RetrievalError("/secret/path/坏.docx: 格式不支持")):
                shelf.failure = failure
                await asked(api, "/reload", user=ADMIN)
                while (await api.next_edit()).text[0] not in "✅❌":
                    pass
            head, *lines = (await asked(api, "/log", user=ADMIN)).text.splitlines()
            assert head == SAID.log_head.format(count=3, page=1, pages=1)
            assert [line.partition("　")[2] for line in lines] == [
                "900　更新资料 2-second：失败（RetrievalError）",
                "900　更新资料 2-second：没有变化（+1 ~0 -0）",
                "900　更新资料 2-second：完成（+1 ~0 -0）",
            ]
            assert (await asked(api, "/log everything", user=ADMIN)).text == SAID.log_usage
            exported = await asked(api, "/log CSV", user=ADMIN)
            assert exported.file is not None and exported.file.name == audit_log.EXPORT_NAME
            assert exported.text == SAID.log_file.format(count=3)
            rows = list(csv.DictReader(io.StringIO(exported.file.content.decode("utf-8-sig"))))
            assert [(row["who"], row["action"], row["result"]) for row in rows] == [
                ("900", "reload", "failed"),
                ("900", "reload", "unchanged"),
                ("900", "reload", "done"),
            ]
            assert "secret" not in exported.file.content.decode() and "坏" not in exported.file.content.decode()

    run(talk())


def test_the_log_is_leafed_through(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    for number in range(23):
        store.audit.record("schedule", "upload", f"{number}<b>.docx")
    store.close()

    async def talk() -> None:
        async with BotApi(TOKEN) as api, bot_connected(Shelf(), settings_for(api.url, tmp_path)):
            shown, seen = await asked(api, "/log", user=ADMIN), list[str]()
            while True:
                seen += shown.text.splitlines()[1:]
                if CHINESE.buttons.page_on not in shown.labels:
                    break
                shown = await tapped(api, shown, CHINESE.buttons.page_on, user=ADMIN)
            assert [line.split(" ")[-1] for line in seen] == [f"{n}<b>.docx：完成" for n in range(22, -1, -1)]
            assert all("定时　收录" in line for line in seen)
            assert (await tapped(api, shown, CHINESE.buttons.page_back, user=ADMIN)).text.startswith(
                SAID.log_head.format(count=23, page=2, pages=3)
            )

    run(talk())


def test_going_back_is_asked_first_and_recorded(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    (folder / "桥.md").write_text("# 关于大桥的讲话\n\n大桥每年检修两次。\n", encoding="utf-8")
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))
    before = collection.reload().generation

    async def talk() -> None:
        async with BotApi(TOKEN) as api, bot_connected(collection, settings_for(api.url, tmp_path / "state")):
            assert (await asked(api, "/rollback", user=ADMIN)).text == SAID.rollback_nothing
            (folder / "隧道.md").write_text("# 关于隧道的讲话\n\n隧道每晚清洗一次。\n", encoding="utf-8")
            after = collection.reload().generation
            sure = await asked(api, "/rollback", user=ADMIN)
            assert sure.text == SAID.rollback_sure.format(generation=after, previous=before)
            stayed = await tapped(api, sure, SAID.rollback_cancel, user=ADMIN)
            assert stayed.text == SAID.rollback_cancelled.format(generation=after)
            assert collection.snapshot().id == after
            sure = await asked(api, "/rollback", user=ADMIN)
            back = CHINESE.reload.rollback.format(generation=before)
            assert (await tapped(api, sure, back, user=ADMIN)).text == CHINESE.reload.rolled_back.format(
                generation=before
            )
            assert collection.snapshot().id == before
            assert (await api.press(sure, back, user=ADMIN))["text"] == CHINESE.reload.rollback_late
            assert f"撤回更新 {before}：完成" in (await asked(api, "/log", user=ADMIN)).text

    run(talk())


@pytest.mark.filterwarnings("ignore:Glyph")
def test_an_evaluation_runs_while_the_bot_answers(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font = (Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf").read_bytes()
    # Whether this machine has a Chinese one is asked elsewhere.
    monkeypatch.setattr(evaluation_picture, "font_with", lambda text: font)
    quote = collection.snapshot().answer(REAL_QUESTION).quotes[0]
    file = tmp_path / "questions.yaml"
    file.write_text(
        f"document: {quote.file}\nquestions:\n- ask: {REAL_QUESTION}\n  quote: 都有依法参加和组织工会的权利\n"
        "- ask: 火星上有没有海\n  unanswerable: true\n",
        encoding="utf-8",
    )

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path).model_copy(
                update={"evaluation": EvaluationSettings(questions=file)}
            )
            async with bot_connected(collection, settings):
                started = await asked(api, "/eval", user=ADMIN)
                assert started.text == SAID.eval_started.format(count=2)
                report = await api.next_edit()
                assert report.message_id == started.message_id
                lines = report.text.splitlines()
                assert lines[0] == SAID.eval_head.format(count=2, generation=collection.snapshot().id)
                assert lines[1].startswith("答对：100%")
                assert CHINESE.evaluation_picture.kind.format(name="question", share="100%", count=1) in lines
                assert lines[-1] == CHINESE.evaluation_picture.first_time
                picture = await api.next_message()
                assert picture.method == "sendPhoto" and picture.replies_to == started.replies_to
                assert picture.text == CHINESE.evaluation_picture.caption.format(generation=collection.snapshot().id)
                assert "评测" in (await asked(api, "/log", user=ADMIN)).text
                assert (await asked(api, REAL_QUESTION)).quotes
                file.write_text("questions: 3\n", encoding="utf-8")
                refused = (await asked(api, "/eval", user=ADMIN)).text
                assert refused.startswith(SAID.eval_failed.partition("{")[0]) and str(tmp_path) not in refused

    run(talk())


def test_stopping_ends_an_evaluation(collection: Collection, tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    lines = "".join(f"- ask: 第{number}个没有答案的问题是什么\n  unanswerable: true\n" for number in range(3000))
    file.write_text(f"questions:\n{lines}", encoding="utf-8")

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path).model_copy(
                update={"evaluation": EvaluationSettings(questions=file)}
            )
            async with bot_connected(collection, settings):
                await asked(api, "/eval", user=ADMIN)
                busy = await asked(api, "/eval", user=ADMIN)
                assert busy.text.startswith(SAID.eval_busy.partition("{")[0])
                assert "正在评测" in (await asked(api, "/status", user=ADMIN)).text
            assert (await api.next_edit()).text == SAID.eval_stopped

    run(talk())
    (event,) = Store(tmp_path / "store.sqlite").audit.events()
    assert (event.action, event.ending) == ("evaluate", "cancelled")


def test_an_evaluation_that_fails_says_so_and_another_may_begin(tmp_path: Path) -> None:
    """A Shelf answers like a collection and is none that can be evaluated."""
    (tmp_path / "questions.yaml").write_text("questions:\n- ask: 谁\n  unanswerable: true\n", encoding="utf-8")

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path).model_copy(
                update={"evaluation": EvaluationSettings(questions=tmp_path / "questions.yaml")}
            )
            async with bot_connected(Shelf(), settings):
                for _ in range(2):
                    assert (await asked(api, "/eval", user=ADMIN)).text == SAID.eval_started.format(count=1)
                    assert (await api.next_edit()).text.startswith(SAID.eval_crashed.partition("{")[0])
                assert "出错 2 次" in (await asked(api, "/status", user=ADMIN)).text

    run(talk())
