"""The scan: of every document the clauses that come nearest to the topic, each described by a few readable numbers.

Nothing is left out: all clauses of all documents are compared by vector and all passages by BM25; of each document the
PASSAGES best are then looked at clause by clause and word by word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import Span, clauses
from retrieval.fold import Folded, fold, terms
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.index.word_table import TokenLists, bundled_words, members
from retrieval.question.cues import tense_of
from retrieval.question.understanding import Question
from retrieval.search.candidates import describe
from retrieval.search.features import title_scores
from retrieval.search.gathering import gathered_of, linked_scores
from retrieval.whole.asked import Searching
from retrieval.whole.documents.figures import Figure, agreement, figures_asked, figures_in
from retrieval.whole.documents.topic import Topic

PASSAGES = 6
"""Of each document. Of 658 documents that answer a question about several, these hold a sentence that says so in 98.8 of 100."""
DESCRIBED = 3
"""Passages of each document that are ranked as in a search for one."""
CLAUSE = (
    "near_question",
    "near_topic",
    "cover",
    "cover_bare",
    "cover_square",
    "cover_passage",
    "cover_alternative",
    "gap",
    "missed",
    "abbreviated",
    "pairs",
    "pairs_alternative",
    "unbroken",
    "figure",
    "figure_piece",
    "stated",
    "unstated",
    "linked",
    "linked_passage",
    "words",
    "tense",
    "ranked",
    "answers",
)
"""What is known of a clause. near_question, near_topic: its cosine with the question and with its topic alone, in standard
deviations above the collection's mean. cover: how near the topic's words come to it and its headings, cover_bare without
these, cover_square by the squares, cover_passage in its whole passage, cover_alternative of that part between 或者 or commas
that is met best; gap: what the word missed most weighs; missed: the same with every word as much as it
belongs. abbreviated: weight of the longest words of the topic whose characters it holds in order, not far apart. pairs: share of the topic's pairs of characters that it holds,
pairs_alternative of the part met best; unbroken: weight of the longest words of the topic that it holds as they stand.
figure: 1 where it states a figure that is asked for, -1 where another one of that unit, figure_piece the same of the piece
nearest to the topic. stated: 1 where it states the kind of fact asked for, unstated: 1 where it does not. linked, linked_passage: the thesaurus's official
expressions in the clause, and by BM25 in the passage. words: BM25 of the topic in the passage. tense as in ranking. ranked: how far the passage's ranking score is behind the best; answers: the
log odds of `retrieval.search.answerability`; both of the DESCRIBED best passages, the others as the least of them."""
_PIECE = re.compile(r"[^，,、；;：:。]+")

_GAP = "[^，。；、]{0,4}"
"""What may stand between the characters of words in short (社零 for 社会消费品零售总额)."""

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Scan:
    """The clauses looked at, in order of documents: `document` is the index of each one's document, `entry` of its passage,
    `spans` where it stands in the text; `columns` hold the values of CLAUSE. `documents` are the indices of those scanned,
    `named` how far the question names each beyond the mean."""

    documents: NDArray[np.int64]
    named: Values
    entry: NDArray[np.int64]
    document: NDArray[np.int64]
    spans: tuple[Span, ...]
    columns: dict[str, Values]

    @cached_property
    def matrix(self) -> Values:
        """Shape (clauses, len(CLAUSE))."""
        return np.stack([self.columns[name] for name in CLAUSE], axis=1).astype(np.float64)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The first clause of each document."""
        return np.searchsorted(self.document, self.documents)


def scan(
    generation: Generation, searching: Searching, question: Question, topic: Topic, documents: NDArray[np.int64]
) -> Scan:
    """Look through the `documents`, indices in ascending order."""
    entries, near, words, linked, first = _best_passages(generation, searching.encoder, question, topic, documents)
    ranked, answers = _ranked(generation, searching, question, entries[first])
    of_entry = np.searchsorted(entries[first], entries).clip(max=first.sum() - 1)
    there = entries[first][of_entry] == entries
    ranked = np.where(there, ranked[of_entry], ranked.min())
    answers = np.where(there, answers[of_entry], answers.min())
    rows, offsets = members(generation.clause_offsets, entries)
    sizes = np.diff(offsets)
    owner = np.repeat(entries, sizes)
    spans = tuple(span for entry in entries for span in _clauses_of(generation, int(entry)))
    texts = [fold(generation.entries[e].document.text[a:b]) for e, (a, b) in zip(owner, spans, strict=True)]
    columns = {
        "near_question": near[0][rows],
        "near_topic": near[1][rows],
        **_covered(generation, topic, entries, rows, offsets),
        **_literal(generation, topic, texts),
        **_figures(topic, texts),
        **_cues(generation, question, entries, texts, sizes),
        "ranked": np.repeat(ranked - ranked.max(), sizes),
        "answers": np.repeat(answers, sizes),
        "linked_passage": linked[owner],
        "words": words[owner],
    }
    named = title_scores(generation, question.naming)
    first = np.searchsorted(generation.document_of, documents)
    return Scan(documents, named[first], owner, generation.document_of[owner], spans, columns)


def _best_passages(
    generation: Generation, encoder: Encoder, question: Question, topic: Topic, documents: NDArray[np.int64]
) -> tuple[NDArray[np.int64], tuple[Values, Values], Values, Values, NDArray[np.bool_]]:
    """The PASSAGES best of each document; for all clauses the two cosines, for all passages BM25 and that of the thesaurus;
    which of the passages are among the DESCRIBED best."""
    vectors = encoder.encode_questions([question.text, topic.text or question.text])
    spread, starts = generation.spreads["clause"], generation.clause_offsets[:-1]
    near = [spread.standardised(generation.clause_vectors @ vector, vector) for vector in vectors]
    asked = list(dict.fromkeys(terms(topic.text))) or list(question.terms)
    words = generation.full.scores(asked) / generation.full.total(asked)
    linked = linked_scores(generation.full, question.links) / generation.full.total(question.terms)
    best = [np.maximum.reduceat(one, starts) for one in near]
    coarse = best[1] + 0.5 * best[0] + 6 * words + 2 * linked
    owners = generation.document_of
    order = np.lexsort((-coarse, owners))
    order = order[np.isin(owners[order], documents)]
    rank = np.arange(len(order)) - np.searchsorted(owners[order], owners[order])
    chosen = np.sort(order[rank < PASSAGES])
    return chosen, (near[0], near[1]), words, linked, np.isin(chosen, order[rank < DESCRIBED])


def _ranked(
    generation: Generation, searching: Searching, question: Question, entries: NDArray[np.int64]
) -> tuple[Values, Values]:
    """Ranking score and answerability of the `entries`."""
    vector = searching.encoder.encode_questions([question.text])[0]
    described = describe(generation, question, vector, gathered_of(generation, question, vector, entries))
    ranker = searching.ranker
    return ranker.scores(described), ranker.answerability.logits(described.matches)


def _clauses_of(generation: Generation, entry: int) -> list[Span]:
    passage = generation.entries[entry].passage
    return clauses(generation.entries[entry].document.text, passage.start, passage.end)


def _covered(
    generation: Generation,
    topic: Topic,
    entries: NDArray[np.int64],
    rows: NDArray[np.int64],
    offsets: NDArray[np.int64],
) -> dict[str, Values]:
    """How near the words of the topic come."""
    table, sizes = bundled_words(), np.diff(offsets)
    bare = table.nearness(topic.tokens, generation.clause_tokens.take(rows))
    context = table.nearness(topic.tokens, generation.context_tokens.take(entries))
    passage = np.maximum.reduceat(bare, offsets[:-1], axis=1)
    single = np.maximum(bare, np.repeat(context, sizes, axis=1))
    parts = [topic.within(part) @ single for part in topic.alternatives]
    return {
        "cover": topic.shares @ single,
        "cover_bare": topic.shares @ bare,
        "cover_square": topic.shares @ single**2,
        "cover_passage": np.repeat(topic.shares @ passage, sizes),
        "cover_alternative": np.max(parts, axis=0) if parts else topic.shares @ single,
        "gap": (topic.shares[:, None] * (1 - single)).max(axis=0, initial=0.0),
        "missed": (topic.belongs[:, None] * (1 - single)).max(axis=0, initial=0.0),
    }


def _literal(generation: Generation, topic: Topic, texts: Sequence[Folded]) -> dict[str, Values]:
    """How much of the topic stands in each text letter by letter."""
    weights = topic.pairs(generation.full)
    pairs = list(weights)
    holds = np.array([[pair in text for pair in pairs] for text in texts], dtype=np.float64).reshape(
        len(texts), len(pairs)
    )
    weight = np.array([weights[pair] for pair in pairs])
    whole = holds @ weight / max(float(weight.sum()), 1e-9)
    parts = []
    for start, end in topic.alternatives:
        inside = np.array([pair in topic.asked[start:end] for pair in pairs], dtype=bool)
        if (total := float(weight[inside].sum())) > 0:
            parts.append(holds[:, inside] @ weight[inside] / total)
    runs = {topic.asked[a:b]: topic.share_of(a, b) for a, b in topic.runs}
    longest = max(runs.values(), default=1.0)
    short = {re.compile(_GAP.join(map(re.escape, topic.asked[a:b]))): topic.share_of(a, b) for a, b in topic.in_short}
    return {
        "pairs": whole,
        "pairs_alternative": np.max(parts, axis=0) if parts else whole,
        "unbroken": np.array([max((v for w, v in runs.items() if w in text), default=0.0) / longest for text in texts]),
        "abbreviated": np.array([max((v for w, v in short.items() if w.search(text)), default=0.0) / longest for text in texts]),
    }


def _figures(topic: Topic, texts: Sequence[Folded]) -> dict[str, Values]:
    """Whether each text states a figure that is asked for, anywhere and in the piece that the topic is nearest to."""
    asked = figures_asked(topic.asked)
    values = {name: np.zeros(len(texts)) for name in ("figure", "figure_piece")}
    if not asked:
        return values
    for row, text in enumerate(texts):
        if stated := figures_in(text):
            values["figure"][row] = agreement(asked, stated)
    found = np.flatnonzero(values["figure"])
    pieces = [[piece[0] for piece in _PIECE.finditer(texts[row])] for row in found]
    values["figure_piece"][found] = _in_nearest_piece(topic, asked, pieces)
    return values


def _in_nearest_piece(topic: Topic, asked: Sequence[Figure], pieces: Sequence[Sequence[str]]) -> list[float]:
    table = bundled_words()
    flat = [Folded(piece) for of_text in pieces for piece in of_text]
    stated = [agreement(asked, figures_in(piece)) for piece in flat]
    covered = topic.shares @ table.nearness(topic.tokens, TokenLists.of(table.tokens(flat))) if flat else []
    found, at = [], 0
    for of_text in pieces:
        rows = [row for row in range(at, at + len(of_text)) if stated[row]]
        found.append(stated[max(rows, key=lambda row: covered[row])] if rows else 0.0)
        at += len(of_text)
    return found


def _cues(
    generation: Generation,
    question: Question,
    entries: NDArray[np.int64],
    texts: Sequence[Folded],
    sizes: NDArray[np.int64],
) -> dict[str, Values]:
    """What the wording of the question and the thesaurus look for."""
    fact, tense = question.wants.fact, question.wants.tense
    official = [(word, link.weight) for link in question.links for word in link.official]
    tenses = [tense * tense_of(generation.entries[e].heading_path) if tense else 0 for e in entries]
    return {
        "stated": np.array([bool(fact and fact.stated.search(text)) for text in texts], dtype=np.float64),
        "unstated": np.array([bool(fact and not fact.stated.search(text)) for text in texts], dtype=np.float64),
        "linked": np.array([max((w for word, w in official if word in text), default=0.0) for text in texts]),
        "tense": np.repeat(np.array(tenses, dtype=np.float64), sizes),
    }
