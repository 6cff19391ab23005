"""Written conversations, led as the bot would lead them: what every message could mean, and which meanings are right."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.conversation.channel import Channel
from bot.conversation.conversation import reply_to
from bot.conversation.replies.questions import read, show_answer
from bot.conversation.replies.scene import Scene
from bot.conversation.stretches import Stretch
from bot.conversation.turns import Turn
from bot.conversation.understanding.choosing import evidence
from bot.conversation.understanding.followups import understand
from bot.conversation.understanding.found import found_by
from bot.fitting.remembered import RememberingAnswerer, file_of_answers, load_answers, save_answers
from retrieval.answer import Quote
from retrieval.collection import Collection
from retrieval.evaluation.metrics import Evidence, is_hit, read_jsonl, read_questions
from retrieval.index.encoder import load_encoder
from retrieval.snapshot import Snapshot

OWN_QUESTIONS = 200
"""Questions of a file, unanswerable ones among them, that are asked after the conversations' turns: enough, and every one
takes a second."""
CHANNEL = Channel(hits=10, quotes=5, items=10)


@dataclass(frozen=True, slots=True)
class Message:
    """A message after another, with what its readings find: `seen` as `choosing.evidence` gives it, which of that are `right`.

    `own` is a question of its own, for which the first should be chosen; for one that nothing answers, refusals are right.
    Messages of one `key` belong on one side.
    """

    key: str
    text: str
    own: bool
    seen: NDArray[np.float64]
    right: NDArray[np.bool_]


def messages_of(chains: Path, documents: Path, questions: Path | None, kept: Path) -> list[Message]:
    """Every follow-up of the conversations, and every question of the file asked after one of their turns, of a library that
    is deepened. The folder `kept` receives the library and what was looked up."""
    kept.mkdir(parents=True, exist_ok=True)
    file = file_of_answers(kept)
    answerer = RememberingAnswerer(load_encoder(), kept=load_answers(file))
    collection = Collection(documents, kept / "library", answerer)
    collection.reload()
    collection.deepen(threads=os.cpu_count() or 1)
    snapshot = collection.snapshot()
    led = [message for _, chain in read_jsonl(chains) for message in _lead(snapshot, chain)]
    messages = [message for message, _ in led if message]
    turns = [turn for _, turn in led if turn.quotes]
    asked = [(q.question, q.evidence) for q in read_questions(questions)] if questions else []
    rng = np.random.default_rng(0)
    asked = [asked[i] for i in rng.permutation(len(asked))[:OWN_QUESTIONS]] + _firsts(chains)
    for text, right in asked:
        turn = turns[rng.integers(len(turns))]
        message = _message(snapshot, turn, text, right, own=True)
        messages += [message] if message else []
    save_answers(file, answerer.kept)
    return messages


def _firsts(chains: Path) -> list[tuple[str, tuple[Evidence, ...]]]:
    firsts = [chain["turns"][0] for _, chain in read_jsonl(chains)]
    return [(turn["say"], _evidence(turn)) for turn in firsts if turn.get("evidence")]


def _evidence(turn: dict[str, object]) -> tuple[Evidence, ...]:
    found = turn.get("evidence") or ()
    assert isinstance(found, list | tuple)
    return tuple(Evidence(e["doc"], e["quote"], tuple(e.get("heading_path", ()))) for e in found)


def _lead(snapshot: Snapshot, chain: dict[str, object]) -> Iterator[tuple[Message | None, Turn]]:
    """Each turn of the conversation as a message (None for the first and for requests), and the turn after it.

    Whatever is made of a message, the next finds what should have been shown.
    """
    turn = Turn()
    turns = chain["turns"]
    assert isinstance(turns, list)
    for said in turns:
        understood = understand(said["say"], turn, snapshot.documents)
        right = _evidence(said)
        if understood.action != "ask" or not right:
            turn = reply_to(snapshot, understood, turn, CHANNEL).turn
            continue
        message = _message(snapshot, turn, said["say"], right, own=bool(said.get("own"))) if turn.question else None
        turn = _right_turn(snapshot, turn, said["say"], right)
        yield message, turn


def _message(snapshot: Snapshot, turn: Turn, text: str, right: tuple[Evidence, ...], *, own: bool) -> Message | None:
    understood = replace(understand(text, turn, snapshot.documents), asked=text)
    if understood.action != "ask":
        return None
    readings, answers = read(Scene(snapshot, turn, CHANNEL), understood)
    if len(readings) < 2:
        return None
    found = found_by(answers)
    hits = [_is_right(one.best.quote, right) if right else answers[one.best.reading].refused for one in found]
    return Message(right[0].doc if right else text, text, own, evidence(found, readings, answers, turn), np.array(hits))


def _is_right(quote: Quote | None, right: tuple[Evidence, ...]) -> bool:
    return quote is not None and any(is_hit(quote.file, quote.text, quote.heading_path, one) for one in right)


def _right_turn(snapshot: Snapshot, turn: Turn, text: str, right: tuple[Evidence, ...]) -> Turn:
    """The turn after the message, where it was understood and answered rightly; else with what answers put in its place."""
    scene = Scene(snapshot, turn, CHANNEL)
    understood = replace(understand(text, turn, snapshot.documents), asked=text)
    readings, answers = read(scene, understood)
    for reading, answer in zip(readings, answers, strict=True):
        if answer.quotes and _is_right(answer.quotes[0], right):
            return show_answer(scene, answer, reading.understood)[1]
    document = next((d for d in snapshot.documents if d.source == right[0].doc), None)
    at = document.text.find(right[0].quote) if document else -1
    quotes = (Stretch(document.id, at, at + len(right[0].quote)),) if document and at >= 0 else ()
    return Turn(text, quotes, len(quotes), near=len(quotes), topic=turn.topic or turn.question, kind="answer")


def write_weights(path: Path, names: tuple[str, ...], weights: NDArray[np.float64]) -> None:
    """The weights by name."""
    path.write_text(
        json.dumps(dict(zip(names, weights.round(4).tolist(), strict=True)), indent=1) + "\n", encoding="utf-8"
    )
