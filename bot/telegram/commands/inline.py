"""Inline mode: @bot and keywords in any chat give passages to quote there, each with where it stands."""

import logging
import re
from collections.abc import Callable

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from bot.asking import Answering, checked_answer
from bot.conversation.keyword_search import keyword_search
from bot.conversation.stretches import Stretch, quote_in
from bot.rendering import PATH_SEPARATOR, Part, quote_parts, shorten, split_messages, to_html
from bot.telegram.screens.buttons import key_of
from bot.telegram.screens.links import link
from bot.telegram.screens.viewer import Viewer
from bot.telegram.services import Context, services
from bot.telegram.transport.delivery import NO_PREVIEW, with_retries
from retrieval.answer import Quote

log = logging.getLogger(__name__)

MOST = 20
"""Passages offered at once; Telegram takes fifty."""
FOUND = 200
"""Passages offered to one who scrolls on and on."""
CACHE_SECONDS = 10
"""How long Telegram may give the same results to others; a reload should show soon."""
TITLE, DESCRIPTION = 64, 120


async def inline(update: Update, context: Context) -> None:
    """An inline query. One that is overtaken by a later one of its user is not worked on."""
    query = update.inline_query
    assert query is not None, "registered for inline queries only"
    here = services(context)
    # In whose chat a passage ends up is not known but for the user's own with the bot: elsewhere all who are there see it.
    party = query.from_user.id if query.chat_type == ChatType.SENDER else 0
    viewer, words = await here.viewer(party, here.texts(query.from_user)), query.query.strip()
    first, further = _first(query.offset), None
    results: list[InlineQueryResultArticle] = []
    if words:
        here.typed[query.from_user.id] = query.id
        found = await here.compute(
            _passages, viewer.snapshot, words, lambda: here.typed.get(query.from_user.id) == query.id
        )
        if here.typed.get(query.from_user.id) != query.id:
            return
        del here.typed[query.from_user.id]
        shown = found[first : first + MOST] if first is not None else []
        results = [r for quote in shown if (r := _result(quote, viewer)) is not None]
        further = str(first + MOST) if first is not None and first + MOST < len(found) else None
        here.health.counts["inline"] += 1
    say = viewer.say.telegram
    hint = None if results or query.offset else say.inline_nothing if words else say.inline_hint
    button = InlineQueryResultsButton(hint, start_parameter="inline") if hint else None
    try:
        await with_retries(
            lambda: query.answer(
                results,
                cache_time=CACHE_SECONDS if words else 300,
                button=button,
                is_personal=not here.is_for_all,
                next_offset=further,
            ),
            harmless=True,
        )
    except BadRequest as error:
        log.info("an inline query could not be answered: %s", error)


def _first(offset: str) -> int | None:
    """The passage from which on to offer; None for an offset that the bot cannot have given."""
    if not offset:
        return 0
    return int(offset) if re.fullmatch(r"[0-9]{1,4}", offset) and int(offset) < FOUND else None


def _passages(snapshot: Answering, words: str, wanted: Callable[[], bool]) -> list[Quote]:
    """Works in a thread: what answers `words` as a question, then what holds them, each passage once."""
    if not wanted():
        return []
    answer = checked_answer(snapshot, words, kind="passage")
    found: dict[tuple[str, int], Quote] = {}
    if not answer.refused:
        found |= {(q.document_id, q.start): q for q in answer.quotes}
    for hit in keyword_search(snapshot.documents_that_may_hold(words), words)[:FOUND]:
        stretch = Stretch(hit.document.id, hit.passage.start, hit.passage.end, hit.spans)
        found.setdefault((hit.document.id, stretch.start), quote_in(snapshot, stretch))
    return list(found.values())[:FOUND]


def _result(quote: Quote, viewer: Viewer) -> InlineQueryResultArticle | None:
    """A passage as Telegram lists it; None where it is too long for one message."""
    tree, say = viewer.snapshot.tree(quote.document_id), viewer.say
    assert tree is not None, "passages are found in this snapshot"
    content = [*quote_parts(quote, say), Part("origin", say.telegram.file.format(file=quote.file))]
    if len(split_messages(content, say)) > 1:
        return None
    address = link(viewer.username, tree.document, tree.section_at(quote.start))
    return InlineQueryResultArticle(
        id=f"{key_of(quote.document_id)}-{quote.start}-{quote.end}",
        title=shorten(PATH_SEPARATOR.join((quote.title, *quote.heading_path[-1:])), TITLE),
        description=shorten(" ".join(_key_sentence(quote).split()), DESCRIPTION),
        input_message_content=InputTextMessageContent(
            to_html(content), parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(say.buttons.section, url=address)]]),
    )


def _key_sentence(quote: Quote) -> str:
    """The passage from the first highlight on."""
    return quote.text[quote.highlights[0][0] :] if quote.highlights else quote.text
