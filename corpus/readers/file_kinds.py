"""What a file really is, by its first bytes: a file with a wrong ending is read by what it is, never as garbage."""

import re
from dataclasses import dataclass

from corpus.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: `name` completes "is …".

    `reader` is a key of `corpus.readers.files.READERS`, None for what cannot be read. `endings` are those it may
    bear. `remedy` says what to do with a kind that cannot be read.
    """

    name: str
    reader: str | None = None
    endings: tuple[str, ...] = ()
    remedy: str = ""


TEXT = FileKind("plain text", "text", (".txt",))
MARKDOWN = FileKind("Markdown", "markdown", (".md", ".markdown"))
HTML = FileKind("a web page", "html", (".html", ".htm"))
DOCX = FileKind("a Word document", "docx", (".docx",))
PDF = FileKind("a PDF", "pdf", (".pdf",))
OLE = FileKind("an old Word or WPS document", "office", (".doc", ".wps"))
RTF = FileKind("an RTF text", "office", (".rtf",))
ODT = FileKind("an OpenDocument text", "office", (".odt",))

_PROTECTED = FileKind("protected by a password", remedy="remove the password in Word and save it again")
_MHTML = FileKind("a web page archive (MHTML)", remedy="save the page again as a web page (.html)")
_SHEET = FileKind("a spreadsheet (a binary file, not text)", remedy="save its text as .docx or .txt")
_SLIDES = FileKind("a presentation (a binary file, not text)", remedy="save its text as .docx or .txt")
_ARCHIVE = FileKind("an archive (a binary file, not text)", remedy="unpack it and add the documents in it")
_PICTURE = FileKind(
    "a picture (a binary file, not text)", remedy="run text recognition (OCR) over it and save the text"
)

BY_ENDING = {e: kind for kind in (TEXT, MARKDOWN, HTML, DOCX, PDF, OLE, RTF, ODT) for e in kind.endings}
_BY_SIGNATURE = (
    (b"{\\rtf", RTF),
    (b"PK\x05\x06", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b\x08", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
)
_BY_ENTRY = (
    (b"word/document", DOCX),
    (b"vnd.oasis.opendocument.text", ODT),
    (b"xl/workbook", _SHEET),
    (b"ppt/", _SLIDES),
    (b"vnd.oasis.opendocument.spreadsheet", _SHEET),
    (b"vnd.oasis.opendocument.presentation", _SLIDES),
)
_BY_STREAM = (
    ("EncryptedPackage", _PROTECTED),
    ("WordDocument", OLE),
    ("Workbook", _SHEET),
    ("PowerPoint Document", _SLIDES),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"(?:\s|<!--.{0,500}?-->|<\?xml[^>]{0,200}>)*<(?:!doctype\s+html|html[\s>]|head[\s>])", re.I | re.S)
_MHTML_HEAD = re.compile(rb"(?:From|MIME-Version): ", re.I)
_UTF8_MARK = b"\xef\xbb\xbf"


def kind_of(data: bytes, ending: str) -> FileKind:
    """The kind of `data`, which has a `reader`; `ending` (.txt) decides where the bytes themselves say nothing.

    Raises UnreadableFile for kinds that cannot be read, and for a format that `ending` promises and `data` is not.
    """
    found, promised = _signed(data), BY_ENDING[ending]
    if found is None and promised in (TEXT, MARKDOWN, HTML):
        return promised
    if found is None:
        state = "is empty" if not data.strip(b"\0\r\n\t ") else f"is not {promised.name}"
        raise UnreadableFile(f"{state}, although it is named {ending}; open it in its program and save it again")
    if found.reader is None:
        raise UnreadableFile(f"is {found.name}; {found.remedy}")
    return found


def _signed(data: bytes) -> FileKind | None:
    """The kind that the bytes themselves state, None for plain text and anything unknown."""
    if data.startswith(b"PK\x03\x04"):
        # The names of the parts stand uncompressed in a package.
        return next((kind for entry, kind in _BY_ENTRY if entry in data), _ARCHIVE)
    if data.startswith(_OLE):
        return next((kind for stream, kind in _BY_STREAM if stream.encode("utf-16-le") in data), OLE)
    # Programs that read PDF accept the mark anywhere in the first kilobyte, and so do files found in the wild.
    if b"%PDF-" in data[:1024]:
        return PDF
    for signature, kind in _BY_SIGNATURE:
        if data.startswith(signature):
            return kind
    return _page(data[:3000].removeprefix(_UTF8_MARK))


def _page(head: bytes) -> FileKind | None:
    """Markdown may hold tags, and a text may quote some; only what begins as a whole page is one."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode("ascii", errors="ignore")
    if b"<" in head[:600] and _HTML.match(head):
        return HTML
    return _MHTML if _MHTML_HEAD.match(head) and b"MIME-Version:" in head else None
