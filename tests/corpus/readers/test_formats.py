"""One report is the same document in every format, whatever its file is named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.folder import read_folder
from tests.support.documents import document_in
from tests.support.made_files import REPORT, as_docx, as_html, as_markdown, as_pdf, as_text, zipped
from tests.support.made_formats.mails import as_eml, as_mht
from tests.support.made_formats.ofd import as_ofd
from tests.support.made_formats.packages import as_csv, as_epub, as_pptx, as_xlsx

MADE: dict[str, Callable[[], bytes]] = {
    "文.txt": as_text,
    "记.md": as_markdown,
    "网页.html": as_html,
    "旧网页.htm": lambda: as_html(encoding="gb18030"),
    "样式.docx": as_docx,
    "编号.docx": lambda: as_docx(headings="numbering"),
    "加粗.docx": lambda: as_docx(headings="bold"),
    "版式.pdf": as_pdf,
    "小字.pdf": lambda: as_pdf(size=11),
    "两栏.pdf": lambda: as_pdf(size=11, columns=2),
    "幻灯片.pptx": as_pptx,
    "版式.ofd": as_ofd,
    "缩放.ofd": lambda: as_ofd(scale=0.3528),
    "单字.ofd": lambda: as_ofd(single=True),
    "表.xlsx": as_xlsx,
    "表.csv": as_csv,
    "表.tsv": lambda: as_csv(encoding="gb18030", separator="\t"),
    "书.epub": as_epub,
    "网页.mht": as_mht,
    "邮件.eml": as_eml,
    "旧邮件.eml": lambda: as_eml(encoding="gb18030"),
    "压缩.zip": lambda: zipped({"讲话/文.docx": as_docx()}),
}


def lines(document: Document) -> list[str]:
    return [line.strip(" 　") for line in document.text.split("\n")]


@pytest.mark.parametrize("name", MADE)
def test_one_report_is_the_same_document_in_every_format(name: str, tmp_path: Path) -> None:
    document = document_in(tmp_path / name, MADE[name]())
    assert lines(document) == [text for _, text in REPORT]
    assert (document.title, document.speaker, document.date) == (REPORT[0][1], "林素琴", "2024-02-18")
    stated = [
        (3 if kind == "lead" else int(kind[1]), text.split("。")[0], kind == "lead")
        for kind, text in REPORT
        if kind in ("h1", "h2", "lead")
    ]
    assert [(h.level, h.text, h.run_in) for h in document.headings] == stated


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_old_formats_are_read_through_libreoffice(tmp_path: Path) -> None:
    text = "".join(rf"\u{ord(c)}?" if ord(c) < 0x8000 else rf"\u{ord(c) - 0x10000}?" for c in "同志们：会议开始。")
    document = document_in(tmp_path / "讲话.rtf", rf"{{\rtf1\ansi {text}\par}}".encode())
    assert document.text == "同志们：会议开始。"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("讲话.txt", as_docx),
        ("讲话.docx", as_html),
        ("讲话.doc", as_html),
        ("讲话.html", as_pdf),
        ("讲话.wps", as_docx),
        ("讲话.pdf", as_docx),
        ("讲话.docx", as_text),
        ("讲话.pdf", lambda: as_text().decode().encode("gb18030")),
        ("讲话", as_text),
        ("讲话", as_pdf),
        ("1.讲话", as_text),
        ("讲话.aspx", as_html),
        ("讲话.dat", as_docx),
    ],
)
def test_files_are_read_by_what_they_are(name: str, make: Callable[[], bytes], tmp_path: Path) -> None:
    assert lines(document_in(tmp_path / name, make())) == [text for _, text in REPORT]


@pytest.mark.parametrize("name", ["行.txt", "行.md", "行.html"])
@pytest.mark.parametrize("sign", [" ", "\u3000", "（", "“", "一、", "**路 "])
def test_long_lines_of_one_sign_are_read_in_no_time(name: str, sign: str, tmp_path: Path) -> None:
    """A pattern that looks at every position for every position would take minutes."""
    document = document_in(tmp_path / name, f"修路。{sign * 100_000}修桥。".encode())
    assert document.text.startswith("修路。")


def test_one_folder_of_every_format_is_one_document(tmp_path: Path) -> None:
    for name, make in MADE.items():
        (tmp_path / name).write_bytes(make())
    (tmp_path / "坏.pdf").write_bytes(as_pdf()[:3000])
    contents = read_folder(tmp_path)
    assert len({"".join(document.text.split()) for document in contents.documents}) == 1
    assert "坏.pdf" in {skipped.source for skipped in contents.skipped}
