"""The regions, years and documents that a question names and the collection does not have.

Told by the collection's own evidence: what its documents are called, of which years they are, what they mention.
"""

import re
from collections.abc import Callable, Iterator

from corpus.chinese.regions import BY_NAMES
from retrieval.absent.region_words import NEAR, nearness_to_provinces, region_words
from retrieval.answer import Absent
from retrieval.fold import Folded, fold
from retrieval.index.generation import Generation
from retrieval.index.word_table import bundled_words
from retrieval.lookup.holding_words import documents_that_may_hold
from retrieval.question.understanding import Question

_UNIT = re.compile("自治[区州县旗]|[省市县区州盟旗]")
_LAST_UNIT = re.compile("(?<=..)(?:自治[区州县旗]|[省市县区盟旗])$")
_BRACKETED = re.compile(r"《(?P<title>[^《》]{3,60})》")
_REACHING = re.compile(r"^年?(?:[末底]|以?[来前后]|之[前后]|往后|起|开始|至今|[到至—~-])|^年?代")
"""What stands behind a year that begins or ends a range: documents of other years answer, too."""
_RANGE_BEFORE = re.compile(r"[到至—~-]$")
TELLING = 0.55
"""Weight in the word table of a character that may be one of a name: 南 has 0.58, 岭 0.98, 在 0.03, 我 0.16, 去 0.35."""
_OF_A_NAME = "市县旗州"
"""Units behind a name; 区, 镇 and 乡 stand behind much else (限养区, 集镇, 返乡)."""
_ALIKE = 0.7
"""Share of a title's pairs of characters that stand in the name of one document, from which it may be meant by it."""


def names_absent(generation: Generation, question: Question) -> tuple[Absent, ...]:
    """What the question names that no document is (of), in the order regions, years, documents."""
    regions = [Absent("region", name) for name in dict.fromkeys(_regions(generation, question))]
    years = [Absent("year", f"{year}年") for year in _years(generation, question)]
    titles = [Absent("document", f"《{title}》") for title in _titles(generation, question.text)]
    return (*regions, *years, *titles)


def spellings(region: str) -> tuple[str, ...]:
    """The names that a region goes by."""
    return (region, *(name for name, meant in BY_NAMES.items() if meant == region))


def mentions(generation: Generation, words: str) -> Callable[[str], bool]:
    """Whether the document with an id holds `words` letter by letter; none is read before it is asked for."""
    asked = fold(words)
    possible = {document.id: document for document in documents_that_may_hold(generation, [asked])}
    return lambda document_id: document_id in possible and asked in fold(possible[document_id].text)


def _is_mentioned(generation: Generation, words: str) -> bool:
    """Whether any document holds `words` letter by letter."""
    return any(map(mentions(generation, words), generation.index_of))


def _regions(generation: Generation, question: Question) -> Iterator[str]:
    """The regions that no document is called by."""
    known = generation.known_regions
    for region in sorted(question.regions - known):
        # 在沪 and 入湘 name it by the way.
        named = any(name in question.text for name in spellings(region))
        if named and not any(name in called for called in generation.names for name in spellings(region)):
            yield region
    for name in _local(question.text):
        within = any(name in one or one in name for one in known)
        if not within and not any(name in called for called in generation.names):
            yield name
    for name in _with_unit(question.text):
        # A name that nobody knows is one if the collection does not use its letters in any way.
        bare = name[:-1]
        if not any(bare in called for called in generation.names) and not _is_mentioned(generation, bare):
            yield name


def _local(text: Folded) -> Iterator[str]:
    """The words of `text` that name a region below the province, with the unit that stands behind them."""
    names = region_words()
    for start, end in bundled_words().placed(text)[1]:
        word = text[start:end]
        bare = _LAST_UNIT.sub("", word)
        if bare in names:
            unit = _UNIT.match(text, end)
            yield text[start : unit.end()] if unit and bare == word else word


def _with_unit(text: Folded) -> Iterator[str]:
    """Names with 市, 县 … behind them that the table need not know: a word near the provinces (东海市), or two or three
    characters that are no word together, none of them one that holds a sentence together (青坪县)."""
    table = bundled_words()
    tokens, spans = table.placed(text)
    for at, (start, end) in enumerate(spans):
        if text[start:end] not in _OF_A_NAME or not at:
            continue
        before = spans[at - 1]
        if before[1] - before[0] > 1:
            if nearness_to_provinces(tokens[at - 1 : at])[0] >= NEAR:
                yield text[before[0] : end]
            continue
        first = at
        while first and spans[first - 1][1] - spans[first - 1][0] == 1 and table.weights[tokens[first - 1]] >= TELLING:
            first -= 1
        if 2 <= at - first <= 3:
            yield text[spans[first][0] : end]


def _years(generation: Generation, question: Question) -> Iterator[int]:
    """The years that no document is of or looks back on, and none mentions."""
    of = {year for year in generation.document_years if year}
    for year in sorted(question.years.named):
        at = question.text.find(str(year))
        ranged = _REACHING.match(question.text[at + 4 :]) or _RANGE_BEFORE.search(question.text[:at])
        if of and at >= 0 and not ranged and not {year, year + 1} & of and year not in generation.years_mentioned:
            yield year


def _titles(generation: Generation, text: Folded) -> Iterator[str]:
    """The titles in brackets that are no document's, nor nearly so, and that no document mentions."""
    for found in _BRACKETED.finditer(text):
        title = found["title"]
        pairs = {title[at : at + 2] for at in range(len(title) - 1)}
        alike = max((sum(pair in name for pair in pairs) for name in generation.names), default=0) / len(pairs)
        if alike < _ALIKE and not _is_mentioned(generation, title):
            yield title
