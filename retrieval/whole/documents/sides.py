"""The sides of a comparison: regions or years that the question names, else what stands around its 和, 跟 or 比."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.regions import BY_NAMES
from retrieval.answer import Absent
from retrieval.fold import Folded, terms
from retrieval.index.document_names import year_of
from retrieval.index.generation import Generation
from retrieval.question.understanding import Question
from retrieval.whole.documents.reach import documents_of_range, full_year
from retrieval.whole.documents.topic import Topic

_JOINT = re.compile(r"和|跟|与|同|及|比|还是|vs|、|，|,|对比|相比")
_TAIL = re.compile(r"[，,？?]|哪|谁|差|各|分别|相|多少|一样|比|有[啥什]|是[不啥什]|都|高|低")
_YEAR = re.compile(r"(?<![\d.])(?:(?P<full>(?:19|20)\d\d)年?|(?P<short>\d\d)年)")
_BEFORE = re.compile(r"去年|上年|上一年|前一年|头一年")
OTHERS, SHARED = 0.2, 0.5
"""How much words of the other side count: those that stand behind the joint, and those before it, which both may share."""

MANY = 100
"""Documents from which on only the near ones are looked through, twice for every way to see sides."""
CLEARLY = 1.2
"""How many times better the words of a side name its document than that of the other side, at least."""

Documents = NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """What one side is looked for by, and in which documents."""

    topic: Topic
    documents: Documents


def divisions(
    generation: Generation,
    question: Question,
    topic: Topic,
    *,
    within: str | None = None,
    near: Documents | None = None,
    absent: Collection[Absent] = (),
) -> Iterator[tuple[Side, ...]]:
    """The ways to see sides in the question: by regions or years where it names several of the collection's, else by its
    words. Of those named some may be `absent` from the collection: then the others are all, and may be a single one. With `within`, the id of a document, by its words in that one alone; where MANY could be meant, by its words in
    those of them that are `near`."""
    regions, years = ([one.name for one in absent if one.kind == kind] for kind in ("region", "year"))
    by_name = _by_regions(generation, question, topic, regions) or _by_years(generation, question, topic, years)
    if by_name and not within:
        yield by_name
        return
    documents = documents_of_range(generation, question)
    if near is not None and len(documents) > MANY and len(np.intersect1d(documents, near)):
        documents = np.intersect1d(documents, near)
    if within:
        documents = np.unique(generation.document_of[generation.entries_of(within)])
    for joint in _JOINT.finditer(question.text):
        if 1 < joint.start() < len(question.text) - 3:
            sides = _by_words(topic, joint.span(), documents)
            yield sides
            yield from _by_documents(generation, sides, joint.span(), documents)


def _by_regions(
    generation: Generation, question: Question, topic: Topic, absent: Sequence[str]
) -> tuple[Side, ...]:
    meant, everything = question.regions_meant(generation.known_regions), np.unique(generation.document_of)
    places = {region: _mention(question.text, region) for region in meant}
    of = {
        region: np.array([i for i in everything.tolist() if region in generation.document_regions[i]], dtype=np.int64)
        for region in meant
    }
    words = [(at, at + len(name)) for at, name in [*places.values(), *(_mention(question.text, one) for one in absent)]]
    common = _unnamed(generation, _without(topic, words), [i for documents in of.values() for i in documents.tolist()])
    ordered = sorted(meant, key=lambda region: places[region][0])
    return tuple(Side(common, of[region]) for region in ordered if len(of[region])) if len(ordered) + len(absent) > 1 else ()


def _mention(text: str, region: str) -> tuple[int, str]:
    """Where and by which name `text` speaks of `region`; behind all others where by a name unknown here."""
    names = [region, *(name for name, meant in BY_NAMES.items() if meant == region)]
    return next(((text.index(name), name) for name in names if name in text), (len(text), ""))


def _by_years(generation: Generation, question: Question, topic: Topic, absent: Sequence[str]) -> tuple[Side, ...]:
    years = np.array([year_of(document) or 0 for document in generation.documents])
    within = documents_of_range(generation, question)
    named: dict[int, tuple[int, int]] = {}
    for found in _YEAR.finditer(question.text):
        named.setdefault(full_year(found["full"] or found["short"], years), found.span())
    if len(named) < 2 and _BEFORE.search(question.text):
        newest = next(iter(named), int(years[within].max()))
        named = {newest: named.get(newest, (0, 0)), newest - 1: (0, 0)}
    of = {year: np.intersect1d(np.flatnonzero(years == year), generation.document_of) for year in named}
    held = {year: documents for year, documents in of.items() if len(documents)}
    if len(named) < 2 or not held or any(f"{year}年" not in absent for year in named if year not in held):
        return ()
    common = _unnamed(generation, _without(topic, list(named.values())), np.concatenate(list(held.values())).tolist())
    return tuple(Side(common, documents) for documents in held.values())


def _by_words(topic: Topic, joint: tuple[int, int], documents: Documents) -> tuple[Side, Side]:
    first = _weighted(topic, {(joint[0], _tail(topic, joint)): OTHERS})
    second = _weighted(topic, {(0, joint[0]): SHARED})
    return Side(first, documents), Side(second, documents)


def _by_documents(
    generation: Generation, sides: tuple[Side, Side], joint: tuple[int, int], documents: Documents
) -> Iterator[tuple[Side, ...]]:
    """The sides in one document each, where the words of each name one, clearly more than that of the other side."""
    topic = sides[0].topic
    words = [topic.asked[: joint[0]], topic.asked[joint[1] : _tail(topic, joint)]]
    scores = [generation.titles.scores(terms(Folded(part)))[documents] for part in words]
    one, other = (int(named.argmax()) for named in scores)
    clear = scores[0][one] > CLEARLY * scores[0][other] and scores[1][other] > CLEARLY * scores[1][one]
    if one != other and clear:
        yield tuple(
            Side(_unnamed(generation, side.topic, [int(documents[at])]), documents[[at]])
            for side, at in zip(sides, (one, other), strict=True)
        )


def _unnamed(generation: Generation, topic: Topic, documents: Sequence[int]) -> Topic:
    """The topic with the words that stand in the names of the documents counting little: they chose them already."""
    names = [generation.names[document] for document in documents]
    named = [
        (start, end)
        for start, end in topic.spans
        if end - start > 1 and any(topic.asked[start:end] in name for name in names)
    ]
    return _weighted(topic, dict.fromkeys(named, OTHERS))


def _tail(topic: Topic, joint: tuple[int, int]) -> int:
    """Where the second side ends and what is asked of both begins."""
    found = _TAIL.search(topic.asked, joint[1] + 1)
    return found.start() if found else len(topic.asked)


def _without(topic: Topic, spans: list[tuple[int, int]]) -> Topic:
    return _weighted(topic, dict.fromkeys(spans, 0.0))


def _weighted(topic: Topic, factors: dict[tuple[int, int], float]) -> Topic:
    """The topic with the words inside each of the spans counting by its factor."""
    factor = np.ones(len(topic.tokens))
    for (start, end), by in factors.items():
        factor[[start < b and a < end for a, b in topic.spans]] = by
    shares = topic.shares * factor
    return replace(topic, belongs=topic.belongs * factor, shares=shares / max(float(shares.sum()), 1e-9))
