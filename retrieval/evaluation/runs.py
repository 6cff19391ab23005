"""A run: every question asked in one configuration, and what came of it, kept as JSON so that a later run can be compared."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.answer import Answer
from retrieval.errors import RetrievalError
from retrieval.evaluation.measures import RIGHT, Values, measure
from retrieval.evaluation.metrics import Ending, Evidence, JudgedAnswer, LabelledQuestion, judge

FORMAT = 1
SHOWN = 3
"""Quotes of an answer that are kept: as many as the terminal and Telegram show."""

Asking = Callable[[LabelledQuestion], Answer]
Explaining = Callable[[Answer], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of a document with where they stand."""

    file: str
    heading_path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """One question: what was asked, what was quoted, what should have been, and the values of it.

    `values` as in `retrieval.evaluation.measures`. `characters` are those of the quotes kept, `milliseconds` what the answer
    took. `why` says in a line each what decided; only what went wrong has it.
    """

    collection: str
    id: str
    type: str
    question: str
    answerable: bool
    rank: int | None
    refused: bool
    ending: Ending
    confidence: float
    first_confidence: float | None
    values: Values
    characters: int
    milliseconds: float
    quoted: tuple[Cited, ...]
    wanted: tuple[Cited, ...]
    why: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same question in two runs; the wording too, since another wording is another question."""
        return self.collection, self.id, self.question

    @property
    def right(self) -> float:
        return self.values[RIGHT]


@dataclass(frozen=True, slots=True)
class Run:
    """The results of one configuration, called `name`; `origin` says of what, where and when."""

    name: str
    origin: Mapping[str, Any]
    results: tuple[Result, ...]


def ask_all(
    questions: Sequence[LabelledQuestion], ask: Asking, explain: Explaining | None = None
) -> tuple[list[JudgedAnswer], list[Result]]:
    """Ask every question; `explain` is asked of those that went wrong."""
    answers, took = [], []
    # The first question of a process loads the models, which says nothing about an answer's time.
    for question in questions[:1]:
        ask(question)
    for question in questions:
        start = time.perf_counter()
        answers.append(ask(question))
        took.append(1000 * (time.perf_counter() - start))
    outcomes = [judge(q, a) for q, a in zip(questions, answers, strict=True)]
    results = []
    for outcome, answer, values, ms in zip(outcomes, answers, measure(outcomes, answers), took, strict=True):
        result = _result(outcome, answer, values, ms)
        wrong = explain is not None and result.right < 1
        results.append(replace(result, why=tuple(explain(answer))) if explain and wrong else result)
    return outcomes, results


def write_run(file: Path, run: Run) -> None:
    """Write the run as JSON. Raises OSError."""
    content = {"format": FORMAT, **asdict(run)}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_run(file: Path) -> Run:
    """A run that `write_run` wrote. Raises RetrievalError."""
    expected = "expected the run.json of `yuanwen evaluate --report DIR`"
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise RetrievalError(
                f"{file}: found format {raw['format']}, expected {FORMAT}; evaluate anew with --report"
            )
        return Run(raw["name"], raw["origin"], tuple(_read_result(r) for r in raw["results"]))
    except OSError as fault:
        raise RetrievalError(f"{file}: cannot be read ({fault.strerror}); {expected}") from None
    except (ValueError, KeyError, TypeError) as fault:
        raise RetrievalError(f"{file}: not a run ({type(fault).__name__}: {fault}); {expected}") from None


def _result(outcome: JudgedAnswer, answer: Answer, values: Values, milliseconds: float) -> Result:
    question = outcome.question
    shown = answer.items if answer.kind != "passage" else answer.quotes[:SHOWN]
    return Result(
        collection=question.collection,
        id=question.id,
        type=question.type,
        question=" › ".join((*question.before, question.question)),
        answerable=bool(question.evidence),
        rank=outcome.rank,
        refused=outcome.refused,
        ending=outcome.ending,
        confidence=round(outcome.confidence, 4),
        first_confidence=None if outcome.first_confidence is None else round(outcome.first_confidence, 4),
        values={name: round(value, 6) for name, value in values.items()},
        characters=sum(len(quote.text) for quote in shown),
        milliseconds=round(milliseconds, 1),
        quoted=tuple(Cited(quote.file, quote.heading_path, quote.text) for quote in shown),
        wanted=tuple(map(_excerpt, question.evidence)),
    )


def _excerpt(evidence: Evidence) -> Cited:
    return Cited(evidence.doc, evidence.heading_path, evidence.quote)


def _read_result(raw: dict[str, Any]) -> Result:
    quoted, wanted = (
        tuple(Cited(e["file"], tuple(e["heading_path"]), e["text"]) for e in raw[name]) for name in ("quoted", "wanted")
    )
    return Result(**{**raw, "quoted": quoted, "wanted": wanted, "why": tuple(raw["why"])})
