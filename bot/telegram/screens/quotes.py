"""What a message of the bot shows: its text in parts, and the buttons below. Pure functions, nothing is sent here.

Every quotation is cut anew from the document's text; what the store keeps of it is only where it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.conversation.surroundings import around, neighbours, passage_at
from bot.excerpts import Kept
from bot.messages import Texts
from bot.rendering import PATH_SEPARATOR, Part, notice, quote_parts, split_messages
from bot.telegram.screens.buttons import NO_HEADING, Act, Press
from bot.telegram.screens.viewer import Reading, citation, heading_path, offered_sections, quote_of
from corpus.chinese.sentences import Span
from corpus.document import Document

PAGE = 2800
"""UTF-16 units of text on one page of what is leafed through: a screen or two, and room for a repeated title."""
LABEL = 48
"""Characters of a button's text; phones show about thirty."""

HITS = 5
"""Keyword hits on one page."""

Row = list[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message: what it says and its rows of buttons."""

    content: list[Part]
    rows: list[Row]

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The buttons as Telegram takes them."""
        return InlineKeyboardMarkup(self.rows) if self.rows else None


def quote_screen(
    reading: Reading,
    kept: Kept,
    number: int,
    document: Document,
    page: int | None = 0,
    before: Sequence[Part] = (),
) -> Screen:
    """Excerpt `number` of an answer, behind what there is to say `before`, with everything that can be done with it.

    With `page` None it is shown whole, however many messages that takes.
    """
    excerpt = kept.excerpts[number]
    content = [*before, *_quotation(reading, kept, number, document, (excerpt.start, excerpt.end))]
    alone = len(document.passages) == 1 and around(document, excerpt.start, excerpt.end) == (excerpt.start, excerpt.end)
    context = [] if alone else [button(reading.say.buttons.context, Press(Act.CONTEXT, kept.id, number))]
    rows = [
        *_beside(reading, kept, number),
        context + _places(reading, kept, number, document),
        *(section_rows(reading, kept) if number == 0 else []),
        *_opinions(reading, kept, number),
    ]
    if page is None:
        return Screen(content, rows)
    return paged(reading, content, rows, Press(Act.QUOTE, kept.id, number, page))


def context_screen(reading: Reading, kept: Kept, number: int, document: Document, page: int = 0) -> Screen:
    """The same with the sentences before and after it; where its section has none, the passages before and after."""
    excerpt = kept.excerpts[number]
    own = (excerpt.start, excerpt.end)
    wider = around(document, *own)
    content = _quotation(reading, kept, number, document, wider)
    if wider == own:
        content = _with_neighbours(reading, document, content, own)
    back = [button(reading.say.buttons.back, Press(Act.QUOTE, kept.id, number))]
    rows = [
        *_beside(reading, kept, number),
        back + _places(reading, kept, number, document),
        *_opinions(reading, kept, number),
    ]
    return paged(reading, content, rows, Press(Act.CONTEXT, kept.id, number, page))


def paged(reading: Reading, content: list[Part], rows: list[Row], here: Press) -> Screen:
    """The page of `content` that `here` names, with buttons to the others where it does not fit on one."""
    messages = split_messages(content, reading.say)
    if len(messages) == 1:
        return Screen(content, rows)
    source = next((part for part in content if part.kind == "source"), None)
    pages = split_messages(content, reading.say, PAGE)
    page = min(here.page, len(pages) - 1)
    shown = pages[page]
    if source is not None and shown[0].kind != "source":
        shown = [source, *shown]
    position = Part("origin", f"{page + 1}/{len(pages)}")
    return Screen([*shown, position], [*_leaves(reading.say, here, page, len(pages)), *rows])


def section_rows(reading: Reading, kept: Kept) -> list[Row]:
    """A button for each of these sections."""
    offered = [(d, i, heading_path(d, i)) for d, i in offered_sections(reading, kept)]
    # Sections of one parent are told apart by their own headings alone.
    told = 1 if len({(d.id, path[:-1]) for d, _, path in offered}) == 1 else 2
    return [
        [
            button(
                PATH_SEPARATOR.join(path[-told:]),
                Press(Act.SECTION, reading.key(document), heading, back=(kept.id, 0)),
            )
        ]
        for document, heading, path in offered
    ]


def button(text: str, press: Press) -> InlineKeyboardButton:
    """A button; a text too long for it loses its end."""
    line = " ".join(text.split())
    return InlineKeyboardButton(line if len(line) <= LABEL else line[: LABEL - 1] + "…", callback_data=str(press))


def _quotation(reading: Reading, kept: Kept, number: int, document: Document, span: Span) -> list[Part]:
    """Source line, path, quotation, and where it is from; highlights move with a wider span."""
    excerpt = kept.excerpts[number]
    moved = [(a + excerpt.start - span[0], b + excerpt.start - span[0]) for a, b in excerpt.highlights]
    quote = quote_of(document, span, moved)
    origin = reading.say.telegram.file.format(file=quote.file)
    if len(kept.excerpts) > 1:
        origin += f"　{number + 1}/{len(kept.excerpts)}"
    far = [notice(reading.say.telegram.far_quote)] if kept.kind == "answer" and number >= kept.near else []
    return [*far, *quote_parts(quote, reading.say), Part("origin", origin)]


def _with_neighbours(reading: Reading, document: Document, content: list[Part], span: Span) -> list[Part]:
    """`content`, a quotation, between those of the passages before and after `span`, each under its own headings."""
    before, after = neighbours(document, *span)
    around_it = []
    for passage in (before, after):
        text = quote_of(document, (passage.start, passage.end)) if passage else None
        around_it.append(quote_parts(text, reading.say)[1:] if text else [])
    source = next(number for number, part in enumerate(content) if part.kind == "source")
    return [*content[: source + 1], *around_it[0], *content[source + 1 : -1], *around_it[1], content[-1]]


def _beside(reading: Reading, kept: Kept, number: int) -> list[Row]:
    """The buttons to the excerpts before and after."""
    row = []
    if number > 0:
        row.append(button(reading.say.buttons.previous, Press(Act.QUOTE, kept.id, number - 1)))
    if number + 1 < len(kept.excerpts):
        row.append(button(reading.say.buttons.next, Press(Act.QUOTE, kept.id, number + 1)))
    return [row] if row else []


def _places(reading: Reading, kept: Kept, number: int, document: Document) -> Row:
    """The buttons to the section and the contents, and the one that copies the source."""
    excerpt, say, key = kept.excerpts[number], reading.say, reading.key(document)
    passage = passage_at(document, excerpt.start)
    path = passage.path if passage else ()
    heading = path[-1] if path else NO_HEADING
    row = [
        button(
            say.buttons.section if path else say.buttons.whole_text,
            Press(Act.SECTION, key, heading, back=(kept.id, number)),
        )
    ]
    if document.headings:
        row.append(button(say.buttons.contents, Press(Act.CONTENTS, key, NO_HEADING, back=(kept.id, number))))
    texts = [document.headings[i].text for i in path]
    return [*row, InlineKeyboardButton(say.buttons.copy, copy_text=CopyTextButton(citation(document, texts)))]


def _opinions(reading: Reading, kept: Kept, number: int) -> list[Row]:
    """The buttons below an answer that rate it; below a list of hits the way back to it."""
    if kept.kind == "keywords":
        return [[button(reading.say.buttons.back, Press(Act.HITS, kept.id, 0, number // HITS))]]
    votes = ((Act.UP, "👍"), (Act.DOWN, "👎"), (Act.WRONG, reading.say.buttons.wrong_passage))
    return [[button(text, Press(act, kept.id, number)) for act, text in votes]]


def _leaves(say: Texts, here: Press, page: int, pages: int) -> list[Row]:
    """The buttons to the page before and after."""
    row = []
    if page > 0:
        row.append(button(say.buttons.page_back, Press(here.act, here.key, here.number, page - 1, here.back)))
    if page + 1 < pages:
        row.append(button(say.buttons.page_on, Press(here.act, here.key, here.number, page + 1, here.back)))
    return [row] if row else []
