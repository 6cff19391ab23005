"""Many chats at once, one message at a time within a chat.

The chat's lock is taken before a working slot: messages that wait for an earlier one of their chat then hold no slot,
and one busy chat cannot keep the others waiting. What is refused (see `admission`) waits for neither.
"""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.transport.admission import Admission, Verdict
from bot.telegram.transport.inbox import Inbox

WAITING = 1024
"""Updates that may wait for their chat; beyond that, updates stay in the application's queue."""
NOTICES = 4
"""Notices to users who were refused that are sent at once."""


class ChatOrder(BaseUpdateProcessor):
    """Works on at most `slots` admitted updates of `inbox` at once, on those of one chat in the order they came."""

    __slots__ = ("_admission", "_inbox", "_locks", "_notices", "_slots")

    def __init__(self, slots: int, admission: Admission, inbox: Inbox) -> None:
        super().__init__(WAITING)
        self._admission, self._inbox = admission, inbox
        self._slots = asyncio.Semaphore(slots)
        self._notices = asyncio.Semaphore(NOTICES)
        # A lock lives as long as an update holds it or waits for it.
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        with self._inbox.answering(update):
            await self._admitted(update, coroutine)

    async def _admitted(self, update: object, coroutine: Awaitable[Any]) -> None:
        verdict = self._admission.admit(update)
        if verdict is Verdict.DROP:
            if isinstance(coroutine, Coroutine):
                coroutine.close()
        elif verdict is not Verdict.PASS:
            async with self._notices:
                await coroutine
        elif self._admission.counts(update):
            self._admission.waiting += 1
            try:
                await self._in_order(update, coroutine)
            finally:
                self._admission.waiting -= 1
        else:
            await self._in_order(update, coroutine)

    async def _in_order(self, update: object, coroutine: Awaitable[Any]) -> None:
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
