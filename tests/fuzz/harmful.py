"""Files made to do harm to whoever reads them: bombs, loops, entities, depth; each maker gives an ending and bytes."""

import random
import zlib
from collections.abc import Callable

from tests.support.made_files import raw_docx, zipped


def _bomb(chance: random.Random) -> tuple[str, bytes]:
    size = chance.choice((900_000, 5_000_000, 19_000_000, 100_000_000))
    return ".docx", zipped({"word/document.xml": b"<w>" + b"x" * size + b"</w>"})


def _lying_bomb(chance: random.Random) -> tuple[str, bytes]:
    """A part that states a smaller size than it unfolds to."""
    data = bytearray(zipped({"word/document.xml": b"<w>" + b" " * 30_000_000}))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(sign) + offset
        data[at : at + 4] = chance.choice((100, 1000, 10**6)).to_bytes(4, "little")
    return ".docx", bytes(data)


def _entities(chance: random.Random) -> tuple[str, bytes]:
    nested = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    outside = '<!ENTITY x SYSTEM "file:///etc/hostname">'
    prologue = f'<!DOCTYPE w [<!ENTITY a0 "同志们">{chance.choice((nested, outside))}]>'
    return ".docx", raw_docx(f"<w:p><w:r><w:t>{chance.choice(('&a9;', '&x;', ''))}</w:t></w:r></w:p>", prologue)


def _page_entities(chance: random.Random) -> tuple[str, bytes]:
    return ".html", (
        '<!DOCTYPE html [<!ENTITY a "同志们">]><html><p>' + "&a;" * chance.choice((1, 10**5)) + "</html>"
    ).encode()


def _many_paragraphs(chance: random.Random) -> tuple[str, bytes]:
    return ".docx", raw_docx("<w:p><w:r><w:t>修路。</w:t></w:r></w:p>" * chance.choice((20_000, 90_000)))


def _deep(chance: random.Random) -> tuple[str, bytes]:
    depth, tag = chance.choice((200, 260, 50_000)), chance.choice(("div", "table><tr><td", "ul><li", "span", "a"))
    return ".html", ("<html><body>" + f"<{tag}>" * depth + "同志们。").encode()


def _deep_word(chance: random.Random) -> tuple[str, bytes]:
    depth = chance.choice((20, 80, 1000))
    return ".docx", raw_docx("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth)


def _attributes(chance: random.Random) -> tuple[str, bytes]:
    return ".html", b"<html><p " + b" ".join(
        b'a%d=""' % n for n in range(chance.choice((1000, 20_000)))
    ) + b">x</p></html>"


def _many_tags(chance: random.Random) -> tuple[str, bytes]:
    return ".html", b"<html>" + chance.choice((b"<b>x", b"<p>x", b"<br>", b"<td>")) * chance.choice((10_000, 200_000))


def _one_line(chance: random.Random) -> tuple[str, bytes]:
    text = chance.choice(("一、", "（一）修路。", "同志们，", "a", "“", "12.", "　", "…" * 50)) * chance.choice(
        (10_000, 300_000)
    )
    return chance.choice(((".txt", text), (".html", f"<html><p>{text}</p>"), (".md", "# " + text)))[0], text.encode()


def _pdf(objects: list[str]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def _page_loop(chance: random.Random) -> tuple[str, bytes]:
    """A page tree that holds itself."""
    kids = chance.choice(("2 0 R", "2 0 R 2 0 R", "3 0 R 2 0 R"))
    count = chance.choice((1, 900, 10**9, -1))
    return ".pdf", _pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {count}/Parent 2 0 R>>",
            "<</Type/Pages/Kids[2 0 R]/Count 5>>",
        ]
    )


def _form_loop(chance: random.Random) -> tuple[str, bytes]:
    """A drawing that draws itself, and fonts and lengths that point at themselves."""
    draw = "/F Do " * chance.choice((1, 50))
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length {len(draw)}>>stream\n{draw}\nendstream"
    page = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 4 0 R>>/Font 5 0 R>>>>"
    )
    return ".pdf", _pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            form,
            "<</F 5 0 R/Length 5 0 R>>",
        ]
    )


def _pdf_bomb(chance: random.Random) -> tuple[str, bytes]:
    """A page whose few bytes unfold to millions of letters."""
    content = zlib.compress(b"BT /F 9 Tf " + b"(xxxxxxxxxx) Tj " * chance.choice((10_000, 500_000, 3_000_000)) + b" ET")
    font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    head = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{font}>>>>",
    ]
    whole = _pdf([*head, f"<</Filter/FlateDecode/Length {len(content)}>>stream\nCONTENT\nendstream"])
    return ".pdf", whole.replace(b"CONTENT", content)


HARMFUL: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
    "bomb": _bomb,
    "lying-bomb": _lying_bomb,
    "entities": _entities,
    "page-entities": _page_entities,
    "many": _many_paragraphs,
    "deep": _deep,
    "deep-word": _deep_word,
    "attributes": _attributes,
    "many-tags": _many_tags,
    "one-line": _one_line,
    "page-loop": _page_loop,
    "form-loop": _form_loop,
    "pdf-bomb": _pdf_bomb,
}
