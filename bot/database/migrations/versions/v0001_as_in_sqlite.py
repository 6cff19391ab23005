"""The tables as the SQLite files had them before there were migrations.

What such a file has stays as it is, with all that is in it; what its older formats lacked is added.
"""

from typing import Any

from alembic import op
from sqlalchemy import REAL, BigInteger, Column, Double, Integer, Text, UniqueConstraint, inspect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_SECONDS: Any = Double().with_variant(REAL(), "sqlite")


def _must(name: str, kind: Any = _NUMBER) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _key(name: str, kind: Any = _NUMBER) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def upgrade() -> None:
    """Make what is not there."""
    tables = set(inspect(op.get_bind()).get_table_names())
    _answers(tables)
    if "events" not in tables:
        names = ("who", "action", "what", "ending", "note")
        number: Column[Any] = Column("id", _NUMBER, primary_key=True, autoincrement=True)
        columns = [number, _must("made", _SECONDS), *(_must(name, Text) for name in names)]
        op.create_table("events", *columns, sqlite_autoincrement=True)
    if "tallies" not in tables:
        op.create_table("tallies", _key("day", Text), _key("name", Text), _must("count"))
    if "reviews" not in tables:
        op.create_table("reviews", _key("answer", Text), _must("collected"), _must("made", _SECONDS))
    if "allowed" not in tables:
        op.create_table("allowed", _key("party"), _must("name", Text), _must("by"), _must("made", _SECONDS))
    if "codes" not in tables:
        language: Column[Any] = Column("language", Text)
        columns = [_key("code", Text), _must("party"), _must("name", Text), language, _must("made", _SECONDS)]
        op.create_table("codes", *columns, UniqueConstraint("party"))
    if "updates" not in tables:
        columns = [_key("name", Text), Column("user", _NUMBER), Column("content", Text)]
        op.create_table("updates", *columns, Column("begun", _NUMBER), Column("made", _SECONDS))


def _answers(tables: set[str]) -> None:
    """Answers and what belongs to them."""
    if "answers" not in tables:
        texts = ("generation", "kind", "places", "sections")
        op.create_table(
            "answers",
            _key("id", Text),
            _must("user"),
            _must("chat"),
            Column("asked", _NUMBER),
            Column("message", _NUMBER),
            *(_must(name, Text) for name in texts),
            _must("near"),
            _must("at"),
            Column("question", Text),
            _must("made", _SECONDS),
            Column("stated", _NUMBER),
            Column("offer", Text),
        )
    else:
        there = {column["name"] for column in inspect(op.get_bind()).get_columns("answers")}
        for name, kind in (("stated", _NUMBER), ("offer", Text())):
            if name not in there:
                op.add_column("answers", Column(name, kind))
    op.create_index("answers_by_question", "answers", ["chat", "asked"], if_not_exists=True)
    op.create_index("answers_by_message", "answers", ["chat", "message"], if_not_exists=True)
    op.create_index("answers_by_user", "answers", ["user"], if_not_exists=True)
    op.create_index("answers_by_time", "answers", ["made"], if_not_exists=True)
    if "parts" not in tables:
        op.create_table("parts", _must("answer", Text), _must("message"))
    if "moved" not in tables:
        op.create_table("moved", _key("old"), _must("new"))
    if "votes" not in tables:
        keys = (_key("user"), _key("answer", Text), _key("place"))
        op.create_table("votes", *keys, _must("vote", Text), _must("source", Text), _must("made", _SECONDS))
    if "preferences" not in tables:
        chosen = (Column("language", Text), Column("quotes", _NUMBER), Column("length", Text))
        op.create_table("preferences", _key("user"), *chosen)
