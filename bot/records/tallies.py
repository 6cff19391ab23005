"""How often something happened on a day: numbers alone, whose is not kept."""

import logging
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.dialects import sqlite

from bot.database.connection import Database
from bot.database.schema import TALLIES
from bot.database.statements import given, spelled, verbatim
from bot.errors import StoreFault

log = logging.getLogger(__name__)

Tally = Literal["questions", "refusals", "errors", "failed_polls"]

_TODAY = select(TALLIES.c.name, TALLIES.c["count"]).where(TALLIES.c.day == given("which_day"))
_OLD = delete(TALLIES).where(TALLIES.c.day < given("before"))
_ONE = verbatim("1")
_ADD = spelled(
    sqlite.insert(TALLIES)
    .values(day=given("day"), name=given("name"), count=_ONE)
    .on_conflict_do_update(index_elements=[TALLIES.c.day, TALLIES.c.name], set_={"count": TALLIES.c["count"] + _ONE})
)


class Tallies:
    """The table in an open store; days are those of this machine's time zone."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, name: Tally) -> None:
        """One more today. Where the store cannot be written it is not counted, and the log says so."""
        try:
            self._db.run(_ADD, {"day": date.today().isoformat(), "name": name})
        except StoreFault as fault:
            log.error("%s could not be counted: %s", name, fault)

    def today(self) -> dict[Tally, int]:
        """The counts of today; what did not happen is not there. Raises StoreFault."""
        return dict(row._tuple() for row in self._db.rows(_TODAY, {"which_day": date.today().isoformat()}))

    def purge(self, days: int) -> None:
        """Delete what is older than `days`. Raises StoreFault."""
        self._db.run(_OLD, {"before": (date.today() - timedelta(days=days)).isoformat()})
