"""A Word file as a draft: its text with the runs that it stands in, and a copy of it with comments.

The text is that of the body: paragraphs, tables, text boxes, insertions; not what is struck out. Notes come behind it, then
the headers and footers of the pages. Word takes no comments in these: what is said of a note stands at its number in the
body, what is said of a header or footer at the beginning.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.drafts.package import plain_package
from bot.exports.gathering import storable
from corpus.chinese.sentences import Span
from corpus.readers.unfolding import ZIP_FAULTS

if TYPE_CHECKING:
    from docx.document import Document as OpenedWord

UNFOLDED, PARTS = 60_000_000, 2000
"""Bytes of all parts together, and how many: python-docx holds them all in memory."""
_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURED = ("/image", "/chart", "/diagramData", "/oleObject", "/package")
"""Ends of the kinds of relations to parts in which there may be text that is not read."""
_APART = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class WordRun:
    """A run of equally formatted letters, `text[start:end]` of the draft; `element` is the run's in the file.

    `stands_for` other letters than its own it does where those take no comment.
    """

    element: Any
    start: int
    end: int
    stands_for: bool = False


@dataclass(frozen=True, slots=True)
class WordDraft:
    """An opened Word file: its text, and the runs in the order of the text. To be commented once.

    From `margins` on the text is that of headers and footers. `unread` counts what may hold text that is not read: pictures,
    charts, diagrams, embedded files.
    """

    text: str
    runs: tuple[WordRun, ...]
    margins: int
    unread: int
    _file: "OpenedWord"

    def commented(self, comments: Sequence[tuple[Span, str]], author: str) -> bytes:
        """The file with a comment at each span of the text; spans do not overlap."""
        from docx.text.run import Run

        runs = list(self.runs)
        for (start, end), words in comments:
            touched = _cut_out(runs, start, end)
            if touched:
                first, last = (Run(_commentable(run.element), None) for run in (touched[0], touched[-1]))  # type: ignore[arg-type]
                self._file.add_comment([first, last], storable(words), author, initials=author[:2])
        saved = io.BytesIO()
        self._file.save(saved)
        return saved.getvalue()


def open_word(data: bytes) -> WordDraft | None:
    """The Word file in `data`; None for any other file and for one that cannot take comments."""
    if not _is_word(data):
        return None
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    faults: tuple[type[Exception], ...] = (OpcError, LxmlError, AttributeError, *ZIP_FAULTS)
    try:
        file = Document(io.BytesIO(plain_package(data)))
        body = file.element.body
    except faults:
        # Strict Word files, and those of which a part is damaged that the text does not need, are read all the same, but not written by the library.
        return None
    text, runs = "", list[WordRun]()
    for paragraph in _paragraphs(body):
        for element in _runs_of(paragraph):
            start = len(text)
            text += _text_of(element)
            runs.append(WordRun(element, start, len(text)))
        text += "\n"
    for reference, note in _notes(file, body):
        runs.append(WordRun(reference, len(text), len(text) + len(note), stands_for=True))
        text += note + "\n"
    margins, first = len(text), runs[0].element if runs else None
    for line in _margins(file):
        if first is not None:
            runs.append(WordRun(first, len(text), len(text) + len(line), stands_for=True))
        text += line + "\n"
    return WordDraft(text, tuple(runs), margins, _unread(file), file)


def _paragraphs(root: Any) -> Iterator[Any]:
    """The paragraphs below `root`, those of text boxes once: they are written in two forms."""
    return (p for p in root.iter(f"{_W}p") if not any(True for _ in p.iterancestors(_FALLBACK)))


def _margins(file: "OpenedWord") -> Iterator[str]:
    """The lines of headers and footers, each part once."""
    parts = [r.target_part for r in file.part.rels.values() if r.reltype.endswith(("/header", "/footer"))]
    for part in dict.fromkeys(parts):
        for paragraph in _paragraphs(part.element):
            if (line := "".join(map(_text_of, _runs_of(paragraph)))).strip():
                yield line


def _unread(file: "OpenedWord") -> int:
    """How many parts of body, headers and footers may show text and are not read."""
    holders = [
        file.part,
        *(r.target_part for r in file.part.rels.values() if r.reltype.endswith(("/header", "/footer"))),
    ]
    found = (r for holder in dict.fromkeys(holders) for r in holder.rels.values())
    return len({r.target_ref for r in found if r.reltype.endswith(_PICTURED)})


def _notes(file: "OpenedWord", body: Any) -> Iterator[tuple[Any, str]]:
    """Footnotes and endnotes: the run in the body that refers to each, and its text in one line."""
    from lxml.etree import LxmlError, XMLParser, fromstring

    for kind in ("footnote", "endnote"):
        part = next((r.target_part for r in file.part.rels.values() if r.reltype.endswith(f"/{kind}s")), None)
        try:
            notes = (
                fromstring(part.blob, XMLParser(resolve_entities=False, no_network=True)) if part is not None else ()
            )
        except LxmlError:
            continue
        texts = {note.get(f"{_W}id"): "".join(t.text or "" for t in note.iter(f"{_W}t")) for note in notes}
        for reference in body.iter(f"{_W}{kind}Reference"):
            if text := texts.get(reference.get(f"{_W}id")):
                yield reference.getparent(), text


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    names = [entry.filename for entry in entries]
    small = len(names) <= PARTS and sum(entry.file_size for entry in entries) <= UNFOLDED
    return _MAIN in names and len(set(names)) == len(names) and small


def _runs_of(paragraph: Any) -> Iterator[Any]:
    """The runs of the paragraph, those in links and insertions too, but not what is struck out or in a text box in it."""
    for element in paragraph.iter(f"{_W}r"):
        above = element.iterancestors(f"{_W}p", f"{_W}del", f"{_W}moveFrom")
        if next(above, None) is paragraph:
            yield element


def _text_of(run: Any) -> str:
    return "".join(child.text or "" if child.tag == f"{_W}t" else _APART.get(child.tag, "") for child in run)


def _commentable(run: Any) -> Any:
    """Word takes no comments in text boxes: there the run that holds the box."""
    for box in run.iterancestors(f"{_W}txbxContent"):
        run = next(box.iterancestors(f"{_W}r"), run)
    return run


def _cut_out(runs: list[WordRun], start: int, end: int) -> list[WordRun]:
    """The runs of `text[start:end]`, cut so that they hold nothing else where that is possible; `runs` is kept up to date."""
    for at in (start, end):
        for n, run in enumerate(runs):
            if run.start < at < run.end and (parts := _halves(run, at)):
                runs[n : n + 1] = parts
                break
    return [run for run in runs if run.start < end and start < run.end]


def _halves(run: WordRun, at: int) -> list[WordRun]:
    """The run cut in two at `at`, in the file too; none where it holds more than letters, or those of another place."""
    element = run.element
    if run.stands_for or any(child.tag not in (f"{_W}t", f"{_W}rPr") for child in element):
        return []
    text, size = _text_of(element), at - run.start
    other = deepcopy(element)
    for part, letters in ((element, text[:size]), (other, text[size:])):
        first, *others = part.findall(f"{_W}t")
        for surplus in others:
            part.remove(surplus)
        first.text = letters
        first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    element.addnext(other)
    return [WordRun(element, run.start, at), WordRun(other, at, run.end)]
