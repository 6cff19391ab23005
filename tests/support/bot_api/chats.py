"""What the bot has written, chat by chat: messages, changes of messages, answers to presses and inline queries."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from tests.support.bot_api.records import Sent, SentFile, chat_record
from tests.support.telegram_rules import Refused, check_file, check_inline, check_picture, check_toast, checked


class Chats:
    """Takes what Telegram would take, raises Refused for the rest; the queues hold it for the test in order."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[Sent] = asyncio.Queue()
        self.edits: asyncio.Queue[Sent] = asyncio.Queue()
        self.toasts: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.inline_answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.open_queries: set[str] = set()
        self.moved: dict[int, int] = {}
        self.deleted: list[tuple[int, int]] = []
        self._shown: dict[tuple[int, int], Sent] = {}
        self._last_id = 0

    def new_id(self) -> int:
        """The number of the next message."""
        self._last_id += 1
        return self._last_id

    def shown(self, message: Sent) -> Sent:
        """The message as it stands now, after all its changes."""
        return self._shown.get((message.chat, message.message_id), message)

    def send(self, data: dict[str, Any]) -> dict[str, Any]:
        """sendMessage."""
        answered = data.get("reply_parameters", {})
        if answered and not answered.get("allow_sending_without_reply") and answered["message_id"] > self._last_id:
            raise Refused(400, "Bad Request: message to be replied not found")
        return self._show("sendMessage", data, self.new_id(), self.messages)

    def send_file(self, data: dict[str, Any]) -> dict[str, Any]:
        """sendDocument: the file in the request itself, its caption as the text of the message."""
        check_file(data)
        document = data.pop("document")
        sent = self._show("sendDocument", data | {"text": data["caption"]}, self.new_id(), self.messages, document)
        facts = {"file_id": "f", "file_unique_id": "f", "file_name": document.name, "file_size": len(document.content)}
        return {**sent, "caption": sent.pop("text"), "document": facts}

    def send_picture(self, data: dict[str, Any]) -> dict[str, Any]:
        """sendPhoto: the picture in the request itself, its caption as the text of the message."""
        wide, high = check_picture(data)
        photo = data.pop("photo")
        sent = self._show("sendPhoto", data | {"text": data["caption"]}, self.new_id(), self.messages, photo)
        size = {"file_id": "p", "file_unique_id": "p", "width": wide, "height": high, "file_size": len(photo.content)}
        return {**sent, "caption": sent.pop("text"), "photo": [size]}

    def delete(self, data: dict[str, Any]) -> bool:
        """deleteMessage."""
        message = int(data["chat_id"]), int(data["message_id"])
        if self._shown.pop(message, None) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        self.deleted.append(message)
        return True

    def edit(self, data: dict[str, Any]) -> dict[str, Any]:
        """editMessageText."""
        self._check_moved(int(data["chat_id"]))
        old = self._shown.get((int(data["chat_id"]), int(data["message_id"])))
        if old is None:
            raise Refused(400, "Bad Request: message to edit not found")
        text, entities = checked(data)
        if (text, entities, data.get("reply_markup")) == (old.text, old.entities, old.data.get("reply_markup")):
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message",
            )
        return self._show("editMessageText", data, old.message_id, self.edits)

    def edit_buttons(self, data: dict[str, Any]) -> dict[str, Any]:
        """editMessageReplyMarkup."""
        old = self._shown.get((int(data["chat_id"]), int(data["message_id"])))
        if old is None:
            raise Refused(400, "Bad Request: message to edit not found")
        return self.edit(old.data | {"reply_markup": data.get("reply_markup", {})} | {"message_id": old.message_id})

    def answer_press(self, data: dict[str, Any]) -> bool:
        """answerCallbackQuery."""
        return self._answer(data, "callback_query_id", self.toasts, check_toast)

    def answer_inline(self, data: dict[str, Any]) -> bool:
        """answerInlineQuery."""
        return self._answer(data, "inline_query_id", self.inline_answers, check_inline)

    def _answer(
        self,
        data: dict[str, Any],
        name: str,
        record: asyncio.Queue[dict[str, Any]],
        check: Callable[[dict[str, Any]], None],
    ) -> bool:
        """A query may be answered once."""
        if data.get(name) not in self.open_queries:
            reason = "query is too old and response timeout expired or query ID is invalid"
            raise Refused(400, f"Bad Request: {reason}")
        check(data)
        self.open_queries.remove(data[name])
        record.put_nowait(data)
        return True

    def _check_moved(self, chat: int) -> None:
        if chat in self.moved:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, reason, migrate_to_chat_id=self.moved[chat])

    def _show(
        self,
        method: str,
        data: dict[str, Any],
        message_id: int,
        record: asyncio.Queue[Sent],
        file: SentFile | None = None,
    ) -> dict[str, Any]:
        text, entities = checked(data)
        chat = int(data["chat_id"])
        self._check_moved(chat)
        sent = Sent(method, chat, message_id, text, data["text"], entities, data, file)
        self._shown[chat, message_id] = sent
        record.put_nowait(sent)
        return {"message_id": message_id, "date": int(time.time()), "chat": chat_record(chat), "text": text}
