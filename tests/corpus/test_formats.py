"""The same document in every format is the same document; files are read by what they are, or refused in one line."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from bot.messages import CHINESE, ENGLISH
from bot.rendering import parts, to_plain
from corpus.document import Block, Document
from corpus.errors import UnreadableFile
from corpus.folder import read_folder
from corpus.ingest import read_document, understand_lines
from corpus.readers import read_blocks, sandbox, worker
from corpus.readers.word import conversion as office
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.fuzz.readers import fuzz
from tests.support.invariants import assert_covered, assert_kept
from tests.support.made_files import REPORT, as_docx, as_html, as_markdown, as_pdf, as_text, raw_docx, zipped
from tests.support.paths import ROOT, SPEECHES

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
}


def read(name: str, data: bytes, folder: Path) -> Document:
    file = folder / name
    file.write_bytes(data)
    document = read_document(file)
    assert_covered(document)
    assert_kept(document, read_blocks(file))
    return document


def lines(document: Document) -> list[str]:
    return [line.strip(" 　") for line in document.text.split("\n")]


@pytest.mark.parametrize("name", MADE)
def test_one_report_is_the_same_document_in_every_format(name: str, tmp_path: Path) -> None:
    document = read(name, MADE[name](), tmp_path)
    assert lines(document) == [text for _, text in REPORT]
    assert (document.title, document.speaker, document.date) == (REPORT[0][1], "林素琴", "2024-02-18")
    stated = [(3 if kind == "lead" else int(kind[1]), text.split("。")[0], kind == "lead")
              for kind, text in REPORT if kind in ("h1", "h2", "lead")]  # fmt: skip
    assert [(h.level, h.text, h.run_in) for h in document.headings] == stated


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_old_formats_are_read_through_libreoffice(tmp_path: Path) -> None:
    text = "".join(rf"\u{ord(c)}?" if ord(c) < 0x8000 else rf"\u{ord(c) - 0x10000}?" for c in "同志们：会议开始。")
    document = read("讲话.rtf", rf"{{\rtf1\ansi {text}\par}}".encode(), tmp_path)
    assert document.text == "同志们：会议开始。"


def test_without_libreoffice_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(office, "_PROGRAMS", ("no-such-program",))
    with pytest.raises(UnreadableFile, match=r"LibreOffice.*not installed.*\.docx"):
        read("讲话.rtf", rb"{\rtf1 x}", tmp_path)


@pytest.mark.parametrize(
    ("name", "make"),
    [("讲话.txt", as_docx), ("讲话.docx", as_html), ("讲话.doc", as_html), ("讲话.html", as_pdf), ("讲话.wps", as_docx), ("讲话.pdf", as_docx)],
)  # fmt: skip
def test_files_are_read_by_what_they_are(name: str, make: Callable[[], bytes], tmp_path: Path) -> None:
    assert lines(read(name, make(), tmp_path)) == [text for _, text in REPORT]


SHEET = zipped({"xl/workbook.xml": "<workbook/>"})


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("文.docx", "同志们：".encode(), "not a Word document"), ("文.pdf", as_text(), "not a PDF"), ("空.docx", b"", "empty"),
        ("表.docx", SHEET, "spreadsheet"), ("包.docx", zipped({"a.docx": as_docx()}), "archive"), ("图.txt", b"\x89PNG\r\n\x1a\n", "picture"),
        ("表.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "spreadsheet"),
        ("弹.odt", zipped({"vnd.oasis.opendocument.text": bytes(101_000_000)}), "unfolds"),
        ("锁.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("页.html", b"From: <Saved>\r\nMIME-Version: 1.0\r\n", "MHTML"), ("锁.pdf", as_pdf(REPORT[:2], password="x"), "password"),
        ("断.pdf", as_pdf(REPORT[:2])[:400], "damaged"), ("断.docx", as_docx(REPORT[:2])[:-200], "damaged"),
        ("空.html", b"<html><body><script>x</script></body></html>", "no text"), ("无.docx", raw_docx(""), "no text"),
        ("弹.docx", zipped({"word/document.xml": b"<w>" + b" " * 50_000_000}), "unfolds"),
        ("多.docx", zipped({f"word/document{n}": "" for n in range(1500)}), "1500 parts"),
        ("套.docx", zipped({"word/document.xml": "", "word/内.zip": zipped({"a": "b"})}), "archive inside"),
        ("体.docx", raw_docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY x "同志们">]>'), "document type"),
        ("深.html", b"<html>" + b"<div>" * 5000 + "同志们".encode(), "deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(name: str, data: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as fault:
        read(name, data, tmp_path)
    assert reason in str(fault.value)
    assert "\n" not in str(fault.value)


def test_one_folder_of_every_format_is_one_document(tmp_path: Path) -> None:
    for name, make in MADE.items():
        (tmp_path / name).write_bytes(make())
    (tmp_path / "坏.pdf").write_bytes(as_pdf()[:3000])
    contents = read_folder(tmp_path)
    assert len({"".join(document.text.split()) for document in contents.documents}) == 1
    assert "坏.pdf" in {skipped.source for skipped in contents.skipped}


def page_texts(file: Path) -> list[str]:
    return ["".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(file)]


def test_quotes_from_a_pdf_name_their_page(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "讲话.pdf").write_bytes(as_pdf())
    Collection(folder, tmp_path / "library", encoder).reload()
    answer = Collection(folder, tmp_path / "library", encoder).answer("今年要改造多少座卫生厕所")
    quote = answer.quotes[0]
    opening = "".join(quote.text.split())[:12]
    found = [n for n, text in enumerate(page_texts(folder / "讲话.pdf"), start=1) if opening in text]
    assert found == [quote.page] == [answer.to_json()["quotes"][0]["page"]]
    assert f"2024-02-18　{CHINESE.page.format(page=quote.page)}\n" in to_plain(parts(answer, CHINESE, 1))
    assert f"2024-02-18　{ENGLISH.page.format(page=quote.page)}\n" in to_plain(parts(answer, ENGLISH, 1))


def test_pages_are_counted_through_joined_and_cut_lines() -> None:
    blocks = [
        Block("在植树节上的讲话", 1, page=1),
        Block("同志们：今年全市计划栽种银杏两万株，其中城区八千株，" * 4, 2, page=1, turns=(30, 60)),
        Block("— 3 —", 3, page=3, rule="page number"),
        Block("其余的由各镇在四月底以前栽完。第二页的话到此为止。" * 8, 4, page=3, turns=(40,)),
    ]
    document = understand_lines(blocks, "树.pdf")
    pages = [passage.page for passage in document.passages]
    assert pages == sorted(pages)
    assert {pages[0], pages[-1]} == {1, 4}


def test_hostile_files_end_as_documents_or_reasons() -> None:
    outcome = fuzz(150, seed=11)
    assert not outcome.faults
    assert outcome.read >= 15
    assert sum(outcome.reasons.values()) >= 75


@pytest.mark.parametrize("name", ["行.txt", "行.md", "行.html"])
@pytest.mark.parametrize("sign", [" ", "\u3000", "（", "“", "一、", "**路 "])
def test_long_lines_of_one_sign_are_read_in_no_time(name: str, sign: str, tmp_path: Path) -> None:
    """A pattern that looks at every place for every place would take minutes."""
    document = read(name, f"修路。{sign * 100_000}修桥。".encode(), tmp_path)
    assert document.text.startswith("修路。")


def test_signs_of_markdown_inside_a_line_are_text(tmp_path: Path) -> None:
    text = "# **讲话** #\n\n- 修**路**__和__**桥 \n- 修路\n> 修桥 > 修渠\n\n收入 - 支出 * 2 > 预算 # 今年\n"
    assert [b.text for b in read_blocks(_written(tmp_path / "文.md", text)) if b.text] == [
        "讲话", "修路和**桥 ", "修路", "修桥 > 修渠", "收入 - 支出 * 2 > 预算 # 今年",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"), [("路\n" * 100_001, "lines"), ("修路。" * 1_700_000, "5100000 characters")]
)
def test_documents_too_long_are_refused(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_blocks(_written(tmp_path / "长.txt", text))


def _written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_plain_text_needs_neither_process_nor_parser() -> None:
    code = (
        "import sys; from pathlib import Path; from corpus.folder import read_folder; from corpus.readers import sandbox\n"
        f"read_folder(Path({str(SPEECHES)!r})); print(sandbox._worker, 'lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["None", "False"]


class TestLimits:
    """A file that breaks, blocks or bloats its reader is refused; the next one is read by a fresh process."""

    @pytest.fixture(autouse=True)
    def _reads_on_afterwards(self, tmp_path: Path):  # type: ignore[no-untyped-def]
        yield
        assert read("后.docx", as_docx(), tmp_path).title == REPORT[0][1]

    def test_a_reader_that_dies(self) -> None:
        sandbox.read_apart("html", as_html())
        assert sandbox._worker is not None
        sandbox._worker.kill()
        sandbox._worker.wait()
        assert sandbox.read_apart("html", as_html())

    def test_a_reader_that_ends_idle_as_it_is_asked(self) -> None:
        sandbox.read_apart("html", as_html())
        assert sandbox._worker is not None
        sandbox._worker.send_signal(signal.SIGALRM)
        assert sandbox.read_apart("html", as_html())

    def test_a_reader_that_hangs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox, "SECONDS", 0.001)
        began = time.monotonic()
        with pytest.raises(UnreadableFile, match="too long"):
            sandbox.read_apart("pdf", as_pdf(REPORT * 30))
        assert time.monotonic() - began < worker.MOST_SECONDS

    def test_the_reader_gets_no_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
        monkeypatch.setattr(sandbox, "_served", sandbox.FILES)
        sandbox.read_apart("html", as_html())
        assert sandbox._worker is not None
        environment = Path(f"/proc/{sandbox._worker.pid}/environ")
        if environment.exists():
            assert b"secret" not in environment.read_bytes()
