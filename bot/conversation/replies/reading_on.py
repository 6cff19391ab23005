"""Reading on in a document: its outline, a section, the text around a quote, and where a quote stands."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.conversation.replies import views
from bot.conversation.replies.scene import CannotShow, Outcome, Scene, chosen_place, document_at, read, show_quote
from bot.conversation.surroundings import around, neighbours, path_of, section_at, section_passages, section_span
from bot.conversation.turns import Choice, Place, Understood
from bot.conversation.understanding.named_documents import find_by_name
from bot.rendering import PATH_SEPARATOR, notice
from corpus.document import Document


def documents(scene: Scene, understood: Understood) -> Outcome:
    """All documents, or those of a speaker, numbered."""
    speaker = understood.question
    found = [d for d in scene.documents if d.speaker == speaker] if speaker else scene.documents
    return _choose(scene, found, scene.texts.terminal.replies.all_documents.format(count=len(found)))


def toc(scene: Scene, understood: Understood) -> Outcome:
    """The outline of the document that is named, or looked at."""
    name, number = understood.question, understood.number
    if number is not None:
        if not 1 <= number <= len(scene.documents):
            raise CannotShow(
                scene.texts.terminal.replies.no_such_number.format(number=number, last=len(scene.documents))
            )
        return _outline(scene, scene.documents[number - 1])
    if name:
        found = find_by_name(scene.documents, name)
        if not found:
            raise CannotShow(scene.texts.terminal.replies.no_such_document.format(name=name))
        return (
            _choose(scene, found, scene.texts.terminal.replies.several_documents)
            if len(found) > 1
            else _outline(scene, found[0])
        )
    at = scene.turn.current or next(iter(scene.turn.choices), None)
    if at is None:
        return documents(scene, understood)
    return _outline(scene, document_at(scene, at))


def pick(scene: Scene, understood: Understood) -> Outcome:
    """What was offered under a number: a quote, the outline of a document, a section or what is in it."""
    choices, number = scene.turn.choices, understood.number or 0
    last = len(choices or scene.turn.places)
    if not last:
        raise CannotShow(scene.texts.terminal.replies.nothing_yet)
    if not 1 <= number <= last:
        raise CannotShow(scene.texts.terminal.replies.no_such_number.format(number=number, last=last))
    if not choices:
        return show_quote(scene, number)
    choice = choices[number - 1]
    document = document_at(scene, choice)
    if choice.heading is None:
        return _outline(scene, document)
    section = Place(document.id, *section_span(document, choice.heading))
    if not views.is_long(document, choice.heading):
        return read(scene, section)
    lines, below = views.outline_parts(document, choice.heading)
    title = notice(document.headings[choice.heading].text)
    count = notice(scene.texts.terminal.long_section.format(count=section.end - section.start))
    return Outcome([title, count, *lines], replace(scene.turn, view=section, rest=None, choices=below))


def expand(scene: Scene, understood: Understood) -> Outcome:
    """The section that a quote stands in where that is a page or less, else the text around the quote."""
    return _widened(scene, understood, _short_section)


def context(scene: Scene, understood: Understood) -> Outcome:
    """The sentences before and after; where the section has no more of them, the passages before and after."""
    return _widened(scene, understood, _context)


def section(scene: Scene, understood: Understood) -> Outcome:
    """The section that a quote stands in; asked again, the one around that, up to the whole document."""
    return _widened(scene, understood, _section)


def source(scene: Scene, understood: Understood) -> Outcome:
    """The citation of a quote, in one line to copy: 《title》 who, when, headings, file."""
    place = chosen_place(scene, understood.number)
    cited = views.quote_at(document_at(scene, place), place)
    facts = (f"《{cited.title}》", cited.byline, PATH_SEPARATOR.join(cited.heading_path), f"[{cited.file}]")
    return Outcome([notice(scene.texts.terminal.source + "　".join(filter(None, facts)))], scene.turn)


def _choose(scene: Scene, found: Sequence[Document], head: str) -> Outcome:
    lines = views.document_parts(found)
    return Outcome([notice(head), *lines], replace(scene.turn, choices=tuple(Choice(d.id) for d in found), rest=None))


def _outline(scene: Scene, document: Document) -> Outcome:
    whole = _whole(document)
    lines, choices = views.outline_parts(document)
    if not choices:
        shown = read(scene, whole)
        return replace(shown, parts=[notice(scene.texts.terminal.replies.no_headings), *shown.parts])
    looked_at = scene.turn.current
    view = scene.turn.view if looked_at and looked_at.document_id == document.id else whole
    head = [views.title_part(document), notice(scene.texts.terminal.pick_section)]
    return Outcome([*head, *lines], replace(scene.turn, view=view, rest=None, choices=choices))


def _widened(scene: Scene, understood: Understood, widen: Callable[[Document, Place], Place]) -> Outcome:
    place = chosen_place(scene, understood.number)
    if understood.number:
        scene = replace(scene, turn=replace(scene.turn, at=understood.number - 1))
    wider = widen(document_at(scene, place), place)
    if (wider.start, wider.end) == (place.start, place.end) and not scene.turn.rest and not scene.turn.choices:
        raise CannotShow(scene.texts.terminal.replies.whole_section)
    return read(scene, wider)


def _context(document: Document, place: Place) -> Place:
    start, end = around(document, place.start, place.end)
    if (start, end) == (place.start, place.end):
        before, after = neighbours(document, start, end)
        start, end = before.start if before else start, after.end if after else end
    return _moved(place, start, end)


def _section(document: Document, place: Place) -> Place:
    heading = section_at(document, place.start)
    for index in reversed(path_of(document, heading)):
        held = section_passages(document, index)
        if held and (held[0].start < place.start or held[-1].end > place.end):
            return _moved(place, held[0].start, held[-1].end)
    whole = _whole(document)
    return _moved(place, whole.start, whole.end)


def _short_section(document: Document, place: Place) -> Place:
    section = _section(document, place)
    return section if section.end - section.start <= views.PAGE else _context(document, place)


def _whole(document: Document) -> Place:
    return Place(document.id, document.passages[0].start, document.passages[-1].end)


def _moved(place: Place, start: int, end: int) -> Place:
    shift = place.start - start
    return Place(place.document_id, start, end, tuple((a + shift, b + shift) for a, b in place.highlights))
