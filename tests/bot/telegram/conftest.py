"""No pauses: neither between tries nor between edits of a progress message."""

import pytest

from bot.telegram.transport import connection, delivery
from bot.telegram.updates import reloading


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(connection, "CONFIRMING", (0.0, 0.0, 0.0))
    monkeypatch.setattr(reloading, "PROGRESS_SECONDS", 0.02)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
