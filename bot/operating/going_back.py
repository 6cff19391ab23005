"""What came of going back to the generation before, said in lines."""

from collections.abc import Sequence

from bot.holdings.undoing import TakenBack
from bot.messages import Texts
from bot.rendering import TITLE, shorten

NAMED = 10
"""Files named of each kind."""


def taken_back_lines(back: TakenBack, say: Texts) -> list[str]:
    """What serves again, and which files were moved for that."""
    texts, files = say.holdings, back.files
    return [
        say.reload.rolled_back.format(generation=back.generation),
        *_listed(texts.files_back, files.restored, say),
        *_listed(texts.files_out, files.withdrawn, say),
        *_listed(texts.files_stuck, files.stuck, say),
        *([texts.files_left] if back.fault else []),
    ]


def _listed(title: str, names: Sequence[str], say: Texts) -> list[str]:
    if not names:
        return []
    more = [say.holdings.more.format(count=len(names) - NAMED)] if len(names) > NAMED else []
    return [title, *(f"• {shorten(name, TITLE)}" for name in names[:NAMED]), *more]
