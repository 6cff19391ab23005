"""What comes in one go comes at once."""

import pytest

from bot.telegram.updates import receiving


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SETTLE_SECONDS", 0.3)
