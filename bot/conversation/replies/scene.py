"""What the parts of a conversation share: the exchange before, the channel, and quotes found again."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.asking import Answering
from bot.conversation.channel import Channel
from bot.conversation.outcomes import Outcome, Page, Quoted, Said
from bot.conversation.stretches import Stretch, first_page
from bot.conversation.turns import Choice, Turn
from corpus.headings.tree import HeadingTree


@dataclass(frozen=True, slots=True)
class Scene:
    """The collection as it is now, the exchange before, and how the channel shows things."""

    snapshot: Answering
    turn: Turn
    channel: Channel


Shown: TypeAlias = tuple[Outcome, Turn]
"""What is shown, and what is remembered of it."""


class CannotShow(Exception):
    """There is nothing to show; `said` tells why. The turn stays as it is."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.sentence)
        self.said = said


def tree_at(scene: Scene, there: Stretch | Choice) -> HeadingTree:
    """The document of a stretch or a choice. Raises CannotShow when the collection no longer holds it."""
    tree = scene.snapshot.tree(there.document_id)
    if tree is None:
        raise CannotShow(Said("collection_changed"))
    return tree


def chosen_stretch(scene: Scene, number: int | None) -> Stretch:
    """Quote `number` (from 1), else the text looked at. Raises CannotShow."""
    quotes = scene.turn.quotes
    if number is None:
        if scene.turn.current is None:
            raise CannotShow(Said("nothing_yet"))
        return scene.turn.current
    if not 1 <= number <= len(quotes):
        raise CannotShow(no_such_number(number, len(quotes)) if quotes else Said("nothing_yet"))
    return quotes[number - 1]


def no_such_number(number: int, last: int) -> Said:
    """That nothing bears this number; the `last` one does."""
    return Said("no_such_number", {"number": number, "last": last})


def show_quote(scene: Scene, number: int) -> Shown:
    """Quote `number` (from 1) alone; it is the one looked at from then on. Raises CannotShow."""
    turn, at = scene.turn, number - 1
    tree_at(scene, turn.quotes[at])
    turn = replace(turn, at=at, shown=max(turn.shown, number), view=turn.quotes[at], rest=None, choices=())
    return Quoted(at, number), turn


def read_stretch(scene: Scene, stretch: Stretch) -> tuple[Page, Turn]:
    """The text there, as much as fits a page; the rest is remembered."""
    tree = tree_at(scene, stretch)
    page, rest = first_page(tree.document, stretch, scene.channel.page)
    # A continued text is looked at as a whole: its section is that of the beginning.
    whole = scene.turn.view if stretch == scene.turn.rest else stretch
    return Page(tree, page, rest), replace(scene.turn, view=whole, rest=rest)
