"""The address at which Telegram delivers updates, and anybody else whatever they like.

The library's own reads the body before it asks for the secret, answers what is no JSON with a fault of its own, and
logs what it cannot read. Here a request is refused with the status that says why, and nothing of it is logged. What is
an update, but none that can be read, is taken all the same: Telegram would deliver it again, before all others.
"""

import asyncio
import hmac
import json
import re
from collections import Counter
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot, Updater
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler, stream_request_body

from bot.telegram.transport.inbox import Inbox
from bot.telegram.transport.polling import readable

LARGEST = 1_000_000
"""Bytes of an update."""
READ = 16 * LARGEST
"""Bytes of a request that are read to the end, so that whoever sends it gets an answer; a larger one is cut off."""
PAUSE_SECONDS = 1.0
"""Before Telegram is told the address again."""


class Receiver(Updater):
    """Fetches updates as the library does, but takes deliveries itself; `counts` are those of the bot's health."""

    def __init__(self, bot: ExtBot[None], inbox: Inbox, counts: Counter[str]) -> None:
        super().__init__(bot, inbox)
        self._inbox, self._counts = inbox, counts
        self._server: HTTPServer | None = None

    @property
    def running(self) -> bool:
        return super().running or self._server is not None

    async def start_webhook(self, *_: Any, **given: Any) -> asyncio.Queue[object]:
        """Listen, and tell Telegram so until it answers. Takes what the library's takes, without certificates.

        Raises OSError where the port is taken and InvalidToken.
        """
        served = {"bot": self.bot, "inbox": self._inbox, "secret": given["secret_token"], "counts": self._counts}
        path = "/" + given["url_path"].strip("/")
        endpoint = Application([(re.escape(path) + "/?", Endpoint, served)], log_function=lambda _: None)
        server = HTTPServer(endpoint, max_body_size=READ)
        server.listen(given["port"], address=given["listen"])
        self._server = server
        try:
            await self._announce(given["webhook_url"], given["secret_token"], given["allowed_updates"])
        except BaseException:
            await self.stop()
            raise
        return self._inbox

    async def stop(self) -> None:
        if self._server is None:
            await super().stop()
            return
        server, self._server = self._server, None
        server.stop()
        await server.close_all_connections()

    async def _announce(self, address: str, secret: str, kinds: list[str]) -> None:
        while True:
            try:
                await self.bot.set_webhook(address, allowed_updates=kinds, secret_token=secret)
                return
            except InvalidToken:
                raise
            except TelegramError:
                # The connection itself reports outages.
                await asyncio.sleep(PAUSE_SECONDS)


@stream_request_body
class Endpoint(RequestHandler):
    """One delivery."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, bot: Bot, inbox: Inbox, secret: str, counts: Counter[str]) -> None:
        self._bot, self._inbox, self._secret, self._counts = bot, inbox, secret, counts
        self._body = bytearray()
        self._size = 0

    def prepare(self) -> None:
        given = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self._trusted = hmac.compare_digest(given.encode(), self._secret.encode())

    def data_received(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._trusted and self._size <= LARGEST:
            self._body += chunk

    async def post(self) -> None:
        status = await self._take()
        if status != 200:
            self._counts["requests refused"] += 1
        self.set_status(status)

    async def _take(self) -> int:
        """The status that says what becomes of the request."""
        if not self._trusted:
            return 403
        if self._size > LARGEST:
            return 413
        try:
            delivered = json.loads(self._body)
        except (ValueError, RecursionError):
            return 400
        if not isinstance(delivered, dict) or not isinstance(delivered.get("update_id"), int):
            return 400
        if (update := readable(delivered, self._counts, self._bot)) is not None:
            # What is not taken now is delivered again, to whichever process.
            return 200 if await self._inbox.deliver(update) else 503
        return 200
