"""The sides of a comparison: regions or years that the question names, versions, years or documents that it counts (新旧办法,
两年, 两份文件), what is planned and what was done (跟去年比), else what stands around its 和, 跟 or 比, or is alike (早稻晚稻)."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.regions import BY_NAMES
from retrieval.answer import Absent
from retrieval.fold import Folded, fold_numbers, terms
from retrieval.index.generation import Generation
from retrieval.question.understanding import Question
from retrieval.whole.documents.reach import documents_of_range, full_year
from retrieval.whole.documents.topic import Topic

_JOINT = re.compile(r"和|跟|与|同|及|比|还是|vs|、|，|,|\s+|对比|相比")
_ALIKE = re.compile(
    r"(?P<one>[\u4e00-\u9fff]{1,2})(?P<same>[\u4e00-\u9fff]{1,2})(?=(?!(?P=one))[\u4e00-\u9fff]{1,2}(?P=same))"
)
"""Two words that differ in their beginnings, one right behind the other: 早稻晚稻, 一级二级."""
_TAIL = re.compile(r"[，,？?]|哪|谁|差|各|分别|相|多少|一样|比|有[啥什]|是[不啥什]|都|高|低")
_YEAR = re.compile(r"(?<![\d.])(?:(?P<full>(?:19|20)\d\d)年?|(?P<short>\d\d)年)")
_BEFORE = re.compile(r"去年|上年|上一年|前一年|头一年")
_VERSIONS = re.compile(
    r"新[旧老]|[旧老](?:办法|条例|规定|法|版|文件|标准|政策)|(?:修订|修改|改版|调整)[前后]|[前后]两[个版稿]|两个?版"
)
_TWO_YEARS = re.compile(r"两年")
_TWO_DOCUMENTS = re.compile(r"(?:两|2)[份个部次篇场](?P<kind>文件|报告|条例|办法|规定|通知|讲话|会|方案|意见|公报)")
OTHERS, SHARED = 0.2, 0.5
"""How much words of the other side count: those that stand behind the joint, and those before it, which both may share."""

MANY = 100
"""Documents from which on only the near ones are looked through, twice for every way to see sides."""
_PLENUM = re.compile(r"(\d+)届(\d)中全会")
"""As everybody calls what the documents call by its long name."""
FEW = 0.2
"""Share of the documents that hold a word of one side, at most, where it tells which documents speak of that side."""
CLEARLY = 1.2
"""How many times better the words of a side name its document than that of the other side, at least."""

Documents = NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """What one side is looked for by, and in which documents; by the `question` in another tense where that tells the sides apart."""

    topic: Topic
    documents: Documents
    question: Question | None = None


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
    documents = _in_question(generation, question, near, within)
    by_name = (
        _by_regions(generation, question, topic, regions)
        or _by_years(generation, question, topic, years)
        or _by_count(generation, question, topic, near if near is not None else documents)
    )
    if by_name and not within:
        yield by_name
        return
    if _BEFORE.search(question.text):
        meant = question.regions_meant(generation.known_regions)
        own = [i for i in documents.tolist() if generation.document_regions[i] & meant]
        reports = np.array(own, dtype=np.int64) if own else documents
        yield tuple(Side(topic, reports, _in_tense(question, tense)) for tense in (1, -1))
    joints = [found.span() for found in _JOINT.finditer(question.text)]
    joints += [(found.end(), found.end()) for found in _ALIKE.finditer(question.text)]
    for joint in joints:
        if 1 < joint[0] < len(question.text) - 3:
            sides = _by_words(topic, joint, documents)
            yield sides
            yield from _by_documents(generation, sides, joint, documents)
            yield from _by_holding(generation, sides, joint, documents)


def _in_question(generation: Generation, question: Question, near: Documents | None, within: str | None) -> Documents:
    """The documents that sides told by words may stand in."""
    if within:
        return np.unique(generation.document_of[generation.entries_of(within)])
    documents = documents_of_range(generation, question)
    if near is not None and len(documents) > MANY and len(np.intersect1d(documents, near)):
        return np.intersect1d(documents, near)
    return documents


def _by_regions(generation: Generation, question: Question, topic: Topic, absent: Sequence[str]) -> tuple[Side, ...]:
    meant, everything = question.regions_meant(generation.known_regions), np.unique(generation.document_of)
    places = {region: _mention(question.text, region) for region in meant}
    of = {
        region: np.array([i for i in everything.tolist() if region in generation.document_regions[i]], dtype=np.int64)
        for region in meant
    }
    words = [(at, at + len(name)) for at, name in [*places.values(), *(_mention(question.text, one) for one in absent)]]
    common = _unnamed(generation, _without(topic, words), [i for documents in of.values() for i in documents.tolist()])
    ordered = sorted(meant, key=lambda region: places[region][0])
    return (
        tuple(Side(common, of[region]) for region in ordered if len(of[region]))
        if len(ordered) + len(absent) > 1
        else ()
    )


def _mention(text: str, region: str) -> tuple[int, str]:
    """Where and by which name `text` speaks of `region`; behind all others where by a name unknown here."""
    names = [region, *(name for name, meant in BY_NAMES.items() if meant == region)]
    return next(((text.index(name), name) for name in names if name in text), (len(text), ""))


def _by_years(generation: Generation, question: Question, topic: Topic, absent: Sequence[str]) -> tuple[Side, ...]:
    years = np.array([year or 0 for year in generation.document_years])
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


def _by_count(generation: Generation, question: Question, topic: Topic, near: Documents) -> tuple[Side, ...]:
    """The two versions, years or documents that the question speaks of without naming them: of those `near`, the nearest first."""
    sides: list[Documents] = []
    if _VERSIONS.search(question.text):
        index = generation.index_of
        rank = {document: place for place, document in enumerate(near.tolist())}
        pairs = [
            (index[old], index[said.by_id])
            for old, said in generation.standings.items()
            if said.kind == "replaced" and {old, said.by_id} <= index.keys()
        ]
        best = min(pairs, key=lambda pair: min(rank.get(one, len(rank)) for one in pair), default=())
        sides = [np.array([one]) for one in best]
    elif _TWO_YEARS.search(question.text):
        years = np.array([year or 0 for year in generation.document_years])
        inside = documents_of_range(generation, replace(question, text=Folded(_TWO_YEARS.sub("", question.text))))
        sides = [inside[years[inside] == year] for year in np.unique(years[inside])[::-1][:2] if year]
    elif found := _TWO_DOCUMENTS.search(question.text):
        alike = [one for one in near.tolist() if found["kind"] in generation.names[one]]
        sides = [np.array([one]) for one in (alike if len(alike) > 1 else near.tolist())[:2]]
    return tuple(Side(topic, documents) for documents in sides) if len(sides) > 1 else ()


def _in_tense(question: Question, tense: int) -> Question:
    return replace(question, wants=replace(question.wants, tense=tense))


def _by_words(topic: Topic, joint: tuple[int, int], documents: Documents) -> tuple[Side, Side]:
    first = _weighted(topic, {(joint[0], _tail(topic, joint)): OTHERS})
    second = _weighted(topic, {(0, joint[0]): SHARED})
    return Side(first, documents), Side(second, documents)


def _by_documents(
    generation: Generation, sides: tuple[Side, Side], joint: tuple[int, int], documents: Documents
) -> Iterator[tuple[Side, ...]]:
    """The sides in one document each, where the words of each name one, clearly more than that of the other side."""
    topic = sides[0].topic
    asked = topic.asked[: joint[0]], topic.asked[joint[1] : _tail(topic, joint)]
    words = [_PLENUM.sub(r"第\1届中央委员会第\2次全体会议", fold_numbers(Folded(part))) for part in asked]
    scores = [generation.titles.scores(terms(Folded(part)))[documents] for part in words]
    one, other = (int(named.argmax()) for named in scores)
    clear = scores[0][one] > CLEARLY * scores[0][other] and scores[1][other] > CLEARLY * scores[1][one]
    if one != other and clear:
        yield tuple(
            Side(_unnamed(generation, side.topic, [int(documents[at])]), documents[[at]])
            for side, at in zip(sides, (one, other), strict=True)
        )


def _by_holding(
    generation: Generation, sides: tuple[Side, Side], joint: tuple[int, int], documents: Documents
) -> Iterator[tuple[Side, ...]]:
    """The sides in the documents that hold a word of each which FEW do, and not the same ones (南浦的保险和青坪的保险)."""
    topic = sides[0].topic
    owner = generation.document_of
    found: list[Documents] = []
    for start, end in ((0, joint[0]), (joint[1], _tail(topic, joint))):
        pairs = {pair for pair in map("".join, pairwise(topic.asked[start:end])) if topic.asked.count(pair) == 1}
        held = [np.intersect1d(owner[generation.full.shared([pair]) > 0], documents) for pair in sorted(pairs)]
        few = [some for some in held if 0 < len(some) <= FEW * len(documents)]
        found.append(min(few, key=len, default=documents))
    if all(len(some) < len(documents) for some in found) and not len(np.intersect1d(found[0], found[1])):
        yield tuple(replace(side, documents=some) for side, some in zip(sides, found, strict=True))


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
