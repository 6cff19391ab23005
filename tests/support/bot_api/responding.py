"""The calls of the bot, one by one: recorded, failed where a test wants it, answered as Telegram does."""

import asyncio
import json
from collections import defaultdict, deque
from typing import Any

from aiohttp import web

from tests.support.bot_api.chats import Chats
from tests.support.bot_api.faults import REASONS, Fault
from tests.support.bot_api.records import USERNAME, SentFile
from tests.support.bot_api.updates import Updates
from tests.support.telegram_html import BadHtml
from tests.support.telegram_rules import Refused, check_commands


class Responder:
    """Answers the requests of the bot with `token`; every one but the long polling takes `delay` seconds longer."""

    def __init__(self, token: str, delay: float, updates: Updates, chats: Chats) -> None:
        self.token, self.delay = token, delay
        self.number = int(token.partition(":")[0])
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.files: dict[str, bytes] = {}
        self._updates, self._chats = updates, chats

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """The response to one request, an error in the shape of Telegram's included."""
        method = request.match_info["method"]
        data = await _parameters(request)
        try:
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            self.calls.append((method, data))
            fault = self.faults[method].popleft() if self.faults[method] else Fault()
            fault.reached.set()
            if self.delay and method != "getUpdates":
                await asyncio.sleep(self.delay)
            if fault.until is not None:
                await fault.until.wait()
            if fault.delivered:
                await self._result(method, data)
            if (failed := _failed(fault, request)) is not None:
                return failed
            return web.json_response({"ok": True, "result": await self._result(method, data)})
        except BadHtml as error:
            return _refusal(Refused(400, str(error)))
        except Refused as error:
            return _refusal(error)

    async def download(self, request: web.Request) -> web.Response:
        """The content of a file, as its `file_path` names it."""
        content = self.files.get(request.match_info["path"].removeprefix("documents/"))
        if request.match_info["token"] != self.token or content is None:
            return web.Response(status=404)
        self.calls.append(("download", {"path": request.match_info["path"]}))
        return web.Response(body=content)

    def _file(self, data: dict[str, Any]) -> dict[str, Any]:
        """getFile."""
        name = data["file_id"]
        if name not in self.files:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[name]) > 20 * 1024 * 1024:
            raise Refused(400, "Bad Request: file is too big")
        facts = {"file_id": name, "file_unique_id": name, "file_size": len(self.files[name])}
        return facts | {"file_path": f"documents/{name}"}

    async def _result(self, method: str, data: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return {"id": self.number, "is_bot": True, "first_name": "原文", "username": USERNAME}
            case "getUpdates":
                return await self._updates.poll(data)
            case "sendMessage":
                return self._chats.send(data)
            case "sendDocument":
                return self._chats.send_file(data)
            case "sendPhoto":
                return self._chats.send_picture(data)
            case "editMessageText":
                return self._chats.edit(data)
            case "getFile":
                return self._file(data)
            case "deleteMessage":
                return self._chats.delete(data)
            case "answerCallbackQuery":
                return self._chats.answer_press(data)
            case "answerInlineQuery":
                return self._chats.answer_inline(data)
            case "setMyCommands":
                return check_commands(data)
            case "setWebhook":
                return await self._updates.set_webhook(data)
            case "deleteWebhook":
                return await self._updates.set_webhook({})
            case "editMessageReplyMarkup":
                return self._chats.edit_buttons(data)
            case "sendChatAction" | "setMyDescription" | "setMyShortDescription":
                return True
        raise Refused(404, "Not Found")


def _failed(fault: Fault, request: web.Request) -> web.Response | None:
    """What the bot gets instead of an answer, if `fault` is more than waiting. Raises Refused."""
    if fault.closed:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()
    if fault.retry_after:
        reason = f"Too Many Requests: retry after {fault.retry_after}"
        raise Refused(429, reason, retry_after=fault.retry_after)
    if fault.reason:
        raise Refused(fault.status, fault.reason)
    if fault.status in REASONS:
        raise Refused(fault.status, REASONS[fault.status])
    if fault.status:
        return web.Response(status=fault.status, text="<html>Bad Gateway</html>")
    return None


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        given: dict[str, Any] = await request.json()
        return given
    return {
        name: SentFile(value.filename, value.file.read())
        if isinstance(value, web.FileField)
        else _value(name, str(value))
        for name, value in (await request.post()).items()
    }


def _value(name: str, text: str) -> Any:
    """Structured parameters arrive as JSON in a form field; the text of a message must stay as it is."""
    return (
        json.loads(text)
        if (text[:1] in ("[", "{") or text in ("true", "false")) and name not in ("text", "caption")
        else text
    )


def _refusal(error: Refused) -> web.Response:
    return web.json_response(error.body, status=error.code)
