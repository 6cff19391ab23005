"""What a file really is, by its first bytes: a file with a wrong ending, or none, is read by what it is, never as garbage."""

import contextlib
import io
import re
import zipfile
from dataclasses import dataclass

from corpus.errors import UnreadableFile
from corpus.readers.text import decode
from corpus.readers.unfolding import ZIP_FAULTS
from corpus.reasons import Why


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file, with the `endings` it may bear.

    `reader` is a key of `corpus.readers.files.READERS`, None for what holds no lines of its own. `unpacker` is a key of
    `corpus.readers.worker.UNPACKERS` for what holds files. `why` says what is wrong with a kind that cannot be read.
    """

    endings: tuple[str, ...] = ()
    reader: str | None = None
    unpacker: str | None = None
    why: Why | None = None


TEXT = FileKind((".txt",), "text")
MARKDOWN = FileKind((".md", ".markdown"), "markdown")
TABLE = FileKind((".csv", ".tsv"), "table")
HTML = FileKind((".html", ".htm"), "html")
DOCX = FileKind((".docx",), "docx")
PDF = FileKind((".pdf",), "pdf")
SLIDES = FileKind((".pptx",), "slides")
SHEET = FileKind((".xlsx",), "sheet")
OFD = FileKind((".ofd",), "ofd")
BOOK = FileKind((".epub",), "book")
MAIL = FileKind((".eml",), "mail", "attachments")
PAGE_ARCHIVE = FileKind((".mht", ".mhtml"), "mht")
ARCHIVE = FileKind((".zip",), unpacker="zip")
OLE = FileKind((".doc", ".wps"), "office")
RTF = FileKind((".rtf",), "office")
ODT = FileKind((".odt",), "office")

PICTURE = FileKind((".png", ".jpg", ".jpeg", ".tif", ".tiff"), "picture")

_PROTECTED = FileKind(why=Why.PASSWORD)
_OLD_SHEET = FileKind((".xls", ".et", ".ods"), why=Why.OLD_SHEET)
_OLD_SLIDES = FileKind((".ppt", ".dps", ".odp"), why=Why.OLD_SLIDES)
_OTHER_ARCHIVE = FileKind((".rar", ".7z", ".gz"), why=Why.OTHER_ARCHIVE)

_READ = (
    TEXT,
    MARKDOWN,
    TABLE,
    HTML,
    DOCX,
    PDF,
    SLIDES,
    SHEET,
    OFD,
    BOOK,
    MAIL,
    PAGE_ARCHIVE,
    ARCHIVE,
    PICTURE,
    OLE,
    RTF,
    ODT,
)
BY_ENDING = {ending: kind for kind in _READ for ending in kind.endings}
_BY_SIGNATURE = (
    (b"{\\rtf", RTF),
    (b"PK\x05\x06", ARCHIVE),
    (b"Rar!", _OTHER_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _OTHER_ARCHIVE),
    (b"\x1f\x8b\x08", _OTHER_ARCHIVE),
    (b"BZh", _OTHER_ARCHIVE),
    (b"\xfd7zXZ", _OTHER_ARCHIVE),
    (b"\x89PNG\r\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
)
_BY_MIMETYPE = (
    (b"vnd.oasis.opendocument.text", ODT),
    (b"vnd.oasis.opendocument.spreadsheet", _OLD_SHEET),
    (b"vnd.oasis.opendocument.presentation", _OLD_SLIDES),
    (b"application/epub+zip", BOOK),
)
"""Stands uncompressed at the beginning of a package."""
_BY_ENTRY = (
    ("word/document", DOCX),
    ("xl/workbook.xml", SHEET),
    ("xl/workbook", _OLD_SHEET),
    ("ppt/presentation", SLIDES),
    ("META-INF/container.xml", BOOK),
    ("OFD.xml", OFD),
)
_BY_STREAM = (
    ("EncryptedPackage", _PROTECTED),
    ("WordDocument", OLE),
    ("Workbook", _OLD_SHEET),
    ("PowerPoint Document", _OLD_SLIDES),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAMED = re.compile(rb"PK\x03\x04.{26}([^\x00-\x1f]{1,60})", re.S)
_HEADERS = re.compile(
    rb"^(From|To|Cc|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|X-[\w-]+):",
    re.I | re.M,
)
_FIRST_HEADER = re.compile(rb"(?:From .*\r?\n)?[A-Za-z][\w-]*:[ \t\r\n]")
_OF_MAILS = {b"to", b"received", b"return-path", b"delivered-to"}
"""Headers that a page saved in one file does not have."""
_FEWEST_HEADERS = 3
_MANY_ENTRIES = 50_000
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
    if promised in (TEXT, MARKDOWN, TABLE, HTML):
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
        return _packed(data)
    if data.startswith(_OLE):
        return next((kind for stream, kind in _BY_STREAM if stream.encode("utf-16-le") in data), OLE)
    # Programs that read PDF accept the mark anywhere in the first kilobyte, and so do files found in the wild.
    if b"%PDF-" in data[:1024]:
        return PDF
    for signature, kind in _BY_SIGNATURE:
        if data.startswith(signature):
            return kind
    return _marked_up(data[:HEAD].removeprefix(_UTF8_MARK))


def _packed(data: bytes) -> FileKind:
    """What a package is, by the names of its parts; those of packages inside do not count."""
    stated = data[30:120]
    for mark, kind in _BY_MIMETYPE:
        if mark in stated:
            return kind
    names = "\n".join(_entries(data))
    return next((kind for entry, kind in _BY_ENTRY if re.search(f"^{re.escape(entry)}", names, re.M)), ARCHIVE)


def _entries(data: bytes) -> list[str]:
    """The names in the list at the archive's end, where it is damaged those that stand before the parts."""
    if data.count(b"PK\x01\x02") <= _MANY_ENTRIES:
        with contextlib.suppress(*ZIP_FAULTS), zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    return [name.decode("latin-1") for name in _NAMED.findall(data)]


def _marked_up(head: bytes) -> FileKind | None:
    """Markdown may hold tags, and a text may quote some; only what begins as a whole page is one."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode("ascii", errors="ignore")
    if b"<" in head[:600] and _HTML.match(head):
        return HTML
    found = {name.lower() for name in _HEADERS.findall(head)} if _FIRST_HEADER.match(head) else set()
    if len(found) < _FEWEST_HEADERS:
        return None
    saved = b"multipart/related" in head.lower() or b"text/html" in head.lower()
    return PAGE_ARCHIVE if saved and not found & _OF_MAILS else MAIL
