"""Neither the log nor the audit ever holds a question, a path or the token, whatever admins do and whatever fails."""

import logging
import sqlite3
from pathlib import Path

import pytest

from retrieval.errors import RetrievalError
from tests.support.bot_api import BotApi, Fault
from tests.support.exchanges import MORE, asked, tapped
from tests.support.running_bot import ADMIN, QUESTION, TOKEN, Shelf, bot_connected, run, settings_for

SECRET = "zzzz问题里的私事"


def test_a_day_of_an_admin_leaves_nothing_of_what_users_wrote(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path, storage={"keep_questions": True})
            shelf = Shelf()
            async with bot_connected(shelf, settings):
                answer = await tapped(api, await asked(api, QUESTION), MORE)
                await api.press(answer, "👎")
                await api.next_edit()
                await asked(api, "zzzz" + SECRET, user=200)
                for command in ("/status", "/rollback", "/log csv", f"/log {SECRET}"):
                    await asked(api, command, user=ADMIN)
                page = await asked(api, "/unanswered", user=ADMIN)
                await api.press(page, "1 收作评测题", user=ADMIN)
                page = await api.next_edit()
                (tmp_path / "collected.jsonl").write_text(SECRET, encoding="utf-8")
                refused = await api.press(page, "1 收作评测题", user=ADMIN)
                assert refused["show_alert"] and str(tmp_path) not in refused["text"]
                shelf.failure = RetrievalError("坏.docx")
                await asked(api, "/reload", user=ADMIN)
                while not (await api.next_edit()).text.startswith("❌"):
                    pass
                api.fault("sendMessage", Fault(status=400, reason="Bad Request: BUTTON_DATA_INVALID"))
                await api.say(SECRET, user=300)
                await api.next_message()
                await api.next_message()
                log = (await asked(api, "/log", user=ADMIN)).text
                assert "收作评测题" in log and "失败" in log

    with caplog.at_level(logging.DEBUG, logger="bot"):
        run(talk())
    with sqlite3.connect(tmp_path / "store.sqlite") as db:
        events = db.execute("SELECT * FROM events").fetchall()
        counted = db.execute("SELECT * FROM tallies").fetchall()
    assert {action for _, _, _, action, *_ in events} >= {"collect", "reload"}
    for written in (caplog.text, str(events), str(counted)):
        assert written
        for secret in (SECRET, QUESTION, str(tmp_path), TOKEN, TOKEN.partition(":")[2]):
            assert secret not in written
