"""What several open at once: limits, updates and outages."""

import sqlite3
import time
from pathlib import Path

import pytest

from bot.access.register import Register
from bot.errors import SettingsError, StoreFault
from bot.keeping import Preferences
from bot.locations import STORAGE_PASSWORD_VARIABLE
from bot.records.rates import Rates
from bot.settings import load_settings
from bot.store import Store
from bot.telegram.transport.receipts import Receipts
from tests.support.databases.postgres import PASSWORD, Cluster, sql


def test_a_bucket_is_one_whoever_takes_from_it(place: Path | str) -> None:
    first, second = Rates(place), Rates(place)
    taken = [rates.take("messages", 7, 3, 0.0, 60) for rates in (first, second, first, second, first)]
    assert taken == ["pass", "pass", "pass", "warn", "drop"]
    assert second.take("buttons", 7, 3, 0.0, 60) == second.take("messages", 8, 3, 0.0, 60) == "pass"
    sql(place, "UPDATE rates SET at = at - 60")
    assert [first.take("messages", 7, 3, 1 / 60, 60) for _ in range(2)] == ["pass", "drop"]
    sql(place, "UPDATE rates SET warned = warned - 61")
    assert [second.take("messages", 7, 3, 0.0, 60) for _ in range(2)] == ["warn", "drop"]
    sql(place, "UPDATE rates SET at = at - 86500 WHERE party = 8")
    first.purge()
    assert sql(place, "SELECT DISTINCT party FROM rates") == [(7,)]


def test_an_update_is_accepted_once_and_waits_until_it_is_dealt_with(place: Path | str) -> None:
    receipts = Receipts(place)
    assert [receipts.accept(name, 5, "{}") for name in ("1 a", "2 b", "1 a")] == [True, True, False]
    assert receipts.accept("3 press", 0)
    assert receipts.unfinished() == [], "what is being worked on is not taken up once more"
    receipts.begin("2 b", True)
    receipts.finish("1 a")
    receipts.close()
    again = Receipts(place)
    assert again.unfinished() == [("2 b", "{}", True)]
    assert again.unfinished() == []
    again.forget(5)
    assert sql(place, "SELECT count(*) FROM updates WHERE content IS NOT NULL") == [(0,)]
    again.close()


def test_of_several_processes_each_takes_up_what_is_its_own_or_nobodys(postgres: Cluster) -> None:
    url = postgres.database()
    first, second = Receipts(url), Receipts(url)
    assert first.accept("1 a", 5, "{}", chat=7) is True
    assert second.accept("1 a", 5, "{}", chat=7) is False
    assert second.accept("2 b", 5, "[]", chat=7) is True
    assert second.accept("3 c", 6, "[]", chat=8) is True
    assert (second.unfinished(), first.unfinished()) == ([], [])
    assert [second.has_earlier(name) for name in ("2 b", "3 c")] == [True, False]
    assert not first.has_earlier("1 a"), "the later one waits for the earlier, never both for each other"
    first.close()
    # The server takes a moment to see that somebody has gone.
    until = time.monotonic() + 30
    while not (left := second.unfinished()) and time.monotonic() < until:
        time.sleep(0.02)
    assert left == [("1 a", "{}", False)]
    assert not second.has_earlier("2 b")
    third = Receipts(url)
    assert third.unfinished() == []


def test_what_could_not_be_written_in_an_outage_is_written_after_it(
    postgres: Cluster, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.database.connection.PAUSE_SECONDS", 0.0)
    url = postgres.database()
    receipts, store = Receipts(url), Store(url)
    store.prefer(1, Preferences("en"))
    assert receipts.accept("1 a", 5, "{}")
    postgres.stop()
    try:
        receipts.finish("1 a")
        assert receipts.accept("2 b", 5, "{}") is None
        assert receipts.accept("3 c", 5, "{}") is None
        with pytest.raises(StoreFault) as refused:
            store.prefer(1, Preferences("zh"))
        assert "\n" not in str(refused.value) and PASSWORD not in str(refused.value)
    finally:
        postgres.start()
    store._db._pause = receipts._db._pause = 0.0
    assert receipts.unfinished() == [], "it has been answered"
    assert receipts.accept("2 b", 5, "{}") is True
    assert store.preferences(1) == Preferences("en")
    assert caplog.text.count("messages cannot be remembered") == 1


def test_a_server_that_cannot_be_used_is_said_in_one_line(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.database()
    monkeypatch.setenv(STORAGE_PASSWORD_VARIABLE, "another-secret")
    nobody = "postgresql://yuanwen@127.0.0.1:1/yuanwen"
    for place, said in ((url, "password authentication failed"), (nobody, "refused")):
        with pytest.raises(StoreFault, match=rf"(?i){said}.*{STORAGE_PASSWORD_VARIABLE}") as refused:
            Register(place)
        line = str(refused.value)
        assert "\n" not in line and "another-secret" not in line and place in line


def test_a_locked_file_is_said_in_one_line_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    store = Store(file)
    store.prefer(1, Preferences("en"))
    other = sqlite3.connect(file)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreFault, match=f"^{file}: database is locked$"):
        store.prefer(1, Preferences("zh"))
    with pytest.raises(StoreFault, match=f"^{file}: database is locked$"):
        store.migrate(-4, -5)
    other.execute("ROLLBACK")
    assert store.preferences(1) == Preferences("en")
    store.migrate(-4, -5)
    assert store.chat_now(-4) == -5


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://yuanwen:s3cret-w0rd@db/yuanwen", "no password"),
        ("postgresql://db/yuanwen?password=s3cret-w0rd", "no password"),
        ("mysql://u:s3cret-w0rd@db/yuanwen", "no password"),
        ("postgresql://db", "address of a PostgreSQL"),
        ("state/yuanwen.sqlite", "address of a PostgreSQL"),
    ],
)
def test_an_address_with_a_password_or_of_something_else_is_refused(url: str, said: str, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"storage:\n  url: {url}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as refused:
        load_settings(config)
    assert "s3cret" not in str(refused.value)
