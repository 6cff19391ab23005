"""Places: which ones a question names, in whatever words, and which one a document is of."""

import re

from corpus.chinese.regions import BY_NAMES, PROVINCES, SHORT_NAMES
from corpus.document import Document
from retrieval.fold import fold

_IN_SHORT = re.compile(rf"[在来到赴离驻入进](?P<place>{'|'.join(SHORT_NAMES)})(?![\u4e00-\u9fff]?[省市区])")
_NAMED = re.compile("|".join([*PROVINCES, *BY_NAMES]))
_UNIT = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,4}?)(?:特别行政区|自治[区州县旗]|[省市州县区镇])")


def places_named(question: str) -> frozenset[str]:
    """The provinces that a question names, written out or by a name that stands for one (申城, 在沪)."""
    folded = fold(question)
    found = {BY_NAMES.get(m[0], m[0]) for m in _NAMED.finditer(folded)}
    return frozenset(found | {SHORT_NAMES[m["place"]] for m in _IN_SHORT.finditer(folded)})


def places_of(document: Document) -> frozenset[str]:
    """The places whose document this is, by its name or its file's: provinces, else the first city or county."""
    provinces = frozenset(p for p in PROVINCES if p in fold(f"{document.name} {document.source}"))
    unit = _UNIT.search(fold(document.name))
    return provinces or (frozenset([unit["place"]]) if unit else frozenset())
