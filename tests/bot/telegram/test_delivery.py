"""Faults on the way: an answer arrives, arrives once, and says nothing it should not."""

import httpx
import pytest
from telegram.error import TimedOut

from bot.errors import StoreFault
from bot.messages import CHINESE
from bot.rendering import to_plain
from bot.store import Store
from bot.telegram.transport import delivery
from retrieval.answer import Answer, Kind
from tests.support.bot_api import Fault, Sent
from tests.support.exchanges import ask, asked
from tests.support.running_bot import (
    QUESTION,
    QUOTED,
    Shelf,
    bot_running,
    run,
)


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(retry_after=1)],
        [Fault(status=502)],
        [Fault(closed=True)],
    ],
    ids=["flood control", "bad gateway", "closed socket"],
)
def test_an_answer_survives_faults_and_is_sent_once(faults: list[Fault]) -> None:
    assert ask(QUESTION, *faults).quotes == [QUOTED]


def test_a_send_whose_outcome_is_unknown_is_repeated_once_at_most() -> None:
    """It may have been delivered. A request that never got a connection has not, and is repeated again and again."""
    causes = ((httpx.ReadTimeout, 2), (httpx.ReadError, 2), (httpx.PoolTimeout, 4), (httpx.ConnectError, 4))
    for cause, expected in causes:
        tries: list[TimedOut] = []

        async def timing_out(cause: type[httpx.TransportError] = cause, tries: list[TimedOut] = tries) -> None:
            tries.append(TimedOut())
            raise tries[-1] from cause("")

        with pytest.raises(TimedOut):
            run(delivery.with_retries(timing_out))
        assert len(tries) == expected


def test_a_user_who_blocked_the_bot_is_no_incident(caplog: pytest.LogCaptureFixture) -> None:
    async def talk() -> Sent:
        async with bot_running(Shelf()) as api:
            api.fault("sendMessage", Fault(status=403))
            await api.say(QUESTION)
            await api.say("/help")
            return await api.next_message()

    assert run(talk()).text == CHINESE.telegram.replies.help
    assert "incident" not in caplog.text


def test_refused_markup_is_sent_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "to_html", lambda content: "<p>" + to_plain(content))
    sent = ask(QUESTION)
    assert "parse_mode" not in sent.data
    assert QUOTED in sent.text


def test_an_error_is_apologised_for_with_a_number_and_without_details(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Shelf):
        def answer(
            self,
            question: str,
            *,
            recent: str | None = None,
            within: str | None = None,
            kind: Kind | None = None,
            offers: bool = False,
        ) -> Answer:
            raise ValueError("secret detail")

    async def talk() -> Sent:
        async with bot_running(Broken()) as api:
            await api.say(QUESTION)
            return await api.next_message()

    sent = run(talk())
    incident = sent.text.partition("编号 ")[2].rstrip("）")
    assert "secret detail" not in sent.text
    assert f"incident {incident}" in caplog.text
    assert QUESTION not in caplog.text


def test_an_answer_is_sent_without_buttons_when_it_cannot_be_kept(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise StoreFault("database or disk is full")

    monkeypatch.setattr(Store, "keep", full)

    async def talk() -> Sent:
        async with bot_running(Shelf()) as api:
            return await asked(api, QUESTION)

    sent = run(talk())
    assert (sent.quotes, sent.buttons) == ([QUOTED], [])
    assert "could not be kept" in caplog.text
