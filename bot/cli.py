"""The command line. Every command parses, calls one function and renders; what costs seconds is imported on use."""

import os
import sys
from pathlib import Path

import click

from bot.command_line.common import (
    FILE,
    built_collection,
    json_option,
    make_collection,
    settings_from,
    texts_for,
    with_common_options,
)
from bot.command_line.evaluating import EVALUATING
from bot.command_line.operating import OPERATING
from bot.command_line.serving import SERVING
from bot.errors import BotError, StoreFault, said_of_system
from corpus.errors import CorpusError


@click.group()
def app() -> None:
    """Answers questions about Chinese speeches and official documents in the documents' own words."""


@app.command()
@click.argument("question", required=False)
@click.option("--questions", metavar="FILE", type=FILE, help="Answer every line {id, question} of a JSONL file.")
@click.option("--explain", "explained", is_flag=True, help="Also show why these quotes were chosen.")
@json_option
@with_common_options
def ask_command(
    question: str | None, questions: Path | None, explained: bool, as_json: bool, **common: Path | None
) -> None:
    """Answer one QUESTION, or a file of questions."""
    if (question is None) == (questions is None):
        raise click.UsageError("give either a QUESTION or --questions FILE")
    if questions is not None and not as_json:
        raise click.UsageError("--questions prints JSON lines; add --json")
    from bot.terminal.answers import ask_once

    settings = settings_from(**common)
    batch = _batch(questions) if questions else []
    collection = built_collection(settings, deep=bool(batch))
    if question is not None:
        ask_once(collection, question, settings.answer.shown, as_json=as_json, explained=explained)
    for identity, text in batch:
        ask_once(collection, text, settings.answer.shown, as_json=True, identity=identity, explained=explained)


@app.command()
@with_common_options
def chat_command(**common: Path | None) -> None:
    """Talk to the collection in the terminal."""
    from bot.messages import texts
    from bot.messages.languages import spoken_language

    settings = settings_from(**common)
    language = spoken_language(settings.terminal.language, os.environ)
    if sys.stdin.isatty():
        # Loading takes a second or two; whoever waits at a keyboard is told before it begins.
        click.echo(texts(language).terminal.loading, err=True)
    from bot.terminal.chat import chat

    chat(built_collection(settings), settings.answer.shown, language)


@app.command()
@click.option("--full", is_flag=True, help="Encode everything again.")
@click.option("--deep", is_flag=True, help="Deepen it however long that takes.")
@click.option("--quick", is_flag=True, help="Leave deepening it to later.")
@json_option
@with_common_options
def index_command(full: bool, deep: bool, quick: bool, as_json: bool, **common: Path | None) -> None:
    """Build or refresh the library from the corpus folder."""
    if deep and quick:
        raise click.UsageError("give either --deep or --quick")
    from bot.terminal.answers import build, deepen
    from bot.terminal.operating import record_build

    settings = settings_from(**common)
    collection, texts = make_collection(settings), texts_for(settings)
    report = build(collection, texts, full=full, as_json=as_json)
    record_build(settings, report)
    if not quick:
        deepen(collection, texts, whatever=deep)


@app.command()
@click.argument("file", type=FILE)
@click.option("--dropped", is_flag=True, help="Also list the dropped lines, each with its rule.")
@json_option
@with_common_options
def outline_command(file: Path, dropped: bool, as_json: bool, **common: Path | None) -> None:
    """Show how FILE, or every file of a folder, is understood: headings, counts, what to check."""
    from bot.terminal.outline import show_outline

    settings = settings_from(**common)
    show_outline(file, texts_for(settings), ocr=settings.ocr, as_json=as_json, dropped=dropped)


for _command in (*EVALUATING, *SERVING, *OPERATING):
    app.add_command(_command)


def main() -> None:
    """Entry point of `yuanwen`: user errors end as one line on stderr, status 2; other failures with status 1."""
    from retrieval.errors import RetrievalError

    try:
        app(standalone_mode=False)
    except StoreFault as fault:
        # It may answer in a moment: a service is started again.
        _fail(str(fault), 1)
    except (BotError, CorpusError, RetrievalError) as fault:
        _fail(str(fault), 2)
    except click.UsageError as fault:
        command = fault.ctx.command_path if fault.ctx else "yuanwen"
        _fail(f"{fault.format_message()} (see `{command} --help`)", 2)
    except click.Abort:
        _fail("stopped", 130)
    except BrokenPipeError:
        # Whoever read our output has enough; the interpreter must not complain when it flushes.
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
        sys.exit(1)
    except OSError as fault:
        _fail(said_of_system(fault), 1)


def _batch(file: Path) -> list[tuple[object, str]]:
    from retrieval.errors import RetrievalError
    from retrieval.evaluation.metrics import read_jsonl

    rows = read_jsonl(file)
    for number, row in rows:
        if not isinstance(row.get("question"), str) or "id" not in row:
            raise RetrievalError(f'{file} line {number}: expected {{"id": …, "question": "…"}}')
    return [(row["id"], row["question"]) for _, row in rows]


def _fail(message: str, status: int) -> None:
    print(f"yuanwen: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(status)
