"""Regions: which provinces a question names, in whatever words, and which region a document is of."""

import re

from corpus.chinese.regions import BY_NAMES, PROVINCES, SHORT_NAMES
from corpus.document import Document
from retrieval.fold import Folded, fold

_IN_SHORT = re.compile(rf"[在来到赴离驻入进](?P<region>{'|'.join(SHORT_NAMES)})(?![\u4e00-\u9fff]?[省市区])")
_NAMED = re.compile("|".join([*PROVINCES, *BY_NAMES]))
_UNIT = re.compile(r"(?P<region>[\u4e00-\u9fff]{2,4}?)(?:特别行政区|自治[区州县旗]|[省市州县区镇])")


def regions_named(question: Folded) -> frozenset[str]:
    """The provinces that a question names, written out or by a name that stands for one (申城, 在沪)."""
    found = {BY_NAMES.get(m[0], m[0]) for m in _NAMED.finditer(question)}
    return frozenset(found | {SHORT_NAMES[m["region"]] for m in _IN_SHORT.finditer(question)})


def regions_of(document: Document) -> frozenset[str]:
    """The regions whose document this is, by its name or its file's: provinces, else the first city or county."""
    provinces = frozenset(p for p in PROVINCES if p in fold(f"{document.name} {document.source}"))
    unit = _UNIT.search(fold(document.name))
    return provinces or (frozenset([unit["region"]]) if unit else frozenset())
