"""The server in a thread of its own, for a bot that blocks or is another process."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Self, TypeVar

from tests.support.bot_api.faults import Fault
from tests.support.bot_api.records import PATIENCE, Sent
from tests.support.bot_api.server import BotApi

T = TypeVar("T")


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

    def deliver_again(self) -> None:
        """See BotApi.deliver_again."""
        self._call(self.api.deliver_again())

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

    def wait_until_taken(self) -> None:
        """See BotApi.taken."""
        self._call(self.api.taken())

    def wait_for(self, event: asyncio.Event) -> None:
        """Wait until `event`, that of a fault, is set."""
        self._call(event.wait())

    async def _start(self) -> BotApi:
        return await BotApi(self.token).__aenter__()

    def _call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        future: Future[T] = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        return future.result(PATIENCE + 5)
