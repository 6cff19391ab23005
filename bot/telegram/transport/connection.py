"""The HTTP side: timeouts and pools, outages in the log once, and a token that is refused again and again."""

import asyncio
import json
import logging
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

CONNECTIONS = 32
POOL_SECONDS, CONNECT_SECONDS, READ_SECONDS = 10.0, 10.0, 20.0
REFUSED = (401, 404)
"""What a token that does not exist is answered with, but also what a server says that is being started or replaced."""
_NO_WORDS = b'{"ok": false}'
"""What stands for the page of a gateway, which the library would log with a traceback for each request."""
CONFIRMING = (1.0, 2.0, 4.0)
"""Seconds before getMe is asked again whether the token is really refused."""


class Connection(HTTPXRequest):
    """Requests to the Bot API. getMe is refused only when it is so each time it is asked again.

    The library says nothing while it tries to reach a server that is down at the start; that is seen here.
    """

    def __init__(self, pool_size: int) -> None:
        super().__init__(
            connection_pool_size=pool_size,
            pool_timeout=POOL_SECONDS,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            write_timeout=READ_SECONDS,
        )
        self._down = False

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, payload = await self.once(url, *args, **kwargs)
        for pause in CONFIRMING:
            if status not in REFUSED or not url.endswith("/getMe"):
                break
            await asyncio.sleep(pause)
            status, payload = await self.once(url, *args, **kwargs)
        return status, payload

    async def once(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request; an outage that begins or ends with it is logged."""
        try:
            status, payload = await super().do_request(url, *args, **kwargs)
        except NetworkError as error:
            self._note(down=True, reason=str(error))
            raise
        self._note(down=status >= 500, reason=f"status {status}")
        return status, payload if status < 500 or _is_json(payload) else _NO_WORDS

    def _note(self, down: bool, reason: str) -> None:
        if down and not self._down:
            log.warning("the Bot API does not answer (%s); trying until it does", reason)
        elif self._down and not down:
            log.info("the Bot API answers again")
        self._down = down


def _is_json(payload: bytes) -> bool:
    try:
        json.loads(payload)
    except ValueError:
        return False
    return True
