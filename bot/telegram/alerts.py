"""Faults that reach the admins in chat: once per kind and hour, with the number that the log has, and never what was asked.

An alert that cannot be delivered, as when the network is what is broken, is tried again until it can.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextvars import Context

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.messages import Texts
from bot.messages.records import RecordTexts
from bot.rendering import notice
from bot.telegram.transport.delivery import send_to

log = logging.getLogger(__name__)

QUIET_SECONDS = 3600.0
"""How long a kind of fault is not told again."""
RETRY_SECONDS = 60.0


class Alerts:
    """Tells `admins` by `bot`, each in the language that `say_to` gives."""

    def __init__(
        self,
        bot: Bot,
        admins: Iterable[int],
        say_to: Callable[[int], Texts],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot, self._admins, self._say_to, self._clock = bot, tuple(admins), say_to, clock
        self._told: dict[str, float] = {}
        self._held: Counter[str] = Counter()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def tell(self, kind: str, sentence: Callable[[RecordTexts], str]) -> bool:
        """Send `sentence`, on the running loop; False where a fault of this `kind` was told within the hour, or still is."""
        now = self._clock()
        if kind in self._tasks or now - self._told.get(kind, float("-inf")) < QUIET_SECONDS:
            self._held[kind] += 1
            return False
        self._told[kind], held = now, self._held.pop(kind, 0)

        def text(say: RecordTexts) -> str:
            return sentence(say) + (say.fault_again.format(count=held) if held else "")

        # In a context of its own: the update at hand is answered by others, and its slot is not to be waited with.
        self._tasks[kind] = asyncio.create_task(self._send(text), context=Context())
        self._tasks[kind].add_done_callback(lambda _: self._tasks.pop(kind, None))
        return True

    async def stop(self) -> None:
        """Give up what could not be delivered."""
        tasks = set(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _send(self, text: Callable[[RecordTexts], str]) -> None:
        left = list(self._admins)
        while left:
            left = [admin for admin in left if not await self._reached(admin, text)]
            if left:
                await asyncio.sleep(RETRY_SECONDS)

    async def _reached(self, admin: int, text: Callable[[RecordTexts], str]) -> bool:
        """Whether `admin` need not be tried again."""
        say = self._say_to(admin)
        try:
            await send_to(self._bot, admin, [notice(text(say.records))], say)
        except (BadRequest, Forbidden) as error:
            log.info("admin %d takes no messages: %s", admin, error.message)
        except TelegramError:
            return False
        return True
