"""What the commands of whoever runs the bot print; the same as admins see in the chat."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from bot.conversation.understanding.named_documents import find_by_name
from bot.database.opening import existing
from bot.errors import BotError
from bot.holdings.filing import Holdings
from bot.holdings.purging import purge_kept
from bot.holdings.undoing import take_back
from bot.messages import Texts
from bot.operating.backup import back_up
from bot.operating.doubts import collect_doubt, doubt_line
from bot.operating.event_lines import event_line
from bot.operating.going_back import taken_back_lines
from bot.operating.labelling import collected_file
from bot.operating.library_check import check_library
from bot.operating.status import served_on_disk, status_lines, status_of
from bot.records.audit import Action, Ending, events_csv
from bot.settings import Settings
from bot.store import Store
from corpus.errors import CorpusError
from retrieval.collection import BuildReport, Collection
from retrieval.errors import LibraryDamaged, RetrievalError

_MEGABYTE = 2**20
BY: Final = "command line"
LISTED = 50
"""Questions to look at that are printed at once, those asked last."""


def show_status(settings: Settings, texts: Texts, *, as_json: bool) -> None:
    """Print the status, without what only a running bot knows of itself. Raises LibraryDamaged."""
    found = status_of(settings, store_of(settings), served_on_disk(settings.library))
    print_said(found.to_json() if as_json else status_lines(found, texts))


def show_check(settings: Settings, texts: Texts, *, as_json: bool) -> bool:
    """Print what is wrong with the library and the store; whether nothing is."""
    report = check_library(settings.library, settings.storage.place)
    if as_json:
        print_said(report.to_json())
    elif report.faults:
        print_said([texts.records.check_faults.format(count=len(report.faults)), *report.faults])
    else:
        counts = {"files": report.files, "documents": report.documents, "quotes": report.quotes}
        print_said([texts.records.check_sound.format(generations=len(report.generations), **counts)])
    return not report.faults


def show_log(settings: Settings, texts: Texts, *, most: int, as_csv: bool, as_json: bool) -> None:
    """Print the last events, newest first; all of them as CSV. Raises BotError."""
    events = store_of(settings).audit.events(None if as_csv else most)
    if as_csv:
        sys.stdout.buffer.write(events_csv(events))
    elif as_json:
        print(json.dumps([event.to_json() for event in events], ensure_ascii=False))
    else:
        print_said([event_line(event, texts) for event in events] or [texts.records.log_empty])


def show_feedback(
    settings: Settings,
    collection: Collection | None,
    texts: Texts,
    *,
    accepted: Sequence[str],
    ignored: Sequence[str],
    as_json: bool,
) -> None:
    """Make the questions of the answers `accepted` test questions, list those `ignored` no more, and print what is left to look
    at; the `collection` is needed where some are accepted. Raises BotError, before anything is written, where no question is
    kept of one."""
    store = store_of(settings)
    if not settings.storage.keep_questions:
        raise BotError(texts.records.doubts_not_kept)
    chosen = {identity: store.answer(identity) for identity in (*accepted, *ignored)}
    for identity, kept in chosen.items():
        if kept is None or not kept.turn.question:
            raise BotError(f"{identity}: {texts.records.doubt_gone}")
    said = []
    for identity, kept in chosen.items():
        collecting = identity in accepted
        if collecting and collection and kept:
            said.append(collect_doubt(settings, kept, collection.snapshot(), texts))
        else:
            said.append(texts.records.ignored)
        store.reviews.close(identity, collected=collecting)
        store.audit.record(BY, "collect" if collecting else "ignore", identity)
    doubts = store.reviews.doubts(LISTED)
    store.close()
    if as_json:
        print_said(
            {"done": said, "questions": [asdict(doubt) for doubt in doubts], "file": str(collected_file(settings))}
        )
    else:
        print_said([*said, *([doubt_line(d.answer_id, d, texts) for d in doubts] or [texts.records.doubts_none])])


def roll_back(settings: Settings, collection: Collection, texts: Texts, *, yes: bool, as_json: bool) -> None:
    """Go back, once that is confirmed. Raises LibraryDamaged, and leaves all as it was, where that cannot be."""
    serving, previous = collection.snapshot().id, collection.previous
    if previous is None:
        raise LibraryDamaged(f"library {settings.library}: no generation before {serving} is kept; run `yuanwen index`")
    if not yes:
        click.confirm(texts.records.rollback_sure.format(generation=serving, previous=previous), abort=True)
    uploads = settings.uploads
    try:
        back = take_back(collection, Holdings(settings.corpus, uploads.folder, uploads.kept), serving)
    except LibraryDamaged:
        record_deed(settings, "rollback", serving, ending="failed")
        raise
    record_deed(settings, "rollback", back.generation, note=back.unsettled)
    said: dict[str, object] = {"left": serving, "generation": back.generation, "files": asdict(back.files)}
    print_said(said if as_json else taken_back_lines(back, texts))


def remove_named(
    settings: Settings, collection: Collection, name: str, texts: Texts, *, yes: bool, as_json: bool
) -> None:
    """Take the document that `name` names out, once that is confirmed. Raises BotError, and leaves all as it was, where that
    cannot be."""
    say, uploads, serving = texts.holdings, settings.uploads, collection.snapshot()
    holdings, found = Holdings(settings.corpus, uploads.folder, uploads.kept), find_by_name(serving.documents, name)
    if len(found) != 1:
        several = f"{len(found)} documents: {', '.join(d.source for d in found[:5])}; give the name of one file"
        raise BotError(f"{name!r} names {several if found else 'no document'}")
    files, packed = holdings.files_of((found[0].source, *found[0].copies))
    if packed or not files:
        raise BotError((say.inside if packed else say.gone).format(name=found[0].name, file=packed))
    if not yes:
        question = say.remove_sure.format(name=found[0].name)
        click.confirm("\n".join([question, *(f"• {file}" for file in files)]), abort=True)
    change = holdings.put_away(files, by=0, before=serving.id)
    try:
        report = collection.reload()
    except (CorpusError, RetrievalError):
        holdings.undo(change)
        record_deed(settings, "remove", found[0].source, ending="failed")
        raise
    record_deed(settings, "remove", found[0].source)
    record_build(settings, report)
    purge_kept(collection, holdings, uploads.days)
    said: dict[str, object] = {"removed": change.removed, "generation": report.generation}
    print_said(said if as_json else [say.put_away, *(f"• {file}" for file in change.removed)])


def show_backup(settings: Settings, folder: Path, texts: Texts, *, as_json: bool) -> None:
    """Write a backup into `folder` and print what it holds. Raises BotError."""
    made = back_up(settings, folder)
    record_deed(settings, "backup", made.generation or "")
    counts = {"corpus": made.corpus, "library": made.library, "state": made.state}
    said = texts.records.backed_up.format(folder=folder, megabytes=round(made.size / _MEGABYTE), **counts)
    lines = [said, texts.records.backed_up_without_store] if settings.storage.url else [said]
    print_said({"folder": str(folder), **asdict(made)} if as_json else lines)


def record_build(settings: Settings, report: BuildReport) -> None:
    """Remember a build by the command line."""
    counts = f"+{len(report.added)} ~{len(report.changed)} -{len(report.removed)}"
    changed = report.added or report.changed or report.removed
    record_deed(settings, "reload", report.generation, ending="done" if changed else "unchanged", note=counts)


def store_of(settings: Settings) -> Store:
    """The store, an empty one where there is none: looking makes no file."""
    return Store(existing(settings.storage.place))


def record_deed(settings: Settings, action: Action, what: str, *, ending: Ending = "done", note: str = "") -> None:
    """Remember what the command line has done."""
    store = store_of(settings)
    store.audit.record(BY, action, what, ending=ending, note=note)
    store.close()


def print_said(said: dict[str, object] | list[str]) -> None:
    """Print lines, or JSON."""
    print(json.dumps(said, ensure_ascii=False) if isinstance(said, dict) else "\n".join(said))
