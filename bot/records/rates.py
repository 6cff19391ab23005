"""How much each may still ask, counted by all processes together: a row for each party and kind of limit."""

import time
from typing import Literal, get_args

from sqlalchemy import Executable, and_, case, delete
from sqlalchemy.dialects import sqlite

from bot.database.connection import Database
from bot.database.opening import Place
from bot.database.schema import RATES
from bot.database.statements import given, spelled, verbatim

Taken = Literal["pass", "warn", "drop"]
DAY = 86_400.0
"""Seconds after which a bucket that nobody touched is full again, whatever the limit."""
_R = RATES.c
_OLD = delete(RATES).where(_R.at < given("before"))


class Rates:
    """The table in a database that is open for it. Time is the server's, since the clocks of machines differ."""

    def __init__(self, place: Place) -> None:
        """Raises SettingsError where it cannot be opened, StoreFault where a server does not answer."""
        self._db = Database(place, "count what everybody asks")
        self._take = _taking(self._db.dialect)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def take(self, name: str, party: int, burst: float, per_second: float, window: float) -> Taken:
        """Take a token of the bucket `name` of `party`: "pass", or without one "warn" once per `window` seconds and "drop".

        A bucket holds `burst` tokens at most and gets `per_second`. One statement, so that no two processes take the same.
        Raises StoreFault.
        """
        values = {"name": name, "party": party, "tokens": burst - 1} | {
            "burst": burst,
            "per_second": per_second,
            "window": window,
            "now": time.time(),
        }
        verdict: Taken = self._db.rows(self._take, values)[0][0]
        return verdict

    def purge(self) -> None:
        """Delete buckets that are full. Raises StoreFault."""
        self._db.run(_OLD, {"before": time.time() - DAY})


def _taking(dialect: str) -> Executable:
    """Takes a token or says why not, of a full bucket where there is none yet."""
    spelling = "CAST(extract(epoch FROM now()) AS DOUBLE PRECISION)" if dialect == "postgresql" else ":now"
    now = verbatim(spelling, _R.at.type)
    nothing, one, burst, window = (verbatim(part, _R.at.type) for part in ("0", "1", ":burst", ":window"))
    passed, warned, dropped = (verbatim(f"'{verdict}'") for verdict in get_args(Taken))
    later = case((now > _R.at, now), else_=_R.at)
    filled = _R.tokens + (later - _R.at) * verbatim(":per_second", _R.at.type)
    tokens = case((filled < burst, filled), else_=burst)
    is_silent = now - _R.warned < window
    changed = {
        "tokens": case((tokens >= one, tokens - one), else_=tokens),
        "at": later,
        "warned": case((and_(tokens < one, ~is_silent), now), else_=_R.warned),
        "verdict": case((tokens >= one, passed), (is_silent, dropped), else_=warned),
    }
    row = {name: given(name) for name in ("name", "party", "tokens")}
    inserted = sqlite.insert(RATES).values(**row, at=now, warned=nothing, verdict=passed)
    return spelled(
        inserted.on_conflict_do_update(index_elements=[_R.name, _R.party], set_=changed).returning(_R.verdict)
    )
