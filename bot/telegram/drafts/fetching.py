"""A draft that was sent: its size is judged before it is fetched, and what its sender calls it is never a path."""

import logging
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from telegram import Document, Message
from telegram.error import BadRequest

from bot.asking import Answering
from bot.drafts.marked import WORD, marked_copy
from bot.drafts.package import KINDRED_ENDINGS
from bot.drafts.reading import Draft, read_draft, what_is_missing
from bot.drafts.reporting import counts_line, findings
from bot.errors import DraftUnusable
from bot.holdings.names import readable_name
from bot.messages import Texts
from bot.telegram.transport.delivery import fetch_file
from corpus.readers import ENDINGS

log = logging.getLogger(__name__)

LARGEST_DRAFT = 10_000_000
"""Bytes; a long report with pictures has a fifth of this, and Telegram hands no more than twice as much to bots."""
LONGEST_DRAFT = 200_000
"""Characters; the longest work report has a sixth of this, and more would keep the next draft waiting for minutes."""
CAPTION = 1000
"""UTF-16 units of what is said with the copy; Telegram takes 1024."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is said of a draft, and the marked copy, empty where there was nothing to mark."""

    said: str
    content: bytes = b""
    name: str = ""


async def fetched(message: Message, sent: Document, texts: Texts) -> bytes:
    """The content of the file. Raises DraftUnusable where it is too large, TelegramError where it cannot be had."""
    say, limit = texts.drafts, LARGEST_DRAFT // 10**6
    if (sent.file_size or 0) > LARGEST_DRAFT:
        raise DraftUnusable(say.too_large.format(size=-(-(sent.file_size or 0) // 10**6), limit=limit))
    try:
        content = await fetch_file(message, sent)
    except BadRequest as fault:
        log.info("a draft could not be fetched: %s", fault.message)
        raise DraftUnusable(say.not_fetched) from None
    if len(content) > LARGEST_DRAFT:
        raise DraftUnusable(say.too_large.format(size=-(-len(content) // 10**6), limit=limit))
    return content


def check_file_content(content: bytes, name: str, snapshot: Answering, texts: Texts) -> Verdicts:
    """Check a draft from a file. Works in a thread. Raises DraftUnusable."""
    ending = PurePosixPath(name).suffix.lower()
    if ending in KINDRED_ENDINGS:
        name, ending = name[: -len(ending)] + WORD, WORD
    with TemporaryDirectory(prefix="draft-") as folder:
        file = Path(folder) / f"draft{ending if ending in ENDINGS else ''}"
        file.write_bytes(content)
        draft = read_draft(file, readable_name(name), texts)
    return check_draft(draft, snapshot, texts)


def check_draft(draft: Draft, snapshot: Answering, texts: Texts) -> Verdicts:
    """Check a draft that was read. Works in a thread. Raises DraftUnusable."""
    say = texts.drafts
    if len(draft.text) > LONGEST_DRAFT:
        raise DraftUnusable(say.too_long.format(count=len(draft.text), limit=LONGEST_DRAFT))
    checked = snapshot.check_quotations(draft.text)
    head = "\n".join([counts_line(checked, texts), *what_is_missing(draft, texts)])
    if not checked:
        return Verdicts(head)
    content, ending = marked_copy(draft, checked, texts)
    said = "\n".join([head, *findings(checked, texts, CAPTION - len(head.encode("utf-16-le")) // 2)])
    stem = PurePosixPath(draft.name).stem if draft.word or "." in draft.name else draft.name
    return Verdicts(said, content, say.copy_name.format(name=stem) + ending)
