"""Plain text in whatever encoding Chinese files come in."""

import codecs
import re

from charset_normalizer import from_bytes

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.limits import check_lines

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ["gb18030", "big5", "big5hkscs"]
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_EXPECTED = re.compile("[\t\n\r -~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def read_text(data: bytes) -> list[Block]:
    """One block per line of the decoded text, empty lines included so that line numbers hold."""
    text = decode(data)
    # Counted first: a file of line breaks alone would fill the memory with lines.
    check_lines(1 + sum(1 for _ in _LINE_BREAK.finditer(text)))
    return [Block(line, number) for number, line in enumerate(_LINE_BREAK.split(text), start=1)]


def decode(data: bytes) -> str:
    """The text of `data`: by byte order mark, else UTF-8, else UTF-16, else the legacy Chinese encoding that fits.

    Raises UnreadableFile where none fits or what comes out is no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data, encoding))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        return _checked(_utf16_without_mark(data))
    best = from_bytes(data, cp_isolation=_LEGACY, threshold=0.5).best()
    if best is None:
        raise UnreadableFile("is no text in UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8 text")
    return _checked(_strict(data, best.encoding))


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise UnreadableFile(
            f"is damaged: byte {fault.start} of {len(data)} is not valid {encoding}; save it again as UTF-8 text"
        ) from None


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 in the byte order that gives Chinese text; binary data give it in neither."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_EXPECTED.findall(text)) >= 0.9 * len(text):
            return text
    raise UnreadableFile("is a binary file, not text; save the document as .txt or .md")


def _checked(text: str) -> str:
    controls = len(_CONTROL.findall(text))
    if controls > len(text) // 1000:
        raise UnreadableFile("is a binary file, not text; save the document as .txt or .md")
    return text
