"""What is wrong with a library is found, whatever it is, and a sound one is not complained of."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.operating.library_check import check_library, document_faults
from corpus.document import Document
from retrieval.collection import Collection


@pytest.fixture
def library(collection: Collection, tmp_path: Path) -> Path:
    return Path(shutil.copytree(collection.folder, tmp_path / "library"))


def serving(library: Path) -> Path:
    return library / "generations" / (library / "current").read_text(encoding="utf-8").strip()


def test_a_sound_library_has_no_faults(library: Path, collection: Collection) -> None:
    report = check_library(library)
    documents = collection.snapshot().documents
    assert report.faults == ()
    assert report.generations == (serving(library).name,)
    assert (report.documents, report.quotes) == (len(documents), sum(len(d.passages) for d in documents))
    assert report.files == len(json.loads((serving(library) / "manifest.json").read_text(encoding="utf-8"))["sha256"])


def test_one_changed_byte_of_any_file_is_found(library: Path) -> None:
    folder = serving(library)
    names = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["sha256"]
    assert names
    for name in names:
        file = folder / name
        kept = file.read_bytes()
        file.unlink()  # a deepened generation may share its files with another
        file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        assert f"{folder.name}: {name} is not what was written" in check_library(library).faults
        file.write_bytes(kept)
    assert check_library(library).faults == ()


def missing(folder: Path) -> str:
    (folder / "passages.npy").unlink()
    return "passages.npy is missing"


def strange(folder: Path) -> str:
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    return "notes.txt is in no manifest"


def no_manifest(folder: Path) -> str:
    (folder / "manifest.json").unlink()
    return "no readable manifest"


def another_text(folder: Path) -> str:
    """A document changed together with its checksum, so that only its id tells."""
    file = folder / "documents.jsonl"
    text = file.read_text(encoding="utf-8").replace("外卖", "快递", 1)
    file.unlink()
    file.write_text(text, encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["sha256"]["documents.jsonl"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return "its text is not the one that was read"


def nothing_serves(folder: Path) -> str:
    (folder.parent.parent / "current").unlink()
    return "no generation serves"


@pytest.mark.parametrize("damage", [missing, strange, no_manifest, another_text, nothing_serves])
def test_other_damage_is_named(library: Path, damage: Callable[[Path], str]) -> None:
    said = damage(serving(library))
    assert any(said in fault for fault in check_library(library).faults)
    assert not any(str(library.parent) in fault for fault in check_library(library).faults)


def test_passages_and_headings_that_are_no_slices_are_found(speeches: tuple[Document, ...]) -> None:
    for document in speeches:
        assert list(document_faults(document)) == []
    document = next(d for d in speeches if d.headings and len(d.passages) > 2)
    first, second, *rest = document.passages
    wrong = {
        "overlap": (replace(first, end=second.start + 1), second, *rest),
        "is not in the text of": (*rest[:-1], replace(rest[-1], end=len(document.text) + 1)),
        "not cut at a word": (replace(first, start=first.start, end=first.end + 1), *rest),
    }
    for said, passages in wrong.items():
        assert any(said in fault for fault in document_faults(replace(document, passages=passages))), said
    moved = (replace(document.headings[0], start=1, end=3), *document.headings[1:])
    assert any("heading at 1-3" in fault for fault in document_faults(replace(document, headings=moved)))


def test_a_damaged_store_is_found(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE t (a TEXT)")
        db.executemany("INSERT INTO t VALUES (?)", [("x" * 500,)] * 200)
    db.close()
    assert check_library(library, file).faults == ()
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 3] = bytes(4096 * 2)
    file.write_bytes(content)
    assert any(fault.startswith("s.sqlite: ") for fault in check_library(library, file).faults)
    assert check_library(library, tmp_path / "none.sqlite").faults == ()
