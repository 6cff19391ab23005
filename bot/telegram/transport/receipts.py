"""Which updates have come, kept: what is accepted is answered after a restart too, and nothing is answered twice.

An update is named by its number and what it is about, since a server that starts anew counts anew. Its content is kept
until it is answered and no longer. Of the processes that share a PostgreSQL each takes up what is its own, and what was of
one that has ended: who runs holds a lock there, which goes with its connection.

Without the database everything works but for this: its faults are logged, not raised.
"""

import logging
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Executable, and_, delete, func, select, update

from bot.database.connection import Database
from bot.database.opening import Place
from bot.database.schema import UPDATES
from bot.database.statements import addition, given
from bot.errors import StoreFault

log = logging.getLogger(__name__)

REMEMBERED_DAYS = 3
"""Telegram delivers an update for a day at most."""
RUNNING = 0x79757570
"""With the number of a process, the lock that it holds while it runs."""

_U, _MINE = UPDATES.c, UPDATES.alias("mine")
_NAME, _OWNER = given("which_name"), given("which_owner")
_OPEN = _U.content.is_not(None)
_BEGIN = update(UPDATES).where(_U.name == _NAME, _OPEN).values(begun=given("now_begun"))
_FINISH = update(UPDATES).where(_U.name == _NAME, _OPEN).values(content=None)
_UNFINISHED = select(_U.name, _U.content, _U.begun).where(_OPEN, _U.owner == _OWNER).order_by(_U.made, _U.name)
_OTHERS = select(_U.owner).where(_OPEN, _U.owner != _OWNER).distinct()
_TAKE_OVER = update(UPDATES).where(_OPEN, _U.owner == _OWNER).values(owner=given("new_owner"))
_EARLIER = (
    select(_U.name)
    .join_from(UPDATES, _MINE, and_(_MINE.c.name == _NAME, _MINE.c.chat == _U.chat, _U.made < _MINE.c.made))
    .where(_OPEN, _U.owner != _OWNER)
    .limit(1)
)
_FORGET = update(UPDATES).where(_U.user == given("which_user")).values(content=None, user=None)
_OLD = delete(UPDATES).where(_U.made < given("before"))
_HOLD, _RELEASE = (select(lock(RUNNING, _OWNER)) for lock in (func.pg_advisory_lock, func.pg_advisory_unlock))
_TRY = select(func.pg_try_advisory_lock(RUNNING, _OWNER))


class Receipts:
    """The open database. Not for several threads at once."""

    def __init__(self, place: Place) -> None:
        """Open the SQLite file or PostgreSQL `place`, creating the file; None keeps everything in memory. Raises SettingsError
        where that cannot be, StoreFault where a server does not answer."""
        self.is_shared = isinstance(place, str)
        self._owner = 1 + secrets.randbelow(2**31 - 1) if self.is_shared else 0
        # Nobody else writes to the file: to wait for a lock would keep everybody waiting for nothing.
        self._db = Database(place, "remember messages", wait=0, on_connected=self._announce)
        self._working: set[str] = set()
        self._unwritten: set[str] = set()
        self._failing = False

    def close(self) -> None:
        """Close the connection; nothing is lost."""
        self._db.close()

    def accept(self, name: str, user: int, content: str | None = None, chat: int = 0) -> bool | None:
        """Remember that update `name` has come; False where it had come before, None where that could not be written."""
        row = {"name": name, "user": user, "content": content, "begun": 0, "made": time.time()}
        rows = self._write(addition(UPDATES), {**row, "owner": self._owner, "chat": chat})
        if rows is None:
            return None
        if rows and content is not None:
            self._working.add(name)
        return rows != 0

    def begin(self, name: str, begun: bool) -> None:
        """The answer to update `name` is on its way, so that nobody knows whether it arrived; or has not left yet."""
        self._write(_BEGIN, {"which_name": name, "now_begun": int(begun)})

    def finish(self, name: str) -> None:
        """Update `name` has been dealt with; where that cannot be written now, it is with the next `unfinished`."""
        if self._write(_FINISH, {"which_name": name}) is None:
            self._unwritten.add(name)
        else:
            self._unwritten.discard(name)
        self._working.discard(name)

    def unfinished(self) -> list[tuple[str, str, bool]]:
        """What has been accepted, is not dealt with and nobody works on, oldest first: names, contents, whether the answer was
        on its way. Who asks works on it from now on. Raises StoreFault."""
        for name in tuple(self._unwritten):
            self.finish(name)
        if self.is_shared:
            self._take_over()
        found = self._db.rows(_UNFINISHED, {"which_owner": self._owner})
        left = [row for row in found if row[0] not in self._working and row[0] not in self._unwritten]
        self._working.update(name for name, _, _ in left)
        return [(name, content, bool(begun)) for name, content, begun in left]

    def has_earlier(self, name: str) -> bool:
        """Whether another process works on what came to the chat of update `name` before it."""
        with suppress(StoreFault):
            return bool(self._db.rows(_EARLIER, {"which_name": name, "which_owner": self._owner}))
        return False

    def forget(self, user: int) -> None:
        """Delete what `user` has asked and is not answered."""
        self._write(_FORGET, {"which_user": user})
        self._clear_log()

    def purge(self) -> None:
        """Forget updates that cannot come again, and leave none of what has been deleted in the file's log."""
        self._write(_OLD, {"before": time.time() - REMEMBERED_DAYS * 86_400})
        self._clear_log()

    def _announce(self, connection: Connection) -> None:
        if self.is_shared:
            connection.execute(_HOLD, {"which_owner": self._owner}).close()

    def _take_over(self) -> None:
        """Make what is left of processes that have ended this one's."""
        for (owner,) in self._db.rows(_OTHERS, {"which_owner": self._owner}):
            # Whoever gets its lock knows that it has ended, and is the only one to know.
            if self._db.rows(_TRY, {"which_owner": owner})[0][0]:
                self._db.run(_TAKE_OVER, {"which_owner": owner, "new_owner": self._owner})
                self._db.rows(_RELEASE, {"which_owner": owner})

    def _clear_log(self) -> None:
        with suppress(StoreFault):
            self._db.clear_log()

    def _write(self, statement: Executable, values: Mapping[str, Any]) -> int | None:
        """The number of rows concerned; None where it cannot be written."""
        try:
            rows = int(self._db.run(statement, values).rowcount)
        except StoreFault as fault:
            if not self._failing:
                log.error("messages cannot be remembered over a restart: %s", fault)
            self._failing = True
            return None
        if self._failing:
            log.info("messages are remembered again")
        self._failing = False
        return rows
