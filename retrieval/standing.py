"""Which documents of a collection no longer hold: one by another's words, one by a later version of it, one by its own term.

A pure function of what the documents claim, which is kept with them, computed once for each generation. Only what a text says counts: that it repeals or
amends a document by name; that it is a revision of the work whose name it bears; until when it holds.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.document import Document
from corpus.validity.claims import Claims
from corpus.validity.works import bare_name
from retrieval.answer import Answer, Quote, Standing

Superseding = Literal["replaced", "repealed", "amended"]
_RANK = {"repealed": 0, "replaced": 1, "amended": 2, "limited": 3}
"""What is said first of a document that several things hold for."""


@dataclass(frozen=True, slots=True)
class _Claiming:
    """A document, of which no more than its name and source is looked at, with what it claims."""

    document: Document
    claims: Claims


def standings(documents: Sequence[Document], claims: Sequence[Claims]) -> dict[str, Standing]:
    """What is to be said of the validity of each document, by its id, of what each claims; nothing of those that no text says
    anything of."""
    every = [_Claiming(*pair) for pair in zip(documents, claims, strict=True)]
    by_work: defaultdict[str, list[_Claiming]] = defaultdict(list)
    for one in every:
        for key in one.claims.works:
            by_work[key].append(one)
    found: defaultdict[str, list[Standing]] = defaultdict(list)
    for one in every:
        if one.claims.until:
            found[one.document.id].append(Standing("limited", until=one.claims.until))
        for key, deed in one.claims.named:
            for other in by_work.get(key, ()):
                same_work = bool(one.claims.works & other.claims.works)
                kind: Superseding = "amended" if deed == "amends" else "replaced" if same_work else "repealed"
                if _comes_after(one, other, dated=kind != "repealed"):
                    found[other.document.id].append(_by(one, kind))
    for versions in by_work.values():
        if newest := _newest_revision(versions):
            for other in versions:
                if other is not newest and _comes_after(newest, other, dated=True) and other.claims.is_rule:
                    found[other.document.id].append(_by(newest, "replaced"))
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


def _newest_revision(versions: Sequence[_Claiming]) -> _Claiming | None:
    """The latest of the versions of a work, where it says that it is a revision."""
    if len(versions) == 1:
        return None
    newest = max(versions, key=lambda one: (one.claims.version or "", one.document.source))
    return newest if newest.claims.version and newest.claims.is_revision else None


def _comes_after(one: _Claiming, other: _Claiming, *, dated: bool) -> bool:
    """Whether `one` is later than `other`; with `dated` only where both dates say so, else unless they say otherwise."""
    if one.document.id == other.document.id:
        return False
    mine, its = one.claims.version, other.claims.version
    if mine and its:
        # A date without a day is compared by what both say.
        shared = min(len(mine), len(its))
        return mine[:shared] > its[:shared] or (not dated and mine[:shared] == its[:shared])
    return not dated


def _by(one: _Claiming, kind: Superseding) -> Standing:
    year = int(one.claims.version[:4]) if one.claims.version else None
    revised = kind == "replaced" and one.claims.is_revision
    return Standing(kind, bare_name(one.document.name), one.document.id, year, revised)


def _order(standing: Standing) -> tuple[int, int]:
    return _RANK[standing.kind], -(standing.year or 0)
