"""The letters of an OFD page: text objects with the positions that they state (GB/T 33190-2016, 8.5 and 11)."""

import math
import re
from collections.abc import Iterator
from itertools import islice

from lxml.etree import _Element

from corpus.errors import UnreadableFile
from corpus.readers.pages.lines import CHARACTERS, Box
from corpus.reasons import Why

POINTS = 72 / 25.4
"""In a millimetre, the unit of the format."""
_ASCENT, _DESCENT = 0.88, 0.12
"""Of a letter's size above and below its base line, as fonts of the format's home mostly have it."""
_HALF_WIDE = re.compile(r"[\x20-\x7e]")
_DEEPEST, _MOST_CODED = 20, 1000
"""Blocks in one another; letters of one text object that glyphs may stand for."""
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


def ofd_letters(content: _Element, page: int) -> list[tuple[str, Box]]:
    """Each letter of the layers of `content` with where it stands, millimetres from the top left corner of the page.

    The order is the file's. Raises UnreadableFile where there are too many.
    """
    found = list(islice(_letters(content), CHARACTERS + 1))
    if len(found) > CHARACTERS:
        raise UnreadableFile(Why.FULL_PAGE, count=len(found), page=page, limit=CHARACTERS)
    return found


def _letters(container: _Element, depth: int = 0) -> Iterator[tuple[str, Box]]:
    for child in container if depth < _DEEPEST else ():
        name = str(child.tag).rpartition("}")[2]
        if child.get("Visible", "true") == "false":
            continue
        if name in ("Layer", "PageBlock", "Content"):
            yield from _letters(child, depth + 1)
        elif name == "TextObject":
            yield from _text(child)


def _text(text: _Element) -> Iterator[tuple[str, Box]]:
    """The letters of a text object: each code's first letter at X, Y, the others by DeltaX, DeltaY."""
    matrix, size = _matrix(text), max(_numbers(text.get("Size", ""))[:1] or [0.0])
    coded = _letters_coded(text)
    stretch = (_numbers(text.get("HScale", "")) or [1.0])[0]
    x = y = 0.0
    for code in text.iterfind("{*}TextCode"):
        words = (code.text or "").ljust(coded, "\ufffd")
        x, y = (_numbers(code.get("X", "")) or [x])[0], (_numbers(code.get("Y", "")) or [y])[0]
        steps_x, steps_y = _deltas(code.get("DeltaX"), len(words)), _deltas(code.get("DeltaY"), len(words))
        for n, letter in enumerate(words):
            width = size * stretch * (0.5 if _HALF_WIDE.match(letter) else 1.0)
            if letter.isprintable() and not 0xD800 <= ord(letter) < 0xE000:
                yield letter, _box(matrix, x, y, width, size)
            x += steps_x[n] if n < len(steps_x) else (0.0 if steps_y else width)
            y += steps_y[n] if n < len(steps_y) else 0.0


def _letters_coded(text: _Element) -> int:
    """How many letters the glyphs stand for; a text that has fewer of them cannot be read, only looked at."""
    ends = [
        _numbers(f"{g.get('CodePosition', '0')} {g.get('CodeCount', '1')}") for g in text.iterfind("{*}CGTransform")
    ]
    return min(max((int(sum(end)) for end in ends), default=0), _MOST_CODED)


def _matrix(text: _Element) -> Matrix:
    """From the object's space to the page's: its own transformation, then the corner of its boundary."""
    left, top = ([*_numbers(text.get("Boundary", "")), 0.0, 0.0])[:2]
    stated = _numbers(text.get("CTM", ""))
    a, b, c, d, e, f = stated if len(stated) == 6 else _IDENTITY
    return a, b, c, d, e + left, f + top


def _box(matrix: Matrix, x: float, y: float, width: float, size: float) -> Box:
    """Left, right, lower, upper edge and base line, downwards."""
    a, b, c, d, e, f = matrix
    corners = [(x, y + _DESCENT * size), (x + width, y - _ASCENT * size)]
    xs, ys = [a * u + c * v + e for u, v in corners], [b * u + d * v + f for u, v in corners]
    return min(xs), max(xs), max(ys), min(ys), b * x + d * y + f


def _deltas(stated: str | None, letters: int) -> list[float]:
    """The steps from letter to letter; `g 3 4.2` says 4.2 three times, and the last one goes on."""
    found: list[float] = []
    parts = iter((stated or "").split())
    for part in parts:
        if part == "g":
            count, value = _numbers(f"{next(parts, '')} {next(parts, '')}") or [0.0], 0.0
            found += [count[1] if len(count) > 1 else value] * int(min(max(count[0], 0), letters))
        else:
            found += _numbers(part)
        if len(found) >= letters:
            break
    return found + found[-1:] * (letters - len(found))


def _numbers(stated: str) -> list[float]:
    """Numbers between spaces; what is none, or none to reckon with, is 0."""
    found = []
    for part in stated.split()[:10]:
        try:
            value = float(part)
        except ValueError:
            value = 0.0
        found.append(value if math.isfinite(value) and abs(value) < 1e6 else 0.0)
    return found
