"""Commands of whoever runs the bot: how it is doing, what was done, going back, copies."""

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


@click.command()
@json_option
@with_common_options
def status_command(as_json: bool, **common: Path | None) -> None:
    """Show what serves, what was asked today, and the disk that is left."""
    from bot.terminal.operating import show_status

    settings = settings_from(**common)
    show_status(settings, texts_for(settings), as_json=as_json)


@click.command()
@click.argument("draft", type=FILE, required=False)
@click.option("--copy", metavar="FILE", type=FILE, help="Also write a copy of the draft with the findings there.")
@json_option
@with_common_options
def check_command(draft: Path | None, copy: Path | None, as_json: bool, **common: Path | None) -> None:
    """Compare every quotation of a DRAFT with the documents; without one, the library's files with what was written."""
    settings = settings_from(**common)
    if draft is not None:
        from bot.terminal.drafts import check_file

        check_file(built_collection(settings), draft, texts_for(settings), copy=copy, as_json=as_json)
        return
    if copy is not None:
        raise click.UsageError("--copy is a copy of the DRAFT; name that")
    from bot.terminal.operating import show_check

    if not show_check(settings, texts_for(settings), as_json=as_json):
        sys.exit(1)


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@with_common_options
def rollback_command(yes: bool, as_json: bool, **common: Path | None) -> None:
    """Go back to the generation before the one that serves."""
    if as_json and not yes:
        raise click.UsageError("--json asks nothing; add --yes")
    from bot.terminal.operating import roll_back

    settings = settings_from(**common)
    roll_back(settings, make_collection(settings), texts_for(settings), yes=yes, as_json=as_json)


@click.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@with_common_options
def remove_command(name: str, yes: bool, as_json: bool, **common: Path | None) -> None:
    """Take the document NAME out of the collection; its file is kept."""
    if as_json and not yes:
        raise click.UsageError("--json asks nothing; add --yes")
    from bot.terminal.operating import remove_named

    settings = settings_from(**common)
    collection = built_collection(settings)
    remove_named(settings, collection, name, texts_for(settings), yes=yes, as_json=as_json)


@click.command()
@click.argument("code")
@json_option
@with_common_options
def allow_command(code: str, as_json: bool, **common: Path | None) -> None:
    """Let in whoever was given CODE by the bot."""
    from bot.command_line.letting_in import allow_code

    settings = settings_from(**common)
    allow_code(settings, code, texts_for(settings), as_json=as_json)


# The number of a group begins with a minus, which is no option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("number", type=int)
@json_option
@with_common_options
def revoke_command(number: int, as_json: bool, **common: Path | None) -> None:
    """Let in no longer the user or group with this NUMBER, as `who` shows it."""
    from bot.command_line.letting_in import revoke_party

    settings = settings_from(**common)
    revoke_party(settings, number, texts_for(settings), as_json=as_json)


@click.command()
@json_option
@with_common_options
def who_command(as_json: bool, **common: Path | None) -> None:
    """Show who may ask, and how many wait for that."""
    from bot.command_line.letting_in import show_who

    settings = settings_from(**common)
    show_who(settings, texts_for(settings), as_json=as_json)


@click.command()
@click.option("--most", metavar="N", type=click.IntRange(1), default=20, help="How many of the last; 20.")
@click.option("--csv", "as_csv", is_flag=True, help="Print all as CSV.")
@json_option
@with_common_options
def log_command(most: int, as_csv: bool, as_json: bool, **common: Path | None) -> None:
    """Show what was done lately: uploads, updates, rollbacks, access."""
    if as_csv and as_json:
        raise click.UsageError("give either --csv or --json")
    from bot.terminal.operating import show_log

    settings = settings_from(**common)
    show_log(settings, texts_for(settings), most=most, as_csv=as_csv, as_json=as_json)


@click.command()
@click.option("--accept", "accepted", metavar="ID", multiple=True, help="Make it a test question; several times.")
@click.option("--ignore", "ignored", metavar="ID", multiple=True, help="List it no more; several times.")
@json_option
@with_common_options
def feedback_command(accepted: tuple[str, ...], ignored: tuple[str, ...], as_json: bool, **common: Path | None) -> None:
    """List questions that nothing answered or that were voted 👎, and make test questions of them."""
    from bot.terminal.operating import show_feedback

    settings = settings_from(**common)
    collection = built_collection(settings) if accepted else None
    show_feedback(settings, collection, texts_for(settings), accepted=accepted, ignored=ignored, as_json=as_json)


@click.command()
@click.argument("folder", metavar="DIR", type=FILE)
@json_option
@with_common_options
def backup_command(folder: Path, as_json: bool, **common: Path | None) -> None:
    """Copy documents, library and state into DIR, while the bot may be running."""
    from bot.terminal.operating import show_backup

    settings = settings_from(**common)
    show_backup(settings, folder, texts_for(settings), as_json=as_json)


OPERATING = (
    status_command,
    check_command,
    rollback_command,
    remove_command,
    allow_command,
    revoke_command,
    who_command,
    log_command,
    feedback_command,
    backup_command,
)
