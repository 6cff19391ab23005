"""The terminal: the same answers as everywhere, coloured; progress and reports for the person at the keyboard."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bot import rendering
from bot.asking import checked_answer
from bot.conversation.outcomes import said_absent, said_unread
from bot.deepening import AT_ONCE, PER_SECOND
from bot.itemised import Itemised, itemised_parts
from bot.messages import CHINESE, Texts
from bot.terminal.explanation import print_explanation
from bot.terminal.replies import said_part
from retrieval.answer import Answer
from retrieval.collection import BuildReport, Collection
from retrieval.index.processors import cores

_STYLES = {
    "source": "bold",
    "path": "cyan",
    "notice": "yellow",
    "suggestion": "cyan",
    "quote": "",
    "item": "",
    "origin": "dim",
}
_STAGES = {"read": "读取文件", "encode": "编制索引", "deepen": "理解段落含义"}


def ask_once(
    collection: Collection,
    question: str,
    shown: int,
    *,
    as_json: bool = False,
    identity: object = None,
    explained: bool = False,
) -> None:
    """Print the answer to one question on stdout, `explained` with why it came out so.

    JSON answers carry the `identity` of a batch's question.
    """
    snapshot = collection.snapshot()
    answer = checked_answer(snapshot, question, offers=True)
    explanation = snapshot.explain(answer) if explained else None
    if as_json:
        known = {} if identity is None else {"id": identity}
        more = {"explanation": asdict(explanation)} if explanation else {}
        print(json.dumps({**known, **answer.to_json(), **more}, ensure_ascii=False))
        return
    console = Console(highlight=False)
    print_parts(console, answer_parts(answer, CHINESE, shown))
    if explanation:
        console.print()
        print_explanation(console, explanation, shown)


def answer_parts(answer: Answer, texts: Texts, shown: int) -> list[rendering.Part]:
    """What to print for an answer by itself: all items of a whole one, else its first `shown` quotes."""
    before = [said_part(texts, said) for said in (*said_absent(answer.absent), *said_unread(answer))]
    if answer.kind == "passage":
        return [*before, *rendering.parts(answer, texts, shown)]
    without = tuple(document.title for document in answer.without)
    whole = Itemised(answer.kind, len(answer.items), answer.stated, without)
    return [*before, *itemised_parts(whole, answer.items, texts)]


def print_parts(console: Console, parts: Sequence[rendering.Part]) -> None:
    """Print a reply, its highlights coloured. Long lines are left to the terminal to wrap, so that they copy whole."""
    for gap, part in rendering.laid_out(parts):
        text = Text(gap + part.text, style=_STYLES[part.kind])
        for start, end in part.highlights:
            style = "bold green" if part.kind == "quote" else "bold"
            text.stylize(style, len(gap) + start, len(gap) + end)
        console.print(text, soft_wrap=True, end="")
    console.print()


def build(collection: Collection, texts: Texts = CHINESE, *, full: bool = False, as_json: bool = False) -> BuildReport:
    """Build or refresh the library with a progress display on stderr; the report follows (as JSON on stdout).

    `texts` say why files were skipped.
    """
    console = Console(stderr=True, highlight=False)
    with _progress_on(console) as progress:
        report = collection.reload(progress, full=full)
    if as_json:
        print(json.dumps(_report_json(report, texts), ensure_ascii=False))
    else:
        _print_report(console, report, collection.folder, texts)
    return report


def deepen(collection: Collection, texts: Texts = CHINESE, *, whatever: bool = False) -> None:
    """Deepen the library with a progress display on stderr; where that takes long and not `whatever` it takes, say so instead."""
    passages = collection.to_deepen
    console = Console(stderr=True, highlight=False)
    if passages > AT_ONCE and not whatever:
        minutes = round(passages / (PER_SECOND * cores()) / 60)
        console.print(texts.terminal.not_deepened.format(count=passages, minutes=minutes), markup=False, style="yellow")
        return
    with _progress_on(console) as progress:
        collection.deepen(progress, threads=cores())


@contextmanager
def _progress_on(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A display of how far each stage is, how fast, and how long it still takes; nothing where nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks = {stage: bar.add_task(name, total=None, visible=False) for stage, name in _STAGES.items()}

        def progress(stage: str, done: int, total: int) -> None:
            bar.update(tasks[stage], completed=done, total=total, visible=True)

        yield progress


class _Rate(ProgressColumn):
    """How many files or passages a second are done, as far as that is known."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:,.0f}/s", style="progress.data.speed")


def _print_report(console: Console, report: BuildReport, folder: Path, texts: Texts) -> None:
    console.print(
        f"资料库 {report.generation}：{report.documents} 份文件，{report.passages} 个段落"
        f"（新增 {len(report.added)}，更新 {len(report.changed)}，移除 {len(report.removed)}，跳过 {report.left_out}）"
    )
    for sign, names in (("+", report.added), ("~", report.changed), ("-", report.removed)):
        for name in names:
            console.print(f"  {sign} {name}", markup=False, style="dim")
    for line in texts.reasons.grouped(report.skipped):
        console.print(f"  ! {line}", markup=False, style="yellow")
    if report.exact:
        console.print(f"  ! {report.exact} 段的近似检索经测量漏得太多，改为逐一比对", style="yellow")
    console.print(f"保存在 {folder}", markup=False, style="dim")


def _report_json(report: BuildReport, texts: Texts) -> dict[str, object]:
    return {
        "generation": report.generation,
        "documents": report.documents,
        "passages": report.passages,
        "added": list(report.added),
        "changed": list(report.changed),
        "removed": list(report.removed),
        "exact": report.exact,
        "skipped": [
            {"file": name, "kind": reason.why.name.lower(), "reason": texts.reasons.phrase(reason)}
            for name, reason in report.skipped
        ],
    }
