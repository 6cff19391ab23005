"""What is remembered is kept in either database: tests of it ask for a `place`, and are run once for each."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.locations import STORAGE_PASSWORD_VARIABLE
from tests.support.databases.postgres import PASSWORD, Cluster, cluster, why_not


@pytest.fixture(scope="session")
def running_cluster() -> Iterator[Cluster]:
    """A PostgreSQL for the whole run; skips where there is none."""
    if reason := why_not():
        pytest.skip(reason)
    # Below the tests' own folder nobody but their user may look, and the server is run by another.
    with TemporaryDirectory() as folder, cluster(Path(folder)) as made:
        yield made


@pytest.fixture
def postgres(running_cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """The same, with its password where the bot looks for it."""
    monkeypatch.setenv(STORAGE_PASSWORD_VARIABLE, PASSWORD)
    return running_cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A new database: a file, or the address of one of the server's."""
    if request.param == "sqlite":
        return tmp_path / "s.sqlite"
    made: Cluster = request.getfixturevalue("postgres")
    return made.database()
