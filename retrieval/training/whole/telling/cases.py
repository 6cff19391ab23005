"""Labelled questions as cases for the chooser: every part with its candidates, and which of them are right."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answer import Answer
from retrieval.evaluation.metrics import read_jsonl
from retrieval.fold import Folded, fold
from retrieval.index.generation import Generation
from retrieval.whole.asked import Asked, Searching
from retrieval.whole.telling.chooser import Wanted
from retrieval.whole.telling.cutting import parts_of, with_topic
from retrieval.whole.telling.facts import COUNTED_UNIT
from retrieval.whole.telling.features import describe_sentences
from retrieval.whole.telling.sentences import Sentence, Wording, sentences_for
from retrieval.whole.telling.stating import stated_asked

KINDS: dict[str, Wanted] = {"parts": "parts", "fact": "facts"}
"""Kinds of labelled questions that the chooser answers."""
TOGETHER = (2, 3)
"""How many ordinary questions make up one message with several."""
SEED = 5
_BLANK = re.compile(r"\s+")
_SHORTEST = 6
"""Characters in which a sentence and a slice must agree at least."""


@dataclass(frozen=True, slots=True)
class TellingCase:
    """A part of a message with the features of its candidates, shape (candidates, features); `key` is the message's.

    `made` says that the message was put together of ordinary questions.
    """

    wanted: Wanted
    key: str
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    made: bool = False


def labelled_cases(
    rows: Iterable[dict[str, Any]], generation: Generation, searching: Searching
) -> Iterator[TellingCase]:
    """Those of the questions of whole answers, for each kind in KINDS, but for those whose answer is headings."""
    for row in rows:
        if row.get("kind") not in KINDS or COUNTED_UNIT.search(row["question"]):
            continue
        wanted, items = KINDS[row["kind"]], row["items"]
        asked = _asked(generation, searching, fold(row["question"]))
        pieces = parts_of(asked.question.text)
        if wanted == "parts" and len(pieces) != len(items):
            continue
        for at, piece in enumerate(pieces):
            wording = _wording(searching, pieces, at)
            found = sentences_for(asked, wording)
            of_item = [_shown(found, item) for item in items]
            right = of_item[at] if wanted == "parts" else _stating(found, of_item, piece)
            yield TellingCase(wanted, row["question"], describe_sentences(asked, wording, found), right)


def made_cases(rows: Iterable[dict[str, Any]], generation: Generation, searching: Searching) -> Iterator[TellingCase]:
    """Messages of two or three ordinary questions that one document answers, each in one place."""
    by_document: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if len(row.get("evidence") or ()) == 1 and row.get("type") != "section":
            by_document[row["evidence"][0]["doc"]].append(row)
    dice = random.Random(SEED)
    for document in by_document.values():
        dice.shuffle(document)
        while document:
            together = [document.pop() for _ in range(min(len(document), dice.choice(TOGETHER)))]
            pieces = [searching.understand(fold(row["question"])).text for row in together]
            asked = _asked(generation, searching, Folded("，".join(pieces)))
            for at, row in enumerate(together):
                wording = _wording(searching, pieces, at)
                found = sentences_for(asked, wording)
                item = {"doc": row["evidence"][0]["doc"], "quotes": [row["evidence"][0]["quote"]]}
                yield TellingCase(
                    "parts", row["question"], describe_sentences(asked, wording, found), _shown(found, item), True
                )


def read_rows(questions: Path) -> list[dict[str, Any]]:
    """The questions of a file of JSON lines."""
    return [row for _, row in read_jsonl(questions)]


def _asked(generation: Generation, searching: Searching, text: Folded) -> Asked:
    question = searching.understand(text)
    ranked = searching.rank(generation, question)
    nothing = Answer(text, True, "nothing_found", 0.0, (), (), generation.id)
    return Asked(generation, searching, question, ranked, nothing)


def _wording(searching: Searching, pieces: Sequence[Folded], at: int) -> Wording:
    return Wording(searching.understand(pieces[at]), searching.understand(with_topic(pieces, at)))


def _shown(found: Sequence[Sentence], item: dict[str, Any]) -> NDArray[np.bool_]:
    return np.array(
        [s.document.source == item["doc"] and any(_covers(s.text, quote) for quote in item["quotes"]) for s in found],
        dtype=bool,
    )


def _covers(text: str, quote: str) -> bool:
    """Whether a sentence holds a slice, half of one in a piece, or is a part of one."""
    sentence, slice_ = _BLANK.sub("", text), _BLANK.sub("", quote)
    half = max(_SHORTEST, len(slice_) // 2)
    return (
        slice_ in sentence
        or (len(sentence) >= _SHORTEST and sentence in slice_)
        or any(slice_[at : at + half] in sentence for at in range(len(slice_) - half + 1))
    )


def _stating(found: Sequence[Sentence], of_item: Sequence[NDArray[np.bool_]], piece: Folded) -> NDArray[np.bool_]:
    """The sentences of the items that state the most of what the piece asks for."""
    kinds = stated_asked(piece)
    states = [
        max(
            (sum(bool(k.states(fold(found[i].text))) for k in kinds) for i in np.flatnonzero(right).tolist()),
            default=-1,
        )
        for right in of_item
    ]
    best = [right for right, count in zip(of_item, states, strict=True) if count == max(states)]
    return np.asarray(np.any(best, axis=0))
