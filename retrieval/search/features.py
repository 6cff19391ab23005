"""Candidates and their features: a few numbers a person can read, the same for every encoder and collection size."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import clauses
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.index.one_core import one_core
from retrieval.index.word_table import Scores, TokenLists, Tokens, bundled_words, members
from retrieval.question.cues import states_definition, tense_of
from retrieval.question.thesaurus import linked_scores
from retrieval.question.understanding import Question
from retrieval.search.answerability import WordMatches

NAMES = (
    "full", "body", "places", "clause", "passage", "path", "coverage", "title", "place", "year", "tense", "stated",
    "unstated", "definition", "length", "bare", "opening", "opening_asked", "heading_asked", "soft", "soft_rare", "soft_square",
    "same", "close", "near", "far", "gap", "linked", "one_clause", "one_clause_square",
)  # fmt: skip
"""full, body, places: BM25 of title+path+text, text, title+path, as a share of the question's total weight.
clause, passage, path: cosine of the best clause in its place, of title+path+text, of title+path, in standard deviations
above the collection's mean. coverage: share of the question's weight (idf) that occurs in title+path+text. title: BM25
of the document's name above the mean of all documents. place: 1 the document is of a place that the question names, -1 it
is not, though another one is. year: 1 the section's year is the one asked for, -1 it is another. tense: 1 plans where
plans are asked for or results where results are, -1 the other way round. stated: 1 where a kind of fact is asked for
(`retrieval.question.fact_kinds`) and the best clause states one; unstated: by how much the cosine of the best clause that states one is
less than that of the best clause, all of it where none does. definition: 1 where one is asked for and the best clause
states one. length: ln(characters / 200). bare: 1 for a heading without text of its own. opening: 1 for the first passage
of its section; opening_asked, heading_asked: the same, and soft_rare of the nearest heading, where the question asks for
a section.

Word by word, by the cosine of each word of the question to its nearest word in the passage or its headings, words
weighted: soft: their mean; soft_rare: rare words counting more; soft_square: the mean of the squares; same, close, near,
far: the share of the weight whose cosine lies in each of NEARNESS; gap: the weight of the word that is missed most;
one_clause, one_clause_square: soft_rare and soft_square within the best single clause and its headings.

linked: BM25 of the official expressions that the thesaurus gives for the question's everyday phrases, as `full`."""

NEARNESS = {"same": (0.9, 1.1), "close": (0.7, 0.9), "near": (0.5, 0.7), "far": (0.35, 0.5)}
"""Ranges of the cosine; kernels of this kind are those of K-NRM (Xiong et al. 2017), here as plain bins."""

COARSE = {"linked": 5.0, "full": 25.0, "clause": 0.8, "passage": 0.6, "title": 2.0, "year": 1.5}
"""A first, cheap ranking that chooses which candidates are looked at word by word; near the fitted weights."""

_PER_SIDE = 60
_KEPT = 60
_CLAUSES = 400


@dataclass(frozen=True, slots=True)
class Candidates:
    """`entries` are indices into the generation's entries, `features` has shape (entries, len(NAMES)).

    `clause_scores` holds for every candidate the cosine of each of its clauses, in text order. `evidence` is the weight
    of the question's words that the best clause of each candidate, with its headings, holds (one_clause, not as a share),
    shape (entries,); `matches` is how near each candidate comes to each of them.
    """

    entries: NDArray[np.int64]
    features: NDArray[np.float32]
    clause_scores: tuple[NDArray[np.float32], ...]
    evidence: NDArray[np.float32]
    matches: WordMatches

    def column(self, name: str) -> NDArray[np.float32]:
        return self.features[:, NAMES.index(name)]


@one_core()
def find_candidates(generation: Generation, encoder: Encoder, question: Question) -> Candidates:
    """The union of the best passages by each way of looking, with their features."""
    vector = encoder.encode_questions([question.text])[0]
    weight = _question_weight(generation, question)
    lexical = {name: getattr(generation, name).scores(question.terms) / weight for name in ("full", "body", "places")}
    linked = linked_scores(generation.full, question.links) / weight
    whole = generation.passage_vectors @ vector
    titles = _title_scores(generation, question)
    _, rows = generation.clauses.search(vector[None, :], min(_CLAUSES, generation.clauses.ntotal))
    by_clause = dict.fromkeys(generation.clause_owner[rows[0]].tolist())
    chosen = set(list(by_clause)[:_PER_SIDE])
    for scores in (
        lexical["full"],
        lexical["body"],
        lexical["full"] + 0.5 * titles,
        lexical["full"] + 0.5 * titles + linked,
        whole,
    ):
        chosen.update(_best(scores, _PER_SIDE))
    entries = np.array(sorted(chosen), dtype=np.int64)
    rows, offsets = members(generation.clause_offsets, entries)
    cosines = generation.clause_vectors[rows] @ vector
    best = np.maximum.reduceat(cosines, offsets[:-1])
    columns = {
        "full": lexical["full"][entries],
        "clause": generation.spreads["clause"].standardised(best, vector),
        "passage": generation.spreads["passage"].standardised(whole[entries], vector),
        "title": titles[entries],
        "linked": linked[entries],
        "year": _years(generation, entries, question),
    }
    coarse = sum(weight * columns[name] for name, weight in COARSE.items())
    kept = np.sort(np.argsort(-coarse, kind="stable")[:_KEPT])
    entries, columns = entries[kept], {name: column[kept] for name, column in columns.items()}
    clause_scores = tuple(cosines[offsets[i] : offsets[i + 1]] for i in kept)
    words = _compare_words(generation, question, entries)
    columns |= words.features
    columns |= _cue_features(generation, question, entries, clause_scores)
    columns |= {
        "body": lexical["body"][entries],
        "places": lexical["places"][entries],
        "path": generation.spreads["path"].standardised(generation.path_vectors[entries] @ vector, vector),
        "coverage": generation.full.coverage(question.terms, entries),
        "place": _place(generation, entries, question),
        "length": np.log(generation.lengths[entries] / 200),
        "bare": generation.is_bare[entries],
        "opening": generation.opens_section[entries],
        "opening_asked": generation.opens_section[entries] & question.wants_section,
    }
    features = np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)
    return Candidates(entries, features, clause_scores, words.evidence, words.matches)


@dataclass(frozen=True, slots=True)
class _Words:
    features: dict[str, NDArray[np.float32]]
    evidence: NDArray[np.float32]
    matches: WordMatches


def _compare_words(generation: Generation, question: Question, entries: NDArray[np.int64]) -> _Words:
    """The late-interaction features of the `entries`, and what `Candidates` holds besides."""
    words = bundled_words()
    asked = np.unique(words.tokens([question.text])[0])
    rows, offsets = members(generation.clause_offsets, entries)
    starts = offsets[:-1]
    within = words.nearness(asked, generation.clause_tokens.take(rows))
    places = words.nearness(asked, generation.place_tokens.take(entries))
    whole = np.maximum(np.maximum.reduceat(within, starts, axis=1), places)
    single = np.maximum(within, np.repeat(places, np.diff(offsets), axis=1))
    plain = words.weights[asked]
    rare = plain * generation.token_idf[asked]
    plain_share, rare_share = plain / (plain.sum() + 1e-6), rare / (rare.sum() + 1e-6)
    by_clause = rare_share @ single
    one_clause = np.maximum.reduceat(by_clause, starts)
    best = [a + int(by_clause[a:b].argmax()) for a, b in pairwise(offsets)]
    features = {
        "soft": plain_share @ whole,
        "soft_rare": rare_share @ whole,
        "soft_square": rare_share @ whole**2,
        **{name: rare_share @ ((whole >= low) & (whole < high)) for name, (low, high) in NEARNESS.items()},
        "gap": (rare[:, None] * (1 - whole)).max(axis=0, initial=0.0),
        "one_clause": one_clause,
        "one_clause_square": np.maximum.reduceat(rare_share @ single**2, starts),
        "heading_asked": _headings_asked(generation, question, entries, asked, rare_share),
    }
    # Entries stand in the order of their documents.
    owners = generation.document_of[entries]
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    in_document = np.repeat(np.maximum.reduceat(whole, first, axis=1), np.diff(first, append=len(owners)), axis=1)
    matches = WordMatches(asked, generation.token_idf[asked], single[:, best].T, whole.T, in_document.T)
    return _Words(features, one_clause * rare.sum(), matches)


def _headings_asked(
    generation: Generation, question: Question, entries: NDArray[np.int64], asked: Tokens, share: Scores
) -> NDArray[np.float32]:
    values = np.zeros(len(entries), dtype=np.float32)
    if question.wants_section:
        words = bundled_words()
        nearest = [path[-1] if (path := generation.entries[i].heading_path) else "" for i in entries]
        values += share @ words.nearness(asked, TokenLists.of(words.tokens(nearest)))
    return values


def _cue_features(
    generation: Generation, question: Question, entries: NDArray[np.int64], clause_scores: Sequence[Scores]
) -> dict[str, NDArray[np.float32]]:
    """Whether the candidates are of the kind that the question's wording asks for."""
    values = {name: np.zeros(len(entries), dtype=np.float32) for name in ("stated", "unstated", "definition", "tense")}
    for row, (index, scores) in enumerate(zip(entries, clause_scores, strict=True)):
        entry = generation.entries[index]
        if question.kind or question.wants_definition:
            text = entry.document.text
            spans = clauses(text, entry.passage.start, entry.passage.end)
            best = int(scores.argmax())
            if question.kind:
                states = np.array([bool(question.kind.stated.search(text, *span)) for span in spans])
                values["stated"][row] = states[best]
                values["unstated"][row] = scores[best] - scores.max(where=states, initial=0.0)
            values["definition"][row] = question.wants_definition and states_definition(text[slice(*spans[best])])
        if question.tense:
            values["tense"][row] = question.tense * tense_of(entry.heading_path)
    return values


def _question_weight(generation: Generation, question: Question) -> float:
    return max(sum(generation.full.idf(term) for term in question.terms), 1e-6)


def _title_scores(generation: Generation, question: Question) -> NDArray[np.float32]:
    """One value an entry, near 0 for all when the question names no document more than another."""
    scores = generation.titles.scores(question.naming)
    above = (scores - scores.mean()) / np.log(2 + len(generation.documents))
    return above[generation.document_of]


def _place(generation: Generation, entries: NDArray[np.int64], question: Question) -> NDArray[np.float32]:
    known = frozenset().union(*generation.document_places)
    meant = known & (question.places | {place for place in known if place in question.text})
    of = [bool(places & meant) for places in generation.document_places]
    values = np.where(of, 1.0, -1.0).astype(np.float32) if meant else np.zeros(len(of), dtype=np.float32)
    return values[generation.document_of[entries]]


def _best(scores: NDArray[np.float32], count: int) -> list[int]:
    if len(scores) <= count:
        return list(range(len(scores)))
    return np.argpartition(-scores, count)[:count].tolist()


def _years(generation: Generation, entries: NDArray[np.int64], question: Question) -> NDArray[np.float32]:
    values = np.zeros(len(entries), dtype=np.float32)
    if question.has_year:
        values += [_year(generation, index, question) for index in entries]
    return values


def _year(generation: Generation, index: int, question: Question) -> float:
    own, named = generation.own_years[index], generation.section_years[index]
    if not named and own and not question.offsets:
        named = frozenset([own])
    if not named:
        return 0.0
    return 1.0 if any(question.means_year(year, own) for year in named) else -1.0
