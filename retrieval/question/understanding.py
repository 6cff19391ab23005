"""What a question says besides its words: which years and places it means, what kind of answer it wants."""

import re
from dataclasses import dataclass

from retrieval.fold import fold, fold_numbers, fold_years, terms
from retrieval.question.cues import wants_definition, wants_section, wants_tense, without_politeness
from retrieval.question.fact_kinds import AnswerKind, kind_asked
from retrieval.question.regions import places_named
from retrieval.question.thesaurus import Link, Thesaurus, load_thesaurus

LONGEST = 500
"""Characters; the rest of a longer question is not searched."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D|$)")
_LAST_YEAR = re.compile(r"去年|上年|上一年|过去一年|头一年")
_THIS_YEAR = re.compile(r"今年|本年|年内|眼下这一年")
_NEXT_YEAR = re.compile(r"明年|下一年|来年")


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is folded and without politeness. `years` are named ones; `offsets` are relative to the document's year
    (去年 = -1). `places` are provinces, as `places_named` finds them; `naming` are the terms that may name a document,
    with these places spelt out. `kind` is the sort of fact asked for; `tense` and the wishes are those of
    `retrieval.question.cues`. `links` are its everyday phrases that officials call otherwise."""

    text: str
    terms: tuple[str, ...]
    naming: tuple[str, ...]
    years: frozenset[int]
    offsets: frozenset[int]
    places: frozenset[str]
    tense: int
    kind: AnswerKind | None
    wants_definition: bool
    wants_section: bool
    links: tuple[Link, ...]

    def means_year(self, year: int, document_year: int | None) -> bool:
        return year in self.years or (document_year is not None and year - document_year in self.offsets)

    @property
    def has_year(self) -> bool:
        return bool(self.years or self.offsets)


def understand_question(text: str, thesaurus: Thesaurus | None = None) -> Question:
    """Read a question as typed; without a `thesaurus` of one's own by the shipped one."""
    text = fold_years(without_politeness(fold(text[:LONGEST])))
    folded = fold_numbers(text)
    offsets = {o for pattern, o in ((_LAST_YEAR, -1), (_THIS_YEAR, 0), (_NEXT_YEAR, 1)) if pattern.search(folded)}
    found = tuple(dict.fromkeys(terms(text)))
    places = places_named(text)
    return Question(
        text=text, terms=found, naming=tuple(dict.fromkeys([*found, *terms("，".join(sorted(places)))])),
        years=frozenset(int(y) for y in _YEAR.findall(folded)), offsets=frozenset(offsets), places=places,
        tense=wants_tense(folded), kind=kind_asked(folded), wants_definition=wants_definition(folded),
        wants_section=wants_section(folded),
        links=(thesaurus or load_thesaurus()).links(text),
    )  # fmt: skip


def years_in(text: str) -> frozenset[int]:
    """The years a heading or title names."""
    return frozenset(int(y) for y in _YEAR.findall(fold_numbers(fold(text))))
