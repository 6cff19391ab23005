"""The report as a scanner gives it: pages of dots, lying askew, with a stamp over the text."""

import io
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont

from tests.support.made_files import REPORT, Part

DOTS = 200
WIDTH, HEIGHT = round(8.27 * DOTS), round(11.69 * DOTS)
MARGIN, NO_START = round(0.9 * DOTS), "，。、；：！？）”"


@cache
def font(points: float) -> ImageFont.FreeTypeFont:
    """Noto Sans in the forms of simplified Chinese."""
    with as_file(files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc") as file:
        found = ImageFont.truetype(io.BytesIO(file.read_bytes()), round(points * DOTS / 72), index=2)
    found.set_variation_by_name("Regular")
    return found


def drawn(parts: Sequence[Part] = REPORT, points: float = 14) -> tuple[list[Image.Image], list[str]]:
    """The pages, and the lines that stand on them."""
    size, y, lines = points * DOTS / 72, float(HEIGHT), []
    pages: list[Image.Image] = []
    for kind, text in parts:
        for x, line in _rows(kind, text, points):
            if y > HEIGHT - MARGIN - 2 * size:
                pages.append(Image.new("RGB", (WIDTH, HEIGHT), "white"))
                y = MARGIN
            ImageDraw.Draw(pages[-1]).text((x, y), line, font=font(points), fill="black")
            lines.append(line)
            y += 1.75 * size
    return pages, lines


def askew(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")


def stamped(page: Image.Image) -> Image.Image:
    """With a red ring and star over the lower right, as over a signature."""
    made = page.copy()
    pen = ImageDraw.Draw(made)
    x, y, radius = WIDTH - 450, HEIGHT - 500, 165
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(220, 40, 40), width=9)
    points = [(x + 55 * math.sin(n * 4 * math.pi / 5), y - 55 * math.cos(n * 4 * math.pi / 5)) for n in range(5)]
    pen.polygon(points, fill=(220, 40, 40))
    return made


def scanned_pdf(pages: Sequence[Image.Image]) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS, quality=90)
    return out.getvalue()


def as_picture(page: Image.Image, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    page.save(out, form)
    return out.getvalue()


def _rows(kind: str, text: str, points: float) -> list[tuple[float, str]]:
    """Where each line begins, from the left, and its text."""
    letters = font(points)
    if kind in ("title", "front"):
        return [((WIDTH - letters.getlength(text)) / 2, text)]
    rows, x, line = [], MARGIN + 2 * points * DOTS / 72, ""
    for letter in text:
        if x + letters.getlength(line + letter) > WIDTH - MARGIN and letter not in NO_START:
            rows.append((x, line))
            x, line = float(MARGIN), ""
        line += letter
    return [*rows, (x, line)]
