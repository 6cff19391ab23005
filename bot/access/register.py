"""Whom an admin has allowed, and the codes that wait for that, in the database that the bot remembers everything in.

Read anew at every question, so that what another process changes holds at once. Parties are users, with positive numbers,
and groups, with negative ones.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from bot.database.connection import Database
from bot.database.opening import Place
from bot.database.schema import ALLOWED, CODES
from bot.database.statements import addition, given, replacement
from bot.errors import StoreFault

log = logging.getLogger(__name__)

DIGITS = 6
VALID_SECONDS = 3600
"""How long a code may be confirmed; whoever has one is not answered again for as long."""
MOST_WAITING = 200
"""Codes that wait at once: so few among a million that none is met by chance. Who comes on top of that is given none."""
LONGEST_NAME = 40

_CODE, _PARTY, _SINCE = given("which_code"), given("which_party"), given("since")
_IS_ALLOWED = select(ALLOWED.c.party).where(ALLOWED.c.party == _PARTY)
_EVERYONE = select(ALLOWED).order_by(ALLOWED.c.made, ALLOWED.c.party)
_WAITING = select(func.count()).select_from(CODES).where(CODES.c.made > _SINCE)
_STALE = delete(CODES).where(CODES.c.made <= _SINCE)
_CODE_OF = select(CODES.c.code).where(CODES.c.party == _PARTY)
_TAKEN = select(CODES.c.code)
_REDEEM = (
    delete(CODES)
    .where(CODES.c.code == _CODE, CODES.c.made > _SINCE)
    .returning(CODES.c.party, CODES.c.name, CODES.c.language)
)
_NO_CODE = delete(CODES).where(CODES.c.party == _PARTY)
_REVOKE = delete(ALLOWED).where(ALLOWED.c.party == _PARTY)
_NO_NAME = update(ALLOWED).where(ALLOWED.c.party == _PARTY, ALLOWED.c.name != "").values(name="")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A party that admin `by` (0: whoever sits at the machine) has allowed at the time `made`, seconds since 1970.

    `name` is what it called itself then, `language` the code that Telegram gave for it, known when it is allowed alone.
    """

    party: int
    name: str
    by: int
    made: float
    language: str | None = None


class Register:
    """The open database. Not for several threads at once. What cannot be read is not allowed; a write that fails raises StoreFault."""

    def __init__(self, place: Place, clock: Callable[[], float] = time.time) -> None:
        """Open the SQLite file or PostgreSQL `place`, creating the file; None keeps everything in memory. Raises SettingsError
        where that cannot be, StoreFault where a server does not answer."""
        self._clock = clock
        self._db = Database(place, "remember who may ask")

    def close(self) -> None:
        """Close the connection; nothing is lost."""
        self._db.close()

    def is_allowed(self, party: int) -> bool:
        """Whether an admin has allowed `party`."""
        return bool(self._read(_IS_ALLOWED, which_party=party))

    def everyone(self) -> list[Allowed]:
        """All who are allowed, in the order in which they were."""
        return [Allowed(*row) for row in self._read(_EVERYONE)]

    @property
    def waiting(self) -> int:
        """How many codes could be confirmed now."""
        found = self._read(_WAITING, since=self._clock() - VALID_SECONDS)
        return int(found[0][0]) if found else 0

    def code_for(self, party: int, name: str, language: str | None = None) -> str | None:
        """The code that `party`, which calls itself `name`, is allowed by; None where too many wait already."""
        with self._db.writing() as connection:
            connection.execute(_STALE, {"since": self._clock() - VALID_SECONDS})
            while (known := connection.execute(_CODE_OF, {"which_party": party}).scalar()) is None:
                taken = set(connection.execute(_TAKEN).scalars())
                if len(taken) >= MOST_WAITING:
                    return None
                while (code := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}") in taken:
                    pass
                row = {"code": code, "party": party, "name": _shown(name), "language": language, "made": self._clock()}
                # Another process may give the same one, or one to the same party, in the same moment.
                connection.execute(addition(CODES), row)
        return str(known)

    def allow(self, code: str, by: int) -> Allowed | None:
        """Allow the party that was given `code`, which then counts no more; None where no such code is waiting."""
        with self._db.writing() as connection:
            since = self._clock() - VALID_SECONDS
            found = connection.execute(_REDEEM, {"which_code": code, "since": since}).fetchall()
            if not found:
                return None
            [(party, name, language)] = found
            made = self._clock()
            connection.execute(replacement(ALLOWED), {"party": party, "name": name, "by": by, "made": made})
        return Allowed(party, name, by, made, language)

    def revoke(self, party: int) -> bool:
        """Allow `party` no longer, nor by a code that it was given before; returns whether it was allowed."""
        with self._db.writing() as connection:
            connection.execute(_NO_CODE, {"which_party": party})
            return connection.execute(_REVOKE, {"which_party": party}).rowcount > 0

    def forget(self, party: int) -> int:
        """Delete the name of `party` and its code; that it is allowed, which is the admins', stays. Returns how many."""
        with self._db.writing() as connection:
            named = connection.execute(_NO_NAME, {"which_party": party}).rowcount
            return int(named + connection.execute(_NO_CODE, {"which_party": party}).rowcount)

    def _read(self, query: Select[Any], **values: Any) -> list[Any]:
        try:
            return self._db.rows(query, values)
        except StoreFault as fault:
            log.error("who may ask could not be read, nobody else is let in: %s", fault)
            return []


def _shown(name: str) -> str:
    """`name` on one line, without characters that turn the direction of what stands around them."""
    return " ".join("".join(c for c in name if c.isprintable()).split())[:LONGEST_NAME]
