"""Ways in which a file is damaged: bytes lost, changed, doubled, packed again; each the same for the same chance."""

import io
import random
import zipfile
from collections.abc import Callable

from tests.support.made_files import zipped


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 30, 300)) if data else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randrange(1, 5000)]
    return data[:start] + piece * chance.choice((2, 20)) + data[start:]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randrange(1, 3000) :]


def _nested(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        data = zipped({chance.choice(("word/document.xml", "a.zip", "内.docx")): data})
    return data


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """One part of a package damaged, the package itself sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # Whatever zipfile makes of a damaged package; the readers must name it, this need not.
        return _flipped(data, chance)
    if parts:
        name = chance.choice([n for n in parts if n.endswith((".xml", ".rels", ".opf", ".xhtml"))] or list(parts))
        parts[name] = chance.choice((_truncated, _flipped, _doubled, _cut_out, _retagged))(parts[name], chance)
    return zipped(parts)


def _retagged(data: bytes, chance: random.Random) -> bytes:
    """Markup that is well-formed but means something else."""
    swaps = (
        (b"w:r>", b"w:p>"),
        (b"w:val=", b"w:id="),
        (b"w:t>", b"w:tbl>"),
        (b'"1"', b'"99999999999"'),
        (b'"0"', b'"-1"'),
        (b"<p>", b"<tr>"),
        (b"div", b"table"),
        (b"w:pPr", b"w:sdt"),
        (b"<v>", b"<is>"),
        (b't="s"', b't="n"'),
        (b"a:p>", b"a:tbl>"),
        (b"p:sp>", b"p:grpSp>"),
        (b"base64", b"quoted-printable"),
        (b"boundary=", b"charset="),
        (b"text/", b"message/"),
        (b"ofd:TextCode", b"ofd:Layer"),
        (b'DeltaX="g ', b'DeltaX="g 99999999 '),
        (b'Boundary="', b'CTM="'),
        (b"/Kids", b"/Prev"),
        (b"/Length", b"/Height"),
        (b" 0 R", b" 1 R"),
    )
    old, new = chance.choice(swaps)
    return data.replace(old, new, chance.choice((1, 5, -1)))


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _truncated,
    _flipped,
    _doubled,
    _cut_out,
    _nested,
    _repacked,
    _repacked,
    _retagged,
)
