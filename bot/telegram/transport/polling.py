"""Fetching updates so that nothing in them, and no single refusal, stops the bot for everybody.

The library reads a batch of updates as a whole and gives up polling at the first refusal of the token. Here every
update is read by itself before the library sees it, and a refusal has to be confirmed.
"""

import json
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError

from bot.telegram.transport.connection import REFUSED, Connection

log = logging.getLogger(__name__)

POLLING_CONNECTIONS = 4


def readable(update: dict[str, Any], counts: Counter[str], bot: Bot | None = None) -> Update | None:
    """`update` as the library reads it; None, counted and logged without what it says, where it cannot."""
    try:
        read = Update.de_json(update, bot)
    except Exception as fault:
        counts["unreadable"] += 1
        log.warning("skipped an update that cannot be read: %s (%d so far)", type(fault).__name__, counts["unreadable"])
        return None
    return read


class PollingConnection(Connection):
    """Requests for updates. `refused` is set, and `on_refused` called, once the token is surely not accepted.

    `counts` are those of the bot's health.
    """

    def __init__(self, counts: Counter[str] | None = None) -> None:
        super().__init__(POLLING_CONNECTIONS)
        self.counts: Counter[str] = Counter() if counts is None else counts
        self.refused = False
        self.on_refused: Callable[[], None] | None = None

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(url, *args, **kwargs)
        if not url.endswith("/getUpdates"):
            return status, payload
        if status in REFUSED and not self.refused:
            await self._confirm(url, status)
        return status, self._readable(payload) if status == 200 else payload

    async def _confirm(self, url: str, status: int) -> None:
        """Ask getMe whether the token is really refused. Raises NetworkError where it is not."""
        log.warning("fetching updates was refused (status %d); asking whether the token still holds", status)
        me, _ = await super().do_request(url.removesuffix("getUpdates") + "getMe", "POST")
        if me not in REFUSED:
            raise NetworkError(f"fetching updates was refused with status {status}, though the token is accepted")
        self.refused = True
        if self.on_refused is not None:
            self.on_refused()

    def _readable(self, payload: bytes) -> bytes:
        """`payload` with nothing but its number left of each update that the library could not read.

        Raises NetworkError where it is no list of updates at all; the library would log what it says.
        """
        try:
            response = json.loads(payload)
            found = [u for u in response["result"] if isinstance(u["update_id"], int)]
        except (ValueError, TypeError, KeyError):
            raise NetworkError("fetching updates brought something that is no list of updates") from None
        response["result"] = [u if readable(u, self.counts) else {"update_id": u["update_id"]} for u in found]
        return json.dumps(response).encode()
