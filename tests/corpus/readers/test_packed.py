"""Archives and mails: each document inside is one of its own, and nothing inside reaches out."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.folder import read_file, read_folder
from corpus.reasons import Why
from tests.support.made_files import REPORT, as_docx, as_pdf, as_text, zipped
from tests.support.made_formats.mails import as_eml

SPEECH = "在全市交通工作会议上的讲话\n同志们：\n今年的重点是修路、修渠和修桥，资金由市里统筹，年底以前全部完工。\n"


def inside(folder: Path, data: bytes, name: str = "材料.zip") -> tuple[list[str], dict[str, Why]]:
    """The sources of the documents in a file, and why the others are none."""
    (folder / name).write_bytes(data)
    documents, skipped = read_file(folder / name)
    return [document.source for document in documents], {s.source: s.reason.why for s in skipped}


def test_each_document_of_an_archive_is_one_of_its_own(tmp_path: Path) -> None:
    data = zipped(
        {
            "第一批/讲话.docx": as_docx(),
            "第一批/Thumbs.db": b"\0\1",
            "__MACOSX/._讲话.docx": b"\0\1",
            "坏.pdf": as_pdf()[:300],
            "图.png": b"\x89PNG\r\n\x1a\n",
            "再一包.zip": zipped({"通知.txt": SPEECH}),
        }
    )
    read, skipped = inside(tmp_path, data)
    assert read == ["材料.zip/第一批/讲话.docx", "材料.zip/再一包.zip/通知.txt"]
    assert skipped == {"材料.zip/坏.pdf": Why.DAMAGED_PDF, "材料.zip/图.png": Why.PICTURE}
    contents = read_folder(tmp_path)
    assert [d.source for d in contents.documents] == read
    assert len({d.id for d in contents.documents}) == 2


def test_names_inside_are_read_and_lead_nowhere(tmp_path: Path) -> None:
    names = ["../../外面.txt", "/etc/通知.txt", "C:\\资料\\讲话.txt", "./重名.txt", "重名.txt", "控\x07制.txt"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n, name in enumerate(names):
            archive.writestr(zipfile.ZipInfo(name), SPEECH + str(n))
        old = zipfile.ZipInfo("X" * 8 + ".txt")
        archive.writestr(old, SPEECH)
    data = out.getvalue().replace(b"X" * 8, "旧式名字".encode("gbk"))
    read, skipped = inside(tmp_path, data)
    expected = ["外面", "etc/通知", "资料/讲话", "重名", "重名 (2)", "控制", "旧式名字"]
    assert read == [f"材料.zip/{name}.txt" for name in expected]
    assert skipped == {}
    assert [path.name for path in tmp_path.iterdir()] == ["材料.zip"]


def _encrypted() -> bytes:
    data = bytearray(zipped({"密.txt": SPEECH, "明.txt": SPEECH}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(sign) + offset] |= 1
    return bytes(data)


def test_one_bad_file_inside_does_not_stop_the_rest(tmp_path: Path) -> None:
    assert inside(tmp_path, _encrypted()) == (["材料.zip/明.txt"], {"材料.zip/密.txt": Why.PASSWORD})
    bomb = zipped({"弹.txt": b"\n" * 19_000_000, "大.txt": bytes(21_000_000), "好.txt": SPEECH})
    read, skipped = inside(tmp_path, bomb)
    assert (read, skipped) == (["材料.zip/好.txt"], {"材料.zip/弹.txt": Why.UNFOLDS, "材料.zip/大.txt": Why.TOO_LARGE})


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({f"{n}.txt": "" for n in range(1001)}, {"材料.zip": Why.MANY_FILES}),
        ({f"{n}.txt": bytes(19_000_000) for n in range(11)}, {"材料.zip": Why.MUCH_INSIDE}),
        ({"Thumbs.db": b"x"}, {"材料.zip": Why.EMPTY}),
        (
            {"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": SPEECH})})})},
            {"材料.zip/a.zip/b.zip": Why.DEEP_ARCHIVE},
        ),
        (
            {f"{n}.zip": zipped({f"{m}.txt": "x" for m in range(300)}) for n in range(4)},
            {"材料.zip/3.zip": Why.MANY_FILES},
        ),
    ],
)
def test_archives_that_hold_too_much_are_refused(files: dict[str, bytes], why: dict[str, Why], tmp_path: Path) -> None:
    _, skipped = inside(tmp_path, zipped(files))
    assert why.items() <= skipped.items()


def test_what_is_attached_to_a_mail_is_a_document_of_its_own(tmp_path: Path) -> None:
    forwarded = as_eml([("title", "转发的通知"), ("body", SPEECH)])
    data = as_eml(attached={"讲话.docx": as_docx(), "../附表.txt": SPEECH.encode("gb18030"), "原信.eml": forwarded})
    read, skipped = inside(tmp_path, data, "信.eml")
    assert read == ["信.eml", "信.eml/讲话.docx", "信.eml/附表.txt", "信.eml/原信.eml"]
    assert skipped == {}


def test_a_mail_without_text_is_what_is_attached_to_it(tmp_path: Path) -> None:
    data = as_eml([("title", "材料")], {"讲话.txt": as_text()})
    assert inside(tmp_path, data, "信.eml") == (["信.eml/讲话.txt"], {})
    assert inside(tmp_path, as_eml([("title", "材料")]), "信.eml") == ([], {"信.eml": Why.EMPTY})


def test_the_page_of_a_mail_is_read_and_its_pictures_are_not(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["To"] = mail["From"] = "a@example.org"
    mail["Subject"] = REPORT[0][1]
    mail.set_content("请用新的程序打开")
    mail.add_alternative(
        f"<html><body><p>{SPEECH}</p><img src='cid:x'><table><tr><td>项目</td><td>金额</td></tr></table></body></html>",
        "html",
    )
    page = list(mail.iter_parts())[1]
    assert isinstance(page, EmailMessage)
    page.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<x>", filename="logo.png")
    (tmp_path / "信.eml").write_bytes(mail.as_bytes())
    documents, skipped = read_file(tmp_path / "信.eml")
    assert skipped == []
    (document,) = documents
    assert document.title.startswith(REPORT[0][1])
    assert "项目 | 金额" in document.text
    assert "新的程序" not in document.text
    assert [d.rule for d in document.dropped] == ["mail header"] * 2


def test_names_of_attached_files_are_read_in_every_encoding(tmp_path: Path) -> None:
    plain = as_eml(REPORT[:3], {"NAME.txt": SPEECH.encode()}).decode()
    for written in ("=?gb2312?B?zajWqg==?=.txt", "=?utf-8?Q?=E9=80=9A=E7=9F=A5?=.txt"):
        read, _ = inside(tmp_path, plain.replace("NAME.txt", written).encode(), "信.eml")
        assert read[-1] == "信.eml/通知.txt"
    raw = plain.encode().replace(b"NAME", "关于召开会议的通知".encode("gbk"))
    assert inside(tmp_path, raw, "信.eml")[0][-1] == "信.eml/关于召开会议的通知.txt"
