"""What other programs may do with the collection. Every function takes a snapshot and gives what JSON can hold."""

from typing import Any

from bot.asking import Answering, checked_answer
from bot.conversation.keyword_search import keyword_search
from bot.errors import NoSuchSection
from bot.mcp.addresses import Address, find_address, find_document
from corpus.document import Document
from corpus.headings.tree import ROOT, HeadingTree

AT_MOST = 50
"""Passages that a search returns at most."""
PAGE = 20_000
"""Characters that are read at once."""
QUESTION = 500
"""Characters of a question that are read, as on Telegram."""


def answer_json(snapshot: Answering, question: str, document: str = "") -> dict[str, Any]:
    """The Answer object of `yuanwen ask --json`, of one document where it is named."""
    within = find_document(snapshot, document).document.id if document.strip() else None
    return checked_answer(snapshot, question.strip()[:QUESTION], within=within, offers=True).to_json()


def search_json(snapshot: Answering, words: str, limit: int) -> dict[str, Any]:
    """The passages that hold all of `words`, else most of them; `total` counts all."""
    if not words.strip():
        raise NoSuchSection("no words to search for; give one or more, separated by blanks")
    asked = words[:QUESTION]
    hits = keyword_search(snapshot.documents_that_may_hold(asked), asked)
    passages = []
    for hit in hits[: max(1, min(limit, AT_MOST))]:
        tree, start = snapshot.tree(hit.document.id), hit.passage.start
        section = hit.passage.path[-1] if hit.passage.path else ROOT
        passages.append(
            {
                "address": str(Address(tree, section)) if tree else "",
                "document": hit.document.name,
                "file": hit.document.source,
                "heading_path": list(hit.document.heading_path(hit.passage)),
                "text": hit.document.text[start : hit.passage.end],
                "start": start,
                "end": hit.passage.end,
                "highlights": [list(span) for span in hit.spans],
            }
        )
    return {"words": words, "total": len(hits), "passages": passages, "generation": snapshot.id}


def contents_json(snapshot: Answering, document: str = "") -> dict[str, Any]:
    """The headings of a document, with the address of each; all documents where none is named."""
    if not document.strip():
        return {"documents": [_facts(d) for d in snapshot.documents], "generation": snapshot.id}
    tree = find_address(snapshot, document).tree
    headings = [
        {"address": str(Address(tree, i)), "level": heading.level, "heading": heading.text}
        for i, heading in enumerate(tree.document.headings)
    ]
    return {**_facts(tree.document), "headings": headings, "generation": snapshot.id}


def read_json(snapshot: Answering, address: str, offset: int = 0) -> dict[str, Any]:
    """A section as written, PAGE characters from `offset` on; `next_offset` is where the rest begins, None at the end."""
    found = find_address(snapshot, address)
    start, end = found.span
    if not 0 <= offset < max(1, end - start):
        raise NoSuchSection(f"offset {offset} is outside of the section, which has {end - start} characters")
    first, last = start + offset, min(end, start + offset + PAGE)
    document = found.tree.document
    return {
        "address": str(found),
        "document": document.name,
        "file": document.source,
        "heading_path": list(found.tree.path_texts(found.heading)),
        "text": document.text[first:last],
        "start": first,
        "end": last,
        "next_offset": last - start if last < end else None,
        "below": _below(found.tree, found.heading),
        "generation": snapshot.id,
    }


def _below(tree: HeadingTree, heading: int) -> list[dict[str, str]]:
    headings = tree.document.headings
    return [{"address": str(Address(tree, i)), "heading": headings[i].text} for i in tree.children(heading)]


def _facts(document: Document) -> dict[str, Any]:
    return {
        "address": f"yuanwen://{document.id}",
        "document": document.name,
        "file": document.source,
        "speaker": document.speaker,
        "date": document.date,
        "issuer": document.issuer,
        "number": document.number,
        "published": document.published,
    }
