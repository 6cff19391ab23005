"""From a question to an answer: candidates, ranking, quotes with the answering sentence, or a refusal."""

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import Span, clauses, sentences
from retrieval.answer import Answer, Quote, Suggestion
from retrieval.encoder import Encoder
from retrieval.features import Candidates, find_candidates
from retrieval.fold import fold, fold_numbers
from retrieval.generation import Entry, Generation, place_text
from retrieval.question import understand_question
from retrieval.quotation import find_quotation
from retrieval.quoting import quote_entry, suggest_section
from retrieval.ranker import Ranker, default_ranker
from retrieval.reranking import Reranker
from retrieval.resolver import resolve
from retrieval.thesaurus import Thesaurus

SUGGESTIONS = 3


def answer_question(
    generation: Generation, encoder: Encoder, text: str, limit: int = 5, ranker: Ranker | None = None,
    recent: str | None = None, thesaurus: Thesaurus | None = None, reranker: Reranker | None = None,
) -> Answer:  # fmt: skip
    """The answer of one generation to `text`, with at most `limit` quotes. Never raises for any text.

    A question that names a place (第三部分第二点) or repeats words of a document is looked up; all others are searched
    for. `recent` is the id of the document last spoken of. With a `ranker` of one's own everything is searched for.
    Without a `thesaurus` the shipped one serves. A `reranker` orders the best candidates anew.
    """
    if ranker is None:
        found = resolve(generation, text, recent, limit) or find_quotation(generation, text, limit)
        if found:
            return found
    ranker = ranker or default_ranker()
    question = understand_question(text, thesaurus)
    if not question.terms:
        return Answer(text, True, "empty_question", 0.0, (), (), generation.id)
    candidates = find_candidates(generation, encoder, question)
    scores = ranker.scores(candidates)
    order = np.argsort(-scores, kind="stable")
    if reranker:
        best = [generation.entries[candidates.entries[i]] for i in order[: reranker.candidates]]
        order = reranker.reorder(
            question.text, order, [f"{place_text(e.document, e.heading_path)}\n{e.text}" for e in best]
        )
    confidence = ranker.confidence(candidates, scores)
    if candidates.column("coverage").max() <= 0 and confidence < ranker.threshold:
        return Answer(text, True, "nothing_found", confidence, (), (), generation.id)
    asked = {t: generation.full.idf(t) for t in question.terms if len(t) > 1 or t.isascii()}
    quotes = tuple(
        _quote(generation, candidates, int(i), asked, float(scores[i]), confidence, float(scores[order[0]]))
        for i in order[:limit]
    )
    refused = confidence < ranker.threshold
    suggestions = _suggestions(generation, candidates, order) if refused else ()
    return Answer(text, refused, "not_confident" if refused else None, confidence, quotes, suggestions, generation.id)


def _quote(
    generation: Generation, candidates: Candidates, index: int, asked: dict[str, float],
    score: float, confidence: float, best: float,
) -> Quote:  # fmt: skip
    entry = generation.entries[candidates.entries[index]]
    highlights = _highlights(entry, candidates.clause_scores[index], asked)
    return quote_entry(entry, highlights, score, confidence * float(np.exp(min(0.0, score - best))))


def _highlights(entry: Entry, clause_scores: NDArray[np.float32], asked: dict[str, float]) -> tuple[Span, ...]:
    """The sentence that answers: the one whose best clause is nearest, words of the question counting as well.

    `asked` holds these words with their weights (idf).
    """
    document, passage = entry.document, entry.passage
    spans = sentences(document.text, passage.start, passage.end)
    if len(spans) < 2:
        return ()
    total = sum(asked.values()) or 1.0
    parts = clauses(document.text, passage.start, passage.end)

    def value(span: Span) -> float:
        near = max(
            (float(s) for (a, _), s in zip(parts, clause_scores, strict=True) if span[0] <= a < span[1]), default=0.0
        )
        sentence = fold_numbers(fold(document.text[span[0] : span[1]]))
        return near + sum(weight for term, weight in asked.items() if term in sentence) / total

    start, end = max(spans, key=value)
    trimmed = document.text[start:end]
    start += len(trimmed) - len(trimmed.lstrip())
    return ((start - passage.start, end - len(trimmed) + len(trimmed.rstrip()) - passage.start),)


def _suggestions(generation: Generation, candidates: Candidates, order: NDArray[np.int64]) -> tuple[Suggestion, ...]:
    """The sections of the best passages, each once."""
    found: dict[tuple[str, tuple[str, ...]], Suggestion] = {}
    for i in order:
        entry = generation.entries[candidates.entries[i]]
        if entry.heading_path:
            key = (entry.document.id, entry.heading_path)
            found.setdefault(key, suggest_section(entry.document, entry.passage.path))
        if len(found) == SUGGESTIONS:
            break
    return tuple(found.values())
