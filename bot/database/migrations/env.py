"""What Alembic runs to migrate, on the connection that it is given; no module to import."""

from alembic import context

from bot.database.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
