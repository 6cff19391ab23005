"""`yuanwen chat` as a process: whole conversations through a pipe and at a terminal, on a small invented collection."""

import os
import pty
import re
import selectors
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.messages.languages import spoken_language
from tests.support.command_line import run
from tests.support.paths import ROOT

DOCUMENTS = {
    "石埠镇养路工作会议讲话.txt": """在石埠镇养路工作会议上的讲话
（2024年4月2日）
石埠镇镇长　林可望

一、先说去年的情况
去年全镇养护村道四十二公里，补坑槽三百一十处，花了五十六万元。群众说，路平了，心也顺了。

二、今年的安排
（一）村道养护。今年养护村道六十公里，每公里补助八千元，由镇财政所按季度拨付。路肩杂草每年割三次。
（二）桥梁检查。全镇十七座小桥每半年检查一次，发现裂缝的当天立牌限重。检查记录交镇交通办存档。
（三）养路员待遇。养路员每人每月补贴六百元，干满一年另发劳保用品一套。

三、几点要求
各村要把账目贴在墙上。谁家门前的沟堵了，谁家先清。
""",
    "白沙镇集市管理办法.txt": """白沙镇集市管理办法
第一章　总则
第一条　为了管好集市，方便群众买卖，制定本办法。
第二条　本办法适用于白沙镇范围内的集市。
第二章　摊位
第三条　摊位每天收费三元，收费必须开票。
第四条　卖自家种的菜，不收摊位费。
""",
}


CONVERSATION = [
    "今年养护村道多少公里",
    "去年呢",
    "第二条",
    "出处",
    "目录",
    "4",
    "卖自家种的菜要交摊位费吗",
    "上下文",
    "全文",
    "/search 补贴",
    "白沙镇的目录",
    "/没有这个",
    "谢谢",
    "帮助",
    "/quit",
    "今年养护村道多少公里",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The options that name a small collection, its library built."""
    folder = tmp_path_factory.mktemp("chat")
    (folder / "documents").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    options = ["--corpus", str(folder / "documents"), "--library", str(folder / "library")]
    assert run("index", *options).returncode == 0
    return options


def test_a_conversation_reads_as_expected(place: list[str]) -> None:
    """`tests/bot/terminal/transcripts/market.txt` holds what a person sees. After a wanted change write it anew and read it."""
    result = run("chat", *place, stdin="\n".join(CONVERSATION) + "\n")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    expected = ROOT / "tests" / "bot" / "terminal" / "transcripts" / "market.txt"
    if os.environ.get("WRITE_TRANSCRIPTS"):
        expected.write_text(result.stdout, encoding="utf-8")
    assert result.stdout == expected.read_text(encoding="utf-8")
    quoted = [line for line in result.stdout.splitlines() if line.endswith("。") and "》" not in line]
    assert len(quoted) > 8


def test_english_by_locale_and_by_config(place: list[str], tmp_path: Path) -> None:
    assert "Ask in everyday Chinese" in run("chat", *place, stdin="/help\n", LANG="en_GB.UTF-8").stdout
    config = tmp_path / "config.yaml"
    config.write_text("terminal:\n  language: zh\n", encoding="utf-8")
    assert "直接提问" in run("chat", *place, "--config", str(config), stdin="/help\n", LANG="en_GB.UTF-8").stdout


@pytest.mark.parametrize(
    ("configured", "environment", "language"),
    [
        ("auto", {}, "zh"),
        ("auto", {"LANG": "C.UTF-8"}, "zh"),
        ("auto", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("auto", {"LANG": "en_US.UTF-8"}, "en"),
        ("auto", {"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
    ],
)
def test_the_language_spoken(configured: str, environment: dict[str, str], language: str) -> None:
    assert spoken_language(configured, environment) == language


def test_a_line_in_another_encoding_does_not_end_the_conversation(place: list[str]) -> None:
    command = [sys.executable, "-m", "bot", "chat", *place]
    lines = "今年养护村道多少公里\n".encode("gb18030") + "养路员每月补贴多少\n".encode()
    ended = subprocess.run(command, input=lines, capture_output=True, cwd=ROOT, timeout=120, check=False)
    assert ended.returncode == 0
    assert "六百元" in ended.stdout.decode()


class Keyboard:
    """A person at a terminal: types, and reads what has appeared."""

    def __init__(self, command: list[str], home: Path) -> None:
        keyboard, terminal = pty.openpty()
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            "XDG_STATE_HOME": str(home),
            "LANG": "C.UTF-8",
        }
        self.process = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, cwd=ROOT, env=environment, start_new_session=True
        )
        os.close(terminal)
        self._screen, self.seen, self._read = keyboard, "", 0
        self._selector = selectors.DefaultSelector()
        self._selector.register(keyboard, selectors.EVENT_READ)

    def type(self, keys: str) -> None:
        os.write(self._screen, keys.encode())

    def wait_for(self, words: str, seconds: float = 90) -> None:
        """Read the screen until `words` appear behind what was waited for before."""
        end = time.monotonic() + seconds
        while (at := self.seen.find(words, self._read)) < 0:
            assert time.monotonic() < end, f"{words!r} did not appear: {self.seen[self._read :]!r}"
            if self._selector.select(0.2):
                piece = os.read(self._screen, 65536).decode("utf-8", "replace")
                if "\x1b[6n" in piece:
                    self.type("\x1b[1;1R")  # the terminal is asked where its cursor is
                self.seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", piece)
        self._read = at + len(words)


def test_a_conversation_at_a_terminal(place: list[str], tmp_path: Path) -> None:
    keyboard = Keyboard([sys.executable, "-m", "bot", "chat", *place], tmp_path)
    try:
        keyboard.wait_for("你问>")
        keyboard.type("养路员每月补贴多少\r")
        keyboard.wait_for("六百元")
        keyboard.type("这一行不要了\x03")
        keyboard.wait_for("你问>")
        keyboard.type("上下文\r")
        keyboard.wait_for("桥梁检查")
        keyboard.wait_for("你问>")
        keyboard.type("\x03")
        assert keyboard.process.wait(30) == 0
    finally:
        keyboard.process.kill()
    assert "Traceback" not in keyboard.seen
    history = (tmp_path / "yuanwen" / "chat_history").read_text(encoding="utf-8")
    assert "+养路员每月补贴多少" in history and "这一行不要了" not in history
    assert (tmp_path / "yuanwen" / "chat_history").stat().st_mode & 0o077 == 0


def test_end_of_input_leaves_a_terminal(place: list[str], tmp_path: Path) -> None:
    keyboard = Keyboard([sys.executable, "-m", "bot", "chat", *place], tmp_path)
    try:
        keyboard.wait_for("你问>")
        keyboard.type("\x04")
        assert keyboard.process.wait(30) == 0
    finally:
        keyboard.process.kill()
