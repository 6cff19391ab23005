"""The audit: who did what when to the collection and to those who may ask, and what came of it.

Texts, paths and the token never stand in it, whoever records: what is recorded is cut down to a name. Entries are kept
when their person is forgotten, and go after `storage.log_days`.
"""

import csv
import io
import logging
import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, func, insert, select

from bot.database.connection import Database
from bot.database.schema import EVENTS
from bot.database.statements import given
from bot.errors import BotError, StoreFault

log = logging.getLogger(__name__)

Action = Literal[
    "upload",
    "replace",
    "remove",
    "reload",
    "rollback",
    "allow",
    "revoke",
    "label",
    "collect",
    "ignore",
    "evaluate",
    "backup",
]
"""What was done. `label` is a change of the labels that somebody may see; `collect` and `ignore` are of questions."""
Ending = Literal["done", "unchanged", "cancelled", "refused", "failed"]
Doer = int | Literal["command line", "watch", "schedule"]
"""The numeric id of an admin, or what acted by itself."""

COLUMNS = ("time", "who", "action", "what", "result", "note")
"""Of the export."""
NAME = 80
"""Characters that are recorded of what was acted on, and of a note."""
_TOKEN = re.compile(r"\d{3,}(?::|%3A)[\w-]{6,}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet would compute."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: `made` in seconds since the epoch, `what` the name of a document, a generation or a user's number."""

    number: int
    made: float
    who: str
    action: str
    what: str
    ending: str
    note: str

    @property
    def at(self) -> datetime:
        """When, in this machine's time zone."""
        return datetime.fromtimestamp(self.made).astimezone()

    def to_json(self) -> dict[str, object]:
        """As the command line prints it."""
        return dict(zip(COLUMNS, self.cells, strict=True))

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of COLUMNS."""
        return (self.at.isoformat(timespec="seconds"), self.who, self.action, self.what, self.ending, self.note)


_LAST = select(EVENTS).order_by(EVENTS.c.id.desc()).offset(given("skipped"))
_SOME = _LAST.limit(given("most"))
_COUNT = select(func.count()).select_from(EVENTS)
_RECORD = insert(EVENTS)
_OLD = delete(EVENTS).where(EVENTS.c.made < given("before"))


class Audit:
    """The table in an open store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def record(
        self, who: Doer, action: Action, what: str | int = "", *, ending: Ending = "done", note: str = ""
    ) -> None:
        """Remember that `who` has done `action` to `what`. `note` is a count, a name of a kind or an incident's number.

        Where the store cannot be written that is logged: what was done is done.
        """
        row = {"made": time.time(), "who": str(who), "action": action, "ending": ending}
        try:
            self._db.run(_RECORD, {**row, "what": recorded_name(str(what)), "note": recorded_name(note)})
        except StoreFault as fault:
            log.error("%s by %s could not be recorded: %s", action, who, fault)

    def events(self, most: int | None = None, *, skipped: int = 0) -> list[Event]:
        """The last events, newest first, after those `skipped`; all where `most` is None. Raises BotError."""
        try:
            if most is None:
                rows = self._db.rows(_LAST, {"skipped": skipped})
            else:
                rows = self._db.rows(_SOME, {"skipped": skipped, "most": most})
        except StoreFault as fault:
            raise _unreadable(fault) from None
        return [Event(*row) for row in rows]

    def count(self) -> int:
        """How many events there are. Raises BotError."""
        try:
            return int(self._db.rows(_COUNT)[0][0])
        except StoreFault as fault:
            raise _unreadable(fault) from None

    def purge(self, days: int) -> None:
        """Delete what is older than `days`. Raises StoreFault."""
        self._db.run(_OLD, {"before": time.time() - days * 86_400})


def _unreadable(fault: StoreFault) -> BotError:
    return BotError(f"the log could not be read ({fault}); try again, or look at `storage.file` and `storage.url`")


def recorded_name(text: str) -> str:
    """`text` as it may be recorded: one line, the last part of a path, no token, no control or bidi character."""
    line = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in _TOKEN.sub("…", text))
    last = " ".join(re.split(r"[/\\]", line.rstrip("/\\ "))[-1].split())
    return last if len(last) <= NAME else last[: NAME - 1] + "…"


def events_csv(events: Sequence[Event]) -> bytes:
    """The events as CSV with a header line, in UTF-8 with the mark that spreadsheets look for; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for event in events:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in event.cells])
    return out.getvalue().encode("utf-8-sig")
