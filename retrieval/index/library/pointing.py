"""Which generation serves, and in which order the others came: what a library's folder says without opening anything.

Generations are ordered by the numbers that their names begin with, never by a clock, which may go back.
"""

import os
from pathlib import Path

Signature = tuple[int, int]

_POINTER = ".current-"


def current_name(library: Path) -> str | None:
    """The name of the generation that serves, None before the first build."""
    try:
        return (library / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def signature(library: Path) -> Signature | None:
    """What changes whenever another generation serves, or the same one is deepened; None before the first build."""
    try:
        stat = (library / "current").stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino


def previous_name(library: Path) -> str | None:
    """The newest generation that is older than the one that serves; None where none is kept."""
    current = current_name(library)
    if current is None:
        return None
    older = [folder.name for folder in complete_generations(library) if number_of(folder.name) < number_of(current)]
    return older[-1] if older else None


def point_at(library: Path, name: str) -> None:
    """Make generation `name` the one that serves, also where it was: other processes then open it anew."""
    pointer = library / f"{_POINTER}{os.getpid()}"
    with open(pointer, "w", encoding="utf-8") as new:
        new.write(name + "\n")
        new.flush()
        os.fsync(new.fileno())
    os.replace(pointer, library / "current")


def remove_pointers(library: Path) -> None:
    """Remove what was to become `current` and did not. Nobody must be pointing meanwhile."""
    for pointer in library.glob(f"{_POINTER}*"):
        pointer.unlink(missing_ok=True)


def complete_generations(library: Path) -> list[Path]:
    """The folders of all generations that are not in the making, oldest first."""
    folders = library / "generations"
    found = [f for f in (folders.iterdir() if folders.is_dir() else ()) if f.is_dir() and not f.name.startswith(".")]
    return sorted(found, key=lambda folder: (number_of(folder.name), folder.name))


def number_of(name: str) -> int:
    """The number of the generation with this name; 0 where it has none."""
    number = name.partition("-")[0]
    return int(number) if number.isdecimal() else 0


def next_number(library: Path) -> int:
    """That of the next generation."""
    return max((number_of(folder.name) for folder in complete_generations(library)), default=0) + 1
