"""Several processes on one database: which of them works on an update and for which chat, and limits that all count in."""

from typing import Any

from alembic import op
from sqlalchemy import REAL, BigInteger, Column, Double, Integer, Text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_SECONDS: Any = Double().with_variant(REAL(), "sqlite")


def upgrade() -> None:
    """An update of before belongs to nobody, and is taken up by whoever starts."""
    for name in ("owner", "chat"):
        op.add_column("updates", Column(name, _NUMBER, nullable=False, server_default="0"))
    op.create_index("updates_by_chat", "updates", ["chat"])
    op.create_table(
        "rates",
        Column("name", Text, primary_key=True),
        Column("party", _NUMBER, primary_key=True, autoincrement=False),
        Column("tokens", _SECONDS, nullable=False),
        Column("at", _SECONDS, nullable=False),
        Column("warned", _SECONDS, nullable=False),
        Column("verdict", Text, nullable=False),
    )
    op.create_index("rates_by_time", "rates", ["at"])
