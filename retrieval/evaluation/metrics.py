"""Retrieval evaluation: do the quotes of an answer hold what a labelled question asks for?

A quote is a hit when it comes from the evidence's file and holds at least half of the evidence's characters in one
piece (white space aside); where the evidence is a section's heading, any quote below that heading is a hit. A hit
counts only within the first BUDGET quoted characters, so that long quotes are not free.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from retrieval.answer import Answer
from retrieval.errors import RetrievalError

BUDGET = 2000
"""Quoted characters within which a hit counts; the scorer beside the evaluation data has the same, and a test holds the two
against each other."""
DEPTHS = (1, 3, 5)
"""The k of hit@k: the first quote, what a phone shows without scrolling far, all that an answer holds by default."""

_HEADING_END = re.compile(r"[。.:：;；]+$")
_HALF_WIDTH = str.maketrans("(),．", "（），.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a question is answered: file name, the words that answer, the headings they stand under."""

    doc: str
    quote: str
    heading_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with its type and all places that answer it; none for an unanswerable one.

    `items` are what a list is to hold, each with the places that say it: one of them is enough. `before` are the messages
    said before it in a conversation. `collection` is the set of documents it is asked of, where there are several.
    """

    id: str
    type: str
    question: str
    evidence: tuple[Evidence, ...]
    items: tuple[tuple[Evidence, ...], ...] = ()
    before: tuple[str, ...] = ()
    collection: str = ""


Ending = Literal["answered", "closest", "refused"]
"""An answer; a refusal that shows the closest passages; a refusal without a quote."""


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """How one question went: `rank` of the first hit from 0 (None without), whether its heading path is right.

    `confidence` is the answer's, `first_confidence` its first quote's (None without a quote). `found` are the ranks of the
    quotes that hold evidence which none before them held, `missed` is how much of the evidence none of them holds.
    """

    question: LabelledQuestion
    refused: bool
    rank: int | None
    path_right: bool | None
    confidence: float
    first_confidence: float | None
    ending: Ending
    found: tuple[int, ...] = ()
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Metrics:
    """Averages over `n` questions of one type. For unanswerable ones only `refused` has a meaning."""

    n: int
    hit: dict[int, float]
    mrr: float
    heading_path: float | None
    refused: float


def read_questions(file: Path) -> list[LabelledQuestion]:
    """Read labelled questions, one JSON object a line, as `labelled_question` takes them. Raises RetrievalError."""
    questions = []
    for number, raw in read_jsonl(file):
        try:
            questions.append(labelled_question(raw))
        except (KeyError, TypeError) as fault:
            raise RetrievalError(
                f"{file} line {number}: {fault!r} is missing or misshapen; expected id, type, question and "
                "evidence [{doc, quote, heading_path}] or items [{doc, quotes}]"
            ) from None
    return questions


def labelled_question(raw: Mapping[str, Any]) -> LabelledQuestion:
    """A question of id, type (or kind), question, and evidence [{doc, quote, heading_path}] or items [{doc, quotes}].

    Of the type `list` each evidence is an item. An item without quotes is a document that is to be named. Raises KeyError
    or TypeError.
    """
    kind = str(raw["type"] if "type" in raw else raw["kind"])
    if "items" in raw:
        items = tuple(
            tuple(Evidence(i["doc"], quote, tuple(i.get("heading_path", ()))) for quote in i["quotes"] or [""])
            for i in raw["items"]
        )
        evidence = tuple(dict.fromkeys(place for places in items for place in places))
    else:
        evidence = tuple(Evidence(e["doc"], e["quote"], tuple(e["heading_path"])) for e in raw["evidence"])
        items = tuple((place,) for place in evidence) if kind == "list" else ()
    before = tuple(raw.get("before", ()))
    return LabelledQuestion(str(raw["id"]), kind, raw["question"], evidence, items=items, before=before)


def read_jsonl(file: Path) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines file with their line numbers. Raises RetrievalError, naming the line at fault."""
    try:
        # Not `splitlines`, to which U+0085 and U+2028 end a line as well: both may stand in a question.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise RetrievalError(f"{file}: cannot be read as UTF-8 text ({fault}); check the path") from None
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as fault:
            raise RetrievalError(f"{file} line {number}: not valid JSON ({fault})") from None
        if not isinstance(row, dict):
            raise RetrievalError(f"{file} line {number}: found {type(row).__name__}, expected a JSON object")
        rows.append((number, row))
    return rows


def judge(question: LabelledQuestion, answer: Answer) -> JudgedAnswer:
    """Compare one answer with the question's evidence."""
    found: list[int] = []
    path_right, used = None, 0
    left = set(question.evidence)
    for number, quote in enumerate(answer.quotes):
        size = len(without_blanks(quote.text))
        used += size
        hits = [e for e in question.evidence if is_hit(quote.file, quote.text, quote.heading_path, e)]
        if not left.intersection(hits) or used > max(BUDGET, size):
            continue
        if not found and hits[0].heading_path:
            path_right = any(_same_path(e.heading_path, quote.heading_path) for e in hits)
        found.append(number)
        left.difference_update(hits)
    refused = answer.refused or not answer.quotes
    ending: Ending = "answered" if not refused else "closest" if answer.quotes else "refused"
    first = answer.quotes[0].confidence if answer.quotes else None
    rank = found[0] if found else None
    return JudgedAnswer(
        question, refused, rank, path_right, answer.confidence, first, ending, found=tuple(found), missed=len(left)
    )


def summarise(outcomes: Iterable[JudgedAnswer]) -> dict[str, Metrics]:
    """Metrics per question type; ALL averages over every answerable question."""
    return {name: _metrics(group) for name, group in sorted(_by_type(outcomes).items())}


def count_endings(outcomes: Iterable[JudgedAnswer]) -> dict[str, dict[Ending, int]]:
    """How many questions of each type, and of ALL answerable ones, ended in each way."""
    return {
        name: {ending: sum(o.ending == ending for o in group) for ending in get_args(Ending)}
        for name, group in sorted(_by_type(outcomes).items())
    }


def behind_its_sides(configurations: Mapping[str, Mapping[str, Metrics]], *, whole: str = "fused") -> tuple[str, ...]:
    """Where the `whole` is worse than one of the other configurations over ALL answerable questions, one line each."""
    return tuple(
        f"{measure}: {whole} {mine:.3f} < {side} {theirs:.3f}"
        for side, by_type in configurations.items()
        if side != whole and "ALL" in by_type
        for measure, mine, theirs in _pairs(configurations[whole]["ALL"], by_type["ALL"])
        if mine < theirs
    )


def _pairs(whole: Metrics, side: Metrics) -> list[tuple[str, float, float]]:
    hits = [(f"hit@{k}", whole.hit[k], side.hit[k]) for k in DEPTHS]
    return [*hits, ("MRR@10", whole.mrr, side.mrr)]


def _by_type(outcomes: Iterable[JudgedAnswer]) -> dict[str, list[JudgedAnswer]]:
    groups: dict[str, list[JudgedAnswer]] = {}
    for outcome in outcomes:
        if outcome.question.evidence:
            groups.setdefault(outcome.question.type, []).append(outcome)
            groups.setdefault("ALL", []).append(outcome)
        else:
            groups.setdefault("unanswerable", []).append(outcome)
    return groups


def _metrics(outcomes: Sequence[JudgedAnswer]) -> Metrics:
    n = len(outcomes)
    ranks = [o.rank for o in outcomes if o.rank is not None]
    paths = [o.path_right for o in outcomes if o.path_right is not None]
    return Metrics(
        n=n,
        hit={k: sum(rank < k for rank in ranks) / n for k in DEPTHS},
        mrr=sum(1 / (rank + 1) for rank in ranks if rank < 10) / n,
        heading_path=sum(paths) / len(paths) if paths else None,
        refused=sum(o.refused for o in outcomes) / n,
    )


def is_hit(file: str, text: str, heading_path: Sequence[str], evidence: Evidence) -> bool:
    """Whether a quote (its file, text and heading path) holds the evidence, as the module says."""
    if evidence.doc != file.rsplit("/", 1)[-1]:
        return False
    found, wanted = without_blanks(text), without_blanks(evidence.quote)
    half = max(6, len(wanted) // 2)
    if wanted in found or any(wanted[i : i + half] in found for i in range(len(wanted) - half + 1)):
        return True
    path = evidence.heading_path
    return bool(path) and _plain(evidence.quote) in _plain(path[-1]) and _same_path(path[-1:], heading_path)


def _same_path(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Whether every wanted heading is among the found ones; a long one may be given by its beginning."""
    plain = [_plain(h) for h in found]
    return all(any(p == w or (len(w) > 8 and p.startswith(w)) for p in plain) for w in map(_plain, wanted))


def without_blanks(text: str) -> str:
    """`text` as quotations are compared: broken lines and blanks do not count."""
    return re.sub(r"\s+", "", text)


def _plain(heading: str) -> str:
    return _HEADING_END.sub("", without_blanks(heading)).translate(_HALF_WIDTH)
