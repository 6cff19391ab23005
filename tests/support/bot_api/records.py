"""Users, chats and messages as the Bot API writes them, and a message of the bot as a reader sees it."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.telegram_html import Entity, utf16_length

PATIENCE = 60.0
"""Seconds that a test waits for a message before it fails."""
USERNAME = "yuanwen_bot"
GROUP = -100200300


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a request."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as a reader sees it: `text` and `entities` after parsing, `html` as it was sent, `at` by the clock.

    Of a message with a `file` the text is the caption.
    """

    method: str
    chat: int
    message_id: int
    text: str
    html: str
    entities: tuple[Entity, ...]
    data: dict[str, Any] = field(repr=False)
    file: SentFile | None = None
    at: float = field(default_factory=time.monotonic, repr=False)

    @property
    def quotes(self) -> list[str]:
        """The contents of the blockquotes."""
        return [self.text[e.start : e.end] for e in self.entities if e.type.endswith("blockquote")]

    @property
    def bold(self) -> list[str]:
        """The text set in bold."""
        return [self.text[e.start : e.end] for e in self.entities if e.type == "b"]

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """The buttons below, row by row."""
        return [button for row in self.data.get("reply_markup", {}).get("inline_keyboard", []) for button in row]

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button["text"] for button in self.buttons]

    @property
    def as_replied(self) -> dict[str, Any]:
        """The message as another one carries it that replies to it."""
        return {"message_id": self.message_id, "date": 1, "chat": chat_record(self.chat), "text": self.text}

    @property
    def replies_to(self) -> int | None:
        """The message this one answers."""
        answered: int | None = self.data.get("reply_parameters", {}).get("message_id")
        return answered


def user_record(user: int, language: str | None = "zh-hans") -> dict[str, Any]:
    """The user as the sender of an update."""
    return {"id": user, "is_bot": False, "first_name": "用户"} | ({"language_code": language} if language else {})


def chat_record(chat: int) -> dict[str, Any]:
    """A private chat, or a group where the number is negative."""
    return {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "群"}


def entities_found(text: str) -> list[dict[str, Any]]:
    """The entities that Telegram finds by itself in a user's message: commands and mentions."""
    found = [("bot_command", match) for match in re.finditer(r"(?<!\S)/\w+(@\w+)?", text)]
    found += [("mention", match) for match in re.finditer(r"(?<!\w)@\w+", text)]
    return [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, match in found
    ]
