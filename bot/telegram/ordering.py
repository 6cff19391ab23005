"""Many chats at once, one message at a time within a chat.

The chat's lock is taken before a working slot: messages that wait for an earlier one of their chat then hold no slot,
and one busy chat cannot keep the others waiting.
"""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING = 1024
"""Updates that may wait for their chat; beyond that, updates stay in the application's queue."""


class ChatOrder(BaseUpdateProcessor):
    """Works on at most `slots` updates at once, on those of one chat in the order they came."""

    __slots__ = ("_locks", "_slots")

    def __init__(self, slots: int) -> None:
        super().__init__(WAITING)
        self._slots = asyncio.Semaphore(slots)
        # A lock lives as long as an update holds it or waits for it.
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            async with self._slots:
                await coroutine
            return
        lock = self._locks.setdefault(chat.id, asyncio.Lock())
        async with lock, self._slots:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""
