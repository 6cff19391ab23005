"""`yuanwen questions new`: a document passage by passage, and the questions that whoever reads it would be asked.

Every question is in the file before the next is asked for; coming back goes on behind the last passage that has one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from rich.console import Console

from bot.messages import Texts
from bot.rendering import PATH_SEPARATOR
from corpus.document import Document, Passage
from corpus.errors import CorpusError
from corpus.folder import read_file
from corpus.readers import Recognition
from retrieval.evaluation.metrics import Evidence, LabelledQuestion
from retrieval.evaluation.questions.writing import (
    MANY_SHARED,
    UNANSWERABLE,
    add_question,
    free_id,
    nearest_question,
    questions_in,
    share_of_words,
)

KIND = "fact"
"""The type of a question where none is given."""
Read = Callable[[str], str]
"""A line that is typed behind a prompt. Raises EOFError where there is none."""


class _Left(Exception):
    """Whoever writes has had enough, or the input has ended."""


@dataclass(frozen=True)
class Desk:
    """What writing needs: the file, where lines come from, where text goes, in which language."""

    file: Path
    read: Read
    console: Console
    texts: Texts

    def ask(self, prompt: str) -> str:
        """The line without blanks around it. Raises _Left at the end of the input, or where `end` is typed."""
        try:
            line = self.read(prompt).strip()
        except EOFError:
            raise _Left from None
        if line == self.texts.evaluation_writing.end:
            raise _Left
        return line

    def say(self, text: str) -> None:
        self.console.print(text, markup=False, soft_wrap=True)


def write_questions(source: Path, desk: Desk, *, ocr: bool = False) -> None:
    """Walk through the documents of the file `source`. Raises CorpusError where none can be read, RetrievalError for the file
    of questions."""
    documents, skipped = read_file(source, recognition=Recognition() if ocr else None)
    if not documents:
        raise CorpusError("; ".join(desk.texts.reasons.grouped([(s.source, s.reason) for s in skipped])))
    questions_in(desk.file)
    try:
        for document in documents:
            _walk(document, desk)
    except _Left:
        pass
    ended = desk.texts.evaluation_writing.ended
    desk.say(ended.format(file=desk.file, count=len(questions_in(desk.file))))


def _walk(document: Document, desk: Desk) -> None:
    say, passages = desk.texts.evaluation_writing, document.passages
    desk.say(
        say.opening.format(title=document.title, passages=len(passages), back=say.back, end=say.end, file=desk.file)
    )
    at = _first_open(document, desk)
    while at < len(passages):
        passage = passages[at]
        path = PATH_SEPARATOR.join(document.heading_path(passage))
        desk.say("\n" + say.passage.format(number=at + 1, passages=len(passages), path=path))
        if count := sum(_is_on(q, document, passage) for q in questions_in(desk.file)):
            desk.say(say.has_some.format(count=count))
        desk.say(document.text[passage.start : passage.end])
        at += _questions_on(document, passage, desk)
        at = max(at, 0)


def _questions_on(document: Document, passage: Passage, desk: Desk) -> int:
    """Take questions until another passage is wanted: 1 for the next, -1 for the one before."""
    say = desk.texts.evaluation_writing
    while question := desk.ask(say.question):
        if question == say.back:
            return -1
        if (place := _quoted(document, passage, desk)) is not None:
            question = _reworded(question, place.quote, desk)
        evidence = () if place is None else (place,)
        if not question or not _is_new(question, desk):
            continue
        kind = UNANSWERABLE if place is None else desk.ask(say.kind.format(kind=KIND)) or KIND
        known = questions_in(desk.file)
        add_question(desk.file, LabelledQuestion(free_id(known, desk.file.stem), kind, question, evidence))
        last = questions_in(desk.file)
        desk.say(say.written.format(id=last[-1].id, count=len(last)))
    return 1


def _quoted(document: Document, passage: Passage, desk: Desk) -> Evidence | None:
    """The words that answer, which stand in the document letter by letter; None where none do."""
    say = desk.texts.evaluation_writing
    whole = document.text[passage.start : passage.end]
    while line := desk.ask(say.quote.format(nothing=say.nothing)):
        if line == say.nothing:
            return None
        for place in (passage, *document.passages):
            if line in document.text[place.start : place.end]:
                return _place(document, place, line)
        desk.say(say.not_verbatim.format(nearest=_nearest(line, whole)))
    return _place(document, passage, whole)


def _reworded(question: str, quote: str, desk: Desk) -> str:
    """The question, or what is typed in its place while it shares too much with what answers it; empty where it is dropped."""
    say = desk.texts.evaluation_writing
    while (share := share_of_words(question, quote)) >= MANY_SHARED:
        other = desk.ask(say.shares.format(share=f"{100 * share:.0f}%"))
        if not other:
            return question
        if other == say.back:
            return ""
        question = other
    return question


def _is_new(question: str, desk: Desk) -> bool:
    """Whether it is to be written: nothing like it is in the file, or it is wanted all the same."""
    say, near = desk.texts.evaluation_writing, nearest_question(question, questions_in(desk.file))
    if near is None:
        return True
    known, same = near
    if same:
        desk.say(say.same.format(id=known.id))
        return False
    return desk.ask(say.alike.format(id=known.id, question=known.question, back=say.back)) != say.back


def _first_open(document: Document, desk: Desk) -> int:
    """The passage behind the last that has a question; the first where that was the last of all, or none has any."""
    say, known = desk.texts.evaluation_writing, questions_in(desk.file)
    done = [n for n, passage in enumerate(document.passages) if any(_is_on(q, document, passage) for q in known)]
    if not done:
        return 0
    if done[-1] + 1 == len(document.passages):
        desk.say(say.complete)
        return 0
    desk.say(say.resumed.format(number=done[-1] + 2))
    return done[-1] + 1


def _is_on(question: LabelledQuestion, document: Document, passage: Passage) -> bool:
    text, name = document.text[passage.start : passage.end], _file(document)
    return any(e.doc == name and e.quote and e.quote in text for e in question.evidence)


def _place(document: Document, passage: Passage, quote: str) -> Evidence:
    return Evidence(_file(document), quote, document.heading_path(passage))


def _file(document: Document) -> str:
    return document.source.rsplit("/", 1)[-1]


def _nearest(line: str, text: str) -> str:
    found = fuzz.partial_ratio_alignment(line, text)
    return text[found.dest_start : found.dest_end] if found else text
