"""Regions in questions and in the names of documents."""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.chinese.regions import PROVINCES
from corpus.chinese.sentences import Span
from corpus.document import Document

NICKNAMES = frozenset({"魔都", "申城", "帝都", "首都", "全国"})
"""Names of regions that documents do not use."""

_UNIT = r"(?:[省市县区州盟旗]|自治[区州县])"
_IN_NAME = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|[在于年日共])(?P<region>(?![在于年日关全中共本我各该])[\u4e00-\u9fff]{{2,6}}?(?:回族|壮族|维吾尔)?{_UNIT})"
)
_NO_REGION = re.compile(
    r"[全我本各城该某社小景园地校片山辖新郊农乡都超股门楼部].?" + r"(?:[省市县区州盟旗镇乡村]|自治[区州县])"
)
_LEADING = re.compile(r"在?(?P<region>[\u4e00-\u9fff]{2}[市县镇乡])")
_LOCAL = re.compile(r"[\u4e00-\u9fff]{2,3}[省市县区镇乡村州盟旗]")


@lru_cache(maxsize=4)
def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    found = {*PROVINCES, *NICKNAMES}
    for text in texts:
        for match in _IN_NAME.finditer(text):
            if not _NO_REGION.fullmatch(match["region"]):
                found |= {match["region"], short_name(match["region"])}
    return tuple(sorted((name for name in found if len(name) > 1), key=len, reverse=True))


def region_names(documents: Sequence[Document]) -> tuple[str, ...]:
    """The regions that the documents' names tell, with their units and without (海砚市, 海砚), and all provinces."""
    return _names(tuple(t for d in documents for t in (d.name, d.source, d.location, d.occasion) if t))


def find_region(text: str, names: Sequence[str]) -> Span | None:
    """Where the first of the regions `names` stands in `text`, its unit included; else a town, county … it begins with."""
    found = [(at, -len(name), name) for name in names if (at := text.find(name)) >= 0]
    if not found:
        local = _LEADING.match(text)
        return local.span("region") if local and not _NO_REGION.search(local["region"]) else None
    at, _, name = min(found)
    end = at + len(name)
    unit = re.compile(_UNIT).match(text, end)
    return at, unit.end() if unit and not re.search(rf"{_UNIT}$", name) else end


def is_region(text: str, names: Sequence[str]) -> bool:
    """Whether `text` is a region and nothing else: one of `names`, or named like a county, town or village."""
    span = find_region(text, names)
    return span == (0, len(text)) or bool(_LOCAL.fullmatch(text) and not _NO_REGION.search(text))


def short_name(region: str) -> str:
    """The region without its unit: 海砚市 -> 海砚, 广西壮族自治区 -> 广西."""
    return re.sub(r"(?:回族|壮族|维吾尔)?(?:自治[区州县]|[省市县区州盟旗])$", "", region)
