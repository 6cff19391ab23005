"""What is wrong with a library is found, whatever it is, and a sound one is not complained of."""

import hashlib
import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bot.operating.library_check import check_library, document_faults
from corpus.document import Document
from retrieval.collection import Collection


@pytest.fixture
def library(collection: Collection, tmp_path: Path) -> Path:
    return Path(shutil.copytree(collection.folder, tmp_path / "library"))


def serving(library: Path) -> Path:
    return library / "generations" / (library / "current").read_text(encoding="utf-8").strip()


def segments(library: Path) -> list[Path]:
    return sorted((library / "segments").iterdir())


def sealed(library: Path) -> list[Path]:
    """Every file that a record names."""
    folders = [(serving(library), "manifest.json")]
    for segment in segments(library):
        folders += [(segment, "segment.json"), (segment / "meanings", "meanings.json")]
    return [folder / name for folder, record in folders if folder.is_dir() for name in record_in(folder, record)]


def record_in(folder: Path, record: str) -> dict[str, tuple[int, str]]:
    files: dict[str, tuple[int, str]] = json.loads((folder / record).read_text(encoding="utf-8"))["files"]
    return files


def test_a_sound_library_has_no_faults(library: Path, collection: Collection) -> None:
    report = check_library(library)
    documents = collection.snapshot().documents
    assert report.faults == ()
    assert report.generations == (serving(library).name,)
    assert (report.documents, report.quotes) == (len(documents), sum(len(d.passages) for d in documents))
    assert report.files == len(sealed(library))


def test_one_changed_byte_of_any_file_is_found(library: Path) -> None:
    files = sealed(library)
    assert {file.parent.parent.name for file in files} >= {"generations", "segments"}
    for file in files:
        kept = file.read_bytes()
        file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
        assert any(f"{file.name} is damaged" in fault for fault in check_library(library).faults)
        file.write_bytes(kept)
    assert check_library(library).faults == ()


def missing(library: Path) -> str:
    (segments(library)[0] / "passages.npy").unlink()
    return "passages.npy is missing"


def strange(library: Path) -> str:
    (serving(library) / "notes.txt").write_text("x", encoding="utf-8")
    return "notes.txt is in no record"


def no_manifest(library: Path) -> str:
    (serving(library) / "manifest.json").unlink()
    return "no readable manifest"


def no_segment(library: Path) -> str:
    shutil.rmtree(segments(library)[0])
    return "no readable segment.json"


def another_text(library: Path) -> str:
    """A document changed together with its check sums, so that only its id tells."""
    folder = segments(library)[0]
    file, places = folder / "documents.jsonl", np.load(folder / "documents.npy")
    content = file.read_bytes().replace("外卖".encode(), "快递".encode(), 1)
    file.write_bytes(content)
    places[:-1, 1] = [zlib.crc32(content[a:b]) for a, b in pairwise(places[:, 0])]
    np.save(folder / "documents.npy", places)
    record = json.loads((folder / "segment.json").read_text(encoding="utf-8"))
    for name in ("documents.jsonl", "documents.npy"):
        record["files"][name][1] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "segment.json").write_text(json.dumps(record), encoding="utf-8")
    return "its text is not the one that was read"


def nothing_serves(library: Path) -> str:
    (library / "current").unlink()
    return "no generation serves"


@pytest.mark.parametrize("damage", [missing, strange, no_manifest, no_segment, another_text, nothing_serves])
def test_other_damage_is_named(library: Path, damage: Callable[[Path], str]) -> None:
    said = damage(library)
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
