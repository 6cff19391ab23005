"""What the lists that a question may mean are described by: where the ranking looks, and whether stem, headings and items
speak of what is asked."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.numbers import parse_digits
from corpus.enumerations.counted import counts_in
from retrieval.fold import Folded, fold
from retrieval.index.document_names import year_of
from retrieval.index.word_table import TokenLists, bundled_words
from retrieval.transformer.shown import NAME, PATH
from retrieval.whole.asked import Asked
from retrieval.whole.lists.candidates import ListCandidate
from retrieval.whole.lists.shape import SHAPES, shape_of
from retrieval.whole.lists.texts import ListTexts, folded_texts

PLACES = ("best", "opening", "second", "share", "first", "same_document", "year", "region", "title", "own_year")
TEXTS = ("stem", "around", "heading", "path", "name", "leads", "lead", "context")
ASKED = (
    *(f"soft_{name}" for name in TEXTS),
    *(f"same_{name}" for name in TEXTS),
    "all",
    "missed",
    "number_agrees",
    "number_differs",
    "number_stem",
    "shared",
    "prefix",
    "quoted",
)
NEAR = ("near_stem", "near_context", "near_leads", "near_heading")
CHEAP = (*PLACES, *SHAPES)
LIST_FEATURES = (*PLACES, *SHAPES, *ASKED, *NEAR)
"""What lists are described by; CHEAP is what needs no look at their texts.

best, second, opening: the ranking's scores of the best and second passage among the items, of that with the stem or the
first item, behind the best of all. share: of the passages it reaches over those that are ranked. first, same_document: the best
passage of all is in it, in its document. year, region, title: features of its passage; own_year: 1 its document is of a year that
is named, 04年 too, -1 of another. soft_… and same_…: how much of the question's weight the words of a text come near, and how much
stands in it: of the stem, what is around, the nearest heading, those above, the name, all leads, the best lead, the first five
together (context); all, missed: of everything, the word missed most. number_agrees, number_differs: the number asked for is that of
the items, another; number_stem: the stem states it. shared: how much of the leads holds one word of the question. prefix, quoted:
what the items begin with stands in the question, what it quotes in the leads. near_…: cosines."""

_SHORT_YEAR = re.compile(r"(?<![\d一二三四五六七八九零〇])(\d\d|[一二三四五六七八九零〇]{2})年")

STEM, LEAD, LEADS = 120, 24, 160
"""Characters kept for the reader: of stem and surroundings, of each lead, of all leads."""

Matrix = NDArray[np.float64]


def years_meant(question: Folded, named: frozenset[int]) -> frozenset[int]:
    """The `named` years, and those that are named by their last two digits: 04年, 九四年."""
    found = (parse_digits(m[1]) if not m[1].isdecimal() else m[1] for m in _SHORT_YEAR.finditer(question))
    return named | {int(year) + (1900 if int(year) > 40 else 2000) for year in found}


def _own_year(meant: frozenset[int], own: int | None) -> float:
    return 0.0 if not meant or own is None else 1.0 if own in meant else -1.0


def cheap_features(asked: Asked, candidates: Sequence[ListCandidate]) -> Matrix:
    """Those that need no look at the texts, shape (candidates, len(CHEAP))."""
    shapes = np.array([shape_of(one.document.text, one.enumeration) for one in candidates])
    return np.concatenate([_places(asked, candidates), shapes], axis=1)


def text_features(asked: Asked, candidates: Sequence[ListCandidate]) -> Matrix:
    """How stem, headings and items speak of what is asked, shape (candidates, len(ASKED) + len(NEAR))."""
    texts = folded_texts(candidates)
    return np.concatenate([_words(asked, candidates, texts), _nearness(asked, texts)], axis=1)


def readings(asked: Asked, candidates: Sequence[ListCandidate]) -> Matrix:
    """The reader's log odds that each list answers, shown by what stands above it and the beginnings of its items."""
    shown = [
        Folded(
            f"{one.name[:NAME]} {f'{one.path} {one.heading}'[-PATH:]} {f'{one.around} {one.stem}'[-STEM:]} "
            + " ".join(lead[:LEAD] for lead in one.leads)[:LEADS]
        )
        for one in folded_texts(candidates)
    ]
    return asked.searching.reader.log_odds(asked.question.text, shown)


def _nearness(asked: Asked, texts: Sequence[ListTexts]) -> Matrix:
    """Cosines by the encoder."""
    encoder = asked.searching.encoder
    vector = encoder.encode_questions([asked.question.text])[0]
    shown = [
        [one.stem or one.around or one.heading for one in texts],
        [Folded(f"{one.name} {one.heading} {one.around} {one.stem}") for one in texts],
        [Folded(" ".join(one.leads)) for one in texts],
        [one.heading for one in texts],
    ]
    return np.stack([encoder.encode_passages(column) @ vector for column in shown], axis=1).astype(np.float64)


def _places(asked: Asked, candidates: Sequence[ListCandidate]) -> Matrix:
    ranked = asked.ranked
    scores = ranked.scores - ranked.scores.max()
    low = float(scores.min()) - 1.0
    order = {int(row): n for n, row in enumerate(ranked.order)}
    top = ranked.entry(ranked.order[0]).document.id
    year, region, title = (ranked.candidates.column(name) for name in ("year", "region", "title"))
    meant = years_meant(asked.question.text, asked.question.years.named)
    rows = []
    for one in candidates:
        inside = sorted((float(scores[row]) for row in one.rows), reverse=True)
        opening = max((float(scores[row]) for row in one.opening), default=low)
        any_row = (one.rows or one.opening)[0]
        rows.append(
            [
                inside[0] if inside else low,
                opening,
                inside[1] if len(inside) > 1 else low,
                len(inside) / one.passages,
                float(min(order[row] for row in (*one.rows, *one.opening)) == 0),
                float(one.document.id == top),
                float(year[any_row]),
                float(region[any_row]),
                float(title[any_row]),
                _own_year(meant, year_of(one.document)),
            ]
        )
    return np.array(rows)


def _words(asked: Asked, candidates: Sequence[ListCandidate], texts: Sequence[ListTexts]) -> Matrix:
    generation, question = asked.generation, asked.question
    words = bundled_words()
    tokens = np.unique(words.tokens([question.text])[0])
    weight = words.weights[tokens] * generation.token_idf[tokens]
    share = weight / (weight.sum() + 1e-6)

    def near(spans: Sequence[Folded]) -> NDArray[np.float32]:
        return words.nearness(tokens, TokenLists.of(words.tokens(spans)))

    parts = {name: near([getattr(one, name) for one in texts]) for name in TEXTS[:5]}
    flat = near([lead for one in texts for lead in one.leads])
    starts = np.cumsum([0, *(len(one.leads) for one in texts)])[:-1]
    parts["leads"] = np.maximum.reduceat(flat, starts, axis=1)
    soft = {name: share @ parts[name] for name in parts}
    soft["lead"] = np.maximum.reduceat(share @ flat, starts)
    context = np.maximum.reduce([parts[name] for name in TEXTS[:5]])
    soft["context"] = share @ context
    whole = np.maximum(context, parts["leads"])
    telling = generation.full.telling(question.terms)
    columns = [soft[name] for name in TEXTS]
    columns += [_same(telling, texts, name) for name in TEXTS]
    columns += [share @ whole, (weight[:, None] * (1 - whole)).max(axis=0, initial=0.0)]
    columns += list(_asked_columns(question.text, telling, texts, candidates))
    return np.stack(columns, axis=1).astype(np.float64)


def _same(telling: dict[str, float], texts: Sequence[ListTexts], name: str) -> NDArray[np.float64]:
    total = sum(telling.values()) + 1e-6

    def held(one: ListTexts) -> float:
        if name == "lead":
            return max(_weight(telling, lead) for lead in one.leads)
        if name == "leads":
            return _weight(telling, " ".join(one.leads))
        if name == "context":
            return _weight(telling, " ".join((one.stem, one.around, one.heading, one.path, one.name)))
        return _weight(telling, getattr(one, name))

    return np.array([held(one) / total for one in texts])


def _weight(telling: dict[str, float], text: str) -> float:
    return sum(weight for term, weight in telling.items() if term in text)


def _asked_columns(
    question: Folded, telling: dict[str, float], texts: Sequence[ListTexts], candidates: Sequence[ListCandidate]
) -> Sequence[NDArray[np.float64]]:
    asked = set(counts_in(question))
    quoted = [part for part in _quoted(question) if part]
    rows = []
    total = sum(telling.values()) + 1e-6
    for text, one in zip(texts, candidates, strict=True):
        size = len(text.leads)
        stated = set(counts_in(f"{text.stem} {text.around} {text.heading}"))
        shared = max((w * _share(text.leads, term) for term, w in telling.items() if len(term) > 1), default=0.0)
        family = fold(one.enumeration.family) if one.enumeration.form == "alike" else ""
        rows.append(
            [
                float(size in asked),
                float(bool(asked) and size not in asked),
                float(bool(asked & stated)),
                shared / total * len(telling),
                float(bool(family) and (family in question or any(q in family for q in quoted))),
                max((_share(text.leads, part) for part in quoted), default=0.0),
            ]
        )
    return list(np.array(rows).T)


def _quoted(question: Folded) -> list[str]:
    parts = question.replace("”", "“").replace('"', "“").split("“")
    return parts[1::2]


def _share(leads: Sequence[Folded], words: str) -> float:
    return sum(words in lead for lead in leads) / len(leads)
