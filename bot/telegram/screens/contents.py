"""Screens for walking through the collection: the list of documents, contents, whole sections, keyword hits."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from telegram import InlineKeyboardButton

from bot.conversation.surroundings import children, section_passages
from bot.excerpts import Kept
from bot.messages import Texts
from bot.rendering import PATH, PATH_SEPARATOR, Part, notice, quote_parts, shorten
from bot.telegram.screens.buttons import NO_HEADING, Act, Press, key_of
from bot.telegram.screens.links import link, share
from bot.telegram.screens.quotes import HITS, Row, Screen, button, paged, section_rows
from bot.telegram.screens.viewer import Reading, heading_path, offered_sections, quote_of
from corpus.chinese.sentences import Span, sentences
from corpus.document import Document

LISTED = 8
"""Documents or headings on one page of a list."""
HEADING = 200
"""Characters of a heading in a list."""
T = TypeVar("T")


def documents_screen(reading: Reading, page: int = 0, among: Sequence[Document] | None = None) -> Screen:
    """The documents, a page at a time; `among` lists these alone, under another headline."""
    say, listed = reading.say, reading.documents if among is None else among
    headline = (
        say.telegram.replies.all_documents.format(count=len(listed))
        if among is None
        else say.telegram.replies.several_documents
    )
    here = Press(Act.DOCUMENTS, key_of(reading.generation), 0, page)
    shown, leaves, position = _page(reading, list(listed), here)
    rows = [[button(d.name, Press(Act.CONTENTS, reading.key(d), NO_HEADING))] for d in shown]
    return Screen([notice(headline + position)], [*rows, *(leaves if among is None else [])])


def contents_screen(
    reading: Reading, document: Document, heading: int, page: int = 0, back: tuple[str, int] | None = None
) -> Screen:
    """The headings right below `heading` (NO_HEADING: the outermost), each a button that leads further down."""
    say, key = reading.say, reading.key(document)
    below = children(document, None if heading == NO_HEADING else heading)
    here = Press(Act.CONTENTS, key, heading, page, back)
    shown, leaves, position = _page(reading, list(below), here)
    content = _headline(document, heading, reading.say)
    content += [Part("suggestion", "• " + shorten(document.headings[i].text, HEADING)) for i in shown]
    if not below:
        content.append(notice(say.telegram.replies.no_headings))
    if position:
        content.append(notice(position.strip()))
    rows = [[button(document.headings[i].text, _into(document, key, i, back))] for i in shown]
    whole = say.buttons.whole_text if heading == NO_HEADING else say.buttons.section
    rows += [
        *leaves,
        [button(whole, Press(Act.SECTION, key, heading, 0, back)), *_up(reading, document, heading, back)],
    ]
    return Screen(content, [*rows, _leaving(reading, document, heading, back)])


def section_screen(
    reading: Reading, document: Document, heading: int, page: int = 0, back: tuple[str, int] | None = None
) -> Screen:
    """Everything under `heading` (NO_HEADING: the whole document), word for word, sub-sections under their headings."""
    key = reading.key(document)
    passages = document.passages if heading == NO_HEADING else section_passages(document, heading)
    content = _headline(document, heading, reading.say)
    above = document.headings[heading].level if heading != NO_HEADING else 0
    for path, group in groupby(passages, key=lambda passage: passage.path):
        run = list(group)
        below = [document.headings[i].text for i in path if document.headings[i].level > above]
        content += [Part("path", shorten(PATH_SEPARATOR.join(below), PATH))] if below else []
        content.append(Part("quote", document.text[run[0].start : run[-1].end]))
    rows: list[Row] = [_up(reading, document, heading, back)]
    if heading != NO_HEADING and children(document, heading):
        rows = [[button(reading.say.buttons.contents, Press(Act.CONTENTS, key, heading, 0, back)), *rows[0]]]
    here = Press(Act.SECTION, key, heading, page, back)
    return paged(reading, content, [*filter(None, rows), _leaving(reading, document, heading, back)], here)


def hits_screen(reading: Reading, kept: Kept, documents: Sequence[Document], page: int) -> Screen:
    """A page of keyword hits: the sentence of each that holds the words, and numbers that open the whole passage.

    `documents` are those of the excerpts.
    """
    say = reading.say
    first = min(page, (len(kept.excerpts) - 1) // HITS) * HITS
    best, text = kept.excerpts[0], documents[0].text
    words = dict.fromkeys(text[best.start + a : best.start + b] for a, b in best.highlights)
    content = [notice(say.telegram.replies.found.format(words=" ".join(words), count=len(kept.excerpts)))]
    for number in range(first, min(first + HITS, len(kept.excerpts))):
        excerpt, document = kept.excerpts[number], documents[number]
        quote = quote_of(document, (excerpt.start, excerpt.end), excerpt.highlights)
        start, end = _sentence(document, excerpt.start, excerpt.end, excerpt.highlights)
        moved = [(a + excerpt.start - start, b + excerpt.start - start) for a, b in excerpt.highlights]
        shown = replace(quote, text=document.text[start:end], start=start, end=end, highlights=tuple(moved))
        source, *rest = quote_parts(shown, say)
        content += [replace(source, text=f"{number + 1}. {source.text}", highlights=()), *rest]
    numbers = [
        button(str(n + 1), Press(Act.QUOTE, kept.id, n)) for n in range(first, min(first + HITS, len(kept.excerpts)))
    ]
    leaves: Row = []
    if first > 0:
        leaves.append(button(say.buttons.page_back, Press(Act.HITS, kept.id, 0, first // HITS - 1)))
    if first + HITS < len(kept.excerpts):
        leaves.append(button(say.buttons.page_on, Press(Act.HITS, kept.id, 0, first // HITS + 1)))
    return Screen(content, [row for row in (numbers, leaves) if row])


def refusal_screen(reading: Reading, kept: Kept, sentence: str) -> Screen:
    """That nothing answers, and the nearest sections to look into. Nothing is quoted: nothing answers."""
    content = [notice(sentence)]
    for document, heading in offered_sections(reading, kept):
        place = PATH_SEPARATOR.join((document.name, *heading_path(document, heading)))
        content.append(Part("suggestion", "• " + shorten(place, PATH)))
    if len(content) > 1:
        content.insert(1, notice(reading.say.offer(kept.kind)))
    return Screen(content, section_rows(reading, kept))


def parent_of(document: Document, heading: int) -> int:
    """The heading right above `heading`; NO_HEADING for an outermost one."""
    level = document.headings[heading].level
    return next((i for i in range(heading - 1, -1, -1) if document.headings[i].level < level), NO_HEADING)


def _headline(document: Document, heading: int, say: Texts) -> list[Part]:
    quote = quote_of(document, (0, 0))
    path = () if heading == NO_HEADING else heading_path(document, heading)
    return quote_parts(replace(quote, heading_path=path), say)[:-1]


def _into(document: Document, key: str, heading: int, back: tuple[str, int] | None) -> Press:
    """Where tapping a heading leads: further down, or, where there is nothing below it, to its text."""
    act = Act.CONTENTS if children(document, heading) else Act.SECTION
    return Press(act, key, heading, 0, back)


def _up(reading: Reading, document: Document, heading: int, back: tuple[str, int] | None) -> Row:
    if heading == NO_HEADING:
        all_of_them = Press(Act.DOCUMENTS, key_of(reading.generation))
        return [] if back else [button(reading.say.buttons.all_documents, all_of_them)]
    return [
        button(
            reading.say.buttons.up, Press(Act.CONTENTS, reading.key(document), parent_of(document, heading), 0, back)
        )
    ]


def _leaving(reading: Reading, document: Document, heading: int, back: tuple[str, int] | None) -> Row:
    """Back to the answer, and a link for others."""
    address = share(link(reading.username, document, heading), document.name)
    sharing = InlineKeyboardButton(reading.say.buttons.share, url=address)
    return [*([button(reading.say.buttons.back, Press(Act.QUOTE, *back))] if back else []), sharing]


def _page(reading: Reading, items: list[T], here: Press) -> tuple[list[T], list[Row], str]:
    """The items of a page, the buttons to the others, and a note which page it is."""
    pages = max(1, -(-len(items) // LISTED))
    page = min(here.page, pages - 1)
    row: Row = []
    if page > 0:
        row.append(button(reading.say.buttons.page_back, replace(here, page=page - 1)))
    if page + 1 < pages:
        row.append(button(reading.say.buttons.page_on, replace(here, page=page + 1)))
    note = reading.say.telegram.documents_page.format(page=page + 1, pages=pages) if pages > 1 else ""
    return items[page * LISTED : (page + 1) * LISTED], [row] if row else [], note


def _sentence(document: Document, start: int, end: int, highlights: Sequence[Span]) -> Span:
    """The sentence of a passage that holds the most of its highlights."""
    places = [start + a for a, _ in highlights]
    return max(sentences(document.text, start, end), key=lambda s: sum(s[0] <= place < s[1] for place in places))
