"""The outcome of a reply as a screen: what a message and a button lead to is drawn here alike."""

from collections.abc import Sequence

from bot.citing import citation
from bot.conversation.channel import Channel
from bot.conversation.outcomes import (
    Answered,
    Contents,
    Context,
    Documents,
    Exporting,
    Hits,
    Listed,
    Outcome,
    Page,
    Quoted,
    Refused,
    Said,
    Section,
    Source,
)
from bot.keeping import Kept, Preferences
from bot.messages import Texts
from bot.rendering import Part, notice, shorten
from bot.telegram.screens.contents import (
    contents_screen,
    documents_screen,
    hits_screen,
    refusal_screen,
    section_screen,
)
from bot.telegram.screens.items import items_screen
from bot.telegram.screens.quotes import ITEMS, Screen, context_screen, copy_button, quote_screen
from bot.telegram.screens.viewer import Viewer

MOST_HITS = 1000
"""Passages of a search that are counted and may be leafed through."""
ECHO = 60
"""Characters of the user's words that are repeated to the user."""


def telegram_channel(chosen: Preferences, quotes: int) -> Channel:
    """Telegram as a channel for a user with these preferences; an answer holds `quotes` unless chosen otherwise."""
    return Channel(
        items=ITEMS, hits=MOST_HITS, quotes=chosen.quotes or quotes, length=chosen.length or "passage", partly=True
    )


def screen_of(
    outcome: Outcome, viewer: Viewer, kept: Kept | None = None, *, page: int | None = 0, before: Sequence[Part] = ()
) -> Screen:
    """The screen that shows `outcome`; `kept` is the answer that its quotes and its way back belong to.

    A quote is shown whole with `page` None, behind what there is to say `before` an answer.
    """
    leaf = page or 0
    back = None if kept is None or outcome.number is None else (kept.id, outcome.number)
    match outcome:
        case Said() as said:
            return Screen([_said(viewer.say, said)], [])
        case Documents(documents, which):
            return documents_screen(viewer, page=leaf, among=None if which == "all" else documents)
        case Contents(tree, heading):
            return contents_screen(viewer, tree, heading, page=leaf, back=back)
        case Section(tree, heading):
            return section_screen(viewer, tree, heading, page=leaf, back=back)
        case Source(tree, stretch):
            path = tree.path_texts(tree.section_at(stretch.start))
            lines = (citation(tree.document, path), viewer.say.telegram.file.format(file=tree.document.source))
            return Screen([notice(line) for line in lines], [[copy_button(viewer, stretch)]])
        case Exporting(count, left_out):
            say = viewer.say.export
            done = notice(say.done.format(count=count))
            return Screen([done, notice(say.left_out.format(count=left_out))] if left_out else [done], [])
    assert kept is not None, "whatever shows quotes is kept"
    match outcome:
        case Answered(remarks=remarks):
            said_before = [*before, *(_said(viewer.say, remark) for remark in remarks)]
            return quote_screen(viewer, kept, 0, page=page, before=said_before)
        case Listed(remarks=remarks):
            said_before = [*before, *(_said(viewer.say, remark) for remark in remarks)]
            return items_screen(viewer, kept, page=leaf, before=said_before)
        case Refused(remarks=remarks):
            screen = refusal_screen(viewer, kept)
            return Screen([*before, *(_said(viewer.say, remark) for remark in remarks), *screen.content], screen.rows)
        case Quoted(number, further=True) if kept.turn.is_whole:
            return items_screen(viewer, kept, page=number // ITEMS)
        case Quoted(number):
            return quote_screen(viewer, kept, number, page=page)
        case Context(around=around, number=number):
            return context_screen(viewer, kept, number, around, page=leaf)
        case Hits(near=near):
            screen = hits_screen(viewer, kept, page=leaf)
            words = viewer.say.telegram.replies.near_words.format(near="、".join(near))
            return Screen([*screen.content, notice(words)], screen.rows) if near else screen
        case Page():
            raise AssertionError("only a channel that shows texts a page at a time is asked to go on")


def _said(say: Texts, said: Said) -> Part:
    values = dict(said.values)
    if "words" in values:
        values["words"] = shorten(str(values["words"]), ECHO)
    if "name" in values:
        values["name"] = str(values["name"])[:ECHO]
    # Nobody counts from nought: what was typed is no number of a quote.
    sentence = "no_more_quotes" if values.get("number") == 0 else said.sentence
    text: str = getattr(say.telegram.replies, sentence)
    return notice(text.format(**values))
