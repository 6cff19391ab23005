"""An answer without what speaks of another region, year or document than the question names.

Whoever asks of 浙江 is not helped by what 江苏 does: where no document is of 浙江, only passages that mention it are shown, and
documents that are of no region at all, since a law holds everywhere.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.chinese.regions import PROVINCES
from retrieval.absent.names import mentions, spellings
from retrieval.answer import Absent, Answer, Quote
from retrieval.fold import fold
from retrieval.index.generation import Generation
from retrieval.question.understanding import Question

_LOCAL = re.compile(r"[全我本][省市县区镇乡]|[\u4e00-\u9fff](?:[省市县州]|自治[区州县])")
"""In what a document is called: it is of some region, whichever."""

Keeps = Callable[[Quote], bool]


def withheld(generation: Generation, question: Question, answer: Answer, absent: Sequence[Absent]) -> Answer:
    """The answer with what is `absent` named, and without the quotes, items and documents of others; refused where none is left.

    What the first quote or item left mentions need not be named.
    """
    keeps = [_keeper(generation, question, one, sure=not answer.refused) for one in absent]
    quotes, items = (tuple(q for q in some if all(k(q) for k in keeps)) for some in (answer.quotes, answer.items))
    left = replace(answer, quotes=quotes, items=items, absent=tuple(absent))
    if len(items) < len(answer.items):
        left = replace(left, without=(), stated=None)
    if not items and answer.items:
        left = replace(left, kind="passage", offer=None)
    if not quotes and not items:
        return replace(left, refused=True, reason="not_held", suggestions=())
    first = (quotes if left.kind == "passage" and quotes else items or quotes)[0]
    return replace(left, absent=tuple(one for one in absent if not _mentions(first, one)))


def _keeper(generation: Generation, question: Question, one: Absent, *, sure: bool) -> Keeps:
    """Whether a quote may be shown though `one` is absent; `sure` says that the collection seems to answer."""
    if one.kind == "document":
        return lambda quote: False
    if one.kind == "year":
        return lambda quote: generation.document_years[generation.index_of[quote.document_id]] is None
    meant = question.regions_meant(generation.known_regions)
    if not generation.known_regions & {*PROVINCES} and re.search(f"[在去到赴从往来]{one.name}", question.text):
        # 全家在广东打工, asked of one town's documents: where somebody is, not of whom is asked.
        return lambda quote: True
    # A town is spoken of all over the report of its province, a province beside others anywhere.
    is_around = mentions(generation, one.name) if sure and one.name not in PROVINCES else None

    def keeps(quote: Quote) -> bool:
        at = generation.index_of[quote.document_id]
        own = generation.document_regions[at]
        local = bool(own) or _LOCAL.search(generation.names[at]) is not None
        if not local or own & meant or _mentions(quote, one):
            return True
        return is_around is not None and is_around(quote.document_id)

    return keeps


def _mentions(quote: Quote, one: Absent) -> bool:
    shown = fold("，".join((quote.text, *quote.heading_path)))
    return any(name in shown for name in spellings(one.name))
