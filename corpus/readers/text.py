"""Plain text in whatever encoding Chinese files come in."""

import codecs
import contextlib
import re
from functools import cache

from charset_normalizer import from_bytes

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.limits import check_lines
from corpus.reasons import Why

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ["gb18030", "big5", "big5hkscs"]
_USUAL_LEADS = {"gb18030": (0xB0, 0xD7), "big5hkscs": (0xA4, 0xC6)}
"""First bytes of the characters that texts mostly consist of: level 1 of GB 2312 and of Big5."""
_AHEAD, _BROKEN_AHEAD = 200, 5
"""Bytes behind a broken one that tell whether they are read in step; usual characters that a broken one outweighs."""
_MOST_LOST = 0.01
"""Broken places by characters; a wrong encoding breaks a tenth and more."""
_BROKEN = re.compile("\ufffd+")
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

    A few broken bytes are read as U+FFFD each. Raises UnreadableFile where nothing fits or what comes out is no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_mended(data, encoding))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        return _checked(_utf16_without_mark(data))
    # Legacy text gives UTF-8 with a few broken bytes nowhere: three bytes in four of it are no UTF-8.
    text = data.decode("utf-8", "replace")
    return _checked(text if _lost(text) <= _MOST_LOST else _legacy(data))


def _legacy(data: bytes) -> str:
    best = from_bytes(data, cp_isolation=_LEGACY, threshold=0.5).best()
    if best is not None:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(best.encoding)
    for encoding in _USUAL_LEADS:
        text = data.decode(encoding, _IN_STEP)
        sound = text.replace("\ufffd", "").encode(encoding)
        best = from_bytes(sound, cp_isolation=_LEGACY, threshold=0.5).best() if _lost(text) <= _MOST_LOST else None
        if best is not None and str(best) == sound.decode(encoding):
            return text
    raise UnreadableFile(Why.UNKNOWN_ENCODING)


def _in_step(fault: UnicodeError) -> tuple[str, int]:
    """Handles a broken byte of text in two bytes a character: on from where usual characters follow.

    A byte too early or too late everything up to the next byte of ASCII would be read out of step.
    """
    assert isinstance(fault, UnicodeDecodeError)
    data, encoding = fault.object, fault.encoding

    def soundness(start: int) -> tuple[int, int]:
        ahead = codecs.getincrementaldecoder(encoding)("replace").decode(data[start : start + _AHEAD])
        usual = sum(c in _usual_characters(encoding) for c in ahead)
        return usual - _BROKEN_AHEAD * ahead.count("\ufffd"), start

    return "\ufffd", max((s for s in (fault.start + 1, fault.start + 2) if s <= len(data)), key=soundness)


@cache
def _usual_characters(encoding: str) -> frozenset[str]:
    first, last = _USUAL_LEADS[encoding]
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return frozenset(
        "".join(pair.decode(encoding, "ignore") for pair in pairs if encoding == "big5hkscs" or pair[1] > 0xA0)
    )


_IN_STEP = "yuanwen.in_step"
codecs.register_error(_IN_STEP, _in_step)


def _lost(text: str) -> float:
    """Places where bytes were broken, by characters of the text."""
    return len(_BROKEN.findall(text)) / len(text) if text else 0.0


def _mended(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        text = data.decode(encoding, "replace")
        if _lost(text) <= _MOST_LOST:
            return text
        raise UnreadableFile(Why.DAMAGED_TEXT, at=fault.start, size=len(data), encoding=encoding) from None


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 in the byte order that gives Chinese text; binary data give it in neither."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_EXPECTED.findall(text)) >= 0.9 * len(text):
            return text
    raise UnreadableFile(Why.BINARY)


def _checked(text: str) -> str:
    controls = len(_CONTROL.findall(text))
    if controls > len(text) // 1000:
        raise UnreadableFile(Why.BINARY)
    return text
