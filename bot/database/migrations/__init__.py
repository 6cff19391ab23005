"""How a database becomes what `schema` says, step by step, whatever version wrote it. Imported only where one must be taken."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def steps(connection: Connection | None = None) -> Config:
    """The migrations of `versions`, for Alembic, on the database of `connection`."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(connection: Connection) -> None:
    """Take every step that is left to the newest. The caller sees to the transaction."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    command.upgrade(steps(connection), "head")
