"""How the bot and its library are doing, from the command line and in the chat: one record, said in lines."""

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from bot.asking import Answering
from bot.errors import StoreFault
from bot.messages import Texts
from bot.settings import Settings
from bot.store import Store
from retrieval.errors import LibraryDamaged
from retrieval.index.library.inspection import description_of
from retrieval.index.library.manifest import made_of
from retrieval.index.library.pointing import current_name

Stage = Literal["read", "encode", "deepen", "evaluate"]

_MEGABYTE, _GIGABYTE = 2**20, 2**30
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Served:
    """What serves: the generation with its age in seconds (None where its files are not there), its size."""

    generation: str
    documents: int
    passages: int
    deepened: bool
    age: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted today."""

    questions: int = 0
    refusals: int = 0
    errors: int = 0
    failed_polls: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """A stage of what is done in the background, `done` of `total` files, passages or questions."""

    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Status:
    """`served` is None before the first build. `memory` in bytes and `work` are of the bot's process, None and empty without.

    `today` is None where the store cannot be read; `free` are the bytes left on the disks of the library and the state.
    """

    served: Served | None
    today: Counts | None
    free: tuple[int, int]
    memory: int | None = None
    work: tuple[Work, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As the command line prints it."""
        raw = asdict(self)
        library, state = raw.pop("free")
        return {**raw, "free": {"library": library, "state": state}}


@runtime_checkable
class Deepened(Protocol):
    """A snapshot that knows whether it has been deepened."""

    @property
    def is_deep(self) -> bool: ...


def status_of(settings: Settings, store: Store, served: Served | None) -> Status:
    """The status, without what only the bot's own process knows."""
    try:
        counts: Counts | None = Counts(**store.tallies.today())
    except StoreFault:
        counts = None
    return Status(served, counts, (_free(settings.library), _free(settings.storage.file.parent)))


def of_process(status: Status, work: Sequence[Work]) -> Status:
    """The same with the memory of this process, and what it does in the background."""
    return replace(status, memory=_memory(), work=tuple(work))


def served_by(snapshot: Answering, library: Path) -> Served:
    """What `snapshot` serves; its files are in the folder `library`."""
    deep = isinstance(snapshot, Deepened) and snapshot.is_deep
    try:
        age: float | None = _since(made_of(library / "generations" / snapshot.id)["made"])
    except LibraryDamaged:
        age = None
    return Served(snapshot.id, len(snapshot.documents), snapshot.passages, deep, age)


def served_on_disk(library: Path) -> Served | None:
    """What the folder `library` says that serves; None before the first build. Raises LibraryDamaged."""
    name = current_name(library)
    if name is None:
        return None
    found = description_of(library, name)
    return Served(name, found.documents, found.passages, found.deepened, _since(found.made))


def status_lines(status: Status, say: Texts) -> list[str]:
    """Everything in a few lines; what is not known is left out."""
    texts, served = say.records, status.served
    lines = [texts.not_built]
    if served is not None:
        age = "" if served.age is None else texts.age.format(age=duration(served.age, say))
        deep = texts.deepened if served.deepened else texts.not_deepened
        lines = [
            texts.generation.format(generation=served.generation, age=age),
            texts.size.format(documents=served.documents, passages=served.passages, deepened=deep),
        ]
    for work in status.work:
        lines.append(getattr(texts, f"work_{work.stage}").format(done=work.done, total=work.total))
    lines.append(texts.today.format(**asdict(status.today)) if status.today else texts.not_counted)
    if status.memory is not None:
        lines.append(texts.memory.format(megabytes=round(status.memory / _MEGABYTE)))
    library, state = (f"{free / _GIGABYTE:.1f}" for free in status.free)
    return [*lines, texts.disk.format(library=library, state=state)]


def duration(seconds: float, say: Texts) -> str:
    """A time in its largest unit, at least a minute."""
    for unit, name in ((_DAY, say.records.days), (_HOUR, say.records.hours)):
        if seconds >= unit:
            return name.format(count=int(seconds // unit))
    return say.records.minutes.format(count=max(1, int(seconds // _MINUTE)))


def _since(moment: float) -> float:
    return max(0.0, time.time() - moment)


def _free(folder: Path) -> int:
    """The bytes left where `folder` is, or will be made."""
    there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    return shutil.disk_usage(there).free


def _memory() -> int | None:
    """Bytes of this process that are in memory; None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None
