"""A draft from a file: its text, and for a Word file the file itself, so that comments can be written into it.

Every file is read in the sandbox first. Only a Word file that was read there within the limits is opened here as well.
"""

from dataclasses import dataclass
from pathlib import Path

from bot.drafts.word import WordDraft, open_word
from bot.errors import DraftUnusable
from bot.messages import Texts
from corpus.errors import UnreadableFile
from corpus.readers import read_parts
from corpus.readers.file_kinds import MARKDOWN, TEXT, ending_of, kind_of
from corpus.readers.text import decode
from corpus.reasons import Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` has a line for each paragraph; `word` is the Word file that it was read from, None for other files.

    `left_out` says which of its pages are not in `text`, `unchecked` what else of it may hold quotations, in words.
    """

    name: str
    text: str
    word: WordDraft | None = None
    left_out: tuple[Reason, ...] = ()
    unchecked: tuple[str, ...] = ()


def read_draft(file: Path, name: str, texts: Texts) -> Draft:
    """The draft in `file`, which people call `name`. Raises DraftUnusable, with what to do."""
    say = texts.drafts
    try:
        parts = list(read_parts(file))
    except UnreadableFile as fault:
        raise DraftUnusable(say.unreadable.format(name=name, reason=texts.reasons.phrase(fault.reason))) from None
    found = [part.content for part in parts if not isinstance(part.content, Reason)]
    reasons = [part.content for part in parts if isinstance(part.content, Reason)]
    if not found:
        why = "；".join(map(texts.reasons.phrase, reasons))
        raise DraftUnusable(say.unreadable.format(name=name, reason=why))
    if len(found) > 1:
        raise DraftUnusable(say.several.format(name=name, count=len(found)))
    data = file.read_bytes()
    word = open_word(data)
    if word is not None:
        unread = (say.pictures_unchecked.format(count=word.unread),) if word.unread else ()
        return Draft(name, word.text, word, tuple(reasons), unread)
    if kind_of(data, ending_of(file.name)) in (TEXT, MARKDOWN):
        return Draft(name, decode(data), None, tuple(reasons))
    text = "\n".join(block.text for block in found[0] if block.rule is None)
    return Draft(name, text, None, tuple(reasons), (say.margins_unchecked,))


def what_is_missing(draft: Draft, texts: Texts) -> list[str]:
    """A line for each thing in the file that was not looked at."""
    pages = [texts.drafts.left_out.format(reason=texts.reasons.phrase(reason)) for reason in draft.left_out]
    return [*pages, *draft.unchecked]
