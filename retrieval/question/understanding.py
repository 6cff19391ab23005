"""What a question says besides its words: which years and regions it means, what kind of answer it wants."""

import re
from dataclasses import dataclass

from corpus.chinese.regions import BY_NAMES, PROVINCES, SHORT_NAMES
from retrieval.fold import Folded, fold_numbers, fold_years, terms, years_named
from retrieval.question.cues import Wishes, wishes_of, without_politeness
from retrieval.question.thesaurus import Link, Thesaurus

LONGEST = 500
"""Characters; the rest of a longer question is not searched. The longest of 856 tuning questions has 35."""

_OFFSETS = (
    (re.compile(r"去年|上年|上一年|过去一年|头一年"), -1),
    (re.compile(r"今年|本年|年内|眼下这一年"), 0),
    (re.compile(r"明年|下一年|来年"), 1),
)
_IN_SHORT = re.compile(rf"[在来到赴离驻入进](?P<region>{'|'.join(SHORT_NAMES)})(?![\u4e00-\u9fff]?[省市区])")
_REGION = re.compile("|".join([*PROVINCES, *BY_NAMES]))


@dataclass(frozen=True, slots=True)
class YearsMeant:
    """`named` years, and `offsets` from the year of the document that answers (去年 = -1)."""

    named: frozenset[int]
    offsets: frozenset[int]

    def include(self, year: int, document_year: int | None) -> bool:
        """Whether `year` is meant, in a document of `document_year`."""
        return year in self.named or (document_year is not None and year - document_year in self.offsets)

    def __bool__(self) -> bool:
        return bool(self.named or self.offsets)


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is folded and without politeness, with years in digits; `terms` are its index terms, each once.

    `regions` are the provinces it names, `naming` the terms that may name a document, with these regions spelt out.
    `links` are its everyday phrases that officials call otherwise.
    """

    text: Folded
    terms: tuple[str, ...]
    naming: tuple[str, ...]
    years: YearsMeant
    regions: frozenset[str]
    wants: Wishes
    links: tuple[Link, ...]

    def regions_meant(self, known: frozenset[str]) -> frozenset[str]:
        """Of the `known` regions those that it names: provinces in whatever words, others as they are called."""
        return known & (self.regions | {region for region in known if region in self.text})


def understand_question(asked: Folded, thesaurus: Thesaurus) -> Question:
    """Read a question as typed but for folding."""
    text = fold_years(without_politeness(Folded(asked[:LONGEST])))
    numbered = fold_numbers(text)
    found, regions = tuple(dict.fromkeys(terms(text))), regions_named(text)
    spelt_out = terms(Folded("，".join(sorted(regions))))
    return Question(
        text=text,
        terms=found,
        naming=tuple(dict.fromkeys([*found, *spelt_out])),
        years=YearsMeant(
            named=years_named(text),
            offsets=frozenset(offset for pattern, offset in _OFFSETS if pattern.search(numbered)),
        ),
        regions=regions,
        wants=wishes_of(numbered),
        links=thesaurus.links(text),
    )


def regions_named(question: Folded) -> frozenset[str]:
    """The provinces that a question names, written out or by a name that stands for one (申城, 在沪)."""
    found = {BY_NAMES.get(m[0], m[0]) for m in _REGION.finditer(question)}
    return frozenset(found | {SHORT_NAMES[m["region"]] for m in _IN_SHORT.finditer(question)})
