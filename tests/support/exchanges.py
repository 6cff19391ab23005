"""Exchanges with the bot on the test server: a question and its answer, a button and what it shows."""

from typing import Any

from tests.support.bot_api import BotApi, Sent

REAL_QUESTION = "送外卖的能参加工会吗"
"""One that the shipped speeches answer."""


async def asked(api: BotApi, text: str, **options: Any) -> Sent:
    await api.say(text, **options)
    return await api.next_message()


async def tapped(api: BotApi, under: Sent, label: str, **options: Any) -> Sent:
    """The message after its button `label` was pressed; the press was answered without complaint."""
    toast = await api.press(under, label, **options)
    assert "text" not in toast, toast
    edit = await api.next_edit()
    assert edit.message_id == under.message_id
    return edit
