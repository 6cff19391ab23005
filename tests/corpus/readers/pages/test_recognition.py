"""Scans and pictures: their text recognised where that is switched on, marked as recognised, remembered."""

import io
import json
import resource
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from rapidfuzz.distance import Levenshtein

from bot.messages import CHINESE
from bot.rendering import quote_parts
from corpus.document import Document
from corpus.errors import UnreadableFile
from corpus.folder import read_file
from corpus.ingest import understand_lines
from corpus.readers import Recognition, sandbox
from corpus.readers.pages.blocks import UNCLEAR
from corpus.readers.recognition import asking
from corpus.readers.recognition.sheet import Found, sheet_lines
from corpus.reasons import Why
from retrieval.answer import Quote
from retrieval.index.entries import Entry
from retrieval.quotes.records import quote_entry
from tests.support.made_files import REPORT, as_pdf


@pytest.fixture(autouse=True)
def _time_is_given_back() -> Iterator[None]:
    """Recognising limits its process to a few minutes more of computing, which here is that of all tests."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    yield
    resource.setrlimit(resource.RLIMIT_CPU, before)


SHORT = (("title", "防汛工作通知"), ("body", "各地要把隐患排查放在第一位，责任到人，限期整改到位，不留死角。"))


def box(x: float, y: float, text: str, size: float = 40) -> Found:
    """A text at x, y dots, its letters `size` high and wide."""
    right, below = x + size * sum(0.5 if c.isascii() else 1 for c in text), y + 1.2 * size
    return Found(((x, y), (right, y), (right, below), (x, below)), text, 0.9)


def test_boxes_of_one_row_are_one_line_and_far_ones_are_cells() -> None:
    found = [
        box(500, 100, "金额"),
        box(100, 103, "项目"),
        box(100, 200, "修路"),
        box(182, 198, "修桥"),
        box(290, 201, "完"),
    ]
    page = sheet_lines(found, 3, 1654, 2339)
    assert [(line.text, line.page) for line in page.lines] == [("项目 | 金额", 3), ("修路修桥 完", 3)]
    assert page.height == pytest.approx(842)


def test_signs_among_chinese_are_of_full_width() -> None:
    read = ["(一）修路:先修断头路,再修桥", "(2024年2月18日)", "增长2.3%(GDP),12:30", "f(x)"]
    wanted = ["（一）修路：先修断头路，再修桥", "（2024年2月18日）", "增长2.3%(GDP),12:30", "f(x)"]
    found = [box(100, 100 * n, text) for n, text in enumerate(read, start=1)]
    assert [line.text for line in sheet_lines(found, 1, 1654, 2339).lines] == wanted


def test_a_sheet_that_lies_askew_is_set_upright() -> None:
    rows = [box(100, 100 + 90 * n, "各地要把隐患排查放在第一位") for n in range(10)]
    turned = [Found(tuple((x - 0.0175 * y, y + 0.0175 * x) for x, y in f.corners), f.text, f.score) for f in rows]
    lefts = [line.left for line in sheet_lines(turned, 1, 1654, 2339).lines]
    assert max(lefts) - min(lefts) < 1


def test_without_recognition_scans_are_named_with_what_to_do(tmp_path: Path) -> None:
    scans = pytest.importorskip("tests.support.made_formats.scans")
    pages, _ = scans.drawn(SHORT)
    (tmp_path / "扫描.pdf").write_bytes(scans.scanned_pdf(pages))
    (tmp_path / "图.png").write_bytes(scans.as_picture(pages[0]))
    reasons = [read_file(tmp_path / name)[1][0].reason for name in ("扫描.pdf", "图.png")]
    assert [reason.why for reason in reasons] == [Why.SCAN, Why.PICTURE]
    assert all("ocr: true" in str(r) and "ocr: true" in CHINESE.reasons.phrase(r) for r in reasons)


def test_recognition_that_is_not_installed_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(asking, "find_spec", lambda name: None)
    with pytest.raises(UnreadableFile, match=r"pip install 'yuanwen\[ocr\]'"):
        Recognition().lines("picture", b"\x89PNG\r\n\x1a\n")


class TestRecognized:
    """With the models themselves."""

    @pytest.fixture(autouse=True, scope="class")
    def _installed(self) -> None:
        pytest.importorskip("rapidocr")
        pytest.importorskip("manimgx_fonts_cjk")

    def test_a_clean_page_comes_back_letter_by_letter(self) -> None:
        from tests.support.made_formats.scans import as_picture, drawn

        pages, lines = drawn(REPORT[:9])
        assert len(pages) == 1
        read = "".join(block.text for block in Recognition().lines("picture", as_picture(pages[0])))
        wanted, found = ("".join(text.split()) for text in ("".join(lines), read))
        accuracy = 1 - Levenshtein.distance(wanted, found) / len(wanted)
        print(f"character accuracy {accuracy:.4f} on {len(wanted)} characters")
        assert accuracy >= 0.985

    def test_a_scan_askew_and_stamped_has_the_outline_of_the_text(self, tmp_path: Path) -> None:
        from tests.support.made_formats.scans import askew, drawn, scanned_pdf, stamped

        pages, _ = drawn()
        (tmp_path / "扫描.pdf").write_bytes(scanned_pdf([askew(stamped(page), 1) for page in pages]))
        documents, skipped = read_file(tmp_path / "扫描.pdf", recognition=Recognition())
        assert skipped == []
        (document,) = documents
        assert [(h.level, h.text, h.run_in) for h in document.headings] == [
            (3 if kind == "lead" else int(kind[1]), text.split("。")[0], kind == "lead")
            for kind, text in REPORT
            if kind in ("h1", "h2", "lead")
        ]
        assert document.title == REPORT[0][1]
        assert all(passage.recognized and passage.recognized > 0.8 for passage in document.passages)
        marked = quote_parts(quote_of(document), CHINESE)[0].text
        assert f"〔文字识别，第{document.passages[-1].page}页〕" in marked

    def test_of_a_mixed_file_the_pages_without_text_are_recognised_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from corpus.readers.recognition import pictures
        from tests.support.made_formats.scans import drawn, scanned_pdf

        mixed = pypdfium2.PdfDocument(as_pdf())
        mixed.import_pages(pypdfium2.PdfDocument(scanned_pdf(drawn(SHORT)[0])))
        out = io.BytesIO()
        mixed.save(out)
        (tmp_path / "半.pdf").write_bytes(out.getvalue())
        off, named = read_file(tmp_path / "半.pdf")
        assert [(s.reason.why, s.reason.values["pages"]) for s in named] == [(Why.PICTURE_PAGES, "4")]
        on, none = read_file(tmp_path / "半.pdf", recognition=Recognition())
        assert none == []
        assert "隐患排查" not in off[0].text
        assert "隐患排查" in on[0].text
        assert all(("隐患" in on[0].text[p.start : p.end]) == bool(p.recognized) for p in on[0].passages)
        monkeypatch.setattr(pictures, "SURE", 1.1)
        assert [(b.text, b.rule) for b in pictures.read_scan(out.getvalue())][-1] == ("[page 4]", UNCLEAR)

    def test_what_was_recognised_is_remembered(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from tests.support.made_formats.scans import as_picture, drawn

        picture = as_picture(drawn(SHORT)[0][0].crop((0, 0, 1654, 600)))
        blocks = Recognition(tmp_path / "kept").lines("picture", picture)
        (kept,) = (tmp_path / "kept").iterdir()
        assert json.loads(kept.read_text(encoding="utf-8"))
        monkeypatch.setattr(sandbox, "recognizing", None)
        assert Recognition(tmp_path / "kept").lines("picture", picture) == blocks
        assert understand_lines(blocks, "图.png").title == SHORT[0][1]

    @pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 99, b"II*\0" + b"\xff" * 99])
    def test_broken_pictures_are_refused(self, data: bytes) -> None:
        with pytest.raises(UnreadableFile):
            Recognition().lines("picture", data)


def quote_of(document: Document) -> Quote:
    return quote_entry(Entry(document, document.passages[-1], (0, 0)), (), 1.0, 1.0)
