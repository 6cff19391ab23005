"""What cannot be read is refused in one line that says why and what to do."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers.word import conversion
from tests.support.documents import document_in
from tests.support.made_files import REPORT, as_docx, as_pdf, as_text, raw_docx, zipped

SHEET = zipped({"xl/workbook.xml": "<workbook/>"})


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("空.txt", b"", "no text"),
        ("二进制.txt", bytes(range(256)) * 40, "binary"),
        ("压缩.txt", b"PK\x03\x04" + b"\0\1\2" * 500, "damaged"),
        ("半.txt", "讲话".encode("utf-16") + b"\0", "damaged"),
        ("程序.exe", b"MZ", "no document"),
        ("文.docx", b"\0\1\2" * 50, "neither what its ending .docx says nor text"),
        ("文.dat", as_text(), "no document"),
        ("LICENSE", b"Permission is hereby granted", "no document"),
        ("二进制", bytes(range(256)) * 40, "no document"),
        ("空.docx", b"", "empty"),
        ("表.docx", SHEET, "nothing"),
        ("图.txt", b"\x89PNG\r\n\x1a\n", "picture"),
        ("表.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "spreadsheet"),
        ("弹.odt", zipped({"vnd.oasis.opendocument.text": bytes(101_000_000)}), "unfolds"),
        ("锁.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("锁.pdf", as_pdf(REPORT[:2], password="x"), "password"),
        ("断.pdf", as_pdf(REPORT[:2])[:400], "damaged"),
        ("断.docx", as_docx(REPORT[:2])[:-200], "damaged"),
        ("空.html", b"<html><body><script>x</script></body></html>", "no text"),
        ("无.docx", raw_docx(""), "no text"),
        ("弹.docx", zipped({"word/document.xml": b"<w>" + b" " * 50_000_000}), "unfolds"),
        ("多.docx", zipped({f"word/document{n}": "" for n in range(1500)}), "1500 parts"),
        ("套.docx", zipped({"word/document.xml": "", "word/内.zip": zipped({"a": "b"})}), "archive inside"),
        (
            "体.docx",
            raw_docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x "同志们">]>'),
            "document type",
        ),
        ("深.html", b"<html>" + b"<div>" * 5000 + "同志们".encode(), "deep"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(name: str, data: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as fault:
        document_in(tmp_path / name, data)
    assert reason in str(fault.value)
    assert "\n" not in str(fault.value)


def test_without_libreoffice_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(conversion, "_PROGRAMS", ("no-such-program",))
    with pytest.raises(UnreadableFile, match=r"LibreOffice.*not installed.*\.docx"):
        document_in(tmp_path / "讲话.rtf", rb"{\rtf1 x}")


@pytest.mark.parametrize(
    ("text", "reason"), [("路\n" * 100_001, "lines"), ("修路。" * 1_700_000, "5100000 characters")]
)
def test_documents_too_long_are_refused(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        document_in(tmp_path / "长.txt", text.encode())
