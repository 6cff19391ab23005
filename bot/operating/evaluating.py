"""An evaluation beside a running bot: a file of labelled questions, asked of what serves, and the main measures.

`yuanwen evaluate` does all that there is to do; this is what one looks at from day to day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import BotError
from bot.messages import Texts
from bot.operating.question_asking import asking
from bot.settings import Settings
from retrieval.answer import Answer
from retrieval.evaluation.comparison import ANSWERABLE, UNANSWERABLE, grouped
from retrieval.evaluation.measures import RIGHT
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.evaluation.questions.sets import QuestionSet, read_question_set
from retrieval.evaluation.resampling import Interval
from retrieval.evaluation.runs import Run, ask_all
from retrieval.evaluation.summary import summary_of
from retrieval.snapshot import Snapshot

ROOT = Path(__file__).resolve().parents[2]
SHIPPED_SPEECHES = ROOT / "corpus" / "speeches"
SHIPPED_QUESTIONS = ROOT / "tests" / "questions" / "shipped_b.jsonl"
"""Of these nothing was fitted on. They are in a checkout alone."""
FIRST = "hit@1"


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of `questions` questions, asked of `generation`: how many are `right` with bounds; of those that the
    documents answer how many have the first quote right and how many were `answered`, of the others how many were `refused`
    (None without any); `p50` and `p95` in milliseconds. `run` has every question with what came of it."""

    generation: str
    questions: int
    right: Interval
    first: float | None
    answered: float | None
    refused: float | None
    p50: float
    p95: float
    run: Run


def questions_to_evaluate(settings: Settings) -> QuestionSet:
    """Those of `evaluation.questions`, else the shipped ones. Raises BotError where there are none, RetrievalError for a
    file that cannot be used."""
    if settings.evaluation.questions is not None:
        return read_question_set(settings.evaluation.questions)
    if settings.corpus.resolve() == SHIPPED_SPEECHES and SHIPPED_QUESTIONS.is_file():
        return read_question_set(SHIPPED_QUESTIONS)
    raise BotError("no questions to evaluate with: name a file of labelled questions in `evaluation.questions`")


def evaluate_serving(snapshot: Snapshot, asked: QuestionSet, progress: Callable[[int], None]) -> Measured:
    """Ask all questions; `progress` gets how many have been, and may end it by raising."""
    ask, done = asking(snapshot), 0

    def counted(question: LabelledQuestion) -> Answer:
        nonlocal done
        answer = ask(question)
        # The first is asked twice.
        progress(min(done, len(asked.questions)))
        done += 1
        return answer

    outcomes, results = ask_all(asked.questions, counted)
    groups = grouped(results)
    answerable = [o for o in outcomes if o.question.evidence]
    summary = summary_of(results)
    return Measured(
        snapshot.id,
        len(results),
        summary.right,
        summary_of(groups[ANSWERABLE]).means.get(FIRST) if ANSWERABLE in groups else None,
        sum(not o.refused for o in answerable) / len(answerable) if answerable else None,
        summary_of(groups[UNANSWERABLE]).means[RIGHT] if UNANSWERABLE in groups else None,
        summary.p50,
        summary.p95,
        Run(snapshot.id, {"generation": snapshot.id, "date": _today()}, tuple(results)),
    )


def measured_lines(measured: Measured, say: Texts) -> Sequence[str]:
    """The measures in a few lines; what the questions cannot tell is left out."""
    texts, right = say.records, measured.right
    shares = ((texts.eval_first, measured.first), (texts.eval_answered, measured.answered))
    lines = [
        texts.eval_head.format(count=measured.questions, generation=measured.generation),
        texts.eval_right.format(right=percent(right.mean), low=percent(right.low), high=percent(right.high)),
        *(name.format(share=percent(share)) for name, share in shares if share is not None),
    ]
    if measured.refused is not None:
        lines.append(texts.eval_refused.format(share=percent(measured.refused)))
    return [*lines, texts.eval_times.format(p50=round(measured.p50), p95=round(measured.p95))]


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


def percent(share: float) -> str:
    """For people: 0.923 -> 92%."""
    return f"{100 * share:.0f}%"
