"""A folder: one bad file never stops the rest, every skip has its reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import CorpusError, EmptyCollection
from corpus.folder import read_folder
from corpus.reasons import Why

SAMPLE = "在某次会议上的讲话\n\n同志们：\n今年的重点是修路、修渠和修桥，资金由市里统筹，年底以前全部完工。\n"


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "同样.txt").write_text(SAMPLE, encoding="gb18030")
    (tmp_path / "坏.txt").write_bytes(b"\0\1\2\3" * 100)
    (tmp_path / ".隐藏.txt").write_text("不读", encoding="utf-8")
    (tmp_path / "外面.txt").symlink_to("/etc/hostname")
    contents = read_folder(tmp_path)
    assert len(contents.documents) == 1
    assert {s.source for s in contents.skipped} == {"坏.txt", "外面.txt", max("好.txt", "同样.txt")}


def test_junk_is_not_mentioned_and_what_is_no_document_is(tmp_path: Path) -> None:
    (tmp_path / "讲话").write_text(SAMPLE, encoding="utf-8")
    for name in (
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "~$讲话.docx",
        "讲话.docx.tmp",
        "__MACOSX/讲话.docx",
        "Icon\r",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\0\1\2" * 100)
    for name in ("页_files/site.js", "页_files/site.css", "程序.exe"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("var tip = '同志们';", encoding="utf-8")
    contents = read_folder(tmp_path)
    assert [document.source for document in contents.documents] == ["讲话"]
    assert {s.source: s.reason.why for s in contents.skipped} == dict.fromkeys(
        ("程序.exe", "页_files/site.js", "页_files/site.css"), Why.NO_DOCUMENT
    )


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.write_text("x"), lambda p: p.mkdir()])
def test_empty_collections_are_one_line(make: Callable[[Path], object], tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    make(folder)
    with pytest.raises(EmptyCollection) as fault:
        read_folder(folder)
    assert isinstance(fault.value, CorpusError)
    assert "\n" not in str(fault.value)
