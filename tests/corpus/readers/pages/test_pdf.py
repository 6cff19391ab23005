"""PDFs: paragraphs from lines, running heads told from text, pages counted, scans and locked files named."""

import io
import random
import re
from collections.abc import Sequence

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableFile
from corpus.readers.pdf.letters import read_page
from corpus.readers.pdf.reader import read_pdf
from tests.support.made_files import FONT, HEADER, REPORT, as_pdf

SENTENCE = "各地要把隐患排查放在第一位，水库、堤防、易涝点逐一过一遍，责任到人，限期整改到位，不留死角。"


def pages_of(*pages: Sequence[tuple[float, float, str]], size: float = 12, rotation: int = 0) -> bytes:
    """A PDF with each text at (x, y from the top) in points."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        canvas.setPageRotation(rotation)
        canvas.setFont(FONT, size)
        for x, y, text in page:
            canvas.drawString(x, A4[1] - y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def kept(data: bytes) -> list[str]:
    return [block.text for block in read_pdf(data) if not block.rule]


@settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(seed=st.integers(0, 10**6), size=st.sampled_from([10.5, 12, 16, 18]))
def test_indented_paragraphs_come_back_whatever_the_letters_size(seed: int, size: float) -> None:
    invent = random.Random(seed)
    parts = [("body", invented(invent)) for _ in range(invent.randint(8, 30))]
    # The running header shows as such only where there are two pages.
    parts.append(("body", "".join(invented(invent) for _ in range(20))))
    assert kept(as_pdf(parts, size)) == [text for _, text in parts]


def invented(invent: random.Random) -> str:
    """Sentences of no sense, no two alike, as long as those of a report."""
    words = (*(chr(code) for code in range(0x4E00, 0x4F00)), "186.4", "2.3%", "，", "、", "”", "“")
    return "".join(
        "".join(invent.choices(words, k=invent.randint(3, 60))) + "尽。" for _ in range(invent.randint(1, 6))
    )


def test_a_paragraph_over_two_pages_is_one_with_the_turn_marked() -> None:
    blocks = [block for block in read_pdf(as_pdf()) if not block.rule]
    turned = [block for block in blocks if block.turns]
    assert turned
    assert [block.text for block in blocks] == [text for _, text in REPORT]
    assert max(block.page or 0 for block in blocks) == 3
    for block in turned:
        assert all(0 < turn < len(block.text) for turn in block.turns)


def test_running_heads_and_page_numbers_are_dropped_by_rule() -> None:
    dropped = [(block.text, block.rule) for block in read_pdf(as_pdf()) if block.rule]
    assert dropped == [x for n in (1, 2, 3) for x in ((HEADER, "running header"), (f"— {n} —", "page number"))]


def test_bare_numbers_are_page_numbers_only_where_they_count_the_pages() -> None:
    texts = [SENTENCE[n : n + 30] for n in range(3)]

    def bottoms(*numbers: int) -> str:
        pages = [[(80, 100, text), (300, 800, str(n))] for text, n in zip(texts, numbers, strict=True)]
        return "".join(kept(pages_of(*pages)))

    assert bottoms(5, 6, 7) == "".join(texts)
    assert re.findall(r"\d+", bottoms(5, 35, 12)) == ["5", "35", "12"]


def test_a_line_that_repeats_in_the_text_is_text() -> None:
    pages = [[(80, 60, "汇编"), (80, 100 + 40 * n, "各位代表！"), (80, 200 + 40 * n, SENTENCE[n:30])] for n in range(3)]
    text = "".join(kept(pages_of(*pages)))
    assert text.count("各位代表！") == 3
    assert "汇编" not in text


def test_small_print_at_the_foot_stays_out_of_the_sentence_above_it() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    first, second = SENTENCE[:36], SENTENCE[36:]
    for text, note in ((first, "[1] 见去年的通知。"), (second, "")):
        canvas.setFont(FONT, 12)
        for n in range(5):
            canvas.drawString(80, A4[1] - 100 - 20 * n, SENTENCE[:36])
        canvas.drawString(80, A4[1] - 200 if note else A4[1] - 80, text)
        canvas.setFont(FONT, 8)
        canvas.drawString(80, 90, note)
        canvas.showPage()
    canvas.save()
    joined = kept(out.getvalue())
    assert any("[1]" in text for text in joined)
    assert [text for text in joined if "[1]" in text] == ["[1] 见去年的通知。"]


def without_outlines(letters: str) -> TTFont:
    """A font that goes into the file, whose letters have a width and no outlines.

    In a font that does not go into the file, as those of most tests, they have none where the machine lacks it.
    """
    names = {ord(letter): f"letter{n}" for n, letter in enumerate(sorted(set(letters)))}
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: Glyph() for name in (".notdef", *names.values())})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", *names.values()), (1000, 0)))
    builder.setupHorizontalHeader(ascent=750, descent=-250)
    builder.setupNameTable({"familyName": "Outlineless", "styleName": "Regular", "psName": "Outlineless"})
    builder.setupOS2(sTypoAscender=750, sTypoDescender=-250, sCapHeight=700)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    out.seek(0)
    return TTFont("Outlineless", out)


FONTS = (UnicodeCIDFont(FONT), without_outlines(SENTENCE + "散会藏 "))


def test_letters_without_outlines_are_read_though_each_is_a_text_of_its_own() -> None:
    """A space that is one too is no letter, and what is set in no size is not there to be read."""
    pdfmetrics.registerFont(FONTS[1])
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Outlineless", 12)
    for n, letter in enumerate(SENTENCE):
        canvas.drawString(100 + 12 * (n % 30), A4[1] - 100 - 20 * (n // 30), letter)
        canvas.drawString(112 + 12 * (n % 30), A4[1] - 100 - 20 * (n // 30), " ")
    canvas.setFont("Outlineless", 0)
    canvas.drawString(100, A4[1] - 200, "藏")
    canvas.showPage()
    canvas.save()
    assert kept(out.getvalue()) == [SENTENCE]


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.fontName)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(rotation: int, font: UnicodeCIDFont | TTFont) -> None:
    """Text drawn across the sheet and turned upright by the page's rotation."""
    pdfmetrics.registerFont(font)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setPageRotation(rotation)
    canvas.setFont(font.fontName, 12)
    height = A4[1] if rotation in (0, 180) else A4[0]
    canvas.translate(*{0: (0, 0), 90: (A4[0], 0), 180: A4, 270: (0, A4[1])}[rotation])
    canvas.rotate(rotation)
    lines = [SENTENCE[:30], SENTENCE[30:], "散会。"]
    for n, line in enumerate(lines):
        canvas.drawString(100 if n else 124, height - 100 - 20 * n, line)
    canvas.showPage()
    canvas.save()
    assert "".join(kept(out.getvalue())) == "".join(lines)
    assert kept(out.getvalue())[-1].endswith("散会。")


def test_gaps_stand_for_spaces_and_columns() -> None:
    row = [
        (80, 100, "项目"),
        (200, 100, "金额"),
        (80, 120, "第一章"),
        (80 + 3 * 12 + 6, 120, "总则"),
        (80, 140, "一、"),
        (80 + 24 + 14, 140, "修路"),
    ]
    page = pypdfium2.PdfDocument(pages_of(row))[0]
    assert [line.text for line in read_page(page, 1).lines] == ["项目 | 金额", "第一章 总则", "一、修路"]


def test_a_scan_and_a_blank_file_are_told_apart() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (200, 300), "gray").save(out, "PDF")
    with pytest.raises(UnreadableFile, match="scan: 1 of 1 pages"):
        read_pdf(out.getvalue())
    assert read_pdf(pages_of([])) == []


def test_pages_that_are_pictures_are_named_in_a_text() -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (200, 300), "gray").save(picture, "PDF")
    merged = pypdfium2.PdfDocument(as_pdf())
    merged.import_pages(pypdfium2.PdfDocument(picture.getvalue()))
    out = io.BytesIO()
    merged.save(out)
    assert [(block.text, block.rule) for block in read_pdf(out.getvalue())][-1] == ("[page 4]", "picture without text")


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="1001 pages"):
        read_pdf(pages_of(*([],) * 1001))
