"""Over HTTP a token sees what its user or group may see; without one there is what all may see, if all may ask."""

from pathlib import Path

import pytest

from bot.access.register import Register
from bot.errors import BotError, SettingsError
from bot.mcp.bearers import TOKENS_VARIABLE, Bearers, tokens_given
from bot.settings import AccessSettings, Settings, StorageSettings, TelegramSettings
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder

ADMIN, CLERK, GROUP, STRANGER = 900, 7, -100123, 8
TOKENS = {"a" * 16: ADMIN, "c" * 16: CLERK, "g" * 16: GROUP, "s" * 16: STRANGER}
OPEN, INNER = "大桥.md", "内部/隧道.md"


@pytest.fixture
def collection(tmp_path: Path, encoder: Encoder) -> Collection:
    for name, subject in ((OPEN, "大桥"), (INNER, "隧道")):
        file = tmp_path / "documents" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# 关于{subject}的讲话\n\n{subject}每年检修两次。\n", encoding="utf-8")
    made = Collection(tmp_path / "documents", tmp_path / "library", Answerer(encoder))
    made.reload()
    return made


def bearers(collection: Collection, folder: Path, **access: object) -> Bearers:
    settings = Settings(
        access=AccessSettings.model_validate({"labels": {"内部": [CLERK, GROUP]}} | access),
        telegram=TelegramSettings(admin_ids=(ADMIN,)),
        storage=StorageSettings(file=folder / "s.sqlite"),
    )
    return Bearers(collection, settings, TOKENS)


def seen(by: Bearers, token: str | None) -> list[str]:
    return [document.source for document in by.viewed(token).documents]


def test_each_sees_what_its_number_may_see(collection: Collection, tmp_path: Path) -> None:
    those = bearers(collection, tmp_path)
    assert {token: seen(those, token) for token in (None, *TOKENS)} == {
        None: [OPEN],
        "a" * 16: [INNER, OPEN],
        "c" * 16: [INNER, OPEN],
        "g" * 16: [INNER, OPEN],
        "s" * 16: [OPEN],
    }
    for token in ("", "A" * 16, "a" * 15, "ä"):
        with pytest.raises(BotError, match="not known"):
            those.viewed(token)


def test_where_not_all_may_ask_nobody_may_without_a_token(collection: Collection, tmp_path: Path) -> None:
    for access in ({"mode": "listed", "users": [CLERK]}, {"mode": "paired", "users": [CLERK]}):
        those = bearers(collection, tmp_path, **access)
        assert seen(those, "c" * 16) == [INNER, OPEN] == seen(those, "a" * 16)
        for token in (None, "s" * 16, "g" * 16):
            with pytest.raises(BotError, match="access"):
                those.viewed(token)
    register = Register(tmp_path / "s.sqlite")
    assert register.allow(register.code_for(STRANGER, "某人") or "", ADMIN)
    assert seen(bearers(collection, tmp_path, mode="paired"), "s" * 16) == [OPEN]


def test_tokens_that_cannot_be_used_are_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    good = "7:" + "x" * 16
    monkeypatch.delenv(TOKENS_VARIABLE, raising=False)
    assert tokens_given() == {}
    monkeypatch.setenv(TOKENS_VARIABLE, f" {good}, -100:{'y' * 20} ")
    assert tokens_given() == {"x" * 16: 7, "y" * 20: -100}
    for wrong in ("7:short", "x" * 20, f"{good} 8:{'x' * 16}", f"seven:{'x' * 16}", f"7:{'密' * 16}"):
        monkeypatch.setenv(TOKENS_VARIABLE, wrong)
        with pytest.raises(SettingsError) as fault:
            tokens_given()
        assert "x" * 16 not in str(fault.value) and "short" not in str(fault.value)
