"""Several bots on one PostgreSQL, behind a proxy that hands each update to any of them, are as one."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest

from bot.locations import STORAGE_PASSWORD_VARIABLE
from bot.messages import CHINESE
from tests.support.bot_api import BotApiThread, Fault, Sent
from tests.support.bot_process import PATH, free_port, shelf_process
from tests.support.databases.postgres import PASSWORD, Cluster
from tests.support.running_bot import OTHER, OTHER_QUOTED, QUESTION, QUOTED, TOKEN

BURST = 3


@dataclass(frozen=True)
class Office:
    """Two bots with their `ports`; `to` says which of them the proxy hands the next updates."""

    api: BotApiThread
    folders: tuple[Path, Path]
    ports: tuple[int, int]
    processes: tuple[Popen[bytes], Popen[bytes]]

    def to(self, number: int) -> BotApiThread:
        self.api.api.webhook["url"] = f"http://127.0.0.1:{self.ports[number]}/{PATH}"
        return self.api

    def ask(self, number: int, text: str = QUESTION, user: int = 100) -> None:
        self.to(number).say(text, user=user)
        self.api.wait_until_taken()

    @property
    def logs(self) -> str:
        return "".join((folder / "log").read_text(encoding="utf-8") for folder in self.folders)


@pytest.fixture
def office(postgres: Cluster, tmp_path: Path) -> Iterator[Office]:
    ports, folders = (free_port(), free_port()), (tmp_path / "one", tmp_path / "two")
    storage, limits = {"url": postgres.database()}, {"burst": BURST, "per_minute": 1}
    with BotApiThread(TOKEN) as api, ExitStack() as stack:
        processes = []
        for port, folder in zip(ports, folders, strict=True):
            folder.mkdir()
            processes.append(stack.enter_context(shelf_process(api, folder, port, storage, limits=limits)))
            # It answers once it runs; by somebody else each time, who has not asked too much.
            api.say(OTHER, user=port)
            assert api.next_message().quotes == [OTHER_QUOTED]
            api.wait_until_taken()
        first, second = processes
        yield Office(api, folders, ports, (first, second))


def test_a_conversation_goes_on_wherever_and_nothing_is_answered_twice(office: Office) -> None:
    office.ask(0)
    answer = office.api.next_message()
    assert answer.quotes == [QUOTED]
    office.to(1).deliver_again()
    office.api.wait_until_taken()
    office.api.press(answer, CHINESE.buttons.contents)
    assert office.api.next_edit().message_id == answer.message_id
    office.ask(1, "上下文")
    assert QUOTED in office.api.next_message().text
    office.ask(0, OTHER, user=300)
    assert office.api.next_message().chat == 300
    assert office.api.api.messages.empty()


def test_what_somebody_asks_is_counted_together(office: Office) -> None:
    for number in (0, 1, 0):
        office.ask(number)
        assert office.api.next_message().quotes == [QUOTED]
    office.ask(1)
    assert not office.api.next_message().quotes
    office.ask(0)  # whoever was told to slow down by the one is not told again by the other
    office.ask(1, OTHER, user=300)
    assert office.api.next_message().quotes == [OTHER_QUOTED]
    assert office.api.api.messages.empty()


def test_what_one_leaves_when_it_is_killed_the_other_takes_up(office: Office) -> None:
    held = Fault(until=asyncio.Event())
    office.api.fault("sendMessage", held)
    office.ask(0)
    office.api.wait_for(held.reached)
    office.processes[0].kill()
    office.processes[0].wait(30)
    office.api.api.forgive("sendMessage")
    told: Sent = office.api.next_message()
    assert (told.chat, told.text) == (100, CHINESE.telegram.interrupted)
    office.ask(1)
    assert office.api.next_message().quotes == [QUOTED]
    assert office.api.api.messages.empty()


def test_during_an_outage_updates_stay_with_telegram_and_one_line_says_so(office: Office, postgres: Cluster) -> None:
    office.ask(0)
    assert office.api.next_message().quotes == [QUOTED]
    postgres.stop()
    try:
        office.to(0).say(OTHER)
        while "messages cannot be remembered" not in office.logs:
            assert office.api.api.messages.empty()
            time.sleep(0.1)
    finally:
        postgres.start()
    assert office.api.next_message().quotes == [OTHER_QUOTED]
    office.api.wait_until_taken()
    office.ask(1, user=300)
    assert office.api.next_message().chat == 300
    assert office.api.api.messages.empty()
    assert office.logs.count("messages cannot be remembered") == 1
    assert (
        PASSWORD not in office.logs and STORAGE_PASSWORD_VARIABLE not in office.logs and "Traceback" not in office.logs
    )
