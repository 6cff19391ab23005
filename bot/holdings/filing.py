"""Moving files into the corpus folder and out of it, so that no step can lose one and each change can be taken back.

<kept>/
  incoming/             files that were sent and are not decided upon; emptied at each start
  <time>-<token>/       one change: `change.json`, and what it took out of the corpus

A change is noted before the first file moves and names every file that will; whatever was carried out of it can be undone.
A file that comes in is complete on its own file system before one rename makes it visible, in a folder named by its content.
"""

import errno
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath

from bot.errors import BotError, SettingsError

NOTE = "change.json"
INCOMING = "incoming"
_HASH = 12
"""Digits of the content's hash that name its folder."""


class NoRoom(BotError):
    """The disk is full; nothing was changed."""


class CannotFile(BotError):
    """A folder cannot be written to; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was sent: where it waits, and what it will be called (as `readable_name` makes it)."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """What was done to the corpus at once: paths below it that came (`added`) and went (`removed`).

    `before` is the generation that served, `by` the user's number, `at` seconds since 1970. `undone` once it was taken back.
    """

    id: str
    by: int
    at: float
    before: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the files of changes that were taken back; `stuck` could not be put back and stay where they are kept."""

    restored: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()


class Holdings:
    """The files of the folder `corpus`; those that come land below it in `uploads`, those that go in `kept`, outside it."""

    def __init__(self, corpus: Path, uploads: str, kept: Path) -> None:
        """Touches nothing. Raises SettingsError where `kept` is not outside."""
        if kept.resolve().is_relative_to(corpus.resolve()):
            raise SettingsError(
                f"`uploads.kept` is {kept}, inside the corpus folder {corpus}: expected a folder outside it"
            )
        self.corpus, self.uploads, self.kept = corpus, corpus / uploads, kept

    def receive(self, name: str, content: bytes) -> Incoming:
        """Let a file wait for a decision; `name` is as `readable_name` makes it. Raises CannotFile, NoRoom."""
        folder = self.kept / INCOMING / secrets.token_hex(8)
        with _as_one_line():
            folder.mkdir(parents=True, mode=0o700)
            try:
                (folder / name).write_bytes(content)
            except OSError:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        return Incoming(folder / name, name)

    def forget(self, files: Iterable[Incoming]) -> None:
        """Delete what waited and is not wanted, or has come in."""
        for file in files:
            shutil.rmtree(file.path.parent, ignore_errors=True)

    def clear_incoming(self) -> None:
        """Forget what was sent before the last start and never decided upon."""
        shutil.rmtree(self.kept / INCOMING, ignore_errors=True)

    def holds(self, file: Path) -> str | None:
        """The path below the corpus of an uploaded file with the same content; None where there is none."""
        folder = self.uploads / digest_of(file)
        found = sorted(folder.iterdir()) if folder.is_dir() else []
        return found[0].relative_to(self.corpus).as_posix() if found else None

    def file_of(self, source: str) -> str | None:
        """The path below the corpus of the file that a document with this `source` was read from; None where it is gone.

        Of what is inside an archive or a mail that is the archive or the mail.
        """
        parts = PurePosixPath(source).parts
        for count in range(1, len(parts) + 1):
            inside = "/".join(parts[:count])
            if ".." not in parts and (self.corpus / inside).is_file():
                return inside
        return None

    def files_of(self, sources: Iterable[str]) -> tuple[tuple[str, ...], str | None]:
        """Those of `sources` that are files below the corpus, and the archive or mail that any other is inside of, if one is."""
        files = {source: self.file_of(source) for source in sources}
        packed = next((file for source, file in files.items() if file not in (None, source)), None)
        return tuple(source for source, file in files.items() if file), packed

    def take_in(self, files: Sequence[Incoming], *, by: int, before: str, instead_of: Iterable[str] = ()) -> FileChange:
        """Put `files` into the corpus and what they stand `instead_of` (paths below it) away: all of it or nothing.

        What is there already stays. Raises NoRoom, CannotFile.
        """
        with _as_one_line():
            contents = {digest_of(file.path): file for file in reversed(files) if self.holds(file.path) is None}
        folder = self.uploads.relative_to(self.corpus).as_posix()
        wanted = {f"{folder}/{digest}/{contents[digest].name}": contents[digest] for digest in reversed(contents)}
        return self._change(wanted, tuple(dict.fromkeys(instead_of)), by, before)

    def put_away(self, paths: Iterable[str], *, by: int, before: str) -> FileChange:
        """Take the files at `paths` below the corpus out of it: all of them or none. Raises NoRoom, CannotFile."""
        return self._change({}, tuple(dict.fromkeys(paths)), by, before)

    def changes(self) -> list[FileChange]:
        """All changes that are noted, oldest first; a note that cannot be read is passed over."""
        found = []
        for note in sorted(self.kept.glob(f"*/{NOTE}")):
            try:
                values = json.loads(note.read_text(encoding="utf-8"))
                lists = {name: tuple(values[name]) for name in ("added", "removed")}
                found.append(FileChange(**{**values, **lists}))
            except (OSError, ValueError, TypeError, KeyError):
                continue
        return found

    def undo(self, change: FileChange) -> Undone:
        """Put back what `change` took out, and take out what it put in; nothing is deleted or written over.

        Raises NoRoom, CannotFile.
        """
        folder, restored, withdrawn, stuck = self.kept / change.id, [], [], []
        with _as_one_line():
            for number, path in enumerate(change.added):
                if (self.corpus / path).is_file():
                    _move(self.corpus / path, folder / f"in-{number}" / PurePosixPath(path).name)
                    _remove_if_empty((self.corpus / path).parent, self.corpus)
                    withdrawn.append(path)
            for number, path in enumerate(change.removed):
                kept = folder / f"out-{number}" / PurePosixPath(path).name
                if not kept.is_file():
                    continue
                if (self.corpus / path).exists():
                    stuck.append(path)
                    continue
                _move(kept, self.corpus / path)
                restored.append(path)
            self._note(replace(change, undone=True))
        return Undone(tuple(restored), tuple(withdrawn), tuple(stuck))

    def _change(self, wanted: dict[str, Incoming], gone: tuple[str, ...], by: int, before: str) -> FileChange:
        # Names sort as the changes followed each other: all of one reading of the clock, and in a time that is never set back.
        seconds, rest = divmod(time.time_ns(), 10**9)
        name = f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime(seconds))}-{rest:09d}-{secrets.token_hex(3)}"
        change = FileChange(name, by, seconds + rest / 10**9, before, tuple(wanted), gone)
        if not wanted and not gone:
            return change
        with _as_one_line():
            self._note(change)
        try:
            with _as_one_line():
                self._bring_in(wanted)
                for number, path in enumerate(gone):
                    if (self.corpus / path).is_file():
                        _move(self.corpus / path, self.kept / name / f"out-{number}" / PurePosixPath(path).name)
        except BotError:
            self.undo(change)
            raise
        return change

    def _bring_in(self, wanted: dict[str, Incoming]) -> None:
        """All are copied before the first becomes visible."""
        drafts: list[tuple[Path, Path]] = []
        try:
            for path, file in wanted.items():
                target = self.corpus / path
                draft = self.uploads / f".draft-{secrets.token_hex(6)}"
                drafts.append((draft, target.parent))
                draft.mkdir(parents=True)
                _copy(file.path, draft / target.name)
            for draft, folder in drafts:
                if folder.is_dir():  # left behind without its file
                    folder.rmdir()
                os.rename(draft, folder)
        finally:
            for draft, _ in drafts:
                shutil.rmtree(draft, ignore_errors=True)

    def _note(self, change: FileChange) -> None:
        folder = self.kept / change.id
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".{NOTE}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(change), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, folder / NOTE)


def digest_of(file: Path) -> str:
    """The name of a content: the beginning of its SHA-256."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()[:_HASH]


@contextmanager
def _as_one_line() -> Iterator[None]:
    """Faults of the file system as NoRoom or CannotFile."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom("no room left on the disk; nothing was changed, free some space") from None
        reason = (
            f"{fault.strerror}; nothing was changed, check the permissions of the corpus folder and of uploads.kept"
        )
        raise CannotFile(reason) from None


def _move(source: Path, target: Path) -> None:
    """Move a file, to another file system too; it is whole in one of the two places at every moment."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.rename(source, target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        draft = target.with_name(f".draft-{secrets.token_hex(6)}")
        try:
            _copy(source, draft)
            os.rename(draft, target)
        finally:
            draft.unlink(missing_ok=True)
        source.unlink()


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())


def _remove_if_empty(folder: Path, root: Path) -> None:
    """Remove a folder that a file has left, and those above it that are empty then; not `root`."""
    while folder != root and folder.is_relative_to(root) and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
