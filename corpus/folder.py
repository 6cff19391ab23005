"""A folder of files in, documents out; one bad file never stops the rest, and every skip has its reason."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from corpus.copies import group_copies
from corpus.document import Document
from corpus.errors import EmptyCollection, UnreadableFile
from corpus.ingest import understand_lines
from corpus.readers import ENDINGS, Recognition, is_junk, read_parts
from corpus.reasons import Reason, Why

FILE_LIMIT = 50_000
"""Files in one collection; more is taken for a folder given by mistake."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not in the collection, or not all of its pages, and why."""

    source: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class FolderContents:
    """What a folder holds, documents in the order of their file names."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def read_folder(
    folder: Path, *, recognition: Recognition | None = None, progress: Callable[[int, int], None] | None = None
) -> FolderContents:
    """Read every document below `folder`, pictures of text where there is `recognition`.

    `progress` is called with (files done, files).

    Raises EmptyCollection when the folder does not exist or not one file could be read.
    """
    files, skipped = list_files(folder)
    documents: list[Document] = []
    for done, file in enumerate(files):
        if progress:
            progress(done, len(files))
        inside, faults = read_file(file, root=folder, recognition=recognition)
        documents += inside
        skipped += faults
    if progress:
        progress(len(files), len(files))
    if not documents:
        raise nothing_readable(folder, skipped)
    kept: list[Document] = []
    for first, *others in group_copies(documents):
        copies = tuple(documents[i].source for i in others)
        kept.append(replace(documents[first], copies=copies))
        skipped += [skipped_copy(copy, documents[first].source) for copy in copies]
    return FolderContents(tuple(kept), tuple(skipped))


def read_file(
    file: Path, *, root: Path | None = None, recognition: Recognition | None = None
) -> tuple[list[Document], list[Skipped]]:
    """The documents of one file (several in an archive, or in a mail with attachments) and what is none.

    Their `source` is the path of `file` below `root`, with the path inside it behind.
    """
    source = file.relative_to(root).as_posix() if root else file.name
    documents: list[Document] = []
    skipped: list[Skipped] = []
    try:
        for part in read_parts(file, recognition):
            inside = f"{source}/{part.path}" if part.path else source
            if isinstance(part.content, Reason):
                skipped.append(Skipped(inside, part.content))
            else:
                documents.append(understand_lines(part.content, inside))
    except UnreadableFile as fault:
        skipped.append(Skipped(source, fault.reason))
    return documents, skipped


def skipped_copy(source: str, other: str) -> Skipped:
    """A file that holds the same text as the `other`, which is in the collection."""
    return Skipped(source, Reason(Why.SAME_TEXT, {"other": other}))


def nothing_readable(folder: Path, skipped: Sequence[Skipped]) -> EmptyCollection:
    """The error that says why there is no document in `folder`."""
    reasons = "; ".join(f"{s.source}: {s.reason}" for s in skipped[:3]) or "it is empty"
    return EmptyCollection(
        f"corpus folder {folder}: no readable document ({reasons}); put {', '.join(ENDINGS)} files there"
    )


@cache
def reading_version() -> str:
    """A digest of the code of this room: what another one has read may have been understood otherwise."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def list_files(folder: Path) -> tuple[list[Path], list[Skipped]]:
    """The files below `folder` that may be documents; junk is passed over, links that leave the folder are skipped.

    Raises EmptyCollection when the folder does not exist, or holds more than a collection does.
    """
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise EmptyCollection(
            f"corpus folder {folder}: found {found}, expected a folder of documents; set `corpus` or --corpus"
        )
    root = folder.resolve()
    files: list[Path] = []
    skipped: list[Skipped] = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(map(is_junk, relative.parts)):
            continue
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            skipped.append(Skipped(relative.as_posix(), Reason(Why.LINK_OUTSIDE)))
        elif not path.is_dir():
            files.append(path)
        if len(files) > FILE_LIMIT:
            raise EmptyCollection(
                f"corpus folder {folder}: over {FILE_LIMIT} files; point `corpus` at the documents alone"
            )
    return files, skipped
