"""A folder: one bad file never stops the rest, every skip has its reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import CorpusError, EmptyCollection
from corpus.folder import read_folder

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


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.write_text("x"), lambda p: p.mkdir()])
def test_empty_collections_are_one_line(make: Callable[[Path], object], tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    make(folder)
    with pytest.raises(EmptyCollection) as fault:
        read_folder(folder)
    assert isinstance(fault.value, CorpusError)
    assert "\n" not in str(fault.value)
