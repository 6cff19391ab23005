"""Exchanges with the bot on the test server: a question and its answer, a button and what it shows."""

from typing import Any

from retrieval.collection import Collection
from tests.support.bot_api import BotApi, Fault, Sent
from tests.support.running_bot import Shelf, bot_running, run

MORE = "⋯"
"""Behind which are all the buttons of an answer."""
REAL_QUESTION = "送外卖的能参加工会吗"
"""One that the shipped speeches answer."""


def ask(text: str | None, *faults: Fault, method: str = "sendMessage", **options: Any) -> Sent:
    """One message to a fresh bot on a Shelf without admins, and its first and only reply; `faults` befall the first calls
    of `method`."""

    async def talk() -> Sent:
        async with bot_running(Shelf(), admin_ids=()) as api:
            api.fault(method, *faults)
            await api.say(text, **options)
            sent = await api.next_message()
            assert api.messages.empty()
            return sent

    return run(talk())


async def asked(api: BotApi, text: str | None, **options: Any) -> Sent:
    """The reply to a message."""
    await api.say(text, **options)
    return await api.next_message()


async def tapped(api: BotApi, under: Sent, label: str, **options: Any) -> Sent:
    """The message after its button `label`, or the one behind ⋯, was pressed; that was answered without complaint."""
    if label != MORE and not any(label in shown for shown in under.labels):
        under = await tapped(api, under, MORE, **options)
    toast = await api.press(under, label, **options)
    assert "text" not in toast, toast
    edit = await api.next_edit()
    assert edit.message_id == under.message_id
    return edit


def is_verbatim(sent: Sent, collection: Collection) -> bool:
    """Whether every quotation of a message stands, byte for byte, in one of the documents."""
    return bool(sent.quotes) and all(
        any(quote in d.text for d in collection.snapshot().documents) for quote in sent.quotes
    )
