"""Lists to choose from: the documents, and the contents of one."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.outcomes import Contents, Documents, Said, WhichDocuments
from bot.conversation.replies.scene import (
    CannotShow,
    Scene,
    Shown,
    chosen_stretch,
    no_such_number,
    read_stretch,
    tree_at,
)
from bot.conversation.stretches import whole_document
from bot.conversation.turns import Choice, Turn, Understood
from bot.conversation.understanding.named_documents import find_by_name
from corpus.document import Document
from corpus.headings.tree import ROOT, HeadingTree

NUMBERED = 45
"""Headings that are numbered at once: as many levels as fit, but at least one."""


def list_documents(scene: Scene, understood: Understood) -> Shown:
    """All documents, or those of a speaker."""
    speaker, everything = understood.question, scene.snapshot.documents
    if not speaker:
        return _list(scene, everything, "all")
    found = [d for d in everything if d.speaker == speaker]
    if not found:
        raise CannotShow(Said("no_such_document", {"name": speaker}))
    return _list(scene, found, "speaker")


def list_silent(scene: Scene, understood: Understood) -> Shown:
    """The documents in which nothing of the last answer stands. Raises CannotShow where that was not said of any."""
    turn = scene.turn
    found = [d for choice in turn.offered if turn.is_whole and (d := scene.snapshot.document(choice.document_id))]
    if not found:
        raise CannotShow(Said("nothing_to_complete"))
    return _list(scene, found, "silent")


def show_contents(scene: Scene, understood: Understood) -> Shown:
    """The contents of the document that is named, or looked at."""
    name, number, everything = understood.question, understood.number, scene.snapshot.documents
    if number is not None and scene.channel.numbered:
        if not 1 <= number <= len(everything):
            raise CannotShow(no_such_number(number, len(everything)))
        return contents_of(scene, tree_at(scene, Choice(everything[number - 1].id)))
    if name:
        return _named(scene, name)
    looked_at = scene.turn.current or next(iter(scene.turn.choices), None)
    if looked_at is None and scene.channel.numbered:
        return list_documents(scene, understood)
    if looked_at is None or number is not None:
        looked_at = chosen_stretch(scene, number)
    shown, turn = contents_of(scene, tree_at(scene, looked_at))
    return replace(shown, number=scene.turn.at if number is None else number - 1), turn


def contents_of(scene: Scene, tree: HeadingTree) -> tuple[Contents, Turn]:
    """The contents of a document; where it has no headings, its text goes with them."""
    below = numbered_headings(tree)
    if not below:
        page, turn = read_stretch(scene, whole_document(tree.document))
        return Contents(tree, ROOT, page=page), turn
    looked_at, document = scene.turn.current, tree.document
    view = scene.turn.view if looked_at and looked_at.document_id == document.id else whole_document(document)
    choices = tuple(Choice(document.id, i) for i in below)
    return Contents(tree, ROOT, below), replace(scene.turn, view=view, rest=None, choices=choices)


def numbered_headings(tree: HeadingTree, below: int = ROOT) -> tuple[int, ...]:
    """The headings below one, in text order: as many levels of them as a list takes."""
    within = tree.within(below)
    least = min((tree.depths[i] for i in within), default=0)
    fits = [d for d in range(least, least + 9) if sum(tree.depths[i] <= d for i in within) <= NUMBERED]
    deepest = max(fits, default=least)
    return tuple(i for i in within if tree.depths[i] <= deepest)


def _named(scene: Scene, name: str) -> Shown:
    found = find_by_name(scene.snapshot.documents, name)
    if not found and scene.channel.partly:
        found = tuple(d for d in scene.snapshot.documents if name in d.name)
    if not found:
        raise CannotShow(Said("no_such_document", {"name": name}))
    return _list(scene, found, "name") if len(found) > 1 else contents_of(scene, tree_at(scene, Choice(found[0].id)))


def _list(scene: Scene, found: Sequence[Document], which: WhichDocuments) -> Shown:
    turn = replace(scene.turn, choices=tuple(Choice(d.id) for d in found), rest=None)
    return Documents(tuple(found), which), turn
