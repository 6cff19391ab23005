"""What was taken out of the corpus is kept for going back, and then for so many days; here it goes for good."""

import logging
import shutil
import time

from bot.asking import Serving
from bot.holdings.filing import NOTE, FileChange, Holdings
from bot.holdings.undoing import RollingBack

log = logging.getLogger(__name__)


def purge_kept(collection: Serving, holdings: Holdings, days: int) -> int:
    """Delete what changes older than `days` took out, but for those that going back a generation would undo.

    Returns how many changes that were. What cannot be deleted is logged, and tried again the next time.
    """
    previous = collection.previous if isinstance(collection, RollingBack) else None
    undoable = {collection.snapshot().id, previous}
    oldest = time.time() - days * 86_400
    old = [c for c in holdings.changes() if (c.undone or c.before not in undoable) and _ended(holdings, c) < oldest]
    return sum(_delete(holdings, change) for change in old)


def _ended(holdings: Holdings, change: FileChange) -> float:
    """When the change was made or undone: its note is written anew then."""
    try:
        return max(change.at, (holdings.kept / change.id / NOTE).stat().st_mtime)
    except OSError:
        return time.time()


def _delete(holdings: Holdings, change: FileChange) -> bool:
    """Delete the folder of a change, its note last: without it nobody would know what the rest was."""
    folder = holdings.kept / change.id
    try:
        for part in folder.iterdir():
            if part.is_dir():
                shutil.rmtree(part)
        shutil.rmtree(folder)
    except OSError as fault:
        log.warning("what change %s took out could not be deleted: %s", change.id, fault.strerror)
        return False
    return True
