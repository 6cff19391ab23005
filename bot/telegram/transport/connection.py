"""The HTTP side: timeouts and pools, outages in the log once, and a token that is refused while the bot runs."""

import logging
from collections.abc import Callable
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

CONNECTIONS, POLLING_CONNECTIONS = 32, 4
POOL_SECONDS, CONNECT_SECONDS, READ_SECONDS = 10.0, 10.0, 20.0


class Connection(HTTPXRequest):
    """Requests to the Bot API. `refused` is set, and `on_refused` called, once the token is not accepted.

    The library ends its polling silently when the token is revoked, and says nothing while it tries to reach a server
    that is down at the start; both are seen here.
    """

    def __init__(self, pool_size: int) -> None:
        super().__init__(
            connection_pool_size=pool_size,
            pool_timeout=POOL_SECONDS,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            write_timeout=READ_SECONDS,
        )
        self.refused = False
        self.on_refused: Callable[[], None] | None = None
        self._down = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        try:
            status, payload = await super().do_request(*args, **kwargs)
        except NetworkError as error:
            self._note(down=True, reason=str(error))
            raise
        self._note(down=status >= 500, reason=f"status {status}")
        if status in (401, 404) and not self.refused:
            self.refused = True
            if self.on_refused is not None:
                self.on_refused()
        return status, payload

    def _note(self, down: bool, reason: str) -> None:
        if down and not self._down:
            log.warning("the Bot API does not answer (%s); trying until it does", reason)
        elif self._down and not down:
            log.info("the Bot API answers again")
        self._down = down
