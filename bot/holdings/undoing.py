"""Taking the library back to the generation before, together with the files of the corpus that were changed since.

Without the files the next reload would bring everything back that was taken back. Files that were put into the folder by
hand are nobody's to move, and come again with the next reload.
"""

import logging
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.errors import BotError
from bot.holdings.filing import Holdings, Undone

log = logging.getLogger(__name__)


@runtime_checkable
class RollingBack(Protocol):
    """A collection that keeps the generation before."""

    @property
    def previous(self) -> str | None: ...

    def rollback(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The generation that serves again, what became of files, and why some could not be moved (empty where all were)."""

    generation: str
    files: Undone
    fault: str = ""

    @property
    def unsettled(self) -> str:
        """A word for the audit where not all files could be moved, else nothing."""
        return "incomplete" if self.fault or self.files.stuck else ""


def take_back(collection: RollingBack, holdings: Holdings, leaving: str) -> TakenBack:
    """Go back from the generation `leaving`, which serves, to the one before, and undo what was done to files since that served.

    Raises LibraryDamaged, and changes nothing, where there is none.
    """
    generation = collection.rollback()
    restored: list[str] = []
    withdrawn: list[str] = []
    stuck: list[str] = []
    fault = ""
    for change in reversed(holdings.changes()):
        if change.undone or change.before not in (generation, leaving):
            continue
        try:
            undone = holdings.undo(change)
        except BotError as error:
            log.error("the files of a change could not be put back: %s", error)
            fault = str(error)
            continue
        restored += undone.restored
        withdrawn += undone.withdrawn
        stuck += undone.stuck
    return TakenBack(generation, Undone(tuple(restored), tuple(withdrawn), tuple(stuck)), fault)
