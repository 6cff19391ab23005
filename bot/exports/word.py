"""A conversation's quotes as a Word file: questions as headings, below them documents, headings, quotes and sources."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from bot.exports.gathering import Excerpt, count_of, storable
from bot.itemised import place_of
from bot.messages import Texts
from bot.rendering import HIGHLIGHTS, PATH_SEPARATOR, page_of, quote_parts, validity_of
from retrieval.answer import Quote

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.text.paragraph import Paragraph

QUOTED, SAID = "Excerpt", "Remark"
"""The styles of what is a document's own, and of what stands beside it."""
Numbered = tuple[int, Quote]


def word_file(excerpts: Sequence[Excerpt], texts: Texts, now: datetime) -> bytes:
    """The file. The text of a paragraph in the style QUOTED is that of a quote, behind the number of an item."""
    from docx import Document  # takes a while, and only for this

    file, say = Document(), texts.export
    _set_styles(file)
    file.core_properties.title, file.core_properties.author = say.title, ""
    file.add_heading(say.title, 0)
    count, _ = count_of(excerpts)
    file.add_paragraph(say.made.format(date=f"{now:%Y-%m-%d %H:%M}", count=count), SAID)
    for number, excerpt in enumerate(excerpts, 1):
        file.add_heading(storable(_asked(excerpt, number, texts)), 1)
        _write(file, excerpt, texts)
    saved = BytesIO()
    file.save(saved)
    return saved.getvalue()


def file_name(texts: Texts, now: datetime) -> str:
    """A name for the file."""
    return texts.export.file_name.format(time=f"{now:%Y%m%d-%H%M%S}")


def _asked(excerpt: Excerpt, number: int, texts: Texts) -> str:
    """The question; for a search the words, as the first passage writes them."""
    first = next(iter(excerpt.quotes), None)
    if excerpt.turn.kind == "keywords" and first and first.highlights:
        words = dict.fromkeys(first.text[a:b] for a, b in first.highlights)
        return texts.export.searched.format(words=" ".join(words))
    known = excerpt.turn.question if excerpt.turn.kind != "keywords" else ""
    return known or texts.export.nth_question.format(number=number)


def _write(file: "WordFile", excerpt: Excerpt, texts: Texts) -> None:
    """What a question led to: its quotes under their document and headings, with one source for those of a page."""
    turn, say = excerpt.turn, texts.export
    head = texts.whole.head(turn.kind, len(excerpt.quotes), turn.stated, len(excerpt.without)) if turn.is_whole else ""
    if head:
        file.add_paragraph(head, SAID)
    document, path, columns = "", tuple[str, ...](), ""
    for (document_id, headings, heads, _), group in groupby(enumerate(excerpt.quotes, 1), key=_together):
        quotes = list(group)
        if document_id != document:
            _write_title(file, quotes[0][1], texts)
        if headings and (document_id, headings) != (document, path):
            file.add_paragraph(storable(PATH_SEPARATOR.join(headings)), SAID).runs[0].bold = True
        if heads and (document_id, headings, heads) != (document, path, columns):
            file.add_paragraph(storable(heads), SAID)
        document, path, columns = document_id, headings, heads
        for number, quote in quotes:
            _write_quote(file.add_paragraph(style=QUOTED), quote, number if turn.is_whole else None, texts)
        file.add_paragraph(storable(say.source.format(facts=_facts(quotes[0][1], excerpt, texts))), SAID)
    if excerpt.without:
        names = "、".join(f"《{name}》" for name in excerpt.without)
        file.add_paragraph(storable(texts.whole.without.format(names=names)), SAID)
    for line, count in ((say.left_out, excerpt.left_out), (say.further, excerpt.further)):
        if count:
            file.add_paragraph(line.format(count=count), SAID)


def _together(numbered: Numbered) -> tuple[str, tuple[str, ...], str, str]:
    """What quotes under one heading, in one table and with one source share."""
    quote = numbered[1]
    return (*place_of(quote), quote.columns or "", f"{quote.page} {quote.recognized}")


def _write_title(file: "WordFile", quote: Quote, texts: Texts) -> None:
    file.add_heading(storable(quote.title), 2)
    if quote.byline:
        file.add_paragraph(storable(quote.byline), SAID)
    if validity := validity_of(quote, texts):
        file.add_paragraph(storable(validity), SAID)


def _write_quote(paragraph: "Paragraph", quote: Quote, number: int | None, texts: Texts) -> None:
    if number is not None:
        paragraph.add_run(f"{number}. ")
    marked, at = quote_parts(quote, texts)[-1].highlights[:HIGHLIGHTS], 0
    for start, end in marked:
        paragraph.add_run(quote.text[at:start])
        paragraph.add_run(quote.text[start:end]).bold = True
        at = end
    paragraph.add_run(quote.text[at:])


def _facts(quote: Quote, excerpt: Excerpt, texts: Texts) -> str:
    """File, page and date, as far as they are known."""
    return "　".join(filter(None, (quote.file, page_of(quote, texts), excerpt.dates.get(quote.document_id))))


def _set_styles(file: "WordFile") -> None:
    """Fonts that Chinese is read in, and two styles of our own."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, font in (("Normal", "宋体"), ("Title", "黑体"), ("Heading 1", "黑体"), ("Heading 2", "黑体")):
        style = file.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
        fonts.set(qn("w:eastAsia"), font)
        style.font.color.rgb = RGBColor(0, 0, 0)
    for name, size, indent in ((QUOTED, 12, 24), (SAID, 10, 0)):
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        style.font.size, style.paragraph_format.left_indent = Pt(size), Pt(indent)
    file.styles[SAID].font.color.rgb = RGBColor(0x55, 0x55, 0x55)
