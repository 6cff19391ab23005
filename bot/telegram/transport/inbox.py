"""The queue between what receives updates and what answers them: each update once, and over a restart.

What is accepted is on disk before Telegram is told that it has been taken. After a restart it comes out of the queue
again, or, where an answer was on its way, as `Interrupted`: nobody can know whether that arrived.
"""

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from telegram import Bot, Update

from bot.errors import StoreFault
from bot.telegram.transport.addressing import is_meant, person_of
from bot.telegram.transport.polling import readable
from bot.telegram.transport.receipts import Receipts

log = logging.getLogger(__name__)

WAIT_SECONDS = 30.0
"""For another process with the same chat: longer than an answer takes, shorter than a user's patience."""
LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A message that was being answered when the bot was ended."""

    update: Update


_ANSWERED: ContextVar[tuple[Receipts, str] | None] = ContextVar("_ANSWERED", default=None)
"""What the task at hand answers."""


class Inbox(asyncio.Queue[object]):
    """Takes updates and lets through those that have not come before; `counts` are those of the bot's health."""

    def __init__(self, receipts: Receipts, counts: Counter[str]) -> None:
        super().__init__()
        self._receipts, self._counts = receipts, counts

    async def put(self, item: object) -> None:
        await self._take(item, self._accept(item) if isinstance(item, Update) else True)

    async def deliver(self, update: Update) -> bool:
        """Take `update`; False where it is not taken because it cannot be noted: another process might be given it as well."""
        accepted = self._accept(update)
        if accepted is None and self._receipts.is_shared:
            self._counts["deferred"] += 1
            return False
        await self._take(update, accepted)
        return True

    async def resume(self, bot: Bot) -> None:
        """Put what was left unanswered, by this process or by one that has ended, into the queue."""
        try:
            left = self._receipts.unfinished()
        except StoreFault as fault:
            log.warning("messages that were left unanswered are taken up later: %s", fault)
            return
        for name, content, begun in left:
            update = readable(json.loads(content), self._counts, bot)
            if begun or update is None:
                # Whatever becomes of it now, it is not tried once more.
                self._receipts.finish(name)
            if update is not None:
                await super().put(Interrupted(update) if begun else update)
        if left:
            log.info("%d messages were left unanswered and are taken up again", len(left))

    @contextmanager
    def answering(self, update: object) -> Iterator[None]:
        """While this lasts `update` is worked on; afterwards it has been dealt with, unless the task was cancelled."""
        name = _name(update) if isinstance(update, Update) else None
        before = _ANSWERED.set((self._receipts, name) if name else None)
        try:
            yield
        finally:
            _ANSWERED.reset(before)
        if name:
            self._receipts.finish(name)

    async def in_turn(self, update: object) -> None:
        """Wait until no other process works on an earlier message of the same chat, for WAIT_SECONDS at most."""
        name = _name(update) if self._receipts.is_shared and isinstance(update, Update) else None
        until = time.monotonic() + WAIT_SECONDS
        while name and time.monotonic() < until and self._receipts.has_earlier(name):
            await asyncio.sleep(LOOK_SECONDS)

    async def _take(self, item: object, accepted: bool | None) -> None:
        if accepted is False:
            self._counts["redelivered"] += 1
            return
        await super().put(item)

    def _accept(self, update: Update) -> bool | None:
        """Whether `update` is new; None where nobody can say."""
        name, message = _name(update), update.message or update.edited_message
        if name is None or (message is not None and not is_meant(message)):
            return True
        if message is None:
            return self._receipts.accept(name, 0)
        return self._receipts.accept(name, person_of(message), update.to_json(), message.chat_id)


def under_way(begun: bool = True) -> None:
    """The answer to the message at hand leaves now; with `begun` False it turned out that it has not left."""
    if (answered := _ANSWERED.get()) is not None:
        answered[0].begin(answered[1], begun)


def delivered() -> None:
    """The message at hand has its answer."""
    if (answered := _ANSWERED.get()) is not None:
        answered[0].finish(answered[1])


def _name(update: Update) -> str | None:
    """What tells an update from all others; None for those that may come twice without harm."""
    if update.callback_query:
        return f"{update.update_id} {update.callback_query.id}"
    message = update.message or update.edited_message
    if message is None:
        return None
    made = message.edit_date or message.date
    return f"{update.update_id} {message.chat_id} {message.message_id} {made.timestamp():.0f}"
