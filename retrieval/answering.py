"""From a question to one of three outcomes: an answer, the closest passages without one, or a refusal.

Whoever asks sees which it is: passages below the ranker's threshold are offered as what comes closest, and passages
that are far from the question are not shown at all, but the sections whose headings are nearest.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.answer import Answer, Quote, Suggestion
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation, place_text
from retrieval.lookup.by_place import resolve
from retrieval.lookup.by_words import find_quotation
from retrieval.question.cues import without_politeness
from retrieval.question.thesaurus import Thesaurus
from retrieval.question.understanding import understand_question
from retrieval.quotes.highlights import answering_spans
from retrieval.quotes.records import quote_entries, suggest_section
from retrieval.quotes.selection import Pick, select
from retrieval.search.features import Candidates, find_candidates
from retrieval.search.ranker import Ranker, default_ranker
from retrieval.search.reranking import Reranker

SUGGESTIONS = 3
FAR, FOREIGN = 0.5, 0.45
"""Passages are not shown where the confidence is below this share of the ranker's threshold, and the nearness of the
question's words (`soft_rare`) below FOREIGN in all of them. Either alone would hide right passages. Of the questions that
the ranker is fitted on, each judged by a fit without it, 408 of 720 that are off the topic end so, 279 of 1,045 other
unanswerable ones, and 27 of 1,756 answerable ones, 19 of which had a right passage to show."""


def answer_question(
    generation: Generation, encoder: Encoder, text: str, limit: int = 5, ranker: Ranker | None = None,
    recent: str | None = None, thesaurus: Thesaurus | None = None, reranker: Reranker | None = None,
) -> Answer:  # fmt: skip
    """The answer of one generation to `text`, with at most `limit` quotes. Never raises for any text.

    A question that names a place (第三部分第二点) or repeats words of a document is looked up; all others are searched
    for. `recent` is the id of the document last spoken of. With a `ranker` of one's own everything is searched for.
    Without a `thesaurus` the shipped one serves. A `reranker` orders the best candidates anew.
    """
    if ranker is None and (found := look_up(generation, text, limit, recent)):
        return found
    ranker = ranker or default_ranker()
    question = understand_question(text, thesaurus)
    if not question.terms:
        return Answer(text, True, "empty_question", 0.0, (), (), generation.id)
    candidates = find_candidates(generation, encoder, question)
    scores = ranker.scores(candidates)
    confidence = ranker.confidence(candidates, scores)
    if reranker:
        scores = _reranked(generation, candidates, scores, reranker, question.text)
    refused = confidence < ranker.threshold
    picks = select(generation, candidates, scores, limit)
    if confidence < FAR * ranker.threshold and _foreign(candidates, picks):
        nearest = np.argsort(-candidates.column("path"), kind="stable")
        sections = _sections(generation, candidates, nearest)
        return Answer(text, True, "nothing_found", confidence, (), sections, generation.id)
    asked = {t: generation.full.idf(t) for t in question.terms if len(t) > 1 or t.isascii()}
    quotes = tuple(_quote(generation, candidates, scores, pick, asked, confidence) for pick in picks)
    if not refused:
        return Answer(text, False, None, confidence, quotes, (), generation.id)
    sections = _sections(generation, candidates, np.argsort(-scores, kind="stable"), quotes[0])
    return Answer(text, True, "not_confident", confidence, quotes, sections, generation.id)


def look_up(generation: Generation, text: str, limit: int = 5, recent: str | None = None) -> Answer | None:
    """The answer to a question that names a place or repeats words of a document; None for one to be searched for."""
    found = resolve(generation, without_politeness(text), recent, limit) or find_quotation(generation, text, limit)
    return replace(found, question=text) if found else None


def _reranked(
    generation: Generation, candidates: Candidates, scores: NDArray[np.float64], reranker: Reranker, question: str
) -> NDArray[np.float64]:
    """`scores` dealt out anew, the greatest to the candidate that the `reranker` puts first."""
    order = np.argsort(-scores, kind="stable")
    best = [generation.entries[candidates.entries[row]] for row in order[: reranker.candidates]]
    texts = [f"{place_text(entry.document, entry.heading_path)}\n{entry.text}" for entry in best]
    dealt = np.empty_like(scores)
    dealt[reranker.reorder(question, order, texts)] = scores[order]
    return dealt


def _foreign(candidates: Candidates, picks: tuple[Pick, ...]) -> bool:
    """Whether the question's words have nothing near them in what would be quoted."""
    return float(candidates.column("soft_rare")[[pick.best for pick in picks]].max()) < FOREIGN


def _quote(
    generation: Generation, candidates: Candidates, scores: NDArray[np.float64], pick: Pick, asked: dict[str, float],
    confidence: float,
) -> Quote:  # fmt: skip
    entries, also = (
        [generation.entries[candidates.entries[row]] for row in rows] for rows in (pick.rows, pick.also)
    )  # fmt: skip
    passages = [
        ((entry.passage.start, entry.passage.end), candidates.clause_scores[row])
        for entry, row in zip(entries, pick.rows, strict=True)
    ]
    score = float(scores[pick.best])
    behind = float(np.exp(min(0.0, score - float(scores.max()))))
    highlights = answering_spans(entries[0].document, passages, asked)
    return quote_entries(entries, highlights, score, confidence * behind, also)


def _sections(
    generation: Generation, candidates: Candidates, order: NDArray[np.int64], quoted: Quote | None = None
) -> tuple[Suggestion, ...]:
    """The sections of the first passages in `order` without that of `quoted`, none inside another."""
    taken = [(quoted.document_id, quoted.heading_path)] if quoted else []
    found: list[Suggestion] = []
    for row in order:
        entry = generation.entries[candidates.entries[row]]
        path = entry.heading_path
        within = any(d == entry.document.id and path[: len(p)] == p[: len(path)] for d, p in taken)
        if path and not within:
            taken.append((entry.document.id, path))
            found.append(suggest_section(entry.document, entry.passage.path))
        if len(found) == SUGGESTIONS:
            break
    return tuple(found)
