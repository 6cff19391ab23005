"""What the environment may say in place of the file, and how it is told where that cannot be used."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, TelegramSettings, load_settings

FILE = """
telegram:
  base_url: https://in.the.file/bot
  admin_ids: [7, 8]
  webhook:
    port: 9090
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path / "config.yaml"


def test_the_file_holds_where_the_environment_says_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BASE_URL", "")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:a-token-is-no-setting")
    telegram = load_settings(file).telegram
    assert (telegram.base_url, telegram.admin_ids) == ("https://in.the.file/bot", (7, 8))
    assert "a-token" not in repr(load_settings(file))


def test_the_environment_goes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BASE_URL", "http://127.0.0.1:8081/bot")
    monkeypatch.setenv("TELEGRAM_BASE_FILE_URL", "https://files.example.org/bot")
    monkeypatch.setenv("TELEGRAM_ADMIN_IDS", "1, 2,3")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/t")
    telegram = load_settings(file).telegram
    assert telegram.base_url == "http://127.0.0.1:8081/bot"
    assert telegram.base_file_url == "https://files.example.org/bot"
    assert telegram.admin_ids == (1, 2, 3)
    assert (telegram.webhook.url, telegram.webhook.port) == ("https://bot.example.org/t", 9090)


@pytest.mark.parametrize(("given", "ids"), [("7", (7,)), ("1 2\n3", (1, 2, 3)), (" , ", ())])
def test_ids_are_separated_by_commas_or_blanks(
    given: str, ids: tuple[int, ...], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_ADMIN_IDS", given)
    assert load_settings(file).telegram.admin_ids == ids


def test_every_fault_is_said_at_once_by_the_name_of_its_variable(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BASE_URL", "http://example.org/bot")
    monkeypatch.setenv("TELEGRAM_ADMIN_IDS", "1,nobody")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "ftp://example.org")
    with pytest.raises(SettingsError) as fault:
        load_settings(file)
    line = str(fault.value)
    assert line.startswith("environment: ") and "\n" not in line
    for words in ("`TELEGRAM_BASE_URL`", "found 'http://example.org/bot'", "`TELEGRAM_ADMIN_IDS.1`", "found 'nobody'"):
        assert words in line
    assert "`TELEGRAM_WEBHOOK_URL`" in line


def test_settings_made_in_code_do_not_look_at_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_ADMIN_IDS", "1")
    assert Settings().telegram == TelegramSettings()
    assert TelegramSettings().admin_ids == ()
