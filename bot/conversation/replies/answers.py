"""Questions asked and their quotes: answers, refusals, further quotes, keyword search."""

from collections.abc import Sequence
from dataclasses import replace

from bot import rendering
from bot.asking import Answering, checked_answer
from bot.conversation.keyword_search import keyword_search
from bot.conversation.replies import views
from bot.conversation.replies.scene import CannotShow, Outcome, Scene, document_at, quote, read, show_quote
from bot.conversation.surroundings import find_document, neighbours, section_passages
from bot.conversation.turns import Choice, Place, Turn, Understood
from bot.conversation.understanding.plain import plain_of
from bot.conversation.understanding.region_names import NICKNAMES, find_place, place_names, short_name
from bot.rendering import Part, notice
from corpus.document import Document
from retrieval.answer import Answer, Quote
from retrieval.fold import fold

NEAR = 0.2
"""Share of the best quote's confidence from which another quote is worth offering. Measured on the labelled questions:
of the quotes above it 14 to 28 in a hundred answer as well, of those below a fiftieth one or two."""

SEARCH_HITS = 8
"""Hits of a keyword search shown at once."""


def ask(scene: Scene, understood: Understood) -> Outcome:
    """The answer. Raises QuoteMismatch."""
    looked_at = scene.turn.current or next(iter(scene.turn.choices), None)
    answer, understood = surer(scene.collection, understood, looked_at.document_id if looked_at else None)
    interpreted = understood.interpreted
    head = [notice(scene.texts.understood_as.format(question=interpreted))] if interpreted else []
    places = tuple(Place(q.document_id, q.start, q.end, q.highlights) for q in answer.quotes)
    if answer.refused or not places:
        choices = tuple(Choice(s.document_id, s.heading) for s in answer.suggestions)
        turn = Turn(understood.question, places[:1], len(places[:1]), choices=choices, near=1, topic=understood.topic)
        return Outcome(head + _numbered(rendering.parts(answer, scene.texts, 1), "suggestion"), turn, answer)
    first = answer.quotes[0]
    elsewhere = place_not_answered_for(scene.documents, understood.question, first)
    before = scene.turn.places[scene.turn.at] if scene.turn.places else None
    again = bool(interpreted) and before is not None and replace(before, highlights=places[0].highlights) == places[0]
    # A passage that is silent on the new thing may be nearest all the same; only one that names it is said to answer.
    said = again and bool(understood.named) and fold(understood.named) in fold(first.title + first.text)
    if elsewhere:
        head.append(notice(scene.texts.terminal.replies.elsewhere.format(place=elsewhere)))
    elif again:
        head.append(
            notice(scene.texts.terminal.replies.same_passage if said else scene.texts.terminal.replies.nearest_again)
        )
    near = sum(q.confidence >= NEAR * first.confidence for q in answer.quotes)
    shown = 1 if said else min(scene.shown, near)
    turn = Turn(understood.question, places, shown, near=near, topic=understood.topic)
    parts = rendering.parts(answer, scene.texts, shown)
    return Outcome(
        [*head, *(_numbered(parts, "source") if len(places) > 1 else parts), *_remaining(scene, turn)], turn, answer
    )


def more(scene: Scene, understood: Understood) -> Outcome:
    """The rest of a text that was too long, else the next quotes: first all that are near, then the others."""
    turn = scene.turn
    if turn.rest:
        return read(scene, turn.rest)
    if turn.shown >= len(turn.places):
        raise CannotShow(
            scene.texts.terminal.replies.no_more_quotes if turn.places else scene.texts.terminal.replies.nothing_yet
        )
    upto = min(turn.near if turn.shown < turn.near else len(turn.places), turn.shown + SEARCH_HITS)
    parts = [part for number in range(turn.shown + 1, upto + 1) for part in quote(scene, number)]
    turn = replace(turn, at=turn.shown, shown=upto, view=None, choices=())
    return Outcome(parts + _remaining(scene, turn), turn)


def go_on(scene: Scene, understood: Understood) -> Outcome:
    """The rest of the text being read, then the section after it; further quotes where no text is being read."""
    turn = scene.turn
    if turn.rest or not turn.view or turn.view in turn.places:
        return more(scene, understood)
    document = document_at(scene, turn.view)
    following = neighbours(document, turn.view.start, turn.view.end)[1]
    if following is None:
        raise CannotShow(scene.texts.terminal.replies.end_of_text)
    run = section_passages(document, following.path[-1]) if following.path else (following,)
    return read(scene, Place(document.id, following.start, run[-1].end))


def next_quote(scene: Scene, understood: Understood) -> Outcome:
    """The quote after the one looked at, or after those that were shown together."""
    turn = scene.turn
    if turn.view and not turn.places:
        return go_on(scene, understood)
    number = 1 + (turn.at + 1 if turn.view else max(turn.at + 1, turn.shown))
    if number > len(turn.places):
        raise CannotShow(
            scene.texts.terminal.replies.no_more_quotes if turn.places else scene.texts.terminal.replies.nothing_yet
        )
    return show_quote(scene, number)


def previous_quote(scene: Scene, understood: Understood) -> Outcome:
    """The quote before the one looked at."""
    if scene.turn.at < 1:
        raise CannotShow(
            scene.texts.terminal.replies.first_quote if scene.turn.places else scene.texts.terminal.replies.nothing_yet
        )
    return show_quote(scene, scene.turn.at)


def search(scene: Scene, understood: Understood) -> Outcome:
    """The passages that hold the words."""
    words = understood.question
    if not words:
        raise CannotShow(scene.texts.terminal.replies.search_usage)
    hits = keyword_search(scene.documents, words, limit=10 * SEARCH_HITS)
    if not hits:
        raise CannotShow(scene.texts.terminal.replies.not_found.format(words=words))
    shown = min(SEARCH_HITS, len(hits))
    places = tuple(Place(h.document.id, h.passage.start, h.passage.end, h.spans) for h in hits)
    head = notice(scene.texts.terminal.replies.found.format(words=words, count=len(hits)))
    turn = Turn(scene.turn.question, places, shown, near=len(places), topic=scene.turn.topic)
    return Outcome([head, *views.hit_parts(hits[:shown], scene.texts), *_remaining(scene, turn)], turn)


def surer(collection: Answering, understood: Understood, recent: str | None = None) -> tuple[Answer, Understood]:
    """The answer to the question as understood, or to the message alone where that answers as surely.

    `recent` is the id of the document last spoken of, which 第二部分 alone refers to.
    """
    answer = checked_answer(collection, understood.question, recent=recent)
    if understood.alone:
        alone = checked_answer(collection, understood.alone, recent=recent)
        if not alone.refused and (answer.refused or alone.confidence >= answer.confidence):
            return alone, Understood(understood.alone)
    return answer, understood


def _numbered(parts: Sequence[Part], kind: str) -> list[Part]:
    """`parts`, those of one kind numbered for the user to pick."""
    result: list[Part] = []
    number = 0
    for part in parts:
        number += part.kind == kind
        result.append(views.numbered(part, number) if part.kind == kind else part)
    return result


def _remaining(scene: Scene, turn: Turn) -> list[Part]:
    """How many quotes there are still, if any."""
    near, all_of_them = turn.near - turn.shown, len(turn.places) - turn.shown
    if near > 0:
        return [notice(scene.texts.terminal.more_quotes.format(count=near))]
    return [notice(scene.texts.terminal.far_quotes.format(count=all_of_them))] if all_of_them else []


def place_not_answered_for(documents: Sequence[Document], question: str, quote: Quote) -> str | None:
    """The place that the question names, where the quoted document is that of another."""
    asked, names = plain_of(question), place_names(documents)
    found = find_place(asked, names)
    document = find_document(documents, quote.document_id)
    if not found or document is None or asked[slice(*found)] in NICKNAMES:
        return None
    place = short_name(asked[slice(*found)])
    own = "，".join(filter(None, (document.name, document.source, document.place, document.occasion)))
    if place in own or place in quote.text:
        return None
    # Where its name tells no place, the text does: 云岭 in a speech 在全市工作会议上.
    told = own if any(name in own for name in names) else document.text
    return place if place not in told and any(name in told for name in names) else None
