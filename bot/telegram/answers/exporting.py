"""导出 on Telegram: what a user was quoted in a chat, as a Word file. It is made for the message and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.asking import Answering
from bot.exports.gathering import Noted, count_of, excerpts
from bot.exports.word import file_name, word_file
from bot.messages import Texts
from bot.telegram.services import Services

EXPORTED = 100
"""Answers that an export goes back."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file with `count` quotes; `left_out` no longer stand where they stood."""

    name: str
    content: bytes
    count: int
    left_out: int


async def export_file(here: Services, chat: int, user: int, snapshot: Answering, say: Texts) -> ExportFile | None:
    """What `user` was quoted in `chat`; None where that was nothing."""
    history = (here.shown(each, snapshot) for each in here.store.history(chat, user, EXPORTED))
    kept = (here.with_question(each) for each in history if each is not None)
    return await here.compute(_made, [Noted(each.turn, each.digests) for each in kept], snapshot, say)


def _made(conversation: Sequence[Noted], snapshot: Answering, say: Texts) -> ExportFile | None:
    """Works in a thread."""
    found, now = excerpts(conversation, snapshot), datetime.now()
    if not found:
        return None
    return ExportFile(file_name(say, now), word_file(found, say, now), *count_of(found))
