"""Written conversations, led as the bot would lead them: what every message could mean, and which meanings are right."""

import json
import tempfile
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
from retrieval.answer import Answer
from retrieval.answering import Answerer
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
    """A message after another, with its possible readings: `seen` as `choosing.evidence` gives it, which of them are `right`.

    `own` is a question of its own, where the first reading should be chosen; of one that nothing answers, refusals are right.
    Messages of one `key` belong on one side.
    """

    key: str
    text: str
    own: bool
    seen: NDArray[np.float64]
    right: NDArray[np.bool_]


def serve(documents: Path, library: Path) -> Snapshot:
    """The documents of a folder, to be asked."""
    collection = Collection(documents, library, Answerer(load_encoder()))
    collection.reload()
    return collection.snapshot()


def messages_of(chains: Path, documents: Path, questions: Path | None) -> list[Message]:
    """Every follow-up of the conversations, and every question of the file asked after one of their turns."""
    with tempfile.TemporaryDirectory() as library:
        snapshot = serve(documents, Path(library))
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
    hits = np.array([_hits(answer, right) for answer in answers])
    return Message(right[0].doc if right else text, text, own, evidence(readings, answers, turn), hits)


def _hits(answer: Answer, right: tuple[Evidence, ...]) -> bool:
    if not right:
        return answer.refused
    first = answer.quotes[0] if answer.quotes else None
    return first is not None and any(is_hit(first.file, first.text, first.heading_path, one) for one in right)


def _right_turn(snapshot: Snapshot, turn: Turn, text: str, right: tuple[Evidence, ...]) -> Turn:
    """The turn after the message, where it was understood and answered rightly; else with what answers put in its place."""
    scene = Scene(snapshot, turn, CHANNEL)
    understood = replace(understand(text, turn, snapshot.documents), asked=text)
    readings, answers = read(scene, understood)
    for reading, answer in zip(readings, answers, strict=True):
        if _hits(answer, right):
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
