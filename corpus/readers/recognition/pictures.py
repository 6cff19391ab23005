"""Pictures of text and scanned pages, recognised; runs only in the process that is made for it.

A page is recognised where it shows a picture and holds no text. What is too unsure is reported by its page, not read.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pypdfium2
from PIL import Image, ImageSequence

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.limits import limit_time
from corpus.readers.pages.blocks import UNCLEAR, page_blocks
from corpus.readers.pages.lines import PageLines
from corpus.readers.pages.scans import PAGES
from corpus.readers.pdf.letters import read_page
from corpus.readers.pdf.reader import open_pdf, shows_picture
from corpus.readers.recognition.sheet import Found, sheet_lines
from corpus.reasons import Why

DOTS = 200
"""An inch, at which pages are drawn; more costs time and recognises no better."""
LONGEST, SMALLEST = 2400, 100
"""Dots of a picture's longer side that are looked at, and of its shorter side from which on it may be a page."""
SURE = 0.8
"""Mean confidence of a page's letters that it must have to be read."""
SECONDS = 60
"""Computing time for one page."""
_MOST_DOTS = 80_000_000
_FRAMES = 300


@dataclass(frozen=True, slots=True)
class _Recognized:
    lines: PageLines
    confidence: float


def read_scan(data: bytes) -> list[Block]:
    """The lines of a PDF whose pages are pictures, in part or all of them. Raises UnreadableFile."""
    document = open_pdf(data)
    try:
        if len(document) > PAGES:
            raise UnreadableFile(Why.MANY_PAGES, count=len(document), limit=PAGES)
        found = [_page(page, number) for number, page in enumerate(document, start=1)]
    except pypdfium2.PdfiumError:
        raise UnreadableFile(Why.DAMAGED_PDF) from None
    finally:
        document.close()
    return _blocks(found)


def read_picture(data: bytes) -> list[Block]:
    """The lines of a picture, each frame a page. Raises UnreadableFile."""
    Image.MAX_IMAGE_PIXELS = _MOST_DOTS
    try:
        picture = Image.open(io.BytesIO(data))
        return _blocks([_recognized(frame.convert("RGB"), n) for n, frame in enumerate(_frames(picture), start=1)])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise UnreadableFile(Why.DAMAGED_PART, name="picture") from None


def _frames(picture: Image.Image) -> Iterator[Image.Image]:
    for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
        if number > _FRAMES:
            raise UnreadableFile(Why.MANY_PAGES, count=number, limit=_FRAMES)
        if min(frame.size) < SMALLEST:
            raise UnreadableFile(Why.EMPTY)
        yield frame


def _page(page: pypdfium2.PdfPage, number: int) -> _Recognized | PageLines:
    lines = read_page(page, number)
    if lines.lines or not shows_picture(page):
        return lines
    width, height = page.get_size()
    scale = min(DOTS / 72, LONGEST / max(width, height, 1))
    return _recognized(page.render(scale=scale).to_pil().convert("RGB"), number)


def _recognized(picture: Image.Image, number: int) -> _Recognized:
    limit_time(SECONDS)
    picture.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    picture.save(out, "BMP")
    answer = _engine()(out.getvalue(), use_cls=False)
    boxes = answer.boxes if answer.boxes is not None else []
    found = [
        Found(tuple((float(x), float(y)) for x, y in box), text, float(score))
        for box, text, score in zip(boxes, answer.txts or (), answer.scores or (), strict=False)
    ]
    letters = sum(len(one.text) for one in found)
    confidence = sum(len(one.text) * one.score for one in found) / letters if letters else 0.0
    return _Recognized(sheet_lines(found, number, *picture.size), round(confidence, 3))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Global.max_side_len": LONGEST})


def _blocks(found: list[_Recognized | PageLines]) -> list[Block]:
    """One block a paragraph, as for PDFs; each knows the confidence of the recognised pages that it stands on."""
    sure: dict[int, float] = {}
    pages: list[PageLines] = []
    unclear: list[int] = []
    empty: list[int] = []
    for number, one in enumerate(found, start=1):
        if isinstance(one, PageLines):
            pages.append(one)
            continue
        kept = one.lines if one.confidence >= SURE else replace(one.lines, lines=())
        pages.append(kept)
        if kept.lines:
            sure[number] = one.confidence
        else:
            (unclear if one.lines.lines else empty).append(number)
    if unclear and not any(page.lines for page in pages):
        raise UnreadableFile(Why.UNCLEAR_PAGES, pages="、".join(map(str, unclear)))
    blocks = page_blocks(pages, empty)
    last = max((block.line for block in blocks), default=0)
    blocks += [Block(f"[page {n}]", last + nth, page=n, rule=UNCLEAR) for nth, n in enumerate(unclear, start=1)]
    return [replace(block, recognized=_confidences(block, sure)) for block in blocks]


def _confidences(block: Block, sure: dict[int, float]) -> tuple[tuple[int, float], ...]:
    first = block.page or 1
    return tuple((n, sure[n]) for n in range(first, first + len(block.turns) + 1) if n in sure)
