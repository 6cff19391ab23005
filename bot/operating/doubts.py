"""Questions to look at, told and made test questions: the same in the chat and on the command line."""

from bot.asking import Answering
from bot.keeping import Kept
from bot.messages import Texts
from bot.operating.labelling import collect_question, collected_file
from bot.records.reviews import Doubt
from bot.rendering import shorten
from bot.settings import Settings

QUESTION = 200
"""Characters of a question that are shown."""


def doubt_line(label: str, doubt: Doubt, say: Texts) -> str:
    """The question, how often it was asked, and what is wrong with its answer."""
    how = [f"{doubt.asked}×"] if doubt.asked > 1 else []
    how.append(say.records.doubt_down.format(count=doubt.down) if doubt.down else say.records.doubt_unanswered)
    return f"{label} {shorten(' '.join(doubt.question.split()), QUESTION)}　{' '.join(how)}"


def collect_doubt(settings: Settings, kept: Kept, snapshot: Answering, say: Texts) -> str:
    """Write the question of this answer into the file of collected ones; what is said of it. Raises BotError."""
    count = collect_question(collected_file(settings), kept.id, kept.turn.question, kept.turn.quotes, snapshot)
    if count is None:
        return say.records.collected_before
    return say.records.collected.format(count=count) if count else say.records.collected_as_unanswerable
