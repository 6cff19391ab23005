"""Deepening the library: beside answering in a thread of its own, or before a batch, where that takes minutes and no more."""

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, runtime_checkable

from bot.errors import BotError
from corpus.errors import CorpusError
from retrieval.collection import Progress
from retrieval.errors import RetrievalError

log = logging.getLogger(__name__)

AT_ONCE = 12_000
"""Passages that are encoded before a batch of questions, or by `yuanwen index`, without being asked to: five minutes' work."""
PER_SECOND = 30
"""Passages that one core encodes in a second, about: what is said of the time before it begins."""
LOWEST = 19
"""Priority of the thread: it computes when nothing else wants to."""


@runtime_checkable
class Deepenable(Protocol):
    """A collection that can be deepened."""

    @property
    def to_deepen(self) -> int: ...

    def deepen(self, progress: Progress | None = None, *, threads: int = 1) -> bool: ...


class _Stopped(BotError):
    """Raised inside the encoding, through its progress callback, to end it."""


class BackgroundDeepening:
    """Deepens `collection` whenever it is woken and there is something to do; a failure is logged and ends it alone."""

    def __init__(self, collection: object, on_deepened: Callable[[], None] = lambda: None) -> None:
        """`on_deepened` is called, in the thread, after each time the deepened library has taken over."""
        self._collection, self.on_deepened = collection, on_deepened
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self.reached: tuple[int, int] | None = None
        """Passages encoded, and all; None while nothing is done."""
        self.on_failed: Callable[[], None] = lambda: None
        """Called in the thread when it ends with a failure."""

    def wake(self) -> None:
        """Begin, unless it is under way already."""
        if isinstance(self._collection, Deepenable) and not (self._thread and self._thread.is_alive()):
            self._thread = threading.Thread(target=self._run, args=(self._collection,), name="deepen", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End it; what was encoded is kept for the next time."""
        self._stopping.set()
        if self._thread:
            self._thread.join()

    def _run(self, collection: Deepenable) -> None:
        # Only Linux takes the number of a thread; threads that this one starts have its priority.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST)
        try:
            while collection.deepen(self._watch):
                log.info("the library is deepened")
                self.on_deepened()
        except _Stopped:
            log.info("deepening the library goes on the next time")
        except (OSError, CorpusError, RetrievalError) as fault:
            log.error("the library could not be deepened, and answers without: %s", fault)
            self.on_failed()
        finally:
            self.reached = None

    def _watch(self, stage: str, done: int, total: int) -> None:
        self.reached = done, total
        if self._stopping.is_set():
            raise _Stopped("stopped")


def seconds_to_deepen(collection: Deepenable) -> float:
    """About how long it takes in the background; 0 where there is nothing to do."""
    return collection.to_deepen / PER_SECOND
