"""`yuanwen backup DIR`: documents, library and state as they are at one moment, while the bot goes on.

DIR/corpus/  DIR/library/  DIR/state/    put back in the places that config.yaml names, that is the restored bot

Documents and generations are files that are written once. The SQLite file changes all the time, and a part of it is in its
log: only SQLite copies it whole. Messages that wait for their answer are left out; restored, they would be answered twice.
"""

import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError
from bot.operating.labelling import collected_file
from bot.settings import Settings
from retrieval.index.library.pointing import current_name

TRIES = 3
"""How often the library is copied anew because a generation was replaced meanwhile."""
_MAKING = shutil.ignore_patterns(".draft-*", ".current-*", "building.jsonl", "lock")


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: the generation that serves (None without a library), files of each part, bytes of all."""

    generation: str | None
    corpus: int
    library: int
    state: int
    size: int


def back_up(settings: Settings, folder: Path) -> BackedUp:
    """Write a backup into `folder`, which must be new or empty, and is its owner's alone. Raises BotError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BotError(f"{folder}: is not empty; name a new folder for each backup")
        shutil.copytree(settings.corpus, folder / "corpus", symlinks=True)
        _copy_library(settings.library, folder / "library")
        _copy_state(settings, folder / "state")
    except shutil.Error as fault:
        raise BotError(f"{folder}: not everything could be copied ({fault.args[0][0][2]}); try again") from None
    except OSError as fault:
        raise BotError(
            f"{fault.filename or folder}: cannot be backed up ({fault.strerror}); check the path and the free space"
        ) from None
    except sqlite3.Error as fault:
        raise BotError(f"{settings.storage.file}: cannot be backed up ({fault}); run `yuanwen check`") from None
    files = {part: [f for f in (folder / part).rglob("*") if f.is_file()] for part in ("corpus", "library", "state")}
    size = sum(f.stat().st_size for found in files.values() for f in found)
    counts = {part: len(found) for part, found in files.items()}
    return BackedUp(current_name(folder / "library"), **counts, size=size)


def _copy_library(library: Path, target: Path) -> None:
    """The library with the generation that serves when that is copied. Raises OSError."""
    if not library.exists():
        target.mkdir()
        return
    for number in range(1, TRIES + 1):
        name = current_name(library)
        try:
            shutil.copytree(library, target, ignore=_MAKING)
        except (shutil.Error, FileNotFoundError):
            if number == TRIES:
                raise
            shutil.rmtree(target, ignore_errors=True)
            continue
        if current_name(library) == name == current_name(target):
            return
        shutil.rmtree(target, ignore_errors=True)
    raise BotError(f"{library}: was replaced while it was copied, {TRIES} times; back up when no update runs")


def _copy_state(settings: Settings, target: Path) -> None:
    """The store by SQLite's own means, where it is in SQLite, and the collected questions."""
    target.mkdir(mode=0o700)
    file = settings.storage.file
    if settings.storage.url is None and file.exists():
        copy = target / file.name
        os.close(os.open(copy, os.O_CREAT | os.O_RDWR, 0o600))
        source, destination = sqlite3.connect(f"file:{file.absolute()}?mode=ro", uri=True), sqlite3.connect(copy)
        try:
            source.backup(destination)
        finally:
            source.close()
            destination.close()
    if collected_file(settings).exists():
        shutil.copy2(collected_file(settings), target)
