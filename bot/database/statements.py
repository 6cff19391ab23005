"""Insertions that say what becomes of a row that is there already; both databases spell them alike.

SQLAlchemy spells such a statement anew each time that it is carried out, which takes longer than SQLite does for it: here
each is spelled once, as a text.
"""

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Executable, Table, TextClause, bindparam, literal_column, text
from sqlalchemy.dialects import sqlite


def given(name: str) -> BindParameter[Any]:
    """The value that is given for `name` when the statement is carried out."""
    return bindparam(name)


def verbatim(sql: str, kind: Any = None) -> ColumnElement[Any]:
    """A piece of a statement as both databases read it."""
    return literal_column(sql, kind)


def spelled(statement: Any) -> TextClause:
    """`statement` as a text for either database; its parameters are those of its own that have names."""
    return text(str(statement.compile(dialect=sqlite.dialect(paramstyle="named"))))


@cache
def addition(table: Table) -> Executable:
    """Adds a row, of which a value for each column is taken, unless there is one that it conflicts with."""
    return spelled(sqlite.insert(table).on_conflict_do_nothing())


@cache
def replacement(table: Table) -> Executable:
    """Puts a row, of which a value for each column is taken, in the place of the one with its primary key."""
    statement = sqlite.insert(table)
    changed = {c.name: statement.excluded[c.name] for c in table.c if not c.primary_key}
    return spelled(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed))
