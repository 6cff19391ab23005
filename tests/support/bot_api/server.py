"""The server itself: what a test lets users do, and what the bot has made of it."""

import asyncio
import time
from typing import Any, Self

from aiohttp import web

from tests.support.bot_api.chats import Chats
from tests.support.bot_api.faults import Fault
from tests.support.bot_api.records import PATIENCE, USERNAME, Sent, chat_record, entities_found, user_record
from tests.support.bot_api.responding import Responder
from tests.support.bot_api.updates import Updates

ADMINISTRATORS_RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]


class BotApi:
    """The server for the bot with `token`. Use as `async with BotApi(token) as api`.

    Every call but the long polling takes `delay` seconds longer, as if the server were far away.
    """

    def __init__(self, token: str, delay: float = 0.0) -> None:
        self.url = ""
        self._updates, self._chats = Updates(), Chats()
        self._responder = Responder(token, delay, self._updates, self._chats)
        self.messages, self.edits = self._chats.messages, self._chats.edits
        self.toasts, self.inline_answers = self._chats.toasts, self._chats.inline_answers
        self.calls, self.deleted = self._responder.calls, self._chats.deleted

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._responder.respond)
        app.router.add_get("/file/bot{token}/{path:.+}", self._responder.download)
        # Its own log is no part of the bot's: a request cut off at the end would be logged after the bot has stopped.
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.url = f"http://{host}:{port}/bot"

        self._delivering = asyncio.create_task(self._updates.deliver())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._delivering.cancel()
        await self._runner.cleanup()

    @property
    def webhook(self) -> dict[str, Any]:
        """What the bot has set as its webhook; empty where it fetches its updates."""
        return self._updates.webhook

    async def say(
        self,
        text: str | None,
        *,
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
        message_id: int = fields.pop("message_id", None) or self._chats.new_id()
        message: dict[str, Any] = {
            "message_id": message_id,
            "date": int(time.time() - age),
            "from": user_record(user, language),
            "chat": chat_record(user if chat is None else chat),
        }
        if text is not None:
            message |= {"text": text, "entities": entities_found(text)}
        if "caption" in fields:
            message |= {"caption_entities": entities_found(fields["caption"])}
        await self._updates.add(kind, message | fields)
        return message_id

    async def send_file(
        self,
        name: str | None,
        content: bytes,
        *,
        media_type: str | None = None,
        size: int | None = None,
        **options: Any,
    ) -> int:
        """A file from a user; `size` is what Telegram says that it has, where that is not so. Further options as for `say`."""
        file_id = f"file-{len(self._responder.files)}"
        self._responder.files[file_id] = content
        facts = {"file_name": name, "mime_type": media_type, "file_size": len(content) if size is None else size}
        document = {"file_id": file_id, "file_unique_id": file_id} | {k: v for k, v in facts.items() if v is not None}
        return await self.say(None, document=document, **options)

    async def happen(self, kind: str, what: dict[str, Any]) -> None:
        """An update of this kind that holds `what`, whatever that is."""
        await self._updates.add(kind, what)

    async def deliver_again(self) -> None:
        """The last update comes once more."""
        await self._updates.again()

    async def change(self, message_id: int, text: str, **options: Any) -> None:
        """A user changes their message."""
        await self.say(text, kind="edited_message", message_id=message_id, edit_date=int(time.time()), **options)

    async def press(self, under: Sent, label: str, **options: Any) -> dict[str, Any]:
        """Press the button that says `label` (or contains it), and wait for the bot's answer to that."""
        fitting = [b for b in under.buttons if b["text"] == label] or [b for b in under.buttons if label in b["text"]]
        assert fitting, f"no button {label!r} among {under.labels}"
        return await self.send_press(under, fitting[0]["callback_data"], **options)

    async def send_press(
        self, under: Sent, data: str, *, user: int = 100, language: str | None = "zh-hans"
    ) -> dict[str, Any]:
        """What a press sends, with any `data`, as a forged client may; the bot's answer to it."""
        query = self._open_query()
        shown = self._chats.shown(under)
        message = {
            "message_id": shown.message_id,
            "date": int(time.time()),
            "chat": chat_record(under.chat),
            "text": shown.text,
            "reply_markup": shown.data.get("reply_markup", {"inline_keyboard": []}),
        }
        press = {"id": query, "from": user_record(user, language), "message": message, "chat_instance": "1"}
        await self._updates.add("callback_query", press | {"data": data})
        while (answer := await asyncio.wait_for(self.toasts.get(), PATIENCE))["callback_query_id"] != query:
            pass
        return answer

    async def type_inline(self, text: str, **options: Any) -> dict[str, Any]:
        """Type an inline query and wait for what the bot offers; options as in `begin_inline`."""
        query = await self.begin_inline(text, **options)
        while (answer := await asyncio.wait_for(self.inline_answers.get(), PATIENCE))["inline_query_id"] != query:
            pass
        return answer

    async def begin_inline(self, text: str, *, user: int = 100, offset: str = "", chat_type: str = "group") -> str:
        """Type an inline query in a chat of this type, from `offset` on as one who scrolls down; returns its id."""
        query = self._open_query()
        asked = {"id": query, "from": user_record(user), "query": text, "offset": offset, "chat_type": chat_type}
        await self._updates.add("inline_query", asked)
        return query

    def move_silently(self, old: int, new: int) -> None:
        """The group becomes a supergroup with another number, and the bot has not been told yet."""
        self._chats.moved[old] = new

    async def migrate(self, old: int, new: int) -> None:
        """The group becomes a supergroup with another number; the bot is told, as anybody in it."""
        self.move_silently(old, new)
        for chat, field, other in ((old, "migrate_to_chat_id", new), (new, "migrate_from_chat_id", old)):
            fields: dict[str, Any] = {field: other}
            await self.say(None, chat=chat, **fields)

    async def change_membership(self, chat: int, before: str, after: str, user: int = 100) -> None:
        """`user` adds the bot to the chat, or changes what it may do there."""
        me = {"id": self._responder.number, "is_bot": True, "first_name": "原文", "username": USERNAME}
        rights = dict.fromkeys(ADMINISTRATORS_RIGHTS, False) | {"until_date": 0}
        change = {
            "chat": chat_record(chat),
            "from": user_record(user),
            "date": int(time.time()),
            "old_chat_member": {"user": me, "status": before, **rights},
            "new_chat_member": {"user": me, "status": after, **rights},
        }
        await self._updates.add("my_chat_member", change)

    async def react(self, to: Sent, *emoji: str, user: int = 100) -> None:
        """Leave the message with these reactions of `user`."""
        now = [{"type": "emoji", "emoji": e} for e in emoji]
        where = {"chat": chat_record(to.chat), "message_id": to.message_id, "user": user_record(user)}
        reaction = {"date": int(time.time()), "old_reaction": [], "new_reaction": now}
        await self._updates.add("message_reaction", where | reaction)

    async def post(self, update: dict[str, Any], **headers: str) -> int:
        """Deliver `update` to the webhook as anybody could; returns the status."""
        return await self._updates.post(update, **headers)

    async def next_message(self) -> Sent:
        """The next message that the bot has sent."""
        return await asyncio.wait_for(self.messages.get(), PATIENCE)

    async def next_edit(self) -> Sent:
        """The next change the bot has made to a message of its own."""
        return await asyncio.wait_for(self.edits.get(), PATIENCE)

    def fault(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` fail, one fault each."""
        self._responder.faults[method].extend(faults)

    def forgive(self, method: str) -> None:
        """Nothing further goes wrong with `method`."""
        self._responder.faults[method].clear()

    async def taken(self) -> None:
        """Wait until the bot has taken every update."""
        await self._updates.taken()

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of `method` so far."""
        return [data for name, data in self.calls if name == method]

    def _open_query(self) -> str:
        """The id of a new query, which the bot may answer once."""
        query = f"query-{next(self._updates.numbers)}"
        self._chats.open_queries.add(query)
        return query
