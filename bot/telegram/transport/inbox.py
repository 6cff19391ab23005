"""The queue between what receives updates and what answers them: each update once, and over a restart.

What is accepted is on disk before Telegram is told that it has been taken. After a restart it comes out of the queue
again, or, where an answer was on its way, as `Interrupted`: nobody can know whether that arrived.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from telegram import Bot, Update

from bot.telegram.transport.addressing import is_meant, person_of
from bot.telegram.transport.polling import readable
from bot.telegram.transport.receipts import Receipts

log = logging.getLogger(__name__)


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
        if isinstance(item, Update) and not self._accept(item):
            self._counts["redelivered"] += 1
            return
        await super().put(item)

    async def resume(self, bot: Bot) -> None:
        """Put what was left unanswered into the queue."""
        left = self._receipts.unfinished()
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

    def _accept(self, update: Update) -> bool:
        name, message = _name(update), update.message or update.edited_message
        if name is None or (message is not None and not is_meant(message)):
            return True
        if message is None:
            return self._receipts.accept(name, 0)
        return self._receipts.accept(name, person_of(message), update.to_json())


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
