"""Commands of whoever wants to know how good the answers are: `evaluate` asks labelled questions, `questions` helps to write them."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.command_line.common import FILE, built_collection, json_option, settings_from, texts_for, with_common_options

if TYPE_CHECKING:
    from retrieval.evaluation.questions.sets import QuestionSet


@click.command()
@click.argument("questions", type=FILE, nargs=-1)
@click.option("--set", "sets", metavar="NAME=PATH", multiple=True, help="A file, or a folder with its own documents/.")
@click.option(
    "--with", "others", metavar="KEY=VALUE", multiple=True, help="Compare: a setting, a switch, or a run.json."
)
@click.option("--baseline", metavar="FILE", type=FILE, help="Exit with 1 when it is worse than this run.json.")
@click.option(
    "--tolerance", metavar="SHARE", type=click.FloatRange(0, 1), help="Loss to let pass; 0.03 where not given."
)
@click.option("--report", metavar="DIR", type=FILE, help="Also write a page, the run, metrics and failures there.")
@click.option("--export", metavar="DIR", type=FILE, help="Write the one set in the BEIR layout there; ask nothing.")
@click.option("--robustness", is_flag=True, help="Ask in other forms and with slips: does the first quote stay?")
@click.option("--peers", is_flag=True, help="Compare with other systems' ways: BM25 and MiniLM on fixed pieces.")
@click.option("--model", "models", metavar="MODEL", multiple=True, help="With --peers: this sentence encoder, too.")
@json_option
@with_common_options
def evaluate_command(questions: tuple[Path, ...], sets: tuple[str, ...], **options: Any) -> None:
    """Measure retrieval on labelled QUESTIONS (YAML or JSONL), in one or several configurations."""
    from bot.terminal import evaluation
    from bot.terminal.evaluation_runs.peers import evaluate_beside_peers

    report, as_json, collection = options["report"], options["as_json"], partial(built_collection, deep=True)
    settings = settings_from(**{name: options[name] for name in ("config", "corpus", "library")})
    asked = _sets(questions, sets)
    if options["models"] and not options["peers"]:
        raise click.UsageError("--model is one more of the --peers; for our own search use --with encoder.model=MODEL")
    if options["export"]:
        if len(asked) > 1:
            raise click.UsageError("--export writes one set; give one file or folder")
        evaluation.export_set(asked[0], settings, collection, options["export"])
        return
    if options["robustness"]:
        evaluation.evaluate_robustness(asked, settings, collection, report=report, as_json=as_json)
        return
    if options["peers"]:
        evaluate_beside_peers(asked, settings, collection, models=options["models"], report=report, as_json=as_json)
        return
    tolerance = {} if options["tolerance"] is None else {"tolerance": options["tolerance"]}
    wanted = evaluation.Wanted(
        others=options["others"], baseline=options["baseline"], report=report, as_json=as_json, **tolerance
    )
    if not evaluation.evaluate(asked, settings, collection, wanted):
        sys.exit(1)


@click.group()
def questions_command() -> None:
    """Write labelled questions."""


@questions_command.command("new")
@click.argument("document", type=FILE)
@click.option("--to", "file", metavar="FILE", type=FILE, required=True, help="Where they go: .jsonl, or .yaml.")
@with_common_options
def new_questions(document: Path, file: Path, **common: Path | None) -> None:
    """Walk through DOCUMENT and write questions on it, each with the words that answer."""
    from rich.console import Console

    from bot.terminal.question_writing import Desk, write_questions

    settings = settings_from(**common)
    write_questions(document, Desk(file, input, Console(highlight=False), texts_for(settings)), ocr=settings.ocr)


def _sets(questions: Sequence[Path], named: Sequence[str]) -> "list[QuestionSet]":
    from retrieval.evaluation.questions.sets import read_question_set

    pairs = [_named_path(text) for text in named]
    name = "" if len(questions) + len(named) == 1 else None
    asked = [read_question_set(path, path.stem if name is None else name) for path in questions]
    asked += [read_question_set(Path(path), given) for given, path in pairs]
    if not asked:
        raise click.UsageError("give QUESTIONS, or --set NAME=PATH")
    return asked


def _named_path(text: str) -> tuple[str, str]:
    name, equals, path = text.partition("=")
    if not (name and equals and path):
        raise click.UsageError(f"--set {text}: expected NAME=PATH")
    return name, path


EVALUATING = (evaluate_command, questions_command)
