"""Who may ask: everybody, those whom the settings list, or those too whom an admin has allowed by their code."""

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from bot.access.register import Allowed, Register
from bot.settings import AccessSettings

log = logging.getLogger(__name__)

WRONG_CODES, WRONG_SECONDS = 5, 600
"""So many wrong codes in so many seconds, and an admin has to wait: a code is not to be guessed by a stolen account."""


@dataclass(frozen=True, slots=True)
class AccessChange:
    """Something that was done, or tried, about who may ask: by the user `who` (0: at the machine), about the party `whom`.

    A code is given to whoever asks for it, so that there `who` is the party itself. `whom` is 0 where a code is wrong.
    """

    what: Literal["code given", "allowed", "wrong code", "revoked", "not revoked"]
    who: int
    whom: int


def logged(change: AccessChange) -> None:
    """A line in the log, by numbers alone."""
    log.info("access: %s, by %d, of %d", change.what, change.who, change.whom)


class Doorkeeper:
    """Decides at every update anew. Parties are users, with positive numbers, and groups, with negative ones; 0 is nobody."""

    def __init__(
        self,
        access: AccessSettings,
        admins: Collection[int],
        register: Register,
        *,
        on_change: Callable[[AccessChange], None] = logged,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_change` is told of every change, after it is made: where it is to be written down."""
        self.mode = access.mode
        self._listed = frozenset({*access.users, *access.groups, *admins}) - {0}
        self._register, self.on_change, self._clock = register, on_change, clock
        self._wrong: dict[int, list[float]] = {}

    @property
    def is_pairing(self) -> bool:
        """Whether admins may allow others than those whom the settings list."""
        return self.mode == "paired"

    @property
    def listed(self) -> list[int]:
        """Those whom the settings list, admins among them; users first."""
        return sorted(self._listed, key=lambda party: (party < 0, abs(party)))

    def lists(self, party: int) -> bool:
        """Whether `party` may ask by the settings."""
        return party in self._listed

    def admits(self, party: int) -> bool:
        """Whether `party` may ask."""
        return self.mode == "open" or self.lists(party) or (self.is_pairing and self._register.is_allowed(party))

    def give_code(self, party: int, name: str, language: str | None) -> str | None:
        """The code by which an admin may let in `party`; None where there is none to be had. Raises StoreFault."""
        if not self.is_pairing or party == 0:
            return None
        code = self._register.code_for(party, name, language)
        if code is not None:
            self.on_change(AccessChange("code given", party, party))
        return code

    def may_try(self, admin: int) -> bool:
        """Whether `admin` has not given too many wrong codes lately."""
        return len(self._lately(admin)) < WRONG_CODES

    def allow(self, code: str, admin: int) -> Allowed | None:
        """Let in whoever was given `code`; None where nobody was, or not lately. Raises StoreFault."""
        allowed = self._register.allow(code, admin)
        if allowed is None:
            self._wrong[admin] = [*self._lately(admin), self._clock()]
        self.on_change(AccessChange("allowed" if allowed else "wrong code", admin, allowed.party if allowed else 0))
        return allowed

    def revoke(self, party: int, admin: int) -> bool:
        """Let in `party` no longer; False where no admin had allowed it. Raises StoreFault."""
        revoked = self._register.revoke(party)
        self.on_change(AccessChange("revoked" if revoked else "not revoked", admin, party))
        return revoked

    def everyone(self) -> list[Allowed]:
        """Those whom admins have allowed, oldest first."""
        return self._register.everyone()

    @property
    def waiting(self) -> int:
        """How many have a code and are not allowed yet."""
        return self._register.waiting

    def forget(self, user: int) -> int:
        """Delete what is known of `user` beside that they may ask; returns how many entries that were."""
        return self._register.forget(user)

    def close(self) -> None:
        """Close the register."""
        self._register.close()

    def _lately(self, admin: int) -> list[float]:
        return [at for at in self._wrong.get(admin, ()) if self._clock() - at < WRONG_SECONDS]
