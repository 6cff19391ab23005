"""Other systems' ways beside ours: the same questions, asked of the same documents, judged alike."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console

from bot.operating.question_asking import EVALUATED_QUOTES
from bot.settings import Settings
from bot.terminal.evaluation_runs import tables
from bot.terminal.evaluation_runs.configurations import CONFIGURED, Configuration, MakeCollection, snapshot_of
from bot.terminal.evaluation_runs.files import write_json
from bot.terminal.evaluation_runs.origin import origin_of
from bot.terminal.evaluation_runs.tables import Beside
from retrieval.errors import EncoderUnavailable
from retrieval.evaluation.calibration import refusal_curve
from retrieval.evaluation.metrics import JudgedAnswer
from retrieval.evaluation.peers import (
    MINILM,
    FixedPiece,
    Peer,
    bigrams,
    by_bm25,
    by_encoder,
    default_words,
    fixed_pieces,
)
from retrieval.evaluation.questions.sets import QuestionSet
from retrieval.evaluation.resampling import interval, paired_difference
from retrieval.evaluation.runs import Asking, Result, ask_all
from retrieval.index.encoder import Encoder, load_encoder
from retrieval.snapshot import Snapshot

OURS = "yuanwen"
SHOWN = ("hit@1", "hit@5", "MRR@10", "nDCG@10", "heading path")
_Way = Callable[[Sequence[FixedPiece]], Peer]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What came of the questions of one collection, asked in one way."""

    outcomes: list[JudgedAnswer]
    results: list[Result]


def evaluate_beside_peers(
    sets: Sequence[QuestionSet],
    settings: Settings,
    make: MakeCollection,
    *,
    models: Sequence[str] = (),
    report: Path | None = None,
    as_json: bool = False,
) -> None:
    """Ask the questions that stand by themselves as configured and in the ways of others, and print what each finds.

    `models` are further sentence encoders. One that cannot be loaded is said in a line, and left out.
    """
    alone = [QuestionSet(s.name, [q for q in s.questions if not q.before], s.documents) for s in sets]
    with ExitStack() as opened:
        configured = Configuration(CONFIGURED, settings)
        asked = [(s, opened.enter_context(snapshot_of(configured, settings, make, s.documents))) for s in alone]
        origin = origin_of(asked, settings)
        ours = [_asked(s, _as_configured(snapshot)) for s, snapshot in asked]
        pieces = [fixed_pieces(snapshot.documents) for _, snapshot in asked]
        found, missing = {OURS: ours}, {}
        for name, way in _ways(asked[0][1].answerer.encoder, models).items():
            try:
                found[name] = [_asked(s, _as(way(p))) for s, p in zip(alone, pieces, strict=True)]
            except EncoderUnavailable as fault:
                missing[name] = str(fault)
    rows = {title: _rows(found, chosen) for title, chosen in _groups(alone).items()}
    content = {
        "origin": origin,
        "peers": {title: [asdict(row) for row in group] for title, group in rows.items()},
        "not_measured": missing,
    }
    if report:
        write_json(report, "peers.json", content)
    if as_json:
        print(json.dumps(content, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for title, group in rows.items():
        console.print(tables.beside_peers(title, group))
    for name, reason in missing.items():
        console.print(f"{name}: not measured: {reason}", markup=False, soft_wrap=True)


def _ways(encoder: Encoder, models: Sequence[str]) -> Mapping[str, _Way]:
    """By what they are called; models are loaded when their turn comes."""

    def embedded(name: str, model: str, pieces: Sequence[FixedPiece]) -> Peer:
        return by_encoder(name, pieces, load_encoder(model))

    wanted = {Path(model).name: model for model in (MINILM, *models)}
    return {
        "BM25, words": lambda pieces: by_bm25("BM25, words", pieces, default_words),
        "BM25, bigrams": lambda pieces: by_bm25("BM25, bigrams", pieces, bigrams),
        "our encoder alone": lambda pieces: by_encoder("our encoder alone", pieces, encoder),
        **{name: partial(embedded, name, model) for name, model in wanted.items()},
    }


def _as_configured(snapshot: Snapshot) -> Asking:
    return lambda question: snapshot.answer(question.question, limit=EVALUATED_QUOTES)


def _as(peer: Peer) -> Asking:
    return lambda question: peer.answer(question.question, limit=EVALUATED_QUOTES)


def _asked(asked: QuestionSet, ask: Asking) -> _Asked:
    return _Asked(*ask_all(asked.questions, ask))


def _groups(sets: Sequence[QuestionSet]) -> dict[str, list[int]]:
    """Each set by itself, and all together where there are several."""
    each = {s.name or "questions": [number] for number, s in enumerate(sets)}
    return each if len(sets) == 1 else {**each, "together": list(range(len(sets)))}


def _rows(found: Mapping[str, Sequence[_Asked]], chosen: Sequence[int]) -> list[Beside]:
    """One for each way, over the chosen sets."""
    together = {
        name: _Asked([o for i in chosen for o in asked[i].outcomes], [r for i in chosen for r in asked[i].results])
        for name, asked in found.items()
    }
    return [_row(name, asked, together[OURS]) for name, asked in together.items()]


def _row(name: str, asked: _Asked, ours: _Asked) -> Beside:
    answerable = [r for r in asked.results if r.answerable]
    means = {
        measure: float(np.mean(values))
        for measure in SHOWN
        if (values := [r.values[measure] for r in answerable if measure in r.values])
    }
    before, after = ([r.values["MRR@10"] for r in a.results if r.answerable] for a in (ours, asked))
    return Beside(
        name,
        len(answerable),
        interval([r.values["hit@1"] for r in answerable]) if answerable else None,
        means,
        refusal_curve(asked.outcomes).auroc,
        float(np.median([r.milliseconds for r in asked.results])),
        None if asked is ours or not answerable else paired_difference(before, after).p,
    )
