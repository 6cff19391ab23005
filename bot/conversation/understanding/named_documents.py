"""Which documents a phrase names, as people call them: 养犬条例, 周明远讲话, 2019年政府工作报告."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from corpus.document import Document
from retrieval.fold import Folded, fold, fold_numbers, terms
from retrieval.index.document_names import names_of

NAMED = 0.6
"""Share of the weighted words of a phrase that a document's name must hold to be meant by it."""

ALIKE = 0.9
"""Documents that reach this share of the best one's score are named as well: the phrase does not tell them apart."""

_GENERIC = re.compile(r"[那这][份个篇]|[的里中上《》“”\"\s]|文件|全文|目录|内容|(?<=[省市县])[省市县]?长|书记|主席")
_KIND = re.compile(r"(?:讲话|报告|条例|发言|致辞|会议|大会|办法|规定)+$")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


def find_by_name(documents: Sequence[Document], words: str) -> tuple[Document, ...]:
    """The documents that `words` name, best first; none where they name none, several where they fit equally well."""
    wanted = fold(words).strip()
    literal = tuple(d for d in documents if wanted and wanted in (fold(d.name), fold(d.title), fold(d.source)))
    core = _GENERIC.sub("", wanted)
    if literal or not core:
        return literal
    kind = _KIND.search(core)
    core = core[: kind.start()] if kind else core
    named = {d.id: fold_numbers(names_of(d)) for d in documents}
    # A year or a word that stands in some names whole leaves only those; of these the kind of document does.
    for whole in (*_YEAR.findall(fold_numbers(Folded(core))), core):
        documents = [d for d in documents if len(whole) > 1 and whole in named[d.id]] or documents
    if kind and all(core in named[d.id] for d in documents):
        documents = [d for d in documents if kind[0] in fold(d.name)] or documents
    asked = {*terms(Folded(core)), *terms(Folded(kind[0] if kind else ""))}
    borne = [set(terms(named[d.id])) for d in documents]
    counts = Counter(term for bearing in borne for term in bearing)
    weights = {t: math.log(1 + (len(documents) + 1) / (counts[t] + 0.5)) for t in asked}
    scores = [sum(weights[t] for t in asked & bearing) / sum(weights.values()) for bearing in borne]
    best = max(scores, default=0.0)
    if best < NAMED:
        return ()
    order = sorted(range(len(documents)), key=lambda i: -scores[i])
    return tuple(documents[i] for i in order if scores[i] >= ALIKE * best)
