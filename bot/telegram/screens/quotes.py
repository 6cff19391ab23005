"""What a message of the bot shows: its text in parts, and the buttons below. Pure functions, nothing is sent here.

Every quotation is cut anew from the document's text; what the store keeps of it is only where it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.citing import quotation
from bot.conversation.stretches import Stretch, Surroundings, quote_at, quote_in, surroundings
from bot.keeping import Kept
from bot.messages import Texts
from bot.rendering import PATH_SEPARATOR, Part, notice, quote_parts, split_messages
from bot.telegram.screens.buttons import Act, Press
from bot.telegram.screens.viewer import Viewer
from corpus.headings.tree import ROOT

PAGE = 2800
"""UTF-16 units of text on one page of what is leafed through: a screen or two, and room for a repeated title."""
COPIED = 256
"""UTF-16 units that a copy button takes."""
LABEL = 48
"""Characters of a button's text; phones show about thirty."""

MOST_BUTTONS = 5
"""Under an answer, ⋯ among them, behind which are all."""
HITS = 5
"""Keyword hits on one page."""
ITEMS = 10
"""Items of a whole answer on one page: a screen or two of a phone."""

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
    viewer: Viewer, kept: Kept, number: int, *, page: int | None = 0, before: Sequence[Part] = ()
) -> Screen:
    """Quote `number` of an answer, behind what there is to say `before`, with everything that can be done with it.

    With `page` None it is shown whole, however many messages that takes.
    """
    quote = kept.turn.quotes[number]
    tree = viewer.tree_of(quote)
    content = [*before, *_quotation(viewer, kept, number, quote)]
    alone = len(tree.document.passages) == 1 and surroundings(tree, quote) == Surroundings(None, quote, None)
    context = [] if alone else [button(viewer.say.buttons.context, Press(Act.CONTEXT, kept.id, number))]
    complete = [button(viewer.say.buttons.complete, Press(Act.COMPLETE, kept.id))] if kept.turn.offer else []
    rows = [*_beside(viewer, kept, number), complete + context + _deeds(viewer, kept, number)]
    screen = Screen(content, rows)
    if page is not None:
        screen = paged(viewer, content, rows, Press(Act.QUOTE, kept.id, number, page))
    return _with_few(screen, kept, number)


def context_screen(viewer: Viewer, kept: Kept, number: int, around: Surroundings, *, page: int = 0) -> Screen:
    """The same with what stands around it."""
    content = _quotation(viewer, kept, number, around.middle)
    content = _with_neighbours(viewer, content, around)
    back = [button(viewer.say.buttons.back, Press(Act.QUOTE, kept.id, number))]
    rows = [*_beside(viewer, kept, number), back + _deeds(viewer, kept, number)]
    return _with_few(paged(viewer, content, rows, Press(Act.CONTEXT, kept.id, number, page)), kept, number)


def more_rows(viewer: Viewer, kept: Kept, number: int) -> list[Row]:
    """The buttons behind ⋯: all that can be done with a quote, and the way back to it."""
    context = button(viewer.say.buttons.context, Press(Act.CONTEXT, kept.id, number))
    return [
        [context, *_positions(viewer, kept, number)],
        _back_or_opinions(viewer, kept, number),
        *(section_rows(viewer, kept) if number == 0 else []),
        [button(viewer.say.buttons.back, Press(Act.QUOTE, kept.id, number))],
    ]


def paged(viewer: Viewer, content: list[Part], rows: list[Row], here: Press) -> Screen:
    """The page of `content` that `here` names, with buttons to the others where it does not fit on one."""
    messages = split_messages(content, viewer.say)
    if len(messages) == 1:
        return Screen(content, rows)
    source = next((part for part in content if part.kind == "source"), None)
    pages = split_messages(content, viewer.say, PAGE)
    page = min(here.page, len(pages) - 1)
    shown = pages[page]
    if source is not None and shown[0].kind != "source":
        shown = [source, *shown]
    position = Part("origin", f"{page + 1}/{len(pages)}")
    return Screen([*shown, position], [*leaves(viewer.say, here, page, len(pages)), *rows])


def section_rows(viewer: Viewer, kept: Kept) -> list[Row]:
    """A button for each of the sections that an answer offers."""
    offered = [(tree, heading, tree.path_texts(heading)) for tree, heading in viewer.offered(kept.turn.offered)]
    # Sections of one parent are told apart by their own headings alone.
    told = 1 if len({(tree.document.id, path[:-1]) for tree, _, path in offered}) == 1 else 2
    return [
        [
            button(
                PATH_SEPARATOR.join(path[-told:]),
                Press(Act.SECTION, viewer.key(tree.document), heading, back=(kept.id, 0)),
            )
        ]
        for tree, heading, path in offered
    ]


def button(text: str, press: Press) -> InlineKeyboardButton:
    """A button; a text too long for it loses its end."""
    line = " ".join(text.split())
    return InlineKeyboardButton(line if len(line) <= LABEL else line[: LABEL - 1] + "…", callback_data=str(press))


def _quotation(viewer: Viewer, kept: Kept, number: int, stretch: Stretch) -> list[Part]:
    """Source line, path, quotation (quote `number`, perhaps widened), and where it is from."""
    quote = quote_in(viewer.snapshot, stretch)
    origin = viewer.say.telegram.file.format(file=quote.file)
    if len(kept.turn.quotes) > 1:
        origin += f"　{number + 1}/{len(kept.turn.quotes)}"
    is_far = kept.turn.kind == "answer" and number >= kept.turn.near
    far = [notice(viewer.say.telegram.far_quote)] if is_far else []
    return [*far, *quote_parts(quote, viewer.say), Part("origin", origin)]


def _with_neighbours(viewer: Viewer, content: list[Part], around: Surroundings) -> list[Part]:
    """`content`, a quotation, between what stands before and after it, each under its own headings."""
    before, after = (
        quote_parts(quote_at(viewer.tree_of(stretch), stretch), viewer.say)[1:] if stretch else []
        for stretch in (around.before, around.after)
    )
    source = next(number for number, part in enumerate(content) if part.kind == "source")
    return [*content[: source + 1], *before, *content[source + 1 : -1], *after, content[-1]]


def _beside(viewer: Viewer, kept: Kept, number: int) -> list[Row]:
    """The buttons to the quotes before and after."""
    row = []
    if number > 0:
        row.append(button(viewer.say.buttons.previous, Press(Act.QUOTE, kept.id, number - 1)))
    if number + 1 < len(kept.turn.quotes):
        row.append(button(viewer.say.buttons.next, Press(Act.QUOTE, kept.id, number + 1)))
    return [row] if row else []


def _positions(viewer: Viewer, kept: Kept, number: int) -> Row:
    """The buttons to the section and the contents, and the one that copies."""
    quote, say = kept.turn.quotes[number], viewer.say.buttons
    tree = viewer.tree_of(quote)
    document, key, back = tree.document, viewer.key(tree.document), (kept.id, number)
    heading = tree.section_at(quote.start)
    row = [button(say.whole_text if heading == ROOT else say.section, Press(Act.SECTION, key, heading, back=back))]
    if document.headings:
        row.append(button(say.contents, Press(Act.CONTENTS, key, ROOT, back=back)))
    return [*row, copy_button(viewer, quote)]


def copy_button(viewer: Viewer, stretch: Stretch) -> InlineKeyboardButton:
    """The button that copies what stands there with its source; the source alone where no sentence has room."""
    tree, say = viewer.tree_of(stretch), viewer.say.buttons
    made = quotation(quote_at(tree, stretch), tree.document, COPIED)
    return InlineKeyboardButton(say.copy if made.quoted else say.copy_source, copy_text=CopyTextButton(str(made)))


def opinions(viewer: Viewer, kept: Kept, number: int) -> Row:
    """The buttons that rate an answer."""
    votes = ((Act.UP, "👍"), (Act.DOWN, "👎"), (Act.WRONG, viewer.say.buttons.wrong_passage))
    return [button(text, Press(act, kept.id, number)) for act, text in votes]


def _back_or_opinions(viewer: Viewer, kept: Kept, number: int) -> Row:
    """Below what was opened from a list the way back to it, else what one may think of an answer."""
    if kept.turn.kind == "keywords":
        return [button(viewer.say.buttons.back, Press(Act.HITS, kept.id, 0, number // HITS))]
    if kept.turn.is_whole:
        return [button(viewer.say.buttons.back, Press(Act.ITEMS, kept.id, 0, number // ITEMS))]
    return opinions(viewer, kept, number)


def _deeds(viewer: Viewer, kept: Kept, number: int) -> Row:
    """What can be done with a quote, what is wanted most first."""
    first, *others = _back_or_opinions(viewer, kept, number)
    section, *contents, copied = _positions(viewer, kept, number)
    return [first, *contents, section, copied, *others]


def _with_few(screen: Screen, kept: Kept, number: int) -> Screen:
    """`screen` with the first of its buttons, and with ⋯ in the place of the others."""
    offers = number == 0 and bool(kept.turn.offered)
    if sum(map(len, screen.rows)) <= MOST_BUTTONS and not offers:
        return screen
    rows: list[Row] = []
    for row in screen.rows:
        left = MOST_BUTTONS - 1 - sum(map(len, rows))
        rows += [row[:left]] if left > 0 else []
    return Screen(screen.content, [*rows[:-1], [*rows[-1], button("⋯", Press(Act.MORE, kept.id, number))]])


def leaves(say: Texts, here: Press, page: int, pages: int) -> list[Row]:
    """The buttons to the page before and after."""
    row = []
    if page > 0:
        row.append(button(say.buttons.page_back, Press(here.act, here.key, here.number, page - 1, here.back)))
    if page + 1 < pages:
        row.append(button(say.buttons.page_on, Press(here.act, here.key, here.number, page + 1, here.back)))
    return [row] if row else []
