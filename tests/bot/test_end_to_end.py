"""The whole program as its users run it: the bot as a process of its own, the real library, the test server."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.bot_api import BotApiThread, Sent
from tests.support.paths import ROOT

TOKEN = "123456789:AAF-aTokenThatOnlyTheTestServerKnows_1"
ADMIN = 900
SECONDS = 180
QUESTION = "送外卖的能参加工会吗"
ADDED = """# 关于城市雕塑的讲话

## 一、雕塑的选址

城市雕塑应当安放在公园和广场的开阔处，不得占用盲道。
"""

pytestmark = pytest.mark.skipif(not (ROOT / "bot" / "cli.py").exists(), reason="the command line is not there yet")


class Place:
    """A folder with a copy of the shipped speeches, a config file and a library that is built on first use."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "speeches"
        shutil.copytree(ROOT / "corpus" / "speeches", self.corpus)
        self.config = folder / "config.yaml"
        self.config.write_text("corpus: speeches\nlibrary: library\n", encoding="utf-8")
        self.library = folder / "library"

    def command(self, name: str, *arguments: str) -> list[str]:
        options = ["--config", str(self.config), "--library", str(self.library)]
        return [sys.executable, "-m", "bot", name, *arguments, *options]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("yuanwen"))


def environment(url: str, token: str = TOKEN) -> dict[str, str]:
    given = {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_BASE_URL": url, "TELEGRAM_ADMIN_IDS": str(ADMIN)}
    return os.environ | given | {"PYTHONPATH": str(ROOT)}


@contextmanager
def bot_process(place: Place, api: BotApiThread) -> Iterator[subprocess.Popen[bytes]]:
    """The bot, running; ended by force should the test fail. What it writes goes to `bot.log`."""
    with (place.config.parent / "bot.log").open("wb") as log:
        process = subprocess.Popen(place.command("bot"), env=environment(api.url), stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait(SECONDS)


def test_the_chat_quotes_what_the_command_line_quotes(place: Place) -> None:
    asked = subprocess.run(
        place.command("ask", QUESTION, "--json"),
        capture_output=True,
        timeout=SECONDS,
        env=environment("http://localhost/"),
    )
    assert asked.returncode == 0, asked.stderr.decode()
    answer = json.loads(asked.stdout)
    with BotApiThread(TOKEN) as api, bot_process(place, api) as process:
        api.say(QUESTION)
        sent = api.next_message()
        assert not answer["refused"]
        assert sent.quotes[0] == answer["quotes"][0]["text"]
        assert answer["quotes"][0]["document"] in sent.text
        assert " › ".join(answer["quotes"][0]["heading_path"]) in sent.text

        process.kill()
        process.wait(SECONDS)
        # Buttons outlive a bot that was killed; what they show is still what the command line quotes.
        with bot_process(place, api) as second:
            assert "text" not in api.press(sent, "下一条")
            assert api.next_edit().quotes[0] == answer["quotes"][1]["text"]
            second.send_signal(signal.SIGTERM)
            assert second.wait(SECONDS) == 0

    with BotApiThread(TOKEN) as api, bot_process(place, api) as process:
        (place.corpus / "雕塑.md").write_text(ADDED, encoding="utf-8")
        report = reloaded(api)
        assert "新增：\n• 雕塑.md" in report.text
        offered = api.type_inline("雕塑")
        assert any("不得占用盲道" in r["input_message_content"]["message_text"] for r in offered["results"])
        # A button made before the update and under another process: its document is unchanged.
        assert "text" not in api.press(sent, "目录")
        api.say("雕塑能不能占盲道")
        assert "城市雕塑应当安放在公园和广场的开阔处，不得占用盲道。" in "".join(api.next_message().quotes)

        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    written = (place.config.parent / "bot.log").read_text(encoding="utf-8")
    assert TOKEN.partition(":")[2] not in written
    assert "Traceback" not in written


def reloaded(api: BotApiThread) -> Sent:
    """Have an admin reload; the report, after whatever progress was shown."""
    api.say("/reload", user=ADMIN)
    started = api.next_message()
    while not (edit := api.next_edit()).text.startswith(("✅", "❌")):
        assert edit.message_id == started.message_id
    return edit


def test_a_rejected_token_ends_the_bot_with_one_clear_line(place: Place) -> None:
    wrong = "123456789:AAF-wrongTokenThatNoServerEverKnew_002"
    with BotApiThread(TOKEN) as api:
        ended = subprocess.run(
            place.command("bot"), env=environment(api.url, wrong), capture_output=True, timeout=SECONDS
        )
    written = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == 2
    assert "does not accept this token" in written.strip().splitlines()[-1]
    assert "Traceback" not in written
    assert wrong.partition(":")[2] not in written
