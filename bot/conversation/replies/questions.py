"""Questions asked, and words searched for."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.asking import Answering, checked_answer
from bot.conversation.channel import Length
from bot.conversation.keyword_search import keyword_search
from bot.conversation.outcomes import Answered, Hits, Listed, Refused, Said, said_absent, said_unread
from bot.conversation.replies.scene import CannotShow, Scene, Shown
from bot.conversation.stretches import Stretch, around
from bot.conversation.turns import Choice, Turn, Understood
from bot.conversation.understanding.choosing import meant
from bot.conversation.understanding.plain import plain_of
from bot.conversation.understanding.readings import Reading, readings_of
from bot.conversation.understanding.region_names import NICKNAMES, find_region, region_names, short_name
from retrieval.answer import Answer, Kind, Quote
from retrieval.fold import fold

NEAR = math.log(0.2)
"""How far behind the best quote's score another quote may be to be worth offering: scores are log odds, so it is a fifth as
likely to answer. Measured on the labelled questions: of the quotes above it 14 to 28 in a hundred answer as well, of those
below a fiftieth one or two."""


_FOREIGN = re.compile(r"[^\u3400-\u9fff]*[A-Za-z]{2}[^\u3400-\u9fff]*")
"""A question in another language, or in pinyin that was not understood."""
FEW = 4
"""Passages that hold some words, below which near words are offered beside them."""


def answer_question(scene: Scene, understood: Understood) -> Shown:
    """The answer. Raises QuoteMismatch."""
    return show_answer(scene, *looked_up(scene, understood))


def show_answer(scene: Scene, answer: Answer, understood: Understood) -> Shown:
    """The answer to the message as it was `understood`."""
    remarks = [*_taken_as(scene, understood), *said_absent(answer.absent)]
    offered = tuple(Choice(s.document_id, s.heading) for s in answer.suggestions)
    question, topic = understood.question, understood.topic
    if answer.kind != "passage":
        return _whole(scene, answer, understood, remarks)
    if answer.refused or not answer.quotes:
        if _FOREIGN.fullmatch(question):
            remarks.append(Said("ask_in_chinese"))
        reason = answer.reason or "not_confident"
        closest = answer.quotes[0] if answer.quotes and scene.channel.closest else None
        turn = Turn(question, choices=offered, topic=topic, kind=reason, offered=offered)
        if closest:
            turn = replace(turn, quotes=(_kept(scene, closest, "passage"),), shown=1, near=1)
        return Refused(answer.reason, offered, closest, tuple(remarks)), turn
    kept, first = answer.quotes[: scene.channel.quotes], answer.quotes[0]
    said = bool(understood.named) and fold(understood.named) in fold(first.title + first.text)
    again = bool(remarks) and _was_seen(scene, first)
    elsewhere = region_not_answered_for(scene.snapshot, understood.question, first)
    if elsewhere and not answer.absent:
        remarks.append(Said("elsewhere", {"region": elsewhere}))
    elif again:
        # A passage that is silent on the new thing may be nearest all the same; only one that names it is said to answer.
        remarks.append(Said("same_passage" if said else "nearest_again"))
    near = sum(q.score >= NEAR + first.score for q in kept)
    shown = 1 if again and said else min(scene.channel.shown, near)
    quotes = tuple(_kept(scene, q, scene.channel.length) for q in kept)
    turn = Turn(question, quotes, shown, near=near, topic=topic, kind="answer", offered=offered, offer=answer.offer)
    return Answered(answer, shown, tuple(remarks)), turn


def _whole(scene: Scene, answer: Answer, understood: Understood, remarks: list[Said]) -> Shown:
    """All items of the answer; the documents without one are what may be opened beside them."""
    items = tuple(Stretch(i.document_id, i.start, i.end, i.highlights) for i in answer.items)
    shown = min(scene.channel.items, len(items))
    turn = Turn(
        understood.question,
        items,
        shown,
        near=len(items),
        topic=understood.topic,
        kind=answer.kind,
        offered=tuple(Choice(d.document_id) for d in answer.without),
        stated=answer.stated,
    )
    return Listed(answer, shown, (*remarks, *said_unread(answer))), turn


def _taken_as(scene: Scene, understood: Understood) -> list[Said]:
    """What the message was taken to mean, where it was not taken literally."""
    if understood.interpreted:
        return [Said("understood_as", {"question": understood.interpreted})]
    document = scene.snapshot.document(understood.within) if understood.within else None
    return [Said("asked_within", {"title": document.name, "question": understood.question})] if document else []


def search_words(scene: Scene, understood: Understood) -> Shown:
    """The passages that hold the words."""
    words, turn = understood.question, scene.turn
    if not words:
        raise CannotShow(Said("search_usage"))
    hits = keyword_search(scene.snapshot.documents_that_may_hold(words), words)
    near = scene.snapshot.near_words(words) if len(hits) < FEW else ()
    if not hits:
        raise CannotShow(Said("not_found_but" if near else "not_found", {"words": words, "near": "、".join(near)}))
    quotes = tuple(Stretch(h.document.id, h.passage.start, h.passage.end, h.spans) for h in hits[: scene.channel.hits])
    counts = tuple(Counter(h.document.name for h in hits).most_common())
    shown = min(scene.channel.more, len(hits))
    return Hits(words, shown, counts, near), Turn(
        turn.question, quotes, shown, near=len(quotes), topic=turn.topic, kind="keywords"
    )


def looked_up(scene: Scene, understood: Understood) -> tuple[Answer, Understood]:
    """The answer to the reading of the message that is meant, and what it was taken to mean. Raises QuoteMismatch."""
    readings = readings_of(understood, scene.turn, scene.snapshot.documents)
    if len(readings) == 1:
        return _answer(scene, understood := readings[0].understood, understood.kind), understood
    answers = _answers(scene, readings)
    place = meant(readings, answers, scene.turn)
    taken = readings[place.reading].understood
    answer = _answer(scene, taken, taken.kind)
    return (_led_by(answer, place.rank) if answer.kind == "passage" else answer), taken


def _led_by(answer: Answer, rank: int) -> Answer:
    """The same with quote number `rank` before the others."""
    quotes = answer.quotes
    return replace(answer, quotes=(*quotes[rank : rank + 1], *quotes[:rank], *quotes[rank + 1 :]))


def read(scene: Scene, understood: Understood) -> tuple[Sequence[Reading], Sequence[Answer]]:
    """Every way to take the message, with its answer by single passages. Raises QuoteMismatch."""
    readings = readings_of(understood, scene.turn, scene.snapshot.documents)
    return readings, _answers(scene, readings)


def _answers(scene: Scene, readings: Sequence[Reading]) -> list[Answer]:
    return [_answer(scene, reading.understood, "passage") for reading in readings]


def _answer(scene: Scene, understood: Understood, kind: Kind | None) -> Answer:
    looked_at = scene.turn.current or next(iter(scene.turn.choices), None)
    recent = looked_at.document_id if looked_at else None
    return checked_answer(scene.snapshot, understood.question, recent=recent, within=understood.within, kind=kind)


def region_not_answered_for(snapshot: Answering, question: str, quote: Quote) -> str | None:
    """The region that the question names, where the quoted document is that of another."""
    asked, names = plain_of(question), region_names(snapshot.documents)
    found = find_region(asked, names)
    document = snapshot.document(quote.document_id)
    if not found or document is None or asked[slice(*found)] in NICKNAMES:
        return None
    region = short_name(asked[slice(*found)])
    own = "，".join(filter(None, (document.name, document.source, document.location, document.occasion)))
    # Of several regions asked for (上海…，广东呢) another one is answered for.
    another = any(name in asked and name in own for name in names if short_name(name) != region)
    if region in own or region in quote.text or another:
        return None
    # Where its name tells no region, the text does: 云岭 in a speech 在全市工作会议上.
    told = own if _names_one(own, names) else document.text
    return region if region not in told and _names_one(told, names) else None


def _names_one(text: str, names: Sequence[str]) -> bool:
    return any(name in text for name in names)


def _was_seen(scene: Scene, quote: Quote) -> bool:
    """Whether the quote is the one looked at; where they are leafed through, one of those up to it.

    There only its beginning counts: what was shown of it may have been as long as the reader likes.
    """
    turn = scene.turn
    if scene.channel.numbered:
        return any(
            (q.document_id, q.start, q.end) == (quote.document_id, quote.start, quote.end)
            for q in turn.quotes[turn.at : turn.at + 1]
        )
    return (quote.document_id, quote.start) in [(q.document_id, q.start) for q in turn.quotes[: turn.at + 1]]


def _kept(scene: Scene, quote: Quote, length: Length) -> Stretch:
    """As much of the quote as the reader likes to see: the key sentence, the passage, or its neighbours as well."""
    stretch = Stretch(quote.document_id, quote.start, quote.end, quote.highlights)
    document = scene.snapshot.document(quote.document_id)
    if length == "sentence" and quote.highlights:
        start, end = quote.start + quote.highlights[0][0], quote.start + quote.highlights[-1][1]
        sentence = stretch.moved(start, end)
        return sentence if sentence.highlights != ((0, end - start),) else Stretch(quote.document_id, start, end)
    if length == "context" and document is not None:
        return stretch.moved(*around(document, quote.start, quote.end))
    return stretch
