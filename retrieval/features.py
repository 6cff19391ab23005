"""Candidates and their features: a few numbers a person can read, the same for every encoder and collection size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Encoder
from retrieval.generation import Generation
from retrieval.question import Question
from retrieval.words import bundled_words

NAMES = (
    "full", "body", "places", "clause", "passage", "path", "coverage", "title", "year", "length", "bare",
    "soft", "soft_rare", "soft_clause", "gap",
)  # fmt: skip
"""full, body, places: BM25 of title+path+text, text, title+path, as a share of the question's total weight.
clause, passage, path: cosine of the best clause in its place, of title+path+text, of title+path, in standard deviations above the
collection's mean. coverage: share of the question's weight (idf) that occurs in title+path+text. title: BM25 of the
document's name above the mean of all documents. year: +1 the section's year is the one asked for, -1 it is another.
length: ln(characters / 200). bare: 1 for a heading without text of its own. soft: share of the question's words
(weighted) that the passage or its headings hold, by cosine; soft_rare: the same, rare words counting more;
soft_clause: rare words again, within the best single clause; gap: the weight of the word that is missed most."""

COARSE = {"full": 25.0, "clause": 0.8, "passage": 0.6, "title": 2.0, "year": 1.5}
"""A first, cheap ranking that chooses which candidates are looked at word by word; near the fitted weights."""

_PER_SIDE = 60
_KEPT = 60
_CLAUSES = 400


@dataclass(frozen=True, slots=True)
class Candidates:
    """`entries` are indices into the generation's entries, `features` has shape (entries, len(NAMES)).

    `clause_scores` holds for every candidate the cosine of each of its clauses, in text order.
    """

    entries: NDArray[np.int64]
    features: NDArray[np.float32]
    clause_scores: tuple[NDArray[np.float32], ...]

    def column(self, name: str) -> NDArray[np.float32]:
        return self.features[:, NAMES.index(name)]


def find_candidates(generation: Generation, encoder: Encoder, question: Question) -> Candidates:
    """The union of the best passages by each way of looking, with their features."""
    vector = encoder.encode_questions([question.text])[0]
    weight = _question_weight(generation, question)
    lexical = {name: getattr(generation, name).scores(question.terms) / weight for name in ("full", "body", "places")}
    whole = generation.passage_vectors @ vector
    titles = _title_scores(generation, question)
    _, rows = generation.clauses.search(vector[None, :], min(_CLAUSES, generation.clauses.ntotal))
    by_clause = dict.fromkeys(generation.clause_owner[rows[0]].tolist())
    chosen = set(list(by_clause)[:_PER_SIDE])
    for scores in (
        lexical["full"],
        lexical["body"],
        lexical["full"] + 0.5 * titles,
        whole,
    ):
        chosen.update(_best(scores, _PER_SIDE))
    entries = np.array(sorted(chosen), dtype=np.int64)
    clause_scores = tuple(generation.clause_vectors[slice(*generation.entries[i].rows)] @ vector for i in entries)
    best = np.array([scores.max() for scores in clause_scores], dtype=np.float32)
    columns = {
        **{name: scores[entries] for name, scores in lexical.items()},
        "clause": generation.spreads["clause"].standardised(best, vector),
        "passage": generation.spreads["passage"].standardised(whole[entries], vector),
        "path": generation.spreads["path"].standardised(generation.path_vectors[entries] @ vector, vector),
        "coverage": generation.full.coverage(question.terms, entries),
        "title": titles[entries],
        "year": np.array([_year(generation, i, question) for i in entries]),
        "length": np.array([np.log(len(generation.entries[i].text) / 200) for i in entries]),
        "bare": np.array([_is_bare(generation, i) for i in entries]),
    }
    coarse = sum(weight * columns[name] for name, weight in COARSE.items())
    kept = np.sort(np.argsort(-coarse, kind="stable")[:_KEPT])
    columns = {name: column[kept] for name, column in columns.items()} | _word_features(
        generation, question, entries[kept]
    )
    features = np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)
    return Candidates(entries[kept], features, tuple(clause_scores[i] for i in kept))


def _word_features(
    generation: Generation, question: Question, entries: NDArray[np.int64]
) -> dict[str, NDArray[np.float32]]:
    """The late-interaction features of the `entries`, by name."""
    words = bundled_words()
    asked = np.unique(words.tokens([question.text])[0])
    rows = [np.arange(*generation.entries[i].rows) for i in entries]
    clauses = words.nearness(asked, [generation.clause_tokens[r] for r in np.concatenate(rows)])
    places = words.nearness(asked, [generation.place_tokens[i] for i in entries])
    starts = np.concatenate([[0], np.cumsum([len(r) for r in rows])[:-1]])
    whole = np.maximum(np.maximum.reduceat(clauses, starts, axis=1), places)
    plain = words.weights[asked]
    rare = plain * generation.token_idf[asked]
    plain_total, rare_total = plain.sum() + 1e-6, rare.sum() + 1e-6
    return {
        "soft": plain @ whole / plain_total,
        "soft_rare": rare @ whole / rare_total,
        "soft_clause": np.maximum.reduceat(rare @ clauses / rare_total, starts),
        "gap": (rare[:, None] * (1 - whole)).max(axis=0, initial=0.0),
    }


def _question_weight(generation: Generation, question: Question) -> float:
    return max(sum(generation.full.idf(term) for term in question.terms), 1e-6)


def _title_scores(generation: Generation, question: Question) -> NDArray[np.float32]:
    """One value an entry, near 0 for all when the question names no document more than another."""
    scores = generation.titles.scores(question.naming)
    above = (scores - scores.mean()) / np.log(2 + len(generation.documents))
    return above[generation.document_of]


def _best(scores: NDArray[np.float32], count: int) -> list[int]:
    if len(scores) <= count:
        return list(range(len(scores)))
    return np.argpartition(-scores, count)[:count].tolist()


def _year(generation: Generation, index: int, question: Question) -> float:
    if not question.has_year:
        return 0.0
    own, named = generation.own_years[index], generation.section_years[index]
    if not named and own and not question.offsets:
        named = frozenset([own])
    if not named:
        return 0.0
    return 1.0 if any(question.means_year(year, own) for year in named) else -1.0


def _is_bare(generation: Generation, index: int) -> float:
    entry = generation.entries[index]
    path = entry.passage.path
    return float(bool(path) and entry.document.headings[path[-1]].start == entry.passage.start)
