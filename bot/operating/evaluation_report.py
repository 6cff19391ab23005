"""What an admin is told of an evaluation: the measures, each kind, how it compares with the last one, and the picture.

The last run is kept beside the file that remembers answers, for the next to be compared with.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError
from bot.messages import Texts
from bot.operating.evaluating import Measured, measured_lines, percent
from bot.operating.evaluation_picture import picture_of
from bot.rendering import shorten
from bot.settings import Settings
from retrieval.errors import RetrievalError
from retrieval.evaluation.comparison import ALL, ANSWERABLE, UNANSWERABLE, Change, compare, grouped
from retrieval.evaluation.measures import RIGHT
from retrieval.evaluation.runs import Run, read_run, write_run

FILE = "evaluated.json"
LISTED, LONGEST = 5, 40
"""Questions won or lost that are named, and their characters."""


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Lines of text, and a PNG; None where none could be drawn, which the lines say then."""

    lines: Sequence[str]
    picture: bytes | None


def kept_run_file(settings: Settings) -> Path:
    """Where the last run is kept."""
    return settings.storage.file.with_name(FILE)


def report_on(measured: Measured, file: Path, say: Texts) -> EvaluationReport:
    """What is to be told of `measured`, against the run in `file`; that one is kept there then. Raises BotError."""
    before, said = _last(file, measured.run, say)
    picture = picture_of(measured.run, before, say.evaluation_picture)
    _keep(file, measured.run)
    lines = [*measured_lines(measured, say), *_kinds(measured.run, say), *said]
    return EvaluationReport(lines if picture else [*lines, say.evaluation_picture.no_font], picture)


def _kinds(run: Run, say: Texts) -> list[str]:
    """The share that is right of each type of question and of each collection."""
    groups = {n: g for n, g in grouped(run.results).items() if n not in (ALL, ANSWERABLE, UNANSWERABLE)}
    return [
        say.evaluation_picture.kind.format(name=n, share=percent(sum(r.right for r in g) / len(g)), count=len(g))
        for n, g in groups.items()
    ]


def _last(file: Path, run: Run, say: Texts) -> tuple[Run | None, list[str]]:
    """The run before, where it can be compared with, and what the comparison says."""
    texts = say.evaluation_picture
    if not file.exists():
        return None, [texts.first_time]
    try:
        before = read_run(file)
    except RetrievalError:
        return None, [texts.unreadable]
    if not {r.key for r in before.results} & {r.key for r in run.results}:
        return None, [texts.unlike]
    comparison = compare(before, run)
    (right,) = (c for c in comparison.compared if c.group == ALL and c.measure == RIGHT)
    against = texts.against.format(
        generation=before.name,
        before=percent(right.before),
        after=percent(right.after),
        count=right.n,
        p=f"{right.difference.p:.3f}",
    )
    changes = ((texts.won, comparison.won), (texts.lost, comparison.lost))
    return before, [against, *(_named(text, found, texts.more) for text, found in changes)]


def _named(text: str, changes: Sequence[Change], more: str) -> str:
    names = "、".join(shorten(" ".join(c.after.question.split()), LONGEST) for c in changes[:LISTED])
    return text.format(count=len(changes), some=f"：{names}{more if len(changes) > LISTED else ''}" if names else "")


def _keep(file: Path, run: Run) -> None:
    fresh = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(fresh, os.O_CREAT | os.O_WRONLY, 0o600))
        write_run(fresh, run)
        os.replace(fresh, file)
    except OSError as fault:
        raise BotError(f"{file.name} cannot be written ({fault.strerror}); check the state folder") from None
