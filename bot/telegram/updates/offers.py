"""What was offered to an admin and is not decided: it can be decided once, by that admin, until the bot is restarted."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 50
"""Offers that wait at once; the oldest expires then."""


class Offers(Generic[T]):
    """Offers by random keys of 8 characters, each with whose it is."""

    def __init__(self, expired: Callable[[T], None] = lambda offer: None) -> None:
        """`expired` is called with an offer that made room for another."""
        self._waiting: OrderedDict[str, tuple[int, T]] = OrderedDict()
        self._expired = expired

    def put(self, user: int, offer: T, key: str = "") -> str:
        """Let `offer` wait for `user`, under `key` where it had one before; returns the key."""
        key = key or secrets.token_urlsafe(6)
        self._waiting[key] = user, offer
        if len(self._waiting) > MOST:
            _, (_, oldest) = self._waiting.popitem(last=False)
            self._expired(oldest)
        return key

    def take(self, user: int, key: str) -> T | None:
        """The offer, which waits no longer; None where `user` has none of this key."""
        owner, offer = self._waiting.get(key, (None, None))
        if owner != user:
            return None
        del self._waiting[key]
        return offer
