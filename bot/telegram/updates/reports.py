"""What is said of an update of the collection: how far it is, and what it did."""

from collections.abc import Sequence

from bot.deepening import Deepenable, seconds_to_deepen
from bot.messages import Texts
from bot.rendering import Part, notice
from retrieval.collection import BuildReport

LISTED = 8
"""Files named in each list of a report."""
NAMED = 3
"""Files named for one reason why they were skipped."""
NAME, LINE = 80, 280
"""Characters of a file's name, and of a line of a list."""
BAR = 10
"""Squares of the progress bar."""
GUESSED_AFTER = 3.0
"""Seconds after which the time that a stage still takes can be guessed."""


def progress_text(stage: str, done: int, total: int, seconds: float, texts: Texts) -> str:
    """One line that says how far a build is: a bar, and after some seconds how long this stage still takes."""
    template = {"read": texts.reload.reading, "encode": texts.reload.encoding}.get(stage, texts.reload.started)
    share = done / max(total, 1)
    filled = round(BAR * share)
    line = template.format(done=done, total=total, percent=round(100 * share), bar="▓" * filled + "░" * (BAR - filled))
    if seconds < GUESSED_AFTER or not done:
        return line
    return line + texts.reload.remaining.format(seconds=max(1, round(seconds * (1 - share) / share)))


def report_parts(report: BuildReport, before: str, texts: Texts, *, flat: Sequence[str] = ()) -> list[Part]:
    """What a build did, long lists cut. `before` is the generation that served until then.

    `flat` are the new files in which no heading was found.
    """
    headline = texts.reload.unchanged if report.generation == before else texts.reload.done
    counts = texts.reload.counts.format(
        documents=report.documents,
        passages=report.passages,
        added=len(report.added),
        changed=len(report.changed),
        removed=len(report.removed),
        skipped=report.left_out,
    )
    skipped = texts.reasons.grouped([(_cut(name, NAME), reason) for name, reason in report.skipped], NAMED)
    lists = [
        (texts.reload.added, report.added),
        (texts.reload.changed, report.changed),
        (texts.reload.removed, report.removed),
        (texts.reload.skipped, skipped),
        (texts.reload.flat, flat),
    ]
    lines = [line for title, names in lists for line in _listed(title, names, texts)]
    return [notice(line) for line in (headline.format(generation=report.generation), counts, *lines)]


def background_seconds(collection: object) -> float:
    """About how long is still worked in the background before `collection` answers as well as it can; 0 where it does."""
    return seconds_to_deepen(collection) if isinstance(collection, Deepenable) else 0.0


def deepening_parts(seconds: float, texts: Texts) -> list[Part]:
    """What is said of these seconds; nothing where there are none."""
    return [notice(texts.reload.deepening.format(minutes=max(1, round(seconds / 60))))] if seconds else []


def _listed(title: str, names: Sequence[str], texts: Texts) -> list[str]:
    if not names:
        return []
    more = [texts.reload.more.format(count=len(names) - LISTED)] if len(names) > LISTED else []
    return [title, *(f"• {_cut(name, LINE)}" for name in names[:LISTED]), *more]


def _cut(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
