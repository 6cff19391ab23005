"""A checked draft in the terminal: a table of its quotations, or JSON; a marked copy where one is wanted."""

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.asking import Serving
from bot.drafts.marked import TEXT, WORD, marked_copy
from bot.drafts.reading import Draft, read_draft, what_is_missing
from bot.drafts.reporting import counted, counts_line, reason_of
from bot.errors import DraftUnusable
from bot.messages import Texts
from retrieval.drafts.checked import CheckedQuote

_STYLES = {"exact": "green", "slight": "cyan", "differs": "yellow", "elsewhere": "yellow", "not_found": "red"}


def check_file(collection: Serving, file: Path, texts: Texts, *, copy: Path | None, as_json: bool) -> None:
    """Check the draft in `file` and print what was found; write the marked `copy` where its name is given.

    Raises DraftUnusable where the draft cannot be read or the copy not written.
    """
    if copy is not None and copy.exists():
        raise DraftUnusable(texts.drafts.copy_exists.format(file=copy))
    draft, snapshot = read_draft(file, file.name, texts), collection.snapshot()
    checked = snapshot.check_quotations(draft.text)
    console = Console(stderr=True, highlight=False)
    if as_json:
        print(json.dumps(_report(draft, checked, snapshot.id, texts), ensure_ascii=False))
    else:
        _print(Console(highlight=False), draft, checked, texts)
    for line in what_is_missing(draft, texts):
        console.print(line, markup=False, style="yellow")
    if copy is not None:
        _write_copy(console, draft, checked, texts, copy)


def _report(draft: Draft, checked: Sequence[CheckedQuote], generation: str, texts: Texts) -> dict[str, object]:
    return {
        "file": draft.name,
        "generation": generation,
        "counts": counted(checked),
        "not_checked": what_is_missing(draft, texts),
        "quotations": [{"line": _line(draft, one)} | one.to_json() for one in checked],
    }


def _print(console: Console, draft: Draft, checked: Sequence[CheckedQuote], texts: Texts) -> None:
    say = texts.drafts
    if checked:
        table = Table(
            say.line, say.quotation, say.verdict_column, say.reason, box=None, pad_edge=False, header_style="dim"
        )
        for one in checked:
            verdict = Text(say.verdict(one.verdict), style=_STYLES[one.verdict])
            table.add_row(str(_line(draft, one)), _marked(one), verdict, Text(reason_of(one, texts), overflow="fold"))
        console.print(table)
        console.print()
    console.print(counts_line(checked, texts), markup=False)


def _line(draft: Draft, one: CheckedQuote) -> int:
    return draft.text.count("\n", 0, one.start) + 1


def _marked(one: CheckedQuote) -> Text:
    """The words of the draft, what is added or swapped in them marked."""
    words = Text(one.words, overflow="fold")
    for change in one.deviations:
        words.stylize("bold red", change.start - one.start, change.end - one.start)
    return words


def _write_copy(console: Console, draft: Draft, checked: Sequence[CheckedQuote], texts: Texts, copy: Path) -> None:
    say = texts.drafts
    content, ending = marked_copy(draft, checked, texts)
    try:
        with copy.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise DraftUnusable(say.copy_exists.format(file=copy)) from None
    except OSError as fault:
        raise DraftUnusable(say.copy_failed.format(file=copy, reason=fault.strerror)) from None
    if ending == TEXT and copy.suffix == WORD:
        console.print(say.as_text, markup=False, style="yellow")
    console.print(say.copy_written.format(file=copy), markup=False, style="dim")
