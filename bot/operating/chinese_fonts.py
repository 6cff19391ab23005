"""A font for a picture with Chinese in it: one of the machine's, else that of a package, cut to the characters that are drawn.

Cut, it is a few kilobytes in the shapes and the weight that are wanted, whatever collection or range of weights it came from.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

PACKAGE = "manimgx_fonts_cjk"
"""Holds Noto Sans CJK (SIL Open Font License); the extra `fonts` of this project names it."""
REGULAR = 400
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_UNUSUAL = ("bold", "black", "thin", "light", "italic", "mono", "serif")


@lru_cache(maxsize=4)
def font_with(text: str) -> bytes | None:
    """A font that has every character of `text`, and no others; None where the machine has none and the package is not there."""
    wanted = {ord(character) for character in text if not character.isspace()}
    for file in _candidates():
        number = _face(file, wanted)
        if number is not None:
            return _cut(file, number, text)
    return None


def chinese_font_folders() -> list[Path]:
    """Where PACKAGE keeps its fonts; none where it is not installed."""
    spec = find_spec(PACKAGE)
    return [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []


def _candidates() -> Iterator[Path]:
    from matplotlib.font_manager import findSystemFonts

    found = [Path(name) for name in findSystemFonts() if name.lower().endswith(_ENDINGS)]
    yield from sorted(found, key=lambda f: (any(word in f.name.lower() for word in _UNUSUAL), f.name))
    for folder in chinese_font_folders():
        yield from sorted(f for f in folder.iterdir() if f.suffix.lower() in _ENDINGS)


def _face(file: Path, wanted: set[int]) -> int | None:
    """The face in `file` that has all the characters, for simplified Chinese where there is one for each language."""
    from matplotlib.ft2font import FT2Font

    try:
        first = FT2Font(str(file))
        faces = [first, *(FT2Font(str(file), face_index=number) for number in range(1, first.num_faces))]
    except (OSError, RuntimeError):
        # Of a broken font on a machine nothing is to be said here: another one serves.
        return None
    fitting = [number for number, face in enumerate(faces) if wanted <= face.get_charmap().keys()]
    simplified = [number for number in fitting if faces[number].family_name.split()[-1:] == ["SC"]]
    return next(iter([*simplified, *fitting]), None)


def _cut(file: Path, number: int, text: str) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    out = BytesIO()
    with TTFont(file, fontNumber=number, lazy=True) as opened:
        font: Any = opened
        subsetter = Subsetter(Options(layout_features=[], notdef_outline=True))
        subsetter.populate(text=text)
        subsetter.subset(font)
        if "fvar" in font:
            font = instantiateVariableFont(font, {axis.axisTag: _usual(axis) for axis in font["fvar"].axes})
        font.save(out)
    return out.getvalue()


def _usual(axis: Any) -> float:
    return float(min(max(REGULAR, axis.minValue), axis.maxValue) if axis.axisTag == "wght" else axis.defaultValue)
