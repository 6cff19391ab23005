"""A PostgreSQL of the tests' own: a cluster in a folder of theirs, on this machine alone, run by an unprivileged user."""

import os
import pwd
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.locations import STORAGE_PASSWORD_VARIABLE
from tests.support.bot_process import free_port

USER, PASSWORD = "yuanwen", "p@ss:/word%%that-no-line-may-show"
ADMINISTRATOR = "postgres"
"""Whoever runs the server where the tests run as root, which it refuses."""


def programs() -> Path | None:
    """Where `initdb` is; Debian keeps it out of the path."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(places) if (folder / "initdb").exists()), None)


def why_not() -> str | None:
    """Why no cluster can be run here."""
    if programs() is None:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    try:
        import psycopg  # noqa: F401

        pwd.getpwnam(ADMINISTRATOR if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
    except (ImportError, KeyError) as missing:
        return f"PostgreSQL cannot be used here: {missing}"
    return None


@dataclass(slots=True)
class Cluster:
    """A server that may be stopped and started; `made` counts its databases."""

    folder: Path
    port: int
    made: int = 0

    def start(self) -> None:
        """Run it, until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run("pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-o", options, "-w", "start")

    def stop(self) -> None:
        """End it as an outage does: whoever is connected is cut off."""
        _run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def database(self, encoding: str = "UTF8") -> str:
        """The address of a new, empty database."""
        self.made += 1
        name = f"of_test_{self.made}"
        locale = ("-l", "C", "-E", encoding, "-T", "template0")
        _run("createdb", "-h", str(self.folder), "-p", str(self.port), "-U", USER, *locale, name)
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A server with its data in `folder`, ended afterwards."""
    folder.chmod(0o755)
    inner = folder / "server"
    inner.mkdir()
    secret = inner / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    if os.geteuid() == 0:
        for made in (inner, secret):
            shutil.chown(made, ADMINISTRATOR, ADMINISTRATOR)
    access = ("--auth-host=scram-sha-256", "--auth-local=trust", f"--pwfile={secret}")
    _run("initdb", "-D", f"{inner}/data", "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync", *access)
    server = Cluster(inner, free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()


def sql(place: Path | str, statement: str) -> list[tuple[Any, ...]]:
    """What a statement finds in the database, by its own driver."""
    if isinstance(place, Path):
        db = sqlite3.connect(place)
        try:
            with db:
                return db.execute(statement).fetchall()
        finally:
            db.close()
    import psycopg

    with psycopg.connect(place, password=PASSWORD) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def _run(program: str, *arguments: str) -> None:
    folder = programs()
    assert folder is not None
    command = [str(folder / program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", ADMINISTRATOR, "--", *command]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG") and k != STORAGE_PASSWORD_VARIABLE}
    done = subprocess.run(
        command, cwd="/", env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
