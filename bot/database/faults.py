"""What goes wrong with a database, in one line in which nothing stands that somebody wrote or that is secret."""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreFault

LONGEST = 200
"""Characters of what the database says."""


def fault_of(error: SQLAlchemyError, name: str) -> StoreFault:
    """`error` without the statement and its values, of the database called `name`."""
    return StoreFault(f"{name}: {said_of(error)}")


def said_of(error: SQLAlchemyError) -> str:
    """What the database itself says: its first line, since others may quote a row."""
    if not isinstance(error, DBAPIError):
        return type(error).__name__
    # PostgreSQL's own message stands apart from its details; a connection that fails has several attempts, one a line.
    primary = getattr(getattr(error.orig, "diag", None), "message_primary", None)
    lines = str(primary or error.orig).strip().splitlines() or [type(error).__name__]
    return " ".join(lines[0].split())[:LONGEST]


def is_lost(error: SQLAlchemyError) -> bool:
    """Whether the connection is of no use any more."""
    return isinstance(error, DBAPIError) and error.connection_invalidated
