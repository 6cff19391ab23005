"""Why a file is no document: each reason by its kind, in English words; other languages say it where users are spoken to.

A reason is a phrase behind the name of the file, or behind "3 files": found, expected, what to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

Value = str | int


class Why(Enum):
    """The kinds of reasons, each with its phrase; what stands in braces is filled in."""

    MISSING = "does not exist, expected a file; check the path"
    IS_FOLDER = "is a folder, expected a file; check the path"
    UNREADABLE = "cannot be opened ({fault}); check the path and its permissions"
    LINK_OUTSIDE = "is a link that leaves the folder; copy the file here instead"
    SAME_TEXT = "holds the same text as {other}; only one copy is answered from"

    NO_DOCUMENT = "is no document of a kind that is read"
    NOT_AS_NAMED = "is neither what its ending {ending} says nor text; open it in its program and save it again"
    EMPTY = "is empty: it holds no text, expected at least one line"
    BINARY = "is a binary file, not text; save the document as .txt or .md"
    UNKNOWN_ENCODING = "is no text in UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8 text"
    PASSWORD = "is protected by a password; remove the password and save it again"
    OLD_SHEET = "is a spreadsheet of an old or other format; save it as .xlsx"
    OLD_SLIDES = "is a presentation of an old or other format; save it as .pptx"
    OTHER_ARCHIVE = "is an archive that is not opened; pack it as .zip, or unpack it"
    PICTURE = "is a picture; to have its text recognised, say `ocr: true` in config.yaml"
    SCAN = (
        "is a scan: {pictures} of {pages} pages are pictures without text; "
        "to have it recognised, say `ocr: true` in config.yaml"
    )
    MEANINGLESS = (
        "has a text layer without meaning (its fonts name no characters); save it as .docx, or run OCR over it"
    )
    OFD_SCAN = "shows pictures without text on {pictures} of {pages} pages; save it as PDF to have its text recognised"
    PICTURE_PAGES = (
        "is read but for pages without text ({pages}); in a PDF they are recognised with `ocr: true` in config.yaml"
    )
    NO_RECOGNITION = "needs text recognition, which is not installed; run `pip install 'yuanwen[ocr]'`"
    UNCLEAR_PAGES = "cannot be read with certainty on pages {pages}, which are left out; scan them again more clearly"
    NOTHING_INSIDE = "holds nothing of what its kind holds; open it in its program and save it again"

    TOO_LARGE = "is {size} MB large, over the limit of {limit} MB; split the file"
    MANY_LINES = "has {count} lines, over the limit of {limit}; split it"
    MANY_CHARACTERS = "holds {count} characters, over the limit of {limit}; split it"
    MANY_PAGES = "has {count} pages, over the limit of {limit}; split it"
    FULL_PAGE = "holds {count} characters on page {page}, over the limit of {limit}; split it"
    MANY_PARTS = "holds {count} parts, over the limit of {limit}; save it again without extras"
    MANY_TAGS = "holds over {limit} tags in {name}; split the document"
    DEEP_TAGS = "nests its tags over {limit} deep, which no page needs; save the document alone, or as .docx"
    UNFOLDS = (
        "unfolds {name} from {packed} to {size} bytes, over the limit of {limit}; save it again as a plain document"
    )
    ARCHIVE_INSIDE = "holds an archive inside ({name}); save it again as a plain document"
    DOCUMENT_TYPE = "declares a document type in {name}, which no office program writes; save it again"
    MANY_FILES = "holds {count} files, over the limit of {limit}; split it"
    MUCH_INSIDE = "holds files of {size} MB unpacked, over the limit of {limit} MB; split it"
    DEEP_ARCHIVE = "is an archive in an archive in an archive; unpack it"
    TWO_PARTS = "holds two parts of one name, which no office program writes; save it again"

    DAMAGED_PACKAGE = "is damaged: the list of its parts cannot be read; save it again"
    DAMAGED_PART = "is damaged: {name} inside cannot be read; save it again"
    DAMAGED_TEXT = "is damaged: byte {at} of {size} is not valid {encoding}; save it again as UTF-8 text"
    DAMAGED_PAGE = "is damaged: page {page} cannot be read; save it again or as .docx"
    DAMAGED_PDF = "is damaged: no PDF program can open it; save it again or as .docx"

    NO_LIBREOFFICE = (
        "needs LibreOffice, which is not installed; install it (`apt install libreoffice-writer`) or save it as .docx"
    )
    NOT_CONVERTED = "is damaged or protected: LibreOffice cannot open it; open it in its program and save it as .docx"
    SLOW_CONVERSION = "takes LibreOffice over {limit} seconds to convert; save it as .docx"
    NO_PROCESS = "cannot be read now: the reading process does not start"
    TOO_SLOW = "takes too long to read; save it again as a plain document, or split it"
    BREAKS = "breaks the reading process (status {status}): it is damaged or made to do harm; save it again"
    MUCH_MEMORY = "needs over {limit} MB of memory to read; split it"
    UNFORESEEN = "is damaged in an unexpected way ({fault} in the {reader} reader); save it again"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its kind and what to fill in. `str` is the English phrase."""

    why: Why
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_partial(self) -> bool:
        """Whether it is about pages of a document that is read otherwise."""
        return self.why in (Why.PICTURE_PAGES, Why.UNCLEAR_PAGES)

    def __str__(self) -> str:
        return self.why.value.format_map(self.values)
