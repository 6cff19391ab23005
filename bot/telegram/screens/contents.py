"""Screens for walking through the collection: the list of documents, contents, whole sections, keyword hits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from telegram import InlineKeyboardButton

from bot.conversation.stretches import Stretch, quote_at, quote_in
from bot.keeping import Kept
from bot.rendering import (
    ELSEWHERE,
    PATH,
    PATH_SEPARATOR,
    Part,
    counted_by_document,
    notice,
    quote_parts,
    refusal_parts,
    shorten,
)
from bot.telegram.screens.buttons import EVERY, Act, Press
from bot.telegram.screens.links import link, share
from bot.telegram.screens.quotes import HITS, Row, Screen, button, paged, section_rows
from bot.telegram.screens.viewer import Viewer
from corpus.chinese.sentences import sentences
from corpus.document import Document
from corpus.headings.tree import ROOT, HeadingTree, runs
from retrieval.quotes.records import day_of

LISTED = 8
"""Documents or headings on one page of a list."""
HEADING = 200
"""Characters of a heading in a list."""
T = TypeVar("T")
Back: TypeAlias = tuple[str, int] | None
"""The answer and the quote of it that 返回 leads to, if any."""


def documents_screen(viewer: Viewer, *, page: int = 0, among: Sequence[Document] | None = None) -> Screen:
    """The documents, a page at a time; `among` lists these alone, under another headline."""
    replies, snapshot = viewer.say.telegram.replies, viewer.snapshot
    listed = snapshot.documents if among is None else among
    headline = replies.all_documents.format(count=len(listed)) if among is None else replies.several_documents
    here = Press(Act.DOCUMENTS, EVERY, 0, page)
    shown, leaves, position = _page(viewer, list(listed), here)
    rows = [[button(_named(viewer, d), Press(Act.CONTENTS, viewer.key(d), ROOT))] for d in shown]
    doubts = [notice(f"《{shorten(d.name, ELSEWHERE)}》{phrase}") for d in shown if (phrase := _validity(viewer, d))]
    return Screen([notice(headline + position), *doubts], [*rows, *(leaves if among is None else [])])


def contents_screen(viewer: Viewer, tree: HeadingTree, heading: int, *, page: int = 0, back: Back = None) -> Screen:
    """The headings right below `heading` (ROOT: the outermost), each a button that leads further down."""
    say, document, key = viewer.say, tree.document, viewer.key(tree.document)
    below = tree.children(heading)
    here = Press(Act.CONTENTS, key, heading, page, back)
    shown, leaves, position = _page(viewer, list(below), here)
    content = _headline(viewer, tree, heading)
    content += [Part("suggestion", "• " + shorten(document.headings[i].text, HEADING)) for i in shown]
    if not below:
        content.append(notice(say.telegram.replies.no_headings))
    if position:
        content.append(notice(position.strip()))
    rows = [[button(document.headings[i].text, _into(tree, key, i, back))] for i in shown]
    whole = say.buttons.whole_text if heading == ROOT else say.buttons.section
    into = button(whole, Press(Act.SECTION, key, heading, 0, back))
    rows += [*leaves, [into, *_up(viewer, tree, heading, back)]]
    return Screen(content, [*rows, _leaving(viewer, tree, heading, back)])


def section_screen(viewer: Viewer, tree: HeadingTree, heading: int, *, page: int = 0, back: Back = None) -> Screen:
    """Everything under `heading` (ROOT: the whole document), word for word, sub-sections under their headings."""
    document, key = tree.document, viewer.key(tree.document)
    content = _headline(viewer, tree, heading)
    above = document.headings[heading].level if heading != ROOT else 0
    for path, (start, end) in runs(tree.passages(heading)):
        below = [document.headings[i].text for i in path if document.headings[i].level > above]
        content += [Part("path", shorten(PATH_SEPARATOR.join(below), PATH))] if below else []
        content.append(Part("quote", document.text[start:end]))
    rows: list[Row] = [_up(viewer, tree, heading, back)]
    if heading != ROOT and tree.children(heading):
        into = button(viewer.say.buttons.contents, Press(Act.CONTENTS, key, heading, 0, back))
        rows = [[into, *rows[0]]]
    here = Press(Act.SECTION, key, heading, page, back)
    return paged(viewer, content, [*filter(None, rows), _leaving(viewer, tree, heading, back)], here)


def hits_screen(viewer: Viewer, kept: Kept, *, page: int = 0) -> Screen:
    """A page of keyword hits: the sentence of each that holds the words, and numbers that open the whole passage."""
    say, quotes = viewer.say, kept.turn.quotes
    first = min(page, (len(quotes) - 1) // HITS) * HITS
    after = min(first + HITS, len(quotes))
    best = quote_at(viewer.tree_of(quotes[first]), quotes[first])
    words = dict.fromkeys(best.text[a:b] for a, b in best.highlights)
    counts = Counter(viewer.tree_of(quote).document.name for quote in quotes).most_common()
    counted = {"count": len(quotes), "counts": counted_by_document(counts)}
    content = [notice(say.telegram.replies.found.format(words=" ".join(words), **counted))]
    for number in range(first, after):
        tree = viewer.tree_of(quotes[number])
        source, *rest = quote_parts(quote_in(viewer.snapshot, _sentence(tree.document, quotes[number])), say)
        content += [replace(source, text=f"{number + 1}. {source.text}", highlights=()), *rest]
    numbers = [button(str(n + 1), Press(Act.QUOTE, kept.id, n)) for n in range(first, after)]
    leaves: Row = []
    if first > 0:
        leaves.append(button(say.buttons.page_back, Press(Act.HITS, kept.id, 0, first // HITS - 1)))
    if after < len(quotes):
        leaves.append(button(say.buttons.page_on, Press(Act.HITS, kept.id, 0, first // HITS + 1)))
    return Screen(content, [row for row in (numbers, leaves) if row])


def refusal_screen(viewer: Viewer, kept: Kept) -> Screen:
    """That nothing answers, and the nearest sections to look into. Nothing is quoted: nothing answers."""
    offers = [(tree.document.name, *tree.path_texts(heading)) for tree, heading in viewer.offered(kept.turn.offered)]
    return Screen(refusal_parts(kept.turn.kind, None, offers, viewer.say), section_rows(viewer, kept))


def _named(viewer: Viewer, document: Document) -> str:
    """The label, as its folder is called, and the name; the date where the name does not say the year."""
    folder = document.source.partition("/")[0] if viewer.label_of(document.source) else ""
    name = f"〔{folder}〕{document.name}" if folder else document.name
    is_dated = document.dated is None or document.dated[:4] in document.name
    return name if is_dated else f"{name}　{day_of(document)}"


def _validity(viewer: Viewer, document: Document) -> str:
    standing = viewer.snapshot.standing(document.id)
    return viewer.say.validity.phrase(standing) if standing else ""


def _headline(viewer: Viewer, tree: HeadingTree, heading: int) -> list[Part]:
    quote = quote_in(viewer.snapshot, Stretch(tree.document.id, 0, 0))
    return quote_parts(replace(quote, heading_path=tree.path_texts(heading)), viewer.say)[:-1]


def _into(tree: HeadingTree, key: str, heading: int, back: Back) -> Press:
    """Where tapping a heading leads: further down, or, where there is nothing below it, to its text."""
    act = Act.CONTENTS if tree.children(heading) else Act.SECTION
    return Press(act, key, heading, 0, back)


def _up(viewer: Viewer, tree: HeadingTree, heading: int, back: Back) -> Row:
    say = viewer.say.buttons
    if heading == ROOT:
        return [] if back else [button(say.all_documents, Press(Act.DOCUMENTS, EVERY))]
    return [button(say.up, Press(Act.CONTENTS, viewer.key(tree.document), tree.parents[heading], 0, back))]


def _leaving(viewer: Viewer, tree: HeadingTree, heading: int, back: Back) -> Row:
    """Back to the answer, and a link for others."""
    address = share(link(viewer.username, tree.document, heading), tree.document.name)
    sharing = InlineKeyboardButton(viewer.say.buttons.share, url=address)
    return [*([button(viewer.say.buttons.back, Press(Act.QUOTE, *back))] if back else []), sharing]


def _page(viewer: Viewer, items: list[T], here: Press) -> tuple[list[T], list[Row], str]:
    """The items of a page, the buttons to the others, and a note which page it is."""
    pages = max(1, -(-len(items) // LISTED))
    page = min(here.page, pages - 1)
    row: Row = []
    if page > 0:
        row.append(button(viewer.say.buttons.page_back, replace(here, page=page - 1)))
    if page + 1 < pages:
        row.append(button(viewer.say.buttons.page_on, replace(here, page=page + 1)))
    note = viewer.say.telegram.documents_page.format(page=page + 1, pages=pages) if pages > 1 else ""
    return items[page * LISTED : (page + 1) * LISTED], [row] if row else [], note


def _sentence(document: Document, hit: Stretch) -> Stretch:
    """The sentence of a passage that holds the most of its highlights."""
    starts = [hit.start + a for a, _ in hit.highlights]
    held = sentences(document.text, hit.start, hit.end)
    return hit.moved(*max(held, key=lambda s: sum(s[0] <= start < s[1] for start in starts)))
