"""What the parts of a conversation share: the exchange before, the words to speak in, and quotes found again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.asking import Answering
from bot.conversation.replies import views
from bot.conversation.surroundings import find_document
from bot.conversation.turns import Choice, Place, Turn
from bot.messages import Texts
from bot.rendering import Part, notice, quote_parts
from corpus.document import Document
from retrieval.answer import Answer


@dataclass(frozen=True, slots=True)
class Scene:
    """The collection, the exchange before, and the texts of the language. `shown` quotes are shown at once."""

    collection: Answering
    documents: Sequence[Document]
    turn: Turn
    shown: int
    texts: Texts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to show and to remember; `answer` where a question was asked."""

    parts: list[Part]
    turn: Turn
    answer: Answer | None = None


class CannotShow(Exception):
    """There is nothing to show; `str(fault)` says why, in the user's language. The turn stays as it is."""


def document_at(scene: Scene, place: Place | Choice) -> Document:
    """The document of a place or a choice. Raises CannotShow when the collection no longer holds it."""
    document = find_document(scene.documents, place.document_id)
    if document is None:
        raise CannotShow(scene.texts.terminal.replies.collection_changed)
    return document


def chosen_place(scene: Scene, number: int | None) -> Place:
    """Quote `number`, else the text looked at. Raises CannotShow."""
    places = scene.turn.places
    if number is None:
        if scene.turn.current is None:
            raise CannotShow(scene.texts.terminal.replies.nothing_yet)
        return scene.turn.current
    if not 1 <= number <= len(places):
        say = scene.texts.terminal.replies.no_such_number if places else scene.texts.terminal.replies.nothing_yet
        raise CannotShow(say.format(number=number, last=len(places)))
    return places[number - 1]


def quote(scene: Scene, number: int) -> list[Part]:
    """Quote `number` (from 1) of the turn with its number."""
    place = scene.turn.places[number - 1]
    source, *rest = quote_parts(views.quote_at(document_at(scene, place), place), scene.texts)
    return [views.numbered(source, number), *rest] if len(scene.turn.places) > 1 else [source, *rest]


def show_quote(scene: Scene, number: int) -> Outcome:
    """Quote `number` alone; it is the one looked at from then on."""
    turn = scene.turn
    at = number - 1
    turn = replace(turn, at=at, shown=max(turn.shown, number), view=turn.places[at], rest=None, choices=())
    return Outcome(quote(scene, number), turn)


def read(scene: Scene, place: Place) -> Outcome:
    """The text at `place`, as much as fits a page; the rest is remembered."""
    document = document_at(scene, place)
    page, rest = views.page_of(document, place)
    parts = views.text_parts(document, page, scene.texts)
    if rest:
        parts.append(notice(scene.texts.terminal.more_text.format(count=rest.end - rest.start)))
    # A continued text is looked at as a whole: its section is that of the beginning.
    whole = scene.turn.view if place == scene.turn.rest else place
    return Outcome(parts, replace(scene.turn, view=whole, rest=rest))
