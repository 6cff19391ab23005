"""An open database: statements, transactions, and a connection that comes back after an outage."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Row, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.database.faults import fault_of, is_lost, said_of
from bot.database.opening import WAIT_SECONDS, Place, engine_for, name_of, setting_of
from bot.database.schema import REVISIONS
from bot.errors import SettingsError, StoreFault

log = logging.getLogger(__name__)

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON")
OLDER_FORMATS = (0, 1, 2, 3)
"""Of SQLite files before there were migrations; 0 is a new one, or one of access or receipts alone."""
IDLE_SECONDS = 5.0
"""After so long a connection to a server is tried before it is trusted with a statement."""
PAUSE_SECONDS = 1.0
"""Before a server that could not be reached is tried again: each attempt keeps everybody waiting."""
MIGRATING = 0x79756177
"""The number of the lock under which one process at a time migrates."""


class Database:
    """One connection. Every statement that fails raises StoreFault; outside `writing` each is committed by itself."""

    def __init__(
        self,
        place: Place,
        purpose: str,
        *,
        wait: float = WAIT_SECONDS,
        on_connected: Callable[[Connection], None] = lambda connection: None,
    ) -> None:
        """Open it and bring it up to date. `purpose` completes "cannot be used to …"; `on_connected` is told of each
        connection. Raises SettingsError where it cannot be used, StoreFault where a server does not answer."""
        self.place = place
        self.is_shared = isinstance(place, str)
        self._lock = threading.RLock()
        self._connected: Connection | None = None
        self._is_closed = False
        self._used = self._refused = float("-inf")
        self._pause, self._reason = PAUSE_SECONDS, StoreFault("")
        self._on_connected = on_connected
        try:
            self._engine = engine_for(place, wait)
            self.dialect = self._engine.dialect.name
            self._bring_up_to_date()
        except (OSError, SQLAlchemyError) as error:
            said = said_of(error) if isinstance(error, SQLAlchemyError) else error
            kind = StoreFault if self.is_shared else SettingsError
            line = f"{name_of(place)}: cannot be used to {purpose} ({said}); set {setting_of(place)}"
            raise kind(line) from None

    def close(self) -> None:
        """Close the connection; nothing is lost."""
        with self._lock:
            self._is_closed = True
            self._drop()

    def run(self, statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Carry out one statement."""
        with self._lock:
            try:
                return self._connection().execute(statement, values)
            except SQLAlchemyError as error:
                raise self._noted(error) from None

    def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> list[Row[Any]]:
        """All that a statement finds."""
        with self._lock:
            try:
                return list(self._connection().execute(statement, values).fetchall())
            except SQLAlchemyError as error:
                raise self._noted(error) from None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Statements that are all carried out or none of them; waits for others that write."""
        with self._lock:
            try:
                connection = self._connection()
                with self._transaction(connection):
                    yield connection
            except SQLAlchemyError as error:
                raise self._noted(error) from None

    def clear_log(self) -> None:
        """Leave nothing that was deleted in the log beside an SQLite file."""
        if self.dialect == "sqlite":
            self.run(text("PRAGMA wal_checkpoint(TRUNCATE)")).close()

    @contextmanager
    def _transaction(self, connection: Connection) -> Iterator[None]:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if self.dialect == "sqlite" else "BEGIN")
        try:
            yield
        except BaseException:
            with suppress(SQLAlchemyError):
                connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")

    def _connection(self) -> Connection:
        """The connection; a new one where it was lost."""
        now = time.monotonic()
        if self._is_closed:
            raise StoreFault(f"{name_of(self.place)}: is closed")
        if self._connected is not None and self.is_shared and now - self._used > IDLE_SECONDS:
            try:
                self._connected.exec_driver_sql("SELECT 1").close()
            except SQLAlchemyError:
                self._drop()
        if self._connected is None:
            self._connected = self._connect(now)
        self._used = now
        return self._connected

    def _connect(self, now: float) -> Connection:
        if now - self._refused < self._pause:
            raise self._reason
        try:
            connection = self._engine.connect()
            if self.dialect == "sqlite":
                for pragma in PRAGMAS:
                    connection.exec_driver_sql(f"PRAGMA {pragma}").close()
            self._on_connected(connection)
        except SQLAlchemyError as error:
            self._refused = time.monotonic()
            # A host that keeps silent costs seconds each time.
            self._pause = max(PAUSE_SECONDS, 5 * (self._refused - now))
            self._reason = fault_of(error, name_of(self.place))
            raise
        return connection

    def _noted(self, error: SQLAlchemyError) -> StoreFault:
        if is_lost(error):
            self._drop()
        return fault_of(error, name_of(self.place))

    def _drop(self) -> None:
        connection, self._connected = self._connected, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.close()

    def _bring_up_to_date(self) -> None:
        connection = self._connection()
        if self.dialect == "postgresql":
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                raise SettingsError(
                    f"{name_of(self.place)}: found encoding {encoding}, expected UTF8; make one that has it"
                )
        if self._revision(connection) == REVISIONS[-1]:
            return
        from bot.database.migrations import migrate

        with self._transaction(connection):
            if self.dialect == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})").close()
            # Another process may have done it meanwhile.
            if (found := self._revision(connection)) != REVISIONS[-1]:
                migrate(connection)
                log.info("what is remembered was brought from format %s to %s", found or "0", REVISIONS[-1])

    def _revision(self, connection: Connection) -> str | None:
        """The migration that was taken last. Raises SettingsError for one that this version does not know."""
        found: str | None = None
        known: tuple[object, ...] = REVISIONS
        if inspect(connection).has_table("alembic_version"):
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found is None and self.dialect == "sqlite":
            known, older = OLDER_FORMATS, connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if older not in known:
                raise SettingsError(self._unknown(older, OLDER_FORMATS[-1]))
        elif found is not None and found not in known:
            raise SettingsError(self._unknown(found, REVISIONS[-1]))
        return found

    def _unknown(self, found: object, expected: object) -> str:
        return f"{name_of(self.place)}: found store format {found}, expected {expected}; move it away or install the newer yuanwen"
