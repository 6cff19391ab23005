"""The one place that opens a database: an SQLite file, memory, or a PostgreSQL by its address.

The password of a PostgreSQL is in the environment, as the bot's token is, and in no message.
"""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError
from bot.locations import STORAGE_PASSWORD_VARIABLE

Place = Path | str | None
"""An SQLite file, the address of a PostgreSQL (without its password), or None for memory."""

WAIT_SECONDS = 0.1
"""How long a write waits for another process that holds the SQLite file, and everybody with it."""
CONNECT_SECONDS = 2
"""The least that PostgreSQL's library knows."""
STATEMENT_SECONDS, LOCK_SECONDS, SILENT_SECONDS = 5, 2, 5
"""The longest that one statement, its wait for another process, and a network that has gone silent keep everybody waiting."""


def existing(place: Place) -> Place:
    """`place`, but None where it is a file that is not there yet: looking makes none."""
    return None if isinstance(place, Path) and not place.exists() else place


def name_of(place: Place) -> str:
    """What a database is called in messages."""
    return "memory" if place is None else str(place)


def setting_of(place: Place) -> str:
    """The setting that says where it is."""
    return f"`storage.url` and {STORAGE_PASSWORD_VARIABLE}" if isinstance(place, str) else "`storage.file`"


def engine_for(place: Place, wait: float) -> Engine:
    """An engine that commits each statement by itself and keeps no connection. `wait` is for a locked SQLite file, in seconds.

    Raises OSError where a file cannot be made and SettingsError for an address that is none.
    """
    given: dict[str, Any] = {"poolclass": NullPool, "isolation_level": "AUTOCOMMIT", "hide_parameters": True}
    if isinstance(place, str):
        return create_engine(_address(place), connect_args=_patience(), **given)
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_RDWR, 0o600))
    address = URL.create("sqlite", database=None if place is None else str(place))
    return create_engine(address, connect_args={"timeout": wait, "check_same_thread": False}, **given)


def _address(place: str) -> URL:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise SettingsError(
            "`storage.url` names a PostgreSQL, whose driver is not installed: run `pip install 'yuanwen[postgresql]'`"
        ) from None
    try:
        address = make_url(place)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "`storage.url`: expected an address as in postgresql://yuanwen@db.example.org/yuanwen"
        ) from None
    return address.set(drivername="postgresql+psycopg", password=os.environ.get(STORAGE_PASSWORD_VARIABLE) or None)


def _patience() -> dict[str, Any]:
    """How the server's library connects, and for how long it waits for what."""
    limits = {"statement_timeout": STATEMENT_SECONDS, "lock_timeout": LOCK_SECONDS}
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "yuanwen",
        "client_encoding": "utf8",
        "options": " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items()),
        "keepalives_idle": SILENT_SECONDS,
        "keepalives_interval": 1,
        "keepalives_count": SILENT_SECONDS,
        "tcp_user_timeout": 1000 * SILENT_SECONDS,
    }
