"""Turns the training files into groups of (query, passage) pairs for the contrastive training."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from tokenizers import Tokenizer

from retrieval.fold import fold
from retrieval.training.encoder.batches import Group, Ragged, tokenise
from retrieval.training.shared.sources import (
    ThesaurusEntry,
    WrittenPassage,
    WrittenQuestion,
    jsonl,
    overlaps,
    running_text,
    thesaurus,
)
from retrieval.training.shared.text import split_clauses

log = logging.getLogger(__name__)

PAIR_GROUPS: dict[str, tuple[float, tuple[str, ...]]] = {
    "headings": (0.05, ("official_heading_section",)),
    "titles": (0.07, ("xi_db_title_body", "xinwenlianbo_title_body", "finance_news_title_body", "csl_title_abstract")),
    "answers": (0.08, ("cmrc_trial_q_doc", "c3m_train_q_doc", "crud_question_news")),
    "legal": (0.08, ("legal_question_law", "legal_question_answer")),
    "paraphrases": (
        0.06,
        (
            "paraphrase_general_lcqmc_oppo_pawsx",
            "simclue_1w",
            "nli_triplets",
            "bge_demo_triplets",
            "qbqtc_query_title",
            "sts_b_zh_scored",
        ),
    ),
    "words": (0.03, ("lexicon_synonyms", "idiom_explanation")),
}
"""Kinds of pair files: how often each is drawn, and its files. Shares here and in SHARES were chosen on the tuning questions;
the written questions, which are the most like what is asked, outweigh all others."""
SHARES = {"written": 0.42, "thesaurus": 0.08, "thesaurus in context": 0.10, "cloze": 0.08}
TEMPLATES = ("{}", "{}", "{}有什么政策", "{}怎么办", "{}能得到什么帮助", "{}咋样了", "关于{}有啥打算", "{}的事怎么管")
"""Ways in which an everyday phrase is asked about; twice as it is."""
MAX_STORED = 16
"""Clauses kept of one passage: twice what a batch looks at (`Recipe.max_clauses`)."""


@dataclass(slots=True)
class _Pairs:
    """The texts of a group before they are tokenised; a passage is its clauses. All else as in `Group`."""

    queries: list[str] = field(default_factory=list)
    passages: list[list[str]] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    context: Sequence[str] | None = None
    neighbours: np.ndarray | None = None

    def grouped(self, name: str, share: float, tokenizer: Tokenizer) -> Group:
        flat = [clause for clauses in self.passages for clause in clauses]
        counts = np.concatenate([[0], np.cumsum([len(c) for c in self.passages])])
        rows = Ragged([range(counts[i], counts[i + 1]) for i in range(len(self.passages))])
        log.info("group %s: %d pairs, %d passages, %d clauses", name, len(self.pairs), len(self.passages), len(flat))
        return Group(
            name,
            share,
            queries=tokenise(tokenizer, self.queries),
            clauses=tokenise(tokenizer, flat),
            passages=rows,
            pairs=np.array(self.pairs),
            weights=np.array(self.weights),
            context=tokenise(tokenizer, self.context) if self.context is not None else None,
            neighbours=self.neighbours,
        )


def written_group(tokenizer: Tokenizer, passages: list[WrittenPassage], questions: list[WrittenQuestion]) -> Group:
    """The written questions; passages of similar wording or of the same document are each other's hard negatives."""
    place = {p.id: i for i, p in enumerate(passages)}
    styles = Counter(q.style for q in questions)
    log.info("written questions by style: %s", dict(styles))
    texts = _Pairs(
        queries=[q.text for q in questions],
        passages=[split_clauses(p.text) for p in passages],
        pairs=[(i, place[q.passage]) for i, q in enumerate(questions)],
        weights=[1.0 if q.style in ("colloquial", "zero") else 0.7 for q in questions],
        context=[f"{p.title} {p.heading}" for p in passages],
        neighbours=_neighbours([p.text for p in passages], [p.title for p in passages], 12),
    )
    return texts.grouped("written", SHARES["written"], tokenizer)


def _neighbours(texts: list[str], titles: list[str], k: int) -> np.ndarray:
    """int [texts, k]: the BM25-nearest texts over character pairs; a text of the same title counts half more."""
    grams = [[t[i : i + 2] for i in range(len(t) - 1)] for t in map(fold, texts)]
    index = bm25s.BM25()
    index.index(grams, show_progress=False)
    names = np.array(titles)
    nearest = np.zeros((len(texts), k), dtype=np.int64)
    for i, query in enumerate(grams):
        scores = index.get_scores(query) * np.where(names == names[i], 1.5, 1.0)
        scores[i] = -np.inf
        nearest[i] = np.argpartition(-scores, k)[:k]
    return nearest


def thesaurus_groups(
    tokenizer: Tokenizer, entries: list[ThesaurusEntry], sentences: Sequence[str], seed: int
) -> list[Group]:
    """Everyday phrase -> official phrases of its entry, and -> clauses of real text that contain one of these.

    In context half of the queries are the surroundings of the official phrase with the everyday one in its place.
    """
    uses = Counter(phrase for e in entries for phrase in e.everyday)
    direct = _Pairs(passages=[list(e.official) for e in entries])
    for number, entry in enumerate(entries):
        for phrase in entry.everyday:
            direct.pairs.append((len(direct.queries), number))
            direct.weights.append(1.0 / uses[phrase] ** 2)
            direct.queries.append(phrase)
    found = _mentions(entries, sentences)
    rng = np.random.default_rng(seed)
    context = _Pairs()
    for number, mentions in sorted(found.items()):
        for clause, begin, end in mentions:
            for phrase in rng.permutation(entries[number].everyday)[:4].tolist():
                context.pairs.append((len(context.queries), len(context.passages)))
                context.weights.append(1.0 / uses[phrase] ** 2 / len(mentions))
                if rng.random() < 0.5:
                    context.queries.append(str(rng.choice(TEMPLATES)).format(phrase))
                else:
                    before, after = rng.integers(0, 14, size=2).tolist()
                    context.queries.append(clause[max(0, begin - before) : begin] + phrase + clause[end : end + after])
            context.passages.append([clause])
    kinds = {"thesaurus": direct, "thesaurus in context": context}
    return [pairs.grouped(name, SHARES[name], tokenizer) for name, pairs in kinds.items()]


def _mentions(
    entries: list[ThesaurusEntry], sentences: Sequence[str], *, most: int = 8
) -> dict[int, list[tuple[str, int, int]]]:
    """ThesaurusEntry number -> up to `most` (sentence, begin, end) of its official phrases of three or more characters."""
    by_start: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for phrase in entry.official:
            if len(phrase) >= 3:
                by_start[phrase[:2]].append((phrase, number))
    found: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for sentence in dict.fromkeys(sentences):
        for at in range(len(sentence) - 2):
            for phrase, number in by_start.get(sentence[at : at + 2], ()):
                if len(found[number]) < most and sentence.startswith(phrase, at):
                    found[number].append((sentence, at, at + len(phrase)))
    return {n: s for n, s in found.items() if s}


def cloze_group(tokenizer: Tokenizer, paragraphs: Sequence[Sequence[str]], seed: int) -> Group:
    """Inverse cloze: one clause of a paragraph is the query for the others. Keeps rare words apart."""
    rng = np.random.default_rng(seed)
    cloze = _Pairs()
    for number, clauses in enumerate(paragraphs):
        pick = int(rng.integers(len(clauses)))
        cloze.queries.append(clauses[pick])
        cloze.passages.append([c for i, c in enumerate(clauses) if i != pick])
        cloze.pairs.append((number, number))
        cloze.weights.append(1.0)
    return cloze.grouped("cloze", SHARES["cloze"], tokenizer)


def pair_groups(tokenizer: Tokenizer, data: Path, evaluation: str) -> list[Group]:
    """The pair files, grouped by kind. Headings of documents that are in `evaluation` are left out."""
    groups = []
    for name, (share, files) in PAIR_GROUPS.items():
        texts = _Pairs()
        for file in files:
            rows = [r for r in jsonl(data / "pairs" / f"{file}.jsonl.xz") if _positive(r)]
            if name == "headings":
                everything = len(rows)
                rows = [r for r in rows if not overlaps(r["p"], evaluation)]
                log.info("%s: %d of %d pairs are outside the evaluation documents", file, len(rows), everything)
            for row in rows:
                clauses = split_clauses(row["p"])[:MAX_STORED]
                if clauses and row["q"].strip():
                    texts.queries.append(row["q"])
                    texts.passages.append(clauses)
                    texts.weights.append(min(len(rows), 8_000) / len(rows))
        identity = {q: i for i, q in reversed(list(enumerate(texts.queries)))}
        texts.pairs = [(identity[q], i) for i, q in enumerate(texts.queries)]
        groups.append(texts.grouped(name, share, tokenizer))
    return groups


def _positive(row: dict[str, Any]) -> bool:
    return bool(row.get("score", 5.0) >= 4.0 and row.get("label", 1) >= 1 and not row.get("ctx_dep", False))


def official_clauses(data: Path, most: int, seed: int) -> tuple[list[str], list[list[str]]]:
    """A sample of `most` paragraphs of running text with three or more clauses: all their clauses, and by paragraph."""
    paragraphs = [p for p in running_text(data) if 60 <= len(p) <= 700]
    order = np.random.default_rng(seed).permutation(len(paragraphs))
    kept: list[list[str]] = []
    for i in order:
        clauses = split_clauses(paragraphs[i])
        if len(clauses) >= 3:
            kept.append(clauses[:12])
        if len(kept) == most:
            break
    return [c for p in kept for c in p], kept


def build_groups(
    tokenizer: Tokenizer,
    data: Path,
    passages: list[WrittenPassage],
    questions: list[WrittenQuestion],
    *,
    seed: int,
    evaluation: str,
) -> list[Group]:
    """All groups for the given (training) questions; `evaluation` is the text of the documents to keep out."""
    clauses, paragraphs = official_clauses(data, 120_000, seed)
    return [
        written_group(tokenizer, passages, questions),
        *thesaurus_groups(tokenizer, thesaurus(data), clauses, seed),
        cloze_group(tokenizer, paragraphs[:40_000], seed),
        *pair_groups(tokenizer, data, evaluation),
    ]
