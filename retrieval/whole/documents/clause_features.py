"""What the clauses of a scan are like: how near they come to the topic, what of it they hold, which figures they state."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded
from retrieval.index.generation import Generation
from retrieval.index.word_table import TokenLists, bundled_words
from retrieval.question.cues import tense_of
from retrieval.question.understanding import Question
from retrieval.whole.documents.figures import Figure, figures_agree, figures_asked, figures_in
from retrieval.whole.documents.topic import Topic

_PIECE = re.compile(r"[^，,、；;：:。]+")
_GAP = "[^，。；、]{0,4}"
"""What may stand between the characters of words in short (社零 for 社会消费品零售总额)."""

Values = NDArray[np.float64]


def covered(
    generation: Generation,
    topic: Topic,
    entries: NDArray[np.int64],
    rows: NDArray[np.int64],
    offsets: NDArray[np.int64],
) -> dict[str, Values]:
    """How near the words of the topic come."""
    table, sizes = bundled_words(), np.diff(offsets)
    bare = table.nearness(topic.tokens, generation.clause_tokens.take(rows))
    context = table.nearness(topic.tokens, generation.context_tokens.take(entries))
    passage = np.maximum.reduceat(bare, offsets[:-1], axis=1)
    single = np.maximum(bare, np.repeat(context, sizes, axis=1))
    parts = [topic.within(part) @ single for part in topic.alternatives]
    return {
        "cover": topic.shares @ single,
        "cover_bare": topic.shares @ bare,
        "cover_square": topic.shares @ single**2,
        "cover_passage": np.repeat(topic.shares @ passage, sizes),
        "cover_alternative": np.max(parts, axis=0) if parts else topic.shares @ single,
        "gap": (topic.shares[:, None] * (1 - single)).max(axis=0, initial=0.0),
        "missed": (topic.belongs[:, None] * (1 - single)).max(axis=0, initial=0.0),
    }


def literal(generation: Generation, topic: Topic, texts: Sequence[Folded]) -> dict[str, Values]:
    """How much of the topic stands in each text letter by letter."""
    weights = topic.pairs(generation.full)
    pairs = list(weights)
    holds = np.array([[pair in text for pair in pairs] for text in texts], dtype=np.float64).reshape(
        len(texts), len(pairs)
    )
    weight = np.array([weights[pair] for pair in pairs])
    whole = holds @ weight / max(float(weight.sum()), 1e-9)
    parts = []
    for start, end in topic.alternatives:
        inside = np.array([pair in topic.asked[start:end] for pair in pairs], dtype=bool)
        if (total := float(weight[inside].sum())) > 0:
            parts.append(holds[:, inside] @ weight[inside] / total)
    runs = {topic.asked[a:b]: topic.share_of(a, b) for a, b in topic.runs}
    longest = max(runs.values(), default=1.0)
    short = {re.compile(_GAP.join(map(re.escape, topic.asked[a:b]))): topic.share_of(a, b) for a, b in topic.in_short}
    return {
        "pairs": whole,
        "pairs_alternative": np.max(parts, axis=0) if parts else whole,
        "unbroken": np.array([max((v for w, v in runs.items() if w in text), default=0.0) / longest for text in texts]),
        "abbreviated": np.array(
            [max((v for w, v in short.items() if w.search(text)), default=0.0) / longest for text in texts]
        ),
    }


def figures_met(topic: Topic, texts: Sequence[Folded]) -> dict[str, Values]:
    """Whether each text states a figure that is asked for, anywhere and in the piece that the topic is nearest to."""
    asked = figures_asked(topic.asked)
    values = {name: np.zeros(len(texts)) for name in ("figure", "figure_piece")}
    if not asked:
        return values
    for row, text in enumerate(texts):
        if stated := figures_in(text):
            values["figure"][row] = figures_agree(asked, stated)
    found = np.flatnonzero(values["figure"])
    pieces = [[piece[0] for piece in _PIECE.finditer(texts[row])] for row in found.tolist()]
    values["figure_piece"][found] = _in_nearest_piece(topic, asked, pieces)
    return values


def _in_nearest_piece(topic: Topic, asked: Sequence[Figure], pieces: Sequence[Sequence[str]]) -> list[float]:
    table = bundled_words()
    flat = [Folded(piece) for of_text in pieces for piece in of_text]
    stated = [figures_agree(asked, figures_in(piece)) for piece in flat]
    nearness = topic.shares @ table.nearness(topic.tokens, TokenLists.of(table.tokens(flat)))
    found, at = [], 0
    for of_text in pieces:
        rows = [row for row in range(at, at + len(of_text)) if stated[row]]
        found.append(stated[max(rows, key=lambda row: float(nearness[row]))] if rows else 0.0)
        at += len(of_text)
    return found


def cues_met(
    generation: Generation,
    question: Question,
    entries: NDArray[np.int64],
    texts: Sequence[Folded],
    sizes: NDArray[np.int64],
) -> dict[str, Values]:
    """What the wording of the question and the thesaurus look for."""
    fact, tense = question.wants.fact, question.wants.tense
    official = [(word, link.weight) for link in question.links for word in link.official]
    tenses = [tense * tense_of(generation.entries[e].heading_path) if tense else 0 for e in entries]
    return {
        "stated": np.array([bool(fact and fact.stated.search(text)) for text in texts], dtype=np.float64),
        "unstated": np.array([bool(fact and not fact.stated.search(text)) for text in texts], dtype=np.float64),
        "linked": np.array([max((w for word, w in official if word in text), default=0.0) for text in texts]),
        "tense": np.repeat(np.array(tenses, dtype=np.float64), sizes),
    }
