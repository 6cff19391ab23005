"""What Telegram refuses in a call, in its own words."""

import re
import struct
from typing import Any

from tests.support.telegram_html import Entity, parse, utf16_length


class Refused(Exception):
    """The answer to a request is an error: its HTTP status `code`, and the `body` that says why."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def checked(data: dict[str, Any]) -> tuple[str, tuple[Entity, ...]]:
    """The text and entities of a message, if Telegram would take it."""
    source = data.get("text", "")
    mode = data.get("parse_mode")
    if mode not in (None, "HTML"):
        raise Refused(400, "Bad Request: unsupported parse_mode")
    text, entities = parse(source) if mode else (source, [])
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if utf16_length(text) > 4096:
        raise Refused(400, "Bad Request: message is too long")
    if len(entities) > 100:
        raise Refused(400, "Bad Request: too many entities, the rest would be lost")
    _check_keyboard(data.get("reply_markup", {}))
    return text, tuple(entities)


def _check_keyboard(markup: dict[str, Any]) -> None:
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(not 1 <= len(row) <= 8 for row in rows):
        raise Refused(400, "Bad Request: REPLY_MARKUP_INVALID")
    for button in (button for row in rows for button in row):
        if not button.get("text", "").strip():
            raise Refused(400, "Bad Request: text buttons must be non-empty")
        if len(set(button) - {"text"}) != 1:
            raise Refused(400, "Bad Request: exactly one optional field of an inline keyboard button must be used")
        if not 1 <= len(button.get("callback_data", "-").encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if not 1 <= utf16_length(button.get("copy_text", {}).get("text", "-")) <= 256:
            raise Refused(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
        if not re.match(r"https?://|tg://", button.get("url", "https://")):
            raise Refused(400, "Bad Request: BUTTON_URL_INVALID")


def check_file(data: dict[str, Any]) -> None:
    content = getattr(data.get("document"), "content", b"")
    if not content:
        raise Refused(400, "Bad Request: there is no document in the request")
    if len(content) > 50_000_000:
        raise Refused(413, "Request Entity Too Large")
    caption = data.get("caption", "")
    text = parse(caption)[0] if data.get("parse_mode") else caption
    if utf16_length(text) > 1024:
        raise Refused(400, "Bad Request: message caption is too long")


def check_picture(data: dict[str, Any]) -> tuple[int, int]:
    """Width and height of the PNG, which Telegram shows at once only within limits."""
    content = getattr(data.get("photo"), "content", b"")
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
    wide, high = struct.unpack(">II", content[16:24])
    if len(content) > 10_000_000 or wide + high > 10_000 or max(wide, high) > 20 * min(wide, high):
        raise Refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    if utf16_length(data.get("caption", "")) > 1024:
        raise Refused(400, "Bad Request: message caption is too long")
    return wide, high


def check_toast(data: dict[str, Any]) -> None:
    if utf16_length(data.get("text", "")) > 200:
        raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")


def check_inline(data: dict[str, Any]) -> None:
    results = data["results"]
    ids = [result["id"] for result in results]
    if len(ids) > 50 or len(set(ids)) < len(ids) or any(not 1 <= len(i.encode()) <= 64 for i in ids):
        raise Refused(400, "Bad Request: RESULT_ID_INVALID")
    for result in results:
        if result["type"] != "article" or not result.get("title"):
            raise Refused(400, "Bad Request: ARTICLE_TITLE_EMPTY")
        content = result["input_message_content"]
        checked({**content, "text": content["message_text"]})
        _check_keyboard(result.get("reply_markup", {}))
    if "button" in data and not re.fullmatch(r"[\w-]{1,64}", data["button"].get("start_parameter", ""), re.ASCII):
        raise Refused(400, "Bad Request: START_PARAM_INVALID")


def check_commands(data: dict[str, Any]) -> bool:
    for command in data["commands"]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
            raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
    return True
