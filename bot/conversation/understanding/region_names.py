"""Places in questions and in the names of documents."""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.chinese.regions import PROVINCES
from corpus.chinese.sentences import Span
from corpus.document import Document

NICKNAMES = frozenset({"魔都", "申城", "帝都", "首都", "全国"})
"""Names of places that documents do not use."""

_UNIT = r"(?:[省市县区州盟旗]|自治[区州县])"
_IN_NAME = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|[在于年日共])(?P<place>(?![在于年日关全中共本我各该])[\u4e00-\u9fff]{{2,6}}?(?:回族|壮族|维吾尔)?{_UNIT})"
)
_NO_PLACE = re.compile(
    r"[全我本各城该某社小景园地校片山辖新郊农乡都超股门楼部].?" + r"(?:[省市县区州盟旗镇乡村]|自治[区州县])"
)
_LEADING = re.compile(r"在?(?P<place>[\u4e00-\u9fff]{2}[市县镇乡])")
_LOCAL = re.compile(r"[\u4e00-\u9fff]{2,3}[省市县区镇乡村州盟旗]")


@lru_cache(maxsize=4)
def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    found = {*PROVINCES, *NICKNAMES}
    for text in texts:
        for match in _IN_NAME.finditer(text):
            if not _NO_PLACE.fullmatch(match["place"]):
                found |= {match["place"], short_name(match["place"])}
    return tuple(sorted((name for name in found if len(name) > 1), key=len, reverse=True))


def place_names(documents: Sequence[Document]) -> tuple[str, ...]:
    """The places that the documents' names tell, with their units and without (海砚市, 海砚), and all provinces."""
    return _names(tuple(t for d in documents for t in (d.name, d.source, d.location, d.occasion) if t))


def find_place(text: str, names: Sequence[str]) -> Span | None:
    """Where the first of the places `names` stands in `text`, its unit included; else a town, county … it begins with."""
    places = [(at, -len(name), name) for name in names if (at := text.find(name)) >= 0]
    if not places:
        local = _LEADING.match(text)
        return local.span("place") if local and not _NO_PLACE.search(local["place"]) else None
    at, _, name = min(places)
    end = at + len(name)
    unit = re.compile(_UNIT).match(text, end)
    return at, unit.end() if unit and not re.search(rf"{_UNIT}$", name) else end


def is_place(text: str, names: Sequence[str]) -> bool:
    """Whether `text` is a place and nothing else: one of `names`, or named like a county, town or village."""
    span = find_place(text, names)
    return span == (0, len(text)) or bool(_LOCAL.fullmatch(text) and not _NO_PLACE.search(text))


def short_name(place: str) -> str:
    """The place without its unit: 海砚市 -> 海砚, 广西壮族自治区 -> 广西."""
    return re.sub(r"(?:回族|壮族|维吾尔)?(?:自治[区州县]|[省市县区州盟旗])$", "", place)
