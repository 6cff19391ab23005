"""Many chats at once, one message at a time within a chat.

The chat's lock is taken before a working slot: messages that wait for an earlier one of their chat then hold no slot,
and one busy chat cannot keep the others waiting. Nor does a chat that Telegram makes wait (`without_slot`). What is
refused (see `admission`) waits for neither.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
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


@dataclass(slots=True)
class _Slot:
    """A place among those of `slots`, while it is `held`."""

    slots: asyncio.Semaphore
    held: bool = True


_SLOT: ContextVar[_Slot | None] = ContextVar("_SLOT", default=None)
"""That of the task at hand. A task that was started by it and outlives it holds none."""


@asynccontextmanager
async def without_slot() -> AsyncIterator[None]:
    """While this lasts the task at hand leaves its slot to others, for pauses in which it does nothing."""
    slot = _SLOT.get()
    if slot is None or not slot.held:
        yield
        return
    slot.held = False
    slot.slots.release()
    try:
        yield
    finally:
        await slot.slots.acquire()
        slot.held = True


@asynccontextmanager
async def _held(slots: asyncio.Semaphore) -> AsyncIterator[None]:
    await slots.acquire()
    slot = _Slot(slots)
    before = _SLOT.set(slot)
    try:
        yield
    finally:
        _SLOT.reset(before)
        if slot.held:
            slot.held = False
            slots.release()


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
            async with _held(self._notices):
                await coroutine
        elif self._admission.counts(update):
            self._admission.entered()
            saturated = False
            try:
                saturated = await self._in_order(update, coroutine)
            finally:
                self._admission.left(saturated=saturated)
        else:
            await self._in_order(update, coroutine)

    async def _in_order(self, update: object, coroutine: Awaitable[Any]) -> bool:
        """Work on `update` when it is its turn; returns whether every slot was taken when that was done."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            async with _held(self._slots):
                await coroutine
            return False
        lock = self._locks.setdefault(chat.id, asyncio.Lock())
        async with lock:
            await self._inbox.in_turn(update)
            async with _held(self._slots):
                await coroutine
                return self._slots.locked()

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""
