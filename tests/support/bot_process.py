"""A bot on a Shelf as a process of its own, as a service runs it: it may be sent signals, and killed."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.bot_api import BotApiThread
from tests.support.paths import ROOT

SECRET = "s3cret_" * 4
PATH = "updates/8f2c"
_CODE = """
import sys
sys.path[:0] = [{root!r}]
from pathlib import Path
from tests.support.running_bot import Shelf, TOKEN, settings_for
from bot.settings import WebhookSettings
from bot.telegram import run_bot
webhook = WebhookSettings(url={webhook!r}, port={port})
run_bot(settings_for({url!r}, Path({folder!r}), {storage!r}, webhook=webhook, **{more!r}), Shelf(), TOKEN)
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def shelf_process(
    api: BotApiThread, folder: Path, port: int | None = None, storage: dict[str, str] | None = None, **more: object
) -> Iterator[subprocess.Popen[bytes]]:
    """The bot with its file and its `log` in `folder`, ended by force at the latest; with `port` it has a webhook. `storage`
    and `more` as in `settings_for`."""
    webhook = f"http://127.0.0.1:{port}/{PATH}" if port else None
    code = _CODE.format(
        root=str(ROOT), url=api.url, webhook=webhook, port=port or 1, folder=str(folder), storage=storage, more=more
    )
    environment = os.environ | {"TELEGRAM_WEBHOOK_SECRET": SECRET}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=log, stderr=log, env=environment)
        try:
            yield process
        finally:
            process.kill()
            process.wait(30)
