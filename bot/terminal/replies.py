"""The outcome of a reply as parts to print: lists bear the numbers under which the next message may pick from them."""

from collections.abc import Sequence

from bot.asking import Answering
from bot.citing import quotation
from bot.conversation.channel import Channel
from bot.conversation.conversation import Reply
from bot.conversation.outcomes import (
    Answered,
    Contents,
    Context,
    Documents,
    Exporting,
    Hits,
    Listed,
    Page,
    Quoted,
    Refused,
    Said,
    Section,
    Source,
)
from bot.conversation.stretches import Stretch, quote_at, quote_in, section_stretch
from bot.conversation.turns import Turn
from bot.conversation.whole_turns import itemised, items_of
from bot.itemised import itemised_parts
from bot.messages import Texts
from bot.rendering import (
    Kind,
    Part,
    counted_by_document,
    notice,
    numbered,
    parts,
    quote_parts,
    refusal_parts,
)
from bot.terminal.stretches import around_highlights, text_parts
from corpus.document import Document
from corpus.headings.tree import ROOT, HeadingTree
from retrieval.quotes.records import byline

PAGE = 1200
"""Characters of a document shown at once; the rest follows on demand."""

ITEMS = 12
"""Items of a whole answer shown at once."""
HITS, HITS_AT_ONCE = 1000, 8
"""Passages of a search that may be leafed through (all are counted), and how many of them are shown at once, as of further quotes."""


def terminal(shown: int) -> Channel:
    """The terminal as a channel whose answers show `shown` quotes at once."""
    return Channel(
        shown=shown,
        more=HITS_AT_ONCE,
        items=ITEMS,
        hits=HITS,
        page=PAGE,
        numbered=True,
        widening=True,
        closest=True,
    )


def reply_parts(reply: Reply, snapshot: Answering, texts: Texts) -> list[Part]:
    """What to print for `reply`."""
    turn = reply.turn
    match reply.outcome:
        case Said() as said:
            return [said_part(texts, said)]
        case Answered() as answered:
            shown = parts(answered.answer, texts, answered.shown)
            several = len(turn.quotes) > 1
            return [
                *(said_part(texts, remark) for remark in answered.remarks),
                *(_all_numbered(shown, "source") if several else shown),
                *_remaining(turn, texts),
                *([notice(texts.terminal.offer)] if turn.offer else []),
            ]
        case Listed() as listed:
            items = _items(snapshot, turn, 0, listed.shown, texts)
            return [*(said_part(texts, remark) for remark in listed.remarks), *items, *_remaining(turn, texts)]
        case Quoted(first, end, further) if further and turn.is_whole:
            return [*_items(snapshot, turn, first, end, texts), *_remaining(turn, texts)]
        case Refused() as refused:
            trees = ((snapshot.tree(c.document_id), c.heading) for c in refused.offered)
            offers = [(tree.document.name, *tree.path_texts(heading)) for tree, heading in trees if tree]
            shown = refusal_parts(refused.reason, refused.closest, offers, texts)
            return [*(said_part(texts, remark) for remark in refused.remarks), *_all_numbered(shown, "suggestion")]
        case Quoted(first, end, further):
            quoted = [part for number in range(first, end) for part in _quote(snapshot, turn, number, texts)]
            return [*quoted, *(_remaining(turn, texts) if further else [])]
        case Hits() as hits:
            return [*_hits(snapshot, turn, hits, texts), *_remaining(turn, texts)]
        case Page() as page:
            return _page(page, snapshot, texts)
        case Context(page=page) | Section(page=page):
            return _page(page, snapshot, texts)
        case Contents() as contents:
            return _contents(contents, snapshot, texts)
        case Documents() as listed:
            return _documents(listed, snapshot, texts)
        case Source(tree, stretch):
            return _source(tree, stretch, texts)
        case Exporting():
            raise AssertionError("a file is written by whoever knows the whole conversation")


def said_part(texts: Texts, said: Said) -> Part:
    """A sentence of the bot's own."""
    text: str = getattr(texts.terminal.replies, said.sentence)
    return notice(text.format(**said.values))


def _quote(snapshot: Answering, turn: Turn, number: int, texts: Texts) -> list[Part]:
    """A quote of the turn, under its number where there are several."""
    stretch = turn.quotes[number]
    source, *rest = quote_parts(quote_in(snapshot, stretch), texts)
    return [numbered(source, number + 1), *rest] if len(turn.quotes) > 1 else [source, *rest]


def _items(snapshot: Answering, turn: Turn, first: int, end: int, texts: Texts) -> list[Part]:
    """Items `first` to before `end` of a whole answer."""
    return itemised_parts(itemised(snapshot, turn), items_of(snapshot, turn, first, end), texts, first=first)


def _remaining(turn: Turn, texts: Texts) -> list[Part]:
    """How many quotes there are still, if any."""
    if turn.is_whole:
        left = len(turn.quotes) - turn.shown
        return [notice(texts.terminal.more_items.format(count=left))] if left else []
    near, all_of_them = turn.near - turn.shown, len(turn.quotes) - turn.shown
    if near > 0:
        return [notice(texts.terminal.more_quotes.format(count=near))]
    return [notice(texts.terminal.far_quotes.format(count=all_of_them))] if all_of_them else []


def _hits(snapshot: Answering, turn: Turn, hits: Hits, texts: Texts) -> list[Part]:
    """Where each hit stands, and the sentences that hold the words."""
    found = texts.terminal.replies.found
    counted = counted_by_document(hits.counts)
    shown = [notice(found.format(words=hits.words, count=sum(n for _, n in hits.counts), counts=counted))]
    for number, stretch in enumerate(turn.quotes[: hits.shown], 1):
        tree = snapshot.tree(stretch.document_id)
        assert tree is not None, "what is shown is in the snapshot"
        source, *rest = quote_parts(quote_in(snapshot, around_highlights(tree.document, stretch)), texts)
        shown += [numbered(source, number), *rest]
    near = texts.terminal.replies.near_words.format(near="、".join(hits.near))
    return [*shown, notice(near)] if hits.near else shown


def _page(page: Page, snapshot: Answering, texts: Texts) -> list[Part]:
    """A text, and how much of it is left."""
    text = text_parts(page.tree, page.stretch, snapshot, texts)
    left = page.rest.end - page.rest.start if page.rest else 0
    return [*text, notice(texts.terminal.more_text.format(count=left))] if left else text


def _contents(contents: Contents, snapshot: Answering, texts: Texts) -> list[Part]:
    """The headings with their numbers, further in the deeper they are; the text where there are none."""
    say, tree = texts.terminal, contents.tree
    document = tree.document
    if contents.page is not None:
        return [notice(say.replies.no_headings), *_page(contents.page, snapshot, texts)]
    least = min(tree.depths[i] for i in contents.numbered)
    lines = [
        Part("suggestion", f"{'　' * (tree.depths[i] - least)}{number}. {document.headings[i].text}")
        for number, i in enumerate(contents.numbered, 1)
    ]
    if contents.heading == ROOT:
        title = Part(
            "source",
            f"📄 {document.name}{_byline(document)}{_validity(snapshot, document, texts)}",
            ((2, 2 + len(document.name)),),
        )
        return [title, notice(say.pick_section), *lines]
    section = section_stretch(tree, contents.heading)
    count = notice(say.long_section.format(count=section.end - section.start))
    return [notice(document.headings[contents.heading].text), count, *lines]


def _documents(listed: Documents, snapshot: Answering, texts: Texts) -> list[Part]:
    """The documents as a numbered list with their bylines, and which may not hold any more."""
    replies = texts.terminal.replies
    head = replies.several_documents if listed.which == "name" else replies.all_documents
    lines = [
        Part("suggestion", f"{number}. {document.name}{_byline(document)}{_validity(snapshot, document, texts)}")
        for number, document in enumerate(listed.documents, 1)
    ]
    return [notice(head.format(count=len(listed.documents))), *lines]


def _validity(snapshot: Answering, document: Document, texts: Texts) -> str:
    standing = snapshot.standing(document.id)
    return f"　{texts.validity.phrase(standing)}" if standing else ""


def _source(tree: HeadingTree, stretch: Stretch, texts: Texts) -> list[Part]:
    """The quote, as much of it as makes a page, and where it stands, to be copied; the file."""
    made = quotation(quote_at(tree, stretch), tree.document, PAGE)
    quoted = [Part("quote", made.quoted), Part("origin", f"——{made.source}")] if made.quoted else [notice(made.source)]
    return [*quoted, notice(texts.terminal.file.format(file=tree.document.source))]


def _all_numbered(shown: Sequence[Part], kind: Kind) -> list[Part]:
    """The parts, those of one kind numbered for the user to pick."""
    result: list[Part] = []
    number = 0
    for part in shown:
        number += part.kind == kind
        result.append(numbered(part, number) if part.kind == kind else part)
    return result


def _byline(document: Document) -> str:
    said = byline(document)
    return f"　{said}" if said else ""
