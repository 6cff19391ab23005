"""What a file really is, by its first bytes: a file with a wrong ending, or none, is read by what it is, never as garbage."""

import re
from dataclasses import dataclass

from corpus.errors import UnreadableFile
from corpus.readers.text import decode
from corpus.reasons import Why


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file, with the `endings` it may bear.

    `reader` is a key of `corpus.readers.files.READERS`; `why` says what is wrong with a kind that cannot be read.
    """

    endings: tuple[str, ...] = ()
    reader: str | None = None
    why: Why | None = None


TEXT = FileKind((".txt",), "text")
MARKDOWN = FileKind((".md", ".markdown"), "markdown")
HTML = FileKind((".html", ".htm"), "html")
DOCX = FileKind((".docx",), "docx")
PDF = FileKind((".pdf",), "pdf")
OLE = FileKind((".doc", ".wps"), "office")
RTF = FileKind((".rtf",), "office")
ODT = FileKind((".odt",), "office")

_PROTECTED = FileKind(why=Why.PASSWORD)
_OLD_SHEET = FileKind((".xls", ".et", ".ods"), why=Why.OLD_SHEET)
_OLD_SLIDES = FileKind((".ppt", ".dps", ".odp"), why=Why.OLD_SLIDES)
_ARCHIVE = FileKind((".rar", ".7z", ".gz"), why=Why.OTHER_ARCHIVE)
_PICTURE = FileKind((".png", ".jpg", ".jpeg", ".tif", ".tiff"), why=Why.PICTURE)

_READ = (TEXT, MARKDOWN, HTML, DOCX, PDF, OLE, RTF, ODT)
BY_ENDING = {ending: kind for kind in _READ for ending in kind.endings}
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
    (b"xl/workbook", _OLD_SHEET),
    (b"ppt/", _OLD_SLIDES),
    (b"vnd.oasis.opendocument.spreadsheet", _OLD_SHEET),
    (b"vnd.oasis.opendocument.presentation", _OLD_SLIDES),
)
_BY_STREAM = (
    ("EncryptedPackage", _PROTECTED),
    ("WordDocument", OLE),
    ("Workbook", _OLD_SHEET),
    ("PowerPoint Document", _OLD_SLIDES),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MHTML = FileKind((".mht", ".mhtml"), why=Why.NO_DOCUMENT)
_MHTML_HEAD = re.compile(rb"(?:From|MIME-Version): ", re.I)
_HTML = re.compile(rb"(?:\s|<!--.{0,500}?-->|<\?xml[^>]{0,200}>)*<(?:!doctype\s+html|html[\s>]|head[\s>])", re.I | re.S)
_UTF8_MARK = b"\xef\xbb\xbf"
_ENDING = re.compile(r"(?<=.)\.[a-z][a-z0-9]{0,5}$")
_HAN = re.compile("[\u4e00-\u9fff]")
HEAD = 3000
"""Bytes that tell most kinds."""


_JUNK = re.compile(r"\.|~\$|__MACOSX$|(?:ehthumbs|thumbs)\.db$|desktop\.ini$|icon\r$|.*\.(?:tmp|bak|swp|lnk)$", re.I)


def is_junk(name: str) -> bool:
    """Whether a file or folder is put there by a system or a program: hidden, thumbnails, locks, leftovers."""
    return _JUNK.match(name) is not None


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters (.txt); "" where what follows the last dot is none (`1.通知`)."""
    found = _ENDING.search(name.lower())
    return found[0] if found else ""


def may_be_read(head: bytes, ending: str) -> bool:
    """Whether a file that begins with `head` may be a document at all: foreign ones need not be read whole."""
    return ending in BY_ENDING or not ending or _signed(head) is not None


def kind_of(data: bytes, ending: str) -> FileKind:
    """The kind of `data`, which can be read; `ending` (.txt) decides where the bytes themselves say nothing.

    Raises UnreadableFile for kinds that cannot be read, and for what `ending` promises and `data` is not.
    """
    found = _signed(data) or _promised(data, ending)
    if found.why is not None:
        raise UnreadableFile(found.why)
    return found


def _promised(data: bytes, ending: str) -> FileKind:
    """The kind that the ending states, as far as the bytes can be that: text may be named anything."""
    promised = BY_ENDING.get(ending)
    if promised in (TEXT, MARKDOWN, HTML):
        return promised
    if not data.strip(b"\0\r\n\t "):
        raise UnreadableFile(Why.EMPTY)
    if ending and promised is None:
        raise UnreadableFile(Why.NO_DOCUMENT)
    try:
        text = decode(data)
    except UnreadableFile:
        text = ""
    # A text without a Chinese character and without an ending is somebody's licence or makefile.
    if not (_HAN.search(text) or (text and ending)):
        raise UnreadableFile(Why.NOT_AS_NAMED, ending=ending) if ending else UnreadableFile(Why.NO_DOCUMENT)
    return TEXT


def _signed(data: bytes) -> FileKind | None:
    """The kind that the bytes themselves state, None for plain text and anything unknown."""
    if data.startswith(_ZIP):
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
    return _marked_up(data[:HEAD].removeprefix(_UTF8_MARK))


def _marked_up(head: bytes) -> FileKind | None:
    """Markdown may hold tags, and a text may quote some; only what begins as a whole page is one."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode("ascii", errors="ignore")
    if b"<" in head[:600] and _HTML.match(head):
        return HTML
    return _MHTML if _MHTML_HEAD.match(head) and b"MIME-Version:" in head else None
