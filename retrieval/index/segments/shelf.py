"""The folder of all segments: new ones are written beside and appear as a whole, those that nothing names are removed.

segments/<digest>/            a segment, never changed
segments/<digest>/meanings/   what its passages mean, once it is deepened
segments/.draft-<pid>-…       in the making, or on its way out: what ends half-way never has a name that anybody looks for
"""

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from retrieval.errors import LibraryDamaged
from retrieval.index.segments.checking import check, damaged
from retrieval.index.segments.segment import Segment, open_segment

SEGMENT = "segment.json"
_DRAFT = ".draft-"
_PROCESS = secrets.token_hex(4)
"""Tells this process from one that had its number before: in a container every start has the same."""


def put(shelf: Path, write: Callable[[Path], str]) -> str:
    """The name of the segment that `write` wrote into a new folder, whose contents' digest it returned."""
    with draft(shelf) as folder:
        name = write(folder)[:16]
        put_in_place(folder, shelf / name)
    return name


def put_in_place(folder: Path, place: Path, *, record: str = SEGMENT) -> None:
    """Give the folder of a draft its `place`. What is there already stays where it is what its `record` says and the same,
    as a generation that serves may need it at this moment; else it is replaced."""
    if place.exists() and _is_same(folder, place, record):
        shutil.rmtree(folder, ignore_errors=True)
        return
    discard(place)
    os.replace(folder, place)


def discard(folder: Path) -> None:
    """Remove a folder so that it is there as a whole or not at all, whenever the process ends; nothing where there is none."""
    gone = folder.with_name(f"{_prefix()}{secrets.token_hex(4)}")
    with suppress(FileNotFoundError):
        os.replace(folder, gone)
    shutil.rmtree(gone, ignore_errors=True)


def _is_same(folder: Path, place: Path, record: str) -> bool:
    try:
        return check(place, record, whole=True) == check(folder, record, whole=False)
    except LibraryDamaged:
        return False


def take(shelf: Path, name: str, *, whole: bool = False) -> Segment:
    """Open a segment after comparing the sizes of its files, and their check sums where they are small or `whole` is said.

    Raises LibraryDamaged.
    """
    folder = shelf / name
    check(folder, SEGMENT, whole=whole)
    try:
        return _opened(folder, (folder / SEGMENT).stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, RuntimeError) as fault:
        raise damaged(folder, (str(fault).splitlines() or [type(fault).__name__])[0][:200]) from None


@lru_cache(maxsize=256)
def _opened(folder: Path, _written: int) -> Segment:
    """Opened once, as generations share segments."""
    return open_segment(folder)


@contextmanager
def draft(folder: Path, *, parents: bool = True) -> Iterator[Path]:
    """A new folder in `folder`, which is made where `parents` are, and which is gone if what is done with it fails."""
    if parents:
        folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=_prefix(), dir=folder))
    try:
        yield made
    except OSError as fault:
        shutil.rmtree(made, ignore_errors=True)
        if fault.filename is not None:
            raise
        # numpy says how much it could not write, and neither where nor why: the disk is full.
        number = fault.errno or errno.ENOSPC
        raise OSError(number, os.strerror(number), str(folder)) from None
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def remove_drafts(folder: Path, *, anybodys: bool) -> None:
    """Remove what was in the making in `folder`: by processes that are no more, or `anybodys` where nobody else may make any."""
    for left in folder.glob(f"{_DRAFT}*") if folder.is_dir() else ():
        if anybodys or not _lives(left.name.removeprefix(_DRAFT)):
            shutil.rmtree(left, ignore_errors=True)


def keep_only(shelf: Path, names: Set[str]) -> None:
    """Remove all segments but those with these `names`."""
    for folder in shelf.iterdir() if shelf.is_dir() else ():
        if folder.name not in names and not folder.name.startswith("."):
            discard(folder)


def _prefix() -> str:
    return f"{_DRAFT}{os.getpid()}-{_PROCESS}-"


def _lives(draft: str) -> bool:
    """Whether the process is there that made the draft of this name, which begins with its number and its mark."""
    pid, _, rest = draft.partition("-")
    try:
        os.kill(int(pid), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return int(pid) != os.getpid() or rest.startswith(f"{_PROCESS}-")
