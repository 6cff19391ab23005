"""The features of candidates: a few numbers a person can read, the same for every encoder and collection size."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import clauses
from retrieval.index.generation import Generation
from retrieval.index.word_table import Scores
from retrieval.question.cues import Wishes, states_definition, tense_of
from retrieval.question.understanding import YearsMeant

NAMES = (
    "full",
    "body",
    "context",
    "clause",
    "passage",
    "context_near",
    "coverage",
    "title",
    "region",
    "year",
    "tense",
    "stated",
    "unstated",
    "definition",
    "length",
    "bare",
    "opening",
    "soft",
    "soft_rare",
    "soft_square",
    "same",
    "close",
    "near",
    "far",
    "gap",
    "linked",
    "one_clause",
    "one_clause_square",
    "meaning",
    "context_of_part",
    "body_of_part",
    "headless_part",
)
"""What the ranker looks at. The context of a passage is its title and heading path.

full, body, context: BM25 of context and text, of the text, of the context, as a share of the question's total weight.
clause, passage, context_near: cosine of the best clause in its context, of context and text, of the context, in standard
deviations above the collection's mean. coverage: share of the question's weight (idf) that occurs in context and text.
title: BM25 of the document's name above the mean of all documents. region: 1 the document is of a region that the question
names, -1 it is not, though another one is. year: 1 the section's year is the one asked for, -1 it is another. tense: 1 plans
where plans are asked for or results where results are, -1 the other way round. stated: 1 where a kind of fact is asked for
(`retrieval.question.fact_kinds`) and the best clause states one; unstated: by how much the cosine of the best clause that
states one is less than that of the best clause, all of it where none does. definition: 1 where one is asked for and the
best clause states one. length: ln(characters / 200). bare: 1 for a heading without text of its own. opening: 1 for the first
passage of its section.

soft to one_clause_square compare word by word: see `retrieval.search.word_features`.

linked: BM25 of the official expressions that the thesaurus gives for the question's everyday phrases, as `full`.

meaning: cosine of the sentence vectors of question and passage; 0 for all until the library is deepened.

context_of_part, body_of_part: context and body where a part of a document is asked for, whose heading tells more than its
words do; headless_part: 1 for what stands under no heading then. All 0 otherwise."""

Columns = dict[str, NDArray[np.float32]]
"""Features by name, one value a candidate."""


def matrix_of(columns: Columns) -> NDArray[np.float32]:
    """All features side by side, shape (candidates, len(NAMES))."""
    return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)


def shape_features(generation: Generation, entries: NDArray[np.int64]) -> Columns:
    """What kind of passage each is, whatever its words."""
    return {
        "length": np.log(generation.lengths[entries] / 200),
        "bare": generation.is_bare[entries],
        "opening": generation.opens_section[entries],
    }


def cue_features(
    generation: Generation, wants: Wishes, entries: NDArray[np.int64], clause_scores: Sequence[Scores]
) -> Columns:
    """Whether the candidates are of the kind that the question's wording asks for."""
    values = {name: np.zeros(len(entries), dtype=np.float32) for name in ("stated", "unstated", "definition", "tense")}
    # Looking at a passage reads its document: not where nothing is asked of it.
    looked_at = zip(entries, clause_scores, strict=True) if wants.fact or wants.definition or wants.tense else ()
    for row, (index, scores) in enumerate(looked_at):
        entry = generation.entries[index]
        if wants.fact or wants.definition:
            text = entry.document.text
            spans = clauses(text, entry.passage.start, entry.passage.end)
            best = int(scores.argmax())
            if wants.fact:
                states = np.array([bool(wants.fact.stated.search(text, *span)) for span in spans])
                values["stated"][row] = states[best]
                values["unstated"][row] = scores[best] - scores.max(where=states, initial=0.0)
            values["definition"][row] = wants.definition and states_definition(text[slice(*spans[best])])
        if wants.tense:
            values["tense"][row] = wants.tense * tense_of(entry.heading_path)
    return values


def part_features(generation: Generation, wants: Wishes, entries: NDArray[np.int64], columns: Columns) -> Columns:
    """What tells one part of a document from others, where one is asked for; `columns` has context and body."""
    nothing = np.zeros(len(entries), dtype=np.float32)
    if not wants.part:
        return {"context_of_part": nothing, "body_of_part": nothing, "headless_part": nothing}
    headless = np.array([not generation.entries[index].heading_path for index in entries], dtype=np.float32)
    return {"context_of_part": columns["context"], "body_of_part": columns["body"], "headless_part": headless}


def title_scores(generation: Generation, naming: Sequence[str]) -> NDArray[np.float32]:
    """The feature `title` of every entry by the terms `naming`, near 0 for all when these name no document more than another."""
    scores = generation.titles.scores(naming)
    above = (scores - scores.mean()) / np.log(2 + len(generation.documents))
    return np.asarray(above[generation.document_of])


def years(generation: Generation, meant: YearsMeant, entries: NDArray[np.int64]) -> NDArray[np.float32]:
    """The feature `year`, shape (entries,)."""
    values = np.zeros(len(entries), dtype=np.float32)
    if meant:
        values += [_year(generation, index, meant) for index in entries]
    return values


def _year(generation: Generation, index: int, meant: YearsMeant) -> float:
    own, named = generation.document_years[generation.document_of[index]], generation.section_years(index)
    if not named and own and not meant.offsets:
        named = frozenset([own])
    if not named:
        return 0.0
    return 1.0 if any(meant.include(year, own) for year in named) else -1.0


def regions(generation: Generation, meant: frozenset[str], entries: NDArray[np.int64]) -> NDArray[np.float32]:
    """The feature `region`, shape (entries,); `meant` are those of the generation's regions that the question names."""
    if not meant:
        return np.zeros(len(entries), dtype=np.float32)
    of = [bool(generation.document_regions[i] & meant) for i in generation.document_of[entries]]
    return np.where(of, 1.0, -1.0).astype(np.float32)
