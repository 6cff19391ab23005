"""From a question to one of three outcomes: an answer, the closest passages without one, or a refusal.

Whoever asks sees which it is: passages below the ranker's threshold are offered as what comes closest, and passages
that are far from the question are not shown at all, but the sections whose headings are nearest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.absent.names import names_absent
from retrieval.absent.withholding import withheld
from retrieval.answer import Answer, Kind, Quote, Suggestion
from retrieval.fold import Folded, fold
from retrieval.index.encoder import Encoder
from retrieval.index.entries import context_text
from retrieval.index.generation import Generation
from retrieval.index.sounds import may_be_pinyin
from retrieval.lookup.by_section import find_section
from retrieval.lookup.by_words import find_quotation
from retrieval.lookup.pasted import pasted_words
from retrieval.lookup.steps import read_reference
from retrieval.question.cues import without_politeness
from retrieval.question.known_names import years_in_full
from retrieval.question.thesaurus import Thesaurus, load_thesaurus
from retrieval.question.understanding import Question, understand_question
from retrieval.quotes.highlights import answering_spans
from retrieval.quotes.newer import newer_first, outdated_behind
from retrieval.quotes.records import quote_entries, suggest_section
from retrieval.quotes.selection import Pick, select
from retrieval.search.candidates import Candidates, find_candidates
from retrieval.search.explanation import Explanation, explain
from retrieval.search.ranked import Ranked
from retrieval.search.ranker import Ranker, default_ranker
from retrieval.search.reader import Reader, default_reader, read_best
from retrieval.search.reranking import Reranker
from retrieval.whole.asked import Asked
from retrieval.whole.completing import complete_answer

SUGGESTIONS = 3
"""Sections offered beside a refusal: as many as a small screen shows with it. A choice, not measured."""
FAR, FOREIGN = 0.5, 0.45
"""Passages are not shown where the confidence is below this share of the ranker's threshold, and the nearness of the
question's words (`soft_rare`) below FOREIGN in all of them. Either alone would hide right passages. Of the questions that
the ranker is fitted on, each judged by a fit without its document and by a threshold that refuses 5 in 100 answerable
ones, 358 of 1,080 that are off the topic end so, 210 of 1,673 other unanswerable ones, and 16 of 2,952 answerable ones
(`make fit` prints it)."""

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Answerer:
    """What answers questions, the same for every generation.

    Without `thesaurus`, `ranker` and `reader` of one's own the shipped ones serve, the ranker by what the generation holds. A `reranker` orders the best
    candidates anew.
    Without `looks_up` everything is searched for, also what names a section or repeats words of a document.
    """

    encoder: Encoder
    thesaurus: Thesaurus = field(default_factory=load_thesaurus)
    ranker: Ranker | None = None
    reader: Reader = field(default_factory=default_reader)
    reranker: Reranker | None = None
    looks_up: bool = True

    def answer(
        self,
        generation: Generation,
        asked: str,
        *,
        limit: int = 5,
        recent: str | None = None,
        within: str | None = None,
        kind: Kind | None = None,
        offers: bool = False,
    ) -> Answer:
        """The answer of one generation to what was `asked`, with at most `limit` quotes. Never raises for any text.

        `recent` is the id of the document last spoken of, which 第二部分 alone refers to. With `within`, the id of a
        document of the generation, that one alone is searched and nothing is looked up. `kind` is what a whole answer is
        to be, where that is known; None to have it read from the question. With `offers` what is offered is gathered too.
        """
        text = _understood(generation, asked)
        looked_up = self.looks_up and not within and bool(generation.entries)
        found = look_up(generation, text, limit=limit, recent=recent) if looked_up else None
        return replace(
            found or self._search(generation, text, limit, within=within, kind=kind, offers=offers), question=asked
        )

    def explain(self, generation: Generation, answer: Answer) -> Explanation:
        """Why `answer`, given here for `generation`, came out so."""
        question = self.understand(_understood(generation, answer.question))
        ranker = self.ranker_for(generation)
        if answer.how != "search" or not answer.quotes:
            return Explanation.without_quotes(answer, question, ranker.threshold)
        ranked = self.rank(generation, question)
        reading = read_best(self.reader, generation, question.text, ranked.candidates, ranked.scores)
        explanation = explain(generation, ranker, question, ranked.candidates, reading, answer)
        return replace(explanation, reranker=self.reranker.model if self.reranker else None)

    def ranker_for(self, generation: Generation) -> Ranker:
        """The ranker that ranks passages of `generation`."""
        return self.ranker or default_ranker(deep=generation.meanings is not None)

    def understand(self, text: Folded) -> Question:
        """What a wording says besides its words."""
        return understand_question(text, self.thesaurus)

    def rank(self, generation: Generation, question: Question, *, within: str | None = None) -> Ranked:
        """The candidates for `question`; with `within`, the id of a document, those of that document alone."""
        ranker = self.ranker_for(generation)
        candidates = find_candidates(generation, self.encoder, question, ranker.coarse, within=within)
        ranked = Ranked(generation, candidates, ranker.scores(candidates))
        return ranked if within else outdated_behind(ranked, question)

    def _search(
        self, generation: Generation, text: Folded, limit: int, *, within: str | None, kind: Kind | None, offers: bool
    ) -> Answer:
        question = self.understand(text)
        if not question.terms:
            return Answer(text, True, "empty_question", 0.0, (), (), generation.id)
        if not generation.entries or (within and not len(generation.entries_of(within))):
            return Answer(text, True, "nothing_found", 0.0, (), (), generation.id)
        ranked = self.rank(generation, question, within=within)
        answer = self._by_passages(ranked, question, limit)
        absent = () if within else names_absent(generation, question)
        asked = Asked(generation, self, question, ranked, answer, within, absent)
        whole = complete_answer(asked, kind, offers=offers)
        return withheld(generation, question, whole, absent) if absent else whole

    def _by_passages(self, ranked: Ranked, question: Question, limit: int) -> Answer:
        generation, candidates, scores, text = ranked.generation, ranked.candidates, ranked.scores, question.text
        reading = read_best(self.reader, generation, text, candidates, scores)
        ranker = self.ranker_for(generation)
        confidence = ranker.confidence(candidates, scores, reading)
        if self.reranker:
            ranked = replace(ranked, scores=_reranked(ranked, self.reranker, question))
        ranked = ranked.in_regions(question.regions_meant(generation.known_regions))
        candidates = ranked.candidates
        picks = select(generation, candidates, ranked.scores, limit)
        picks = newer_first(generation, candidates.entries, picks)
        if confidence < FAR * ranker.threshold and _foreign(candidates, picks):
            nearest = np.argsort(-candidates.column("context_near"), kind="stable")
            return Answer(text, True, "nothing_found", confidence, (), _sections(ranked, nearest), generation.id)
        asked = generation.full.telling(question.terms)
        right = ranker.rightness(confidence, ranked.shares[[pick.best for pick in picks]]).tolist()
        quotes = tuple(_quote(ranked, pick, asked, sure) for pick, sure in zip(picks, right, strict=True))
        if confidence >= ranker.threshold:
            return Answer(text, False, None, confidence, quotes, (), generation.id)
        sections = _sections(ranked, ranked.order, apart_from=quotes[0])
        return Answer(text, True, "not_confident", confidence, quotes, sections, generation.id)


def _understood(generation: Generation, asked: str) -> Folded:
    text = fold(asked)
    spelt = generation.sounds.written(text) if may_be_pinyin(text) else text
    return years_in_full(spelt, generation.document_years)


def look_up(generation: Generation, text: Folded, *, limit: int = 5, recent: str | None = None) -> Answer | None:
    """The answer to a question that names a section or repeats words of a document; None for one to be searched for.

    Its `question` is what was looked for.
    """
    reference = read_reference(without_politeness(text))
    named = find_section(generation, reference, recent=recent, limit=limit) if reference else None
    return named or find_quotation(generation, pasted_words(text), limit=limit)


def _reranked(ranked: Ranked, reranker: Reranker, question: Question) -> Scores:
    """The scores dealt out anew, the greatest to the candidate that the `reranker` puts first."""
    order = ranked.order
    best = [ranked.entry(row) for row in order[: reranker.candidates]]
    texts = [fold(f"{context_text(entry.document, entry.heading_path)}\n{entry.text}") for entry in best]
    dealt = np.empty_like(ranked.scores)
    dealt[reranker.reorder(question.text, order, texts)] = ranked.scores[order]
    return dealt


def _foreign(candidates: Candidates, picks: tuple[Pick, ...]) -> bool:
    """Whether the question's words have nothing near them in what would be quoted."""
    return float(candidates.column("soft_rare")[[pick.best for pick in picks]].max()) < FOREIGN


def _quote(ranked: Ranked, pick: Pick, asked: Mapping[str, float], confidence: float) -> Quote:
    """What was picked as a quote of that `confidence`; `asked` are the question's words with their weights."""
    entries, also = ([ranked.entry(row) for row in rows] for rows in (pick.rows, pick.also))
    passages = [
        ((entry.passage.start, entry.passage.end), ranked.candidates.clause_scores[row])
        for entry, row in zip(entries, pick.rows, strict=True)
    ]
    score = float(ranked.scores[pick.best])
    highlights = answering_spans(entries[0].document, passages, asked)
    return quote_entries(entries, highlights, score, confidence, also=also)


def _sections(ranked: Ranked, order: NDArray[np.int64], *, apart_from: Quote | None = None) -> tuple[Suggestion, ...]:
    """The sections of the first passages in `order`, none inside another or that of the quote."""
    taken = [(apart_from.document_id, apart_from.heading_path)] if apart_from else []
    found: list[Suggestion] = []
    for row in order:
        entry = ranked.entry(row)
        path = entry.heading_path
        within = any(d == entry.document.id and path[: len(p)] == p[: len(path)] for d, p in taken)
        if path and not within:
            taken.append((entry.document.id, path))
            found.append(suggest_section(ranked.generation.trees[entry.document.id], entry.passage.path[-1]))
        if len(found) == SUGGESTIONS:
            break
    return tuple(found)
