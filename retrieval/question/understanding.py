"""What a question says besides its words: which years and regions it means, what kind of answer it wants."""

import re
from dataclasses import dataclass

from retrieval.fold import Folded, fold, fold_numbers, fold_years, terms
from retrieval.question.cues import wants_definition, wants_section, wants_tense, without_politeness
from retrieval.question.fact_kinds import FactKind, fact_asked
from retrieval.question.regions import regions_named
from retrieval.question.thesaurus import Link, Thesaurus

LONGEST = 500
"""Characters; the rest of a longer question is not searched."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)")
_OFFSETS = (
    (re.compile(r"去年|上年|上一年|过去一年|头一年"), -1),
    (re.compile(r"今年|本年|年内|眼下这一年"), 0),
    (re.compile(r"明年|下一年|来年"), 1),
)


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is folded and without politeness. `years` are named ones; `offsets` are relative to the document's year
    (去年 = -1). `regions` are provinces, as `regions_named` finds them; `naming` are the terms that may name a document,
    with these regions spelt out. `fact` is the kind of fact asked for; `tense` and the wishes are those of
    `retrieval.question.cues`. `links` are its everyday phrases that officials call otherwise."""

    text: Folded
    terms: tuple[str, ...]
    naming: tuple[str, ...]
    years: frozenset[int]
    offsets: frozenset[int]
    regions: frozenset[str]
    tense: int
    fact: FactKind | None
    wants_definition: bool
    wants_section: bool
    links: tuple[Link, ...]

    def means_year(self, year: int, document_year: int | None) -> bool:
        return year in self.years or (document_year is not None and year - document_year in self.offsets)

    @property
    def has_year(self) -> bool:
        return bool(self.years or self.offsets)


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
        years=frozenset(int(y) for y in _YEAR.findall(numbered)),
        offsets=frozenset(offset for pattern, offset in _OFFSETS if pattern.search(numbered)),
        regions=regions,
        tense=wants_tense(numbered),
        fact=fact_asked(numbered),
        wants_definition=wants_definition(numbered),
        wants_section=wants_section(numbered),
        links=thesaurus.links(text),
    )


def years_in(text: str) -> frozenset[int]:
    """The years a heading or title names."""
    return frozenset(int(y) for y in _YEAR.findall(fold_numbers(fold(text))))
