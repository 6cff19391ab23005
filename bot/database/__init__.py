"""Where the bot keeps what it remembers: one schema, in SQLite files or in one PostgreSQL that several processes share.

Nothing outside this folder opens, locks or migrates a database. The tables are written with SQLAlchemy Core by `bot.store`,
`bot.records`, `bot.access` and the receipts of updates, each with a `Database` of its own.
"""
