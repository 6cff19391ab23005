"""A small, strict Bot API server on this machine, for tests: what Telegram would refuse, it refuses.

`BotApi` runs on the test's own event loop, `BotApiThread` in a thread for a bot that blocks or is another process.
Both speak real HTTP: long polling with confirmed offsets, 409 for two pollers, faults on demand.
"""

import asyncio
import itertools
import json
import re
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp import web

from tests.support.telegram_html import BadHtml, Entity, utf16_length
from tests.support.telegram_rules import Refused, check_commands, check_inline, check_toast, checked

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds that a test waits for a message before it fails."""
USERNAME = "yuanwen_bot"
GROUP = -100200300


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call: an HTTP status, flood control, a closed socket, or waiting for an event.

    `delivered` says that the call takes effect all the same and only its response is lost. `reached` is set when the
    call arrives; a Fault without anything else only tells that.
    """

    status: int = 0
    retry_after: int = 0
    closed: bool = False
    delivered: bool = False
    until: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True)
class Sent:
    """A message as a reader sees it: `text` and `entities` after parsing, `html` as it was sent, `at` by the clock."""

    method: str
    chat: int
    message_id: int
    text: str
    html: str
    entities: tuple[Entity, ...]
    data: dict[str, Any] = field(repr=False)
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
    def replies_to(self) -> int | None:
        """The message this one answers."""
        return self.data.get("reply_parameters", {}).get("message_id")


class BotApi:
    """The server for the bot with `token`. Use as `async with BotApi(token) as api`.

    Every call but the long polling takes `delay` seconds longer, as if the server were far away.
    """

    def __init__(self, token: str, delay: float = 0.0) -> None:
        self.token, self.delay = token, delay
        self.url = ""
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.messages: asyncio.Queue[Sent] = asyncio.Queue()
        self.edits: asyncio.Queue[Sent] = asyncio.Queue()
        self.toasts: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.inline_answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.webhook: dict[str, Any] = {}
        self.refused_deliveries = 0
        self._open_queries: set[str] = set()
        self._shown: dict[tuple[int, int], Sent] = {}
        self._updates: list[dict[str, Any]] = []
        self._last_id = 0
        self._update_ids = itertools.count(7000)
        self._arrived = asyncio.Condition()
        self._poll = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._respond)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.url = f"http://{host}:{port}/bot"

        self._delivering = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._delivering.cancel()
        await self._runner.cleanup()

    # What a test does

    async def say(
        self,
        text: str | None,
        user: int = 100,
        chat: int | None = None,
        language: str | None = "zh-hans",
        age: float = 0,
        kind: str = "message",
        **fields: Any,
    ) -> int:
        """A message from `user`, in the private chat or in the group `chat` (negative); returns its message id.

        `age` in seconds; `kind` is the kind of update; `fields` are added to the message (`photo`, `reply_to_message`).
        """
        message_id = fields.pop("message_id", None) or self._new_id()
        sender, where = _user(user, language), _chat(user if chat is None else chat)
        message: dict[str, Any] = {
            "message_id": message_id,
            "date": int(time.time() - age),
            "from": sender,
            "chat": where,
        }
        if text is not None:
            message |= {"text": text, "entities": _entities(text)}
        await self._happen(kind, message | fields)
        return message_id

    async def change(self, message_id: int, text: str, **options: Any) -> None:
        """A user changes their message."""
        await self.say(text, kind="edited_message", message_id=message_id, edit_date=int(time.time()), **options)

    async def press(self, under: Sent, label: str, user: int = 100, **options: Any) -> dict[str, Any]:
        """Press the button that says `label` (or contains it), and wait for the bot's answer to that."""
        fitting = [b for b in under.buttons if b["text"] == label] or [b for b in under.buttons if label in b["text"]]
        assert fitting, f"no button {label!r} among {under.labels}"
        return await self.send_press(under, fitting[0]["callback_data"], user, **options)

    async def send_press(
        self, under: Sent, data: str, user: int = 100, language: str | None = "zh-hans"
    ) -> dict[str, Any]:
        """What a press sends, with any `data`, as a forged client may; the bot's answer to it."""
        query = f"query-{next(self._update_ids)}"
        self._open_queries.add(query)
        shown = self._shown.get((under.chat, under.message_id), under)
        message = {
            "message_id": shown.message_id,
            "date": int(time.time()),
            "chat": _chat(under.chat),
            "text": shown.text,
        }
        press = {"id": query, "from": _user(user, language), "message": message, "chat_instance": "1", "data": data}
        await self._happen("callback_query", press)
        while (answer := await asyncio.wait_for(self.toasts.get(), PATIENCE))["callback_query_id"] != query:
            pass
        return answer

    async def type_inline(self, text: str, user: int = 100) -> dict[str, Any]:
        """Type an inline query and wait for what the bot offers."""
        query = await self.begin_inline(text, user)
        while (answer := await asyncio.wait_for(self.inline_answers.get(), PATIENCE))["inline_query_id"] != query:
            pass
        return answer

    async def begin_inline(self, text: str, user: int = 100) -> str:
        """Type an inline query; returns its id."""
        query = f"query-{next(self._update_ids)}"
        self._open_queries.add(query)
        await self._happen("inline_query", {"id": query, "from": _user(user), "query": text, "offset": ""})
        return query

    async def react(self, to: Sent, *emoji: str, user: int = 100) -> None:
        """Leave the message with these reactions of `user`."""
        now = [{"type": "emoji", "emoji": e} for e in emoji]
        where = {"chat": _chat(to.chat), "message_id": to.message_id, "user": _user(user), "date": int(time.time())}
        await self._happen("message_reaction", where | {"old_reaction": [], "new_reaction": now})

    async def post(self, update: dict[str, Any], **headers: str) -> int:
        """Deliver `update` to the webhook as anybody could; returns the status."""
        async with aiohttp.ClientSession() as client:
            answer = await client.post(self.webhook["url"], json=update, headers=headers)
            return answer.status

    async def next_message(self) -> Sent:
        """The next message that the bot has sent."""
        return await asyncio.wait_for(self.messages.get(), PATIENCE)

    async def next_edit(self) -> Sent:
        """The next change the bot has made to a message of its own."""
        return await asyncio.wait_for(self.edits.get(), PATIENCE)

    def fault(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` fail, one fault each."""
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of `method` so far."""
        return [data for name, data in self.calls if name == method]

    async def _happen(self, kind: str, what: dict[str, Any]) -> None:
        async with self._arrived:
            self._updates.append({"update_id": next(self._update_ids), kind: what})
            self._arrived.notify_all()

    # What the bot sees

    async def _deliver(self) -> None:
        """Post updates to the webhook, one after the other, again until each is taken; wait while there is none."""
        while True:
            async with self._arrived:
                await self._arrived.wait_for(lambda: self._updates and self.webhook.get("url"))
                update, hook = self._updates[0], self.webhook
            taken = 200
            if not (kinds := hook.get("allowed_updates")) or set(update) & set(kinds):
                secret = {"X-Telegram-Bot-Api-Secret-Token": hook["secret_token"]} if "secret_token" in hook else {}
                try:
                    taken = await self.post(update, **secret)
                except aiohttp.ClientError:
                    taken = 0
            if taken == 200:
                self._updates.remove(update)
            else:
                self.refused_deliveries += 1
                await asyncio.sleep(0.05)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
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
            if fault.closed:
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            if fault.retry_after:
                reason = f"Too Many Requests: retry after {fault.retry_after}"
                raise Refused(429, reason, retry_after=fault.retry_after)
            if fault.status in REASONS:
                raise Refused(fault.status, REASONS[fault.status])
            if fault.status:
                return web.Response(status=fault.status, text="<html>Bad Gateway</html>")
            return web.json_response({"ok": True, "result": await self._result(method, data)})
        except BadHtml as error:
            return _refusal(Refused(400, str(error)))
        except Refused as error:
            return _refusal(error)

    async def _result(self, method: str, data: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                number = int(self.token.partition(":")[0])
                return {"id": number, "is_bot": True, "first_name": "原文", "username": USERNAME}
            case "getUpdates":
                return await self._get_updates(data)
            case "sendMessage":
                return self._send(data)
            case "editMessageText":
                return self._edit(data)
            case "answerCallbackQuery":
                return self._answer(data, "callback_query_id", self.toasts, check_toast)
            case "answerInlineQuery":
                return self._answer(data, "inline_query_id", self.inline_answers, check_inline)
            case "setMyCommands":
                return check_commands(data)
            case "setWebhook":
                return await self._set_webhook(data)
            case "deleteWebhook":
                return await self._set_webhook({})
            case "sendChatAction" | "setMyDescription":
                return True
        raise Refused(404, "Not Found")

    async def _get_updates(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Long polling; a second poll ends the first with a conflict, as Telegram does it."""
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        self._poll += 1
        poll, offset, kinds = self._poll, int(data.get("offset", 0)), data.get("allowed_updates")

        def waiting() -> list[dict[str, Any]]:
            return [u for u in self._updates if u["update_id"] >= offset and (not kinds or set(u) & set(kinds))]

        async with self._arrived:
            self._updates = waiting()
            self._arrived.notify_all()
            try:
                async with asyncio.timeout(float(data.get("timeout", 0))):
                    await self._arrived.wait_for(lambda: waiting() or self._poll != poll)
            except TimeoutError:
                return []
            if self._poll != poll:
                raise Refused(409, CONFLICT)
            return waiting()[: int(data.get("limit", 100))]

    async def _set_webhook(self, data: dict[str, Any]) -> bool:
        if "secret_token" in data and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", data["secret_token"]):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        async with self._arrived:
            self.webhook = data
            self._arrived.notify_all()
        return True

    def _answer(
        self,
        data: dict[str, Any],
        name: str,
        record: "asyncio.Queue[dict[str, Any]]",
        check: Callable[[dict[str, Any]], None],
    ) -> bool:
        """A query may be answered once."""
        if data.get(name) not in self._open_queries:
            reason = "query is too old and response timeout expired or query ID is invalid"
            raise Refused(400, f"Bad Request: {reason}")
        check(data)
        self._open_queries.remove(data[name])
        record.put_nowait(data)
        return True

    def _send(self, data: dict[str, Any]) -> dict[str, Any]:
        answered = data.get("reply_parameters", {})
        if answered and not answered.get("allow_sending_without_reply") and answered["message_id"] > self._last_id:
            raise Refused(400, "Bad Request: message to be replied not found")
        return self._show("sendMessage", data, self._new_id(), self.messages)

    def _edit(self, data: dict[str, Any]) -> dict[str, Any]:
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

    def _show(
        self, method: str, data: dict[str, Any], message_id: int, record: "asyncio.Queue[Sent]"
    ) -> dict[str, Any]:
        text, entities = checked(data)
        chat = int(data["chat_id"])
        sent = Sent(method, chat, message_id, text, data["text"], entities, data)
        self._shown[chat, message_id] = sent
        record.put_nowait(sent)
        return {"message_id": message_id, "date": int(time.time()), "chat": _chat(chat), "text": text}

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id


class BotApiThread:
    """The same server in a thread of its own. Use as `with BotApiThread(token) as api`; its methods block."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot-api", daemon=True)
        self._thread.start()
        self.api: BotApi = self._call(self._start())
        self.url = self.api.url
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self.api.__aexit__())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def say(self, text: str | None, **options: Any) -> int:
        """See BotApi.say."""
        return self._call(self.api.say(text, **options))

    def next_message(self) -> Sent:
        """See BotApi.next_message."""
        return self._call(self.api.next_message())

    def next_edit(self) -> Sent:
        """See BotApi.next_edit."""
        return self._call(self.api.next_edit())

    def press(self, under: Sent, label: str, **options: Any) -> dict[str, Any]:
        """See BotApi.press."""
        return self._call(self.api.press(under, label, **options))

    def type_inline(self, text: str, **options: Any) -> dict[str, Any]:
        """See BotApi.type_inline."""
        return self._call(self.api.type_inline(text, **options))

    def fault(self, method: str, *faults: Fault) -> None:
        """See BotApi.fault."""
        self.api.fault(method, *faults)

    def post(self, update: dict[str, Any], **headers: str) -> int:
        """See BotApi.post."""
        return self._call(self.api.post(update, **headers))

    def wait_for(self, event: asyncio.Event) -> None:
        """Wait until `event`, that of a fault, is set."""
        self._call(event.wait())

    async def _start(self) -> BotApi:
        return await BotApi(self.token).__aenter__()

    def _call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        future: Future[T] = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        return future.result(PATIENCE + 5)


CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
REASONS = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: CONFLICT,
}


def _user(user: int, language: str | None = "zh-hans") -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": "用户"} | ({"language_code": language} if language else {})


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "群"}


def _entities(text: str) -> list[dict[str, Any]]:
    """The entities that Telegram finds by itself in a user's message: commands and mentions."""
    found = [("bot_command", match) for match in re.finditer(r"(?<!\S)/\w+(@\w+)?", text)]
    found += [("mention", match) for match in re.finditer(r"(?<!\w)@\w+", text)]
    return [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, match in found
    ]


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return await request.json()
    return {name: _value(name, str(value)) for name, value in (await request.post()).items()}


def _value(name: str, text: str) -> Any:
    """Structured parameters arrive as JSON in a form field; the text of a message must stay as it is."""
    return json.loads(text) if (text[:1] in "[{" or text in ("true", "false")) and name != "text" else text


def _refusal(error: Refused) -> web.Response:
    return web.json_response(error.body, status=error.body["error_code"])
