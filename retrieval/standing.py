"""Which documents of a collection no longer hold: one by another's words, one by a later version of it, one by its own term.

A pure function of the documents, computed once for each generation. Only what a text says counts: that it repeals or
amends a document by name; that it is a revision of the work whose name it bears; until when it holds.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from corpus.document import Document
from corpus.validity.repeals import read_repeals
from corpus.validity.terms import read_term
from corpus.validity.works import bare_name, holds_until_replaced, is_revision, version_date, work_key, work_keys
from retrieval.answer import Answer, Quote, Standing

Superseding = Literal["replaced", "repealed", "amended"]
_RANK = {"repealed": 0, "replaced": 1, "amended": 2, "limited": 3}
"""What is said first of a document that several things hold for."""


def standings(documents: Sequence[Document]) -> dict[str, Standing]:
    """What is to be said of the validity of each document, by its id; nothing of those that no text says anything of."""
    by_work: defaultdict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for key in work_keys(document):
            by_work[key].append(document)
    found: defaultdict[str, list[Standing]] = defaultdict(list)
    for document in documents:
        if term := read_term(document):
            found[document.id].append(Standing("limited", until=term.until))
        for named in read_repeals(document):
            for other in by_work.get(work_key(named.name), ()):
                same_work = bool(work_keys(document) & work_keys(other))
                kind: Superseding = "amended" if named.deed == "amends" else "replaced" if same_work else "repealed"
                if _comes_after(document, other, dated=kind != "repealed"):
                    found[other.id].append(_by(document, kind))
    for versions in by_work.values():
        if newest := _newest_revision(versions):
            for other in versions:
                if other is not newest and _comes_after(newest, other, dated=True) and holds_until_replaced(other):
                    found[other.id].append(_by(newest, "replaced"))
    return {identity: min(said, key=_order) for identity, said in found.items()}


def with_standings(answer: Answer, known: Mapping[str, Standing]) -> Answer:
    """`answer` with what is known of the validity of every document that it quotes."""
    if not known:
        return answer
    quotes, items = (tuple(_standing_in(quote, known) for quote in shown) for shown in (answer.quotes, answer.items))
    return replace(answer, quotes=quotes, items=items)


def _standing_in(quote: Quote, known: Mapping[str, Standing]) -> Quote:
    standing = known.get(quote.document_id)
    return replace(quote, standing=standing) if standing else quote


def _newest_revision(versions: Sequence[Document]) -> Document | None:
    """The latest of the versions of a work, where it says that it is a revision."""
    if len(versions) == 1:
        return None
    newest = max(versions, key=lambda d: (version_date(d) or "", d.source))
    return newest if version_date(newest) and is_revision(newest) else None


def _comes_after(document: Document, other: Document, *, dated: bool) -> bool:
    """Whether `document` is later than `other`; with `dated` only where both dates say so, else unless they say otherwise."""
    if document.id == other.id:
        return False
    one, two = version_date(document), version_date(other)
    if one and two:
        # A date without a day is compared by what both say.
        shared = min(len(one), len(two))
        return one[:shared] > two[:shared] or (not dated and one[:shared] == two[:shared])
    return not dated


def _by(document: Document, kind: Superseding) -> Standing:
    when = version_date(document)
    year = int(when[:4]) if when else None
    return Standing(kind, bare_name(document.name), document.id, year, kind == "replaced" and is_revision(document))


def _order(standing: Standing) -> tuple[int, int]:
    return _RANK[standing.kind], -(standing.year or 0)
