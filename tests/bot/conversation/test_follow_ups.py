"""Whole conversations on the shipped speeches: what people type after an answer is asked of what they were reading."""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bot.conversation.channel import Channel
from bot.conversation.conversation import reply
from bot.conversation.outcomes import Answered, Refused
from bot.conversation.replies.questions import read
from bot.conversation.replies.scene import Scene
from bot.conversation.turns import Turn, Understood
from bot.conversation.understanding import choosing
from bot.conversation.understanding.choosing import EVIDENCE, SURE, evidence, shipped_weights
from bot.conversation.understanding.found import found_by
from retrieval.collection import Collection
from retrieval.evaluation.metrics import Evidence, LabelledQuestion, is_hit, read_jsonl
from retrieval.snapshot import Snapshot
from tests.support.paths import ROOT

CHAINS = ROOT / "tests" / "questions" / "conversations.jsonl"
CHANNEL = Channel(hits=10, quotes=5, items=10)


@pytest.fixture(scope="module")
def chains() -> list[dict[str, Any]]:
    return [chain for _, chain in read_jsonl(CHAINS)]


def _right(snapshot: Snapshot, turn: Turn, said: dict[str, Any]) -> bool:
    first = turn.quotes[0] if turn.quotes else None
    document = snapshot.document(first.document_id) if first else None
    if first is None or document is None:
        return False
    text = document.text[first.start : first.end]
    return any(is_hit(document.source, text, (), Evidence(e["doc"], e["quote"], ())) for e in said["evidence"])


def test_labels_stand_in_the_speeches(chains: list[dict[str, Any]], collection: Collection) -> None:
    texts = {d.source: d.text for d in collection.snapshot().documents}
    for chain in chains:
        for turn in chain["turns"]:
            assert all(e["quote"] in texts[e["doc"]] for e in turn["evidence"]), turn["say"]


def test_follow_ups_are_answered_where_the_thread_is(chains: list[dict[str, Any]], collection: Collection) -> None:
    snapshot = collection.snapshot()
    follow_ups: list[bool] = []
    own: list[bool] = []
    for chain in chains:
        turn = Turn()
        for said in chain["turns"]:
            turn = reply(snapshot, said["say"], turn, CHANNEL).turn
            (own if said.get("own") else follow_ups).append(_right(snapshot, turn, said))
    # Measured 0.43 of 28 (0.72 of 861 on other documents, each held out) and 0.71 of 14; floors are a question or two below.
    assert np.mean(follow_ups) >= 0.39
    assert np.mean(own) >= 0.64


def test_a_question_of_its_own_keeps_its_answer(
    chains: list[dict[str, Any]], unseen: list[LabelledQuestion], collection: Collection
) -> None:
    """Asked in the middle of another conversation, questions find what they find alone; at most three in a hundred do not."""
    snapshot = collection.snapshot()
    turn = reply(snapshot, chains[0]["turns"][0]["say"], Turn(), CHANNEL).turn
    asked = [question.question for question in unseen if question.evidence][::3]
    changed = []
    for question in asked:
        alone, after = (reply(snapshot, question, before, CHANNEL).turn.quotes[:1] for before in (Turn(), turn))
        changed.append([(q.document_id, q.start) for q in alone] != [(q.document_id, q.start) for q in after])
    assert sum(changed) <= 0.03 * len(asked) + 1


def test_what_was_not_taken_literally_is_said(collection: Collection) -> None:
    snapshot = collection.snapshot()
    turn = reply(snapshot, "送外卖的能参加工会吗", Turn(), CHANNEL).turn
    follow_up = reply(snapshot, "几天能办好", turn, CHANNEL)
    assert isinstance(follow_up.outcome, Answered | Refused)
    said = [remark.sentence for remark in follow_up.outcome.remarks]
    assert "asked_within" in said or "understood_as" in said


def test_the_message_as_typed_is_the_first_reading_and_looks_at_everything(collection: Collection) -> None:
    snapshot = collection.snapshot()
    turn = reply(snapshot, "送外卖的能参加工会吗", Turn(), CHANNEL).turn
    scene = Scene(snapshot, turn, CHANNEL)
    readings, answers = read(scene, Understood("几天能办好", asked="几天能办好"))
    assert (readings[0].understood.question, readings[0].understood.within) == ("几天能办好", None)
    assert answers[0] == snapshot.answer("几天能办好", recent=turn.quotes[0].document_id)
    within = [i for i, reading in enumerate(readings) if reading.understood.within]
    assert within
    for i in within:
        assert {quote.document_id for quote in answers[i].quotes} <= {turn.quotes[0].document_id}


def test_evidence_says_what_was_found(collection: Collection) -> None:
    """Recomputed by hand for one message: columns by name, each of what it says it is of."""
    snapshot = collection.snapshot()
    turn = reply(snapshot, "送外卖的能参加工会吗", Turn(), CHANNEL).turn
    scene = Scene(snapshot, turn, CHANNEL)
    readings, answers = read(scene, Understood("几天能办好", asked="几天能办好"))
    found = found_by(answers)
    rows = evidence(found, readings, answers, turn)
    at = {name: rows[:, i] for i, name in enumerate(EVIDENCE)}
    assert rows.shape == (len(found), len(EVIDENCE)) and np.isfinite(rows).all()
    assert found[0].leads and not any(one.leads for one in found[1:])
    ways = [(r.form, r.understood.within is not None) for r in readings]
    for row, one in enumerate(found):
        assert one.quote is not None
        assert at["in_document"][row] == (one.quote.document_id == turn.quotes[0].document_id)
        assert at["leads"][row] == one.leads == (at["alone"][row] == 0.0)
        places = {ways[place.reading]: place for place in one.places}
        for form, within in ways:
            name = form + "_within" * within
            place = places.get((form, within))
            assert at[f"first_{name}"][row] == (place is not None and place.rank == 0)
            assert (at[f"sure_{name}"][row] > 0) == (place is not None and at["surest"][row] > -SURE)
    assert shipped_weights().shape == (len(EVIDENCE),)


def test_every_passage_is_found_once(collection: Collection) -> None:
    snapshot = collection.snapshot()
    turn = reply(snapshot, "送外卖的能参加工会吗", Turn(), CHANNEL).turn
    _readings, answers = read(Scene(snapshot, turn, CHANNEL), Understood("几天能办好", asked="几天能办好"))
    found = found_by(answers)
    spans = sorted((q.document_id, q.start, q.end) for one in found if (q := one.quote))
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in itertools.pairwise(spans))
    for one in found:
        assert all(answers[p.reading].quotes[p.rank] is p.quote for p in one.places)
        assert one.best.rank == min(p.rank for p in one.places)


def test_what_is_meant_is_shown_first(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a passage that no reading has found first."""
    against_firsts = np.array([-float(name == "firsts") for name in EVIDENCE])
    monkeypatch.setattr(choosing, "shipped_weights", lambda: against_firsts)
    snapshot = collection.snapshot()
    turn = reply(snapshot, "送外卖的能参加工会吗", Turn(), CHANNEL).turn
    after = reply(snapshot, "几天能办好", turn, CHANNEL)
    readings, answers = read(Scene(snapshot, turn, CHANNEL), after.understood)
    place = choosing.meant(readings, answers, turn)
    assert place.rank > 0 and place.quote is not None
    first = after.turn.quotes[0]
    assert (first.document_id, first.start) == (place.quote.document_id, place.quote.start)
    assert len(after.turn.quotes) == len(answers[place.reading].quotes)


def test_under_the_heading_of_what_is_read(collection: Collection) -> None:
    snapshot = collection.snapshot()
    turn = reply(snapshot, "送外卖的能参加工会吗", Turn(), CHANNEL).turn
    readings, _ = read(Scene(snapshot, turn, CHANNEL), Understood("几天能办好", asked="几天能办好"))
    headed = [r.understood for r in readings if r.form == "headed"]
    # （一）把新就业形态劳动者吸收到工会中来, without its number.
    assert [u.question for u in headed] == ["把新就业形态劳动者吸收到工会中来，几天能办好"]
    assert headed[0].within == turn.quotes[0].document_id


def test_after_a_document_is_gone_the_message_stands_alone(collection: Collection) -> None:
    snapshot = collection.snapshot()
    turn = reply(snapshot, "送外卖的能参加工会吗", Turn(), CHANNEL).turn
    gone = replace(turn, quotes=tuple(replace(q, document_id="0" * 16) for q in turn.quotes), view=None)
    after = reply(snapshot, "养犬登记证有效期多久", gone, CHANNEL)
    assert isinstance(after.outcome, Answered)
    assert after.turn.quotes[0].document_id != "0" * 16
