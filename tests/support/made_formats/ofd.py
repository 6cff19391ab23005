"""The report as OFD, set as official documents are: a running header in a template, page numbers, indented paragraphs."""

import html
import itertools
from collections.abc import Iterator, Sequence

from tests.support.made_files import HEADER, REPORT, Part, zipped

WIDTH, HEIGHT, MARGIN, SIZE = 210.0, 297.0, 28.0, 5.6
"""Of the sheet, its margins and the letters, in millimetres."""
LINES = 22
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'

Placed = tuple[float, float, str]
"""Where a line begins, in millimetres from the top left corner, and its text."""


def as_ofd(parts: Sequence[Part] = REPORT, scale: float = 1.0, single: bool = False) -> bytes:
    """`scale` is that of the text's own space; with `single` letters each is an object of its own."""
    rows = list(itertools.chain.from_iterable(_rows(kind, text) for kind, text in parts))
    pages = []
    for number, at in enumerate(range(0, len(rows), LINES), start=1):
        lines = [(x, 45 + 1.75 * SIZE * n, text) for n, (x, text) in enumerate(rows[at : at + LINES])]
        pages.append([*lines, (100.0, 285.0, f"— {number} —")])
    return ofd_of(pages, template=[(80.0, 20.0, HEADER)], scale=scale, single=single)


def ofd_of(
    pages: Sequence[Sequence[Placed]], *, template: Sequence[Placed] = (), scale: float = 1.0, single: bool = False
) -> bytes:
    """An OFD file with these lines on its pages, those of the `template` on each."""

    def page(lines: Sequence[Placed], before: str = "") -> str:
        objects = "".join(text_object(x, y, text, scale=scale) for x, y, text in _pieces(lines, single))
        return f'<ofd:Page {NAMESPACE}>{before}<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'

    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    files = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}"
        '</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": page(template),
    }
    for n, lines in enumerate(pages):
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = page(lines, '<ofd:Template TemplateID="9" ZOrder="Background"/>')
    return zipped(files)


def text_object(x: float, y: float, text: str, *, scale: float = 1.0, more: str = "") -> str:
    """A text object whose base line begins at `x`, `y`; its steps are written as programs write them, equal ones once."""
    steps = [_width(letter) / scale for letter in text[:-1]]
    runs = [(len(list(same)), step) for step, same in itertools.groupby(steps)]
    deltas = " ".join(f"g {count} {step:.4f}" if count > 1 else f"{step:.4f}" for count, step in runs)
    return (
        f'<ofd:TextObject Boundary="{x} {y - SIZE} {len(text) * SIZE} {1.3 * SIZE}" Size="{SIZE / scale:.4f}"'
        f'{f""" CTM="{scale} 0 0 {scale} 0 0" """ if scale != 1 else ""}>{more}'
        f'<ofd:TextCode X="0" Y="{SIZE / scale:.4f}" DeltaX="{deltas}">{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def _width(letter: str) -> float:
    return SIZE / 2 if letter.isascii() else SIZE


def _rows(kind: str, text: str) -> Iterator[tuple[float, str]]:
    """Where each line of a part begins, and its text."""
    full = WIDTH - 2 * MARGIN
    if kind in ("title", "front"):
        yield (WIDTH - sum(map(_width, text))) / 2, text
        return
    left, line = 2 * SIZE, ""
    for letter in text:
        if left + sum(map(_width, line)) + _width(letter) > full and letter not in "，。、；：！？）”":
            yield MARGIN + left, line
            left, line = 0.0, ""
        line += letter
    yield MARGIN + left, line


def _pieces(lines: Sequence[Placed], single: bool) -> Iterator[Placed]:
    for x, y, text in lines:
        if not single:
            yield x, y, text
            continue
        for letter in text:
            yield x, y, letter
            x += _width(letter)
