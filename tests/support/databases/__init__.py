"""Databases for tests of what is remembered: a PostgreSQL server, and files of older versions."""
