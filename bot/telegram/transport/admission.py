"""Who may be served: a bucket of tokens per user, a bound on what waits, decided before anything else is done.

The decision is made when an update leaves the queue, before its chat's lock and before a working slot, so that what is
refused costs next to nothing. A user who is refused is told once per window, a bot that is busy says so each time.
"""

import enum
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Container
from dataclasses import dataclass

from telegram import Message, Update

from bot.errors import StoreFault
from bot.records.rates import Rates, Taken
from bot.settings import LimitSettings
from bot.telegram.transport.addressing import is_meant, is_stale, person_of

log = logging.getLogger(__name__)

WINDOW = 60.0
"""Seconds in which a user is told once at most to slow down."""
USERS = 10_000
"""Users whose buckets are kept; the one seen longest ago goes first and starts anew with a full bucket."""
EASIER = 3
"""Buttons and inline queries cost little and come in bursts: they get so many times as much."""


PATIENCE = 30.0
"""Seconds that a message may wait for its answer; who would wait longer is told to come back."""
WEIGHT = 0.05
"""Of the last message in the average."""


class Verdict(enum.Enum):
    """What is done with an update: PASS it on, WARN its user, say that the bot is BUSY, or DROP it.

    STRANGER is whoever may not ask at all, and is none of those who are counted.
    """

    PASS = enum.auto()
    WARN = enum.auto()
    BUSY = enum.auto()
    DROP = enum.auto()
    STRANGER = enum.auto()


_VERDICTS: dict[Taken, Verdict] = {"pass": Verdict.PASS, "warn": Verdict.WARN, "drop": Verdict.DROP}


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    warned: float = float("-inf")


class Buckets:
    """One bucket per user: `burst` tokens at most, `per_minute` more each minute."""

    def __init__(self, burst: int, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_minute / 60, clock
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def take(self, user: int) -> Verdict:
        """PASS while the user has a token; then WARN, once per WINDOW, and DROP."""
        now = self._clock()
        bucket = self._buckets.setdefault(user, _Bucket(self._burst, now))
        self._buckets.move_to_end(user)
        if len(self._buckets) > USERS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.at) * self._per_second)
        bucket.at = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Verdict.PASS
        if now - bucket.warned >= WINDOW:
            bucket.warned = now
            return Verdict.WARN
        return Verdict.DROP

    @property
    def pause(self) -> int:
        """Seconds until an empty bucket holds a token again, rounded up."""
        return math.ceil(1 / self._per_second)


class SharedBuckets(Buckets):
    """Buckets in which all processes count; while they cannot be read, each counts by itself."""

    def __init__(self, rates: Rates, name: str, burst: int, per_minute: float) -> None:
        super().__init__(burst, per_minute)
        self._rates, self._name = rates, name

    def take(self, user: int) -> Verdict:
        try:
            return _VERDICTS[self._rates.take(self._name, user, self._burst, self._per_second, WINDOW)]
        except StoreFault as fault:
            log.warning("what is asked is counted by this process alone: %s", fault)
            return super().take(user)


def buckets(rates: Rates | None, name: str, burst: int, per_minute: float) -> Buckets:
    """Buckets of this process, or with `rates` those called `name` that it shares with others."""
    return Buckets(burst, per_minute) if rates is None else SharedBuckets(rates, name, burst, per_minute)


class Admission:
    """Decides about every update. `waiting` messages are admitted and not done; `refused` counts the others.

    As many may wait as are answered within PATIENCE. How long one message takes is a moving average over the times in
    which every slot was taken; before the first of them it is what the settings assume.
    """

    def __init__(
        self,
        limits: LimitSettings,
        clock: Callable[[], float] = time.monotonic,
        *,
        senders: Container[int] = (),
        admits: Callable[[Update], bool] = lambda update: True,
        rates: Rates | None = None,
    ) -> None:
        """Files of `senders` are not counted: a folder of them comes as a message each. `admits` says whether whoever is
        behind an update may ask; with `rates` the users' limits are counted there."""
        self._senders, self._admits = senders, admits
        self._messages = buckets(rates, "messages", limits.burst, limits.per_minute)
        self._buttons = buckets(rates, "buttons", EASIER * limits.burst, EASIER * limits.per_minute)
        self._inline = buckets(rates, "inline", EASIER * limits.burst, EASIER * limits.per_minute)
        self._clock = clock
        self._seconds = PATIENCE / limits.waiting
        self._last: float | None = None
        self._verdicts: dict[int, Verdict] = {}
        self.waiting = 0
        self.refused = 0

    @property
    def pause(self) -> int:
        """Seconds that a user who is told to slow down has to wait."""
        return self._messages.pause

    def entered(self) -> None:
        """A message is admitted and waits."""
        self.waiting += 1

    def left(self, *, saturated: bool) -> None:
        """A message is done; `saturated` where others wait for its slot, so that it tells how long one takes."""
        self.waiting -= 1
        if saturated:
            self._seconds = self._averaged()
        self._last = self._clock() if saturated else None

    def queue_seconds(self, waiting: int) -> float:
        """How long so many messages wait, the last of them."""
        return waiting * self._averaged()

    def is_full(self, waiting: int) -> bool:
        """Whether one more would wait too long."""
        return self.queue_seconds(waiting) >= PATIENCE

    @property
    def busy_seconds(self) -> int:
        """Seconds after which those who wait now are answered, rounded up."""
        return math.ceil(self.queue_seconds(self.waiting))

    def _averaged(self) -> float:
        """Seconds for one message, what is under way included."""
        if self._last is None:
            return self._seconds
        return self._seconds + WEIGHT * (self._clock() - self._last - self._seconds)

    def admit(self, update: object) -> Verdict:
        """What is done with `update`. WARN and BUSY are kept for `verdict_on`."""
        verdict = self._judge(update) if isinstance(update, Update) else Verdict.PASS
        if verdict is not Verdict.PASS:
            self.refused += 1
        if verdict in (Verdict.WARN, Verdict.BUSY) and isinstance(update, Update):
            self._verdicts[update.update_id] = verdict
        return verdict

    def verdict_on(self, update: Update) -> Verdict:
        """What `admit` said, asked once by the handler that tells the user."""
        return self._verdicts.pop(update.update_id, Verdict.PASS)

    def counts(self, update: object) -> bool:
        """Whether `update` is one of those that `waiting` counts."""
        return isinstance(update, Update) and bool(update.message or update.edited_message)

    def _judge(self, update: Update) -> Verdict:
        if not self._admits(update):
            return Verdict.STRANGER
        presser = update.effective_user.id if update.effective_user else 0
        if update.inline_query:
            return Verdict.PASS if self._inline.take(presser) is Verdict.PASS else Verdict.DROP
        if update.callback_query:
            # Every press of a button has to be answered, or the user's app shows it as still working.
            return Verdict.PASS if self._buttons.take(presser) is Verdict.PASS else Verdict.WARN
        message = update.message or update.edited_message
        if message is None or not _costs(message) or (message.document and person_of(message) in self._senders):
            return Verdict.PASS
        verdict = self._messages.take(person_of(message))
        if verdict is not Verdict.PASS:
            return verdict
        return Verdict.BUSY if self.is_full(self.waiting) else Verdict.PASS


def _costs(message: Message) -> bool:
    """Whether the bot will do something about `message`."""
    return not is_stale(message) and is_meant(message)
