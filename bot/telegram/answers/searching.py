"""Keyword search as a list: /search, 搜索 …, and where to look for the words in a message."""

from telegram import Message

from bot.conversation.keyword_search import keyword_search
from bot.excerpts import Kept, excerpt
from bot.rendering import notice, shorten
from bot.telegram.screens.buttons import new_answer_id
from bot.telegram.screens.contents import hits_screen
from bot.telegram.screens.quotes import Screen
from bot.telegram.screens.viewer import Reading
from bot.telegram.services import Services

MOST = 30
"""Hits in a list."""
WORDS = 60
"""Characters of the words that are repeated to the user."""


async def search_screen(
    here: Services, message: Message, user: int, words: str, reading: Reading
) -> tuple[Screen, Kept | None]:
    """The list of passages that hold `words`, with the answer to keep for its buttons; None where there is none."""
    words = words[: here.settings.telegram.question_limit]
    hits = await here.compute(keyword_search, reading.documents, words, MOST)
    if not hits:
        return Screen([notice(reading.say.telegram.replies.not_found.format(words=shorten(words, WORDS)))], []), None
    kept = Kept(
        id=new_answer_id(),
        user=user,
        chat=message.chat_id,
        asked=message.message_id,
        generation=reading.generation,
        kind="keywords",
        excerpts=tuple(excerpt(h.document, h.passage.start, h.passage.end, h.spans) for h in hits),
        question=words if here.settings.storage.keep_questions else None,
    )
    return hits_screen(reading, kept, [h.document for h in hits], 0), kept
