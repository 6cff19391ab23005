"""What a file is called once it is in the corpus: what its sender calls it is read for words, never used as a path."""

import re
import unicodedata

from corpus.readers import ENDINGS
from corpus.readers.file_kinds import ending_of

LONGEST = 60
"""Characters of a name, its ending not counted: at most 240 bytes, as every file system takes."""
FALLBACK = "文件"
_KEPT = re.compile(r"[^\w（）()《》〈〉“”〔〕\[\]、，。·—－+ -]+")
_BLANKS = re.compile(r"[\s_]+")

BY_TYPE = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/html": ".html",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "application/msword": ".doc",
    "application/epub+zip": ".epub",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
"""The ending that a file without a known one gets for its media type."""


def may_be_document(name: str | None, media_type: str | None) -> bool:
    """Whether a file of this name and type may be one that is read, before anything is known of what it holds."""
    line = safe_line(name or "")
    return bool(_ending(line)) or (not ending_of(line) and (media_type is None or media_type in BY_TYPE))


def readable_name(name: str | None, media_type: str | None = None) -> str:
    """A file name of letters, digits and usual signs, with an ending that is read; any text may be given.

    It holds no separator, no control or bidirectional character, and never begins with a dot.
    """
    line = safe_line(name or "")
    own = _ending(line)
    ending, stem = own or BY_TYPE.get(media_type or "", ""), line[: len(line) - len(own)]
    words = _BLANKS.sub(" ", _KEPT.sub(" ", stem)).strip(" .-")
    return (words[:LONGEST].rstrip(" .-") or FALLBACK) + ending


def _ending(line: str) -> str:
    """The ending of `line` that is one of those that are read, in small letters; "" where it has none."""
    return next((e for e in sorted(ENDINGS, key=len, reverse=True) if line.lower().endswith(e)), "")


def safe_line(text: str) -> str:
    """The last part of what may be a path, in one line, without characters that hide or turn others."""
    last = re.split(r"[/\\]", text)[-1]
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    return " ".join(shown.split())
