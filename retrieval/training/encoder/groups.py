"""Turns the training files into groups of (query, passage) pairs for the contrastive training."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from tokenizers import Tokenizer

from retrieval.fold import fold
from retrieval.training.encoder.batches import Group, Ragged, tokenise
from retrieval.training.shared.sources import Entry, Passage, Question, jsonl, overlaps, running_text, thesaurus
from retrieval.training.shared.text import split_clauses

log = logging.getLogger(__name__)

# Groups of pair files, and how often each group is drawn.
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
SHARES = {"written": 0.42, "thesaurus": 0.08, "thesaurus in context": 0.10, "cloze": 0.08}
TEMPLATES = ("{}", "{}", "{}有什么政策", "{}怎么办", "{}能得到什么帮助", "{}咋样了", "关于{}有啥打算", "{}的事怎么管")
MAX_STORED = 16  # clauses kept of one passage


def _group(
    name: str,
    share: float,
    tokenizer: Tokenizer,
    queries: Sequence[str],
    passages: Sequence[Sequence[str]],
    pairs: np.ndarray,
    weights: np.ndarray,
    context: Sequence[str] | None = None,
    neighbours: np.ndarray | None = None,
) -> Group:
    flat = [clause for clauses in passages for clause in clauses]
    counts = np.concatenate([[0], np.cumsum([len(c) for c in passages])])
    rows = Ragged([range(counts[i], counts[i + 1]) for i in range(len(passages))])
    log.info("group %s: %d pairs, %d passages, %d clauses", name, len(pairs), len(passages), len(flat))
    return Group(
        name,
        share,
        tokenise(tokenizer, queries),
        tokenise(tokenizer, flat),
        rows,
        pairs,
        weights,
        tokenise(tokenizer, context) if context is not None else None,
        neighbours,
    )


def written_group(tokenizer: Tokenizer, passages: list[Passage], questions: list[Question]) -> Group:
    """The written questions; passages of similar wording or of the same document are each other's hard negatives."""
    place = {p.id: i for i, p in enumerate(passages)}
    pairs = np.array([(i, place[q.passage]) for i, q in enumerate(questions)])
    styles = Counter(q.style for q in questions)
    weights = np.array([1.0 if q.style in ("colloquial", "zero") else 0.7 for q in questions])
    log.info("written questions by style: %s", dict(styles))
    return _group(
        "written",
        SHARES["written"],
        tokenizer,
        [q.text for q in questions],
        [split_clauses(p.text) for p in passages],
        pairs,
        weights,
        [f"{p.title} {p.heading}" for p in passages],
        _neighbours([p.text for p in passages], [p.title for p in passages], 12),
    )


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


def thesaurus_groups(tokenizer: Tokenizer, entries: list[Entry], sentences: Sequence[str], seed: int) -> list[Group]:
    """Everyday phrase -> official phrases of its entry, and -> clauses of real text that contain one of these.

    In context half of the queries are the surroundings of the official phrase with the everyday one in its place.
    """
    uses = Counter(phrase for e in entries for phrase in e.everyday)
    queries: list[str] = []
    passages: list[list[str]] = []
    pairs: list[tuple[int, int]] = []
    weights: list[float] = []
    for number, entry in enumerate(entries):
        for phrase in entry.everyday:
            pairs.append((len(queries), number))
            weights.append(1.0 / uses[phrase] ** 2)
            queries.append(phrase)
    direct = _group(
        "thesaurus",
        SHARES["thesaurus"],
        tokenizer,
        queries,
        [list(e.official) for e in entries],
        np.array(pairs),
        np.array(weights),
    )
    found = _mentions(entries, sentences)
    rng = np.random.default_rng(seed)
    queries, passages, pairs, weights = [], [], [], []
    for number, mentions in sorted(found.items()):
        for clause, begin, end in mentions:
            for phrase in rng.permutation(entries[number].everyday)[:4].tolist():
                pairs.append((len(queries), len(passages)))
                weights.append(1.0 / uses[phrase] ** 2 / len(mentions))
                if rng.random() < 0.5:
                    queries.append(str(rng.choice(TEMPLATES)).format(phrase))
                else:
                    before, after = rng.integers(0, 14, size=2).tolist()
                    queries.append(clause[max(0, begin - before) : begin] + phrase + clause[end : end + after])
            passages.append([clause])
    context = _group(
        "thesaurus in context",
        SHARES["thesaurus in context"],
        tokenizer,
        queries,
        passages,
        np.array(pairs),
        np.array(weights),
    )
    return [direct, context]


def _mentions(entries: list[Entry], sentences: Sequence[str], most: int = 8) -> dict[int, list[tuple[str, int, int]]]:
    """Entry number -> up to `most` (sentence, begin, end) of its official phrases of three or more characters."""
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
    queries: list[str] = []
    passages: list[list[str]] = []
    for clauses in paragraphs:
        pick = int(rng.integers(len(clauses)))
        queries.append(clauses[pick])
        passages.append([c for i, c in enumerate(clauses) if i != pick])
    index = np.arange(len(queries))
    return _group(
        "cloze", SHARES["cloze"], tokenizer, queries, passages, np.stack([index, index], 1), np.ones(len(index))
    )


def pair_groups(tokenizer: Tokenizer, data: Path, evaluation: str) -> list[Group]:
    """The pair files, grouped by kind. Headings of documents that are in `evaluation` are left out."""
    groups = []
    for name, (share, files) in PAIR_GROUPS.items():
        queries: list[str] = []
        passages: list[list[str]] = []
        weights: list[float] = []
        for file in files:
            rows = [r for r in jsonl(data / "pairs" / f"{file}.jsonl.xz") if _positive(r)]
            if name == "headings":
                everything = len(rows)
                rows = [r for r in rows if not overlaps(r["p"], evaluation)]
                log.info("%s: %d of %d pairs are outside the evaluation documents", file, len(rows), everything)
            for row in rows:
                clauses = split_clauses(row["p"])[:MAX_STORED]
                if clauses and row["q"].strip():
                    queries.append(row["q"])
                    passages.append(clauses)
                    weights.append(min(len(rows), 8_000) / len(rows))
        identity = {q: i for i, q in reversed(list(enumerate(queries)))}
        pairs = np.array([(identity[q], i) for i, q in enumerate(queries)])
        groups.append(_group(name, share, tokenizer, queries, passages, pairs, np.array(weights)))
    return groups


def _positive(row: dict) -> bool:
    return row.get("score", 5.0) >= 4.0 and row.get("label", 1) >= 1 and not row.get("ctx_dep", False)


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
    tokenizer: Tokenizer, data: Path, passages: list[Passage], questions: list[Question], seed: int, evaluation: str
) -> list[Group]:
    """All groups for the given (training) questions; `evaluation` is the text of the documents to keep out."""
    clauses, paragraphs = official_clauses(data, 120_000, seed)
    return [
        written_group(tokenizer, passages, questions),
        *thesaurus_groups(tokenizer, thesaurus(data), clauses, seed),
        cloze_group(tokenizer, paragraphs[:40_000], seed),
        *pair_groups(tokenizer, data, evaluation),
    ]
