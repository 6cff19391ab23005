"""A collected question is one that `yuanwen evaluate` reads, with evidence that is in the documents, and once."""

import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.stretches import Stretch
from bot.errors import BotError
from bot.messages import CHINESE, ENGLISH
from bot.operating.evaluating import (
    SHIPPED_SPEECHES,
    evaluate_serving,
    measured_lines,
    questions_to_evaluate,
)
from bot.operating.labelling import SUGGESTED, collect_question
from bot.settings import EvaluationSettings, Settings
from retrieval.collection import Collection
from retrieval.errors import RetrievalError
from retrieval.evaluation.questions.files import read_question_file
from retrieval.evaluation.questions.sets import QuestionSet
from tests.support.exchanges import REAL_QUESTION
from tests.support.random_texts import TEXTS
from tests.support.running_bot import UNIONS, Shelf

SHELF = Shelf().snapshot()
QUOTES = st.lists(
    st.builds(
        lambda known, a, b: Stretch(UNIONS.id if known else "gone", min(a, b), max(a, b)),
        st.booleans(),
        st.integers(0, 200),
        st.integers(0, 200),
    ),
    max_size=5,
)


@given(st.lists(st.tuples(TEXTS.filter(lambda text: max(text) < "\ud800"), QUOTES), min_size=1, max_size=4))
def test_whatever_is_collected_is_read_back(asked: list[tuple[str, list[Stretch]]]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "deep" / "collected.jsonl"
        for number, (question, quotes) in enumerate(asked):
            count = collect_question(file, f"id-{number}", question, quotes, SHELF)
            assert count is not None and count <= SUGGESTED
            assert collect_question(file, f"id-{number}", question, quotes, SHELF) is None
        found = read_question_file(file)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [q.question for q in found] == [question for question, _ in asked]
    for labelled, (_, quotes) in zip(found, asked, strict=True):
        there = [q for q in quotes[:SUGGESTED] if q.document_id == UNIONS.id and q.start < q.end <= len(UNIONS.text)]
        assert [e.quote for e in labelled.evidence] == [UNIONS.text[q.start : q.end] for q in there]
        assert (labelled.type == "unanswerable") is (not labelled.evidence)


def test_a_collected_question_is_answered_by_what_was_shown(collection: Collection, tmp_path: Path) -> None:
    """The label of a question that was answered makes its answer right; one that nothing answers has to be refused."""
    snapshot, file = collection.snapshot(), tmp_path / "collected.jsonl"
    quote = snapshot.answer(REAL_QUESTION).quotes[0]
    collect_question(file, "a", REAL_QUESTION, [Stretch(quote.document_id, quote.start, quote.end)], snapshot)
    collect_question(file, "b", "火星上有没有海", [], snapshot)
    settings = Settings(evaluation=EvaluationSettings(questions=file))
    done: list[int] = []
    measured = evaluate_serving(snapshot, questions_to_evaluate(settings), done.append)
    assert (measured.questions, measured.right.mean, measured.first, measured.refused) == (2, 1.0, 1.0, 1.0)
    assert max(done) == 2
    lines = measured_lines(measured, CHINESE)
    assert lines[0] == CHINESE.records.eval_head.format(count=2, generation=snapshot.id)
    assert lines[1].startswith("答对：100%") and len(lines) == len(measured_lines(measured, ENGLISH)) == 6


def test_what_the_questions_cannot_tell_is_left_out(collection: Collection, tmp_path: Path) -> None:
    snapshot, file = collection.snapshot(), tmp_path / "collected.jsonl"
    collect_question(file, "b", "火星上有没有海", [], snapshot)
    measured = evaluate_serving(snapshot, QuestionSet("", tuple(read_question_file(file))), lambda done: None)
    assert (measured.first, measured.answered, measured.refused) == (None, None, 1.0)
    assert len(measured_lines(measured, CHINESE)) == 4


def test_the_shipped_questions_are_for_the_shipped_speeches_alone(tmp_path: Path) -> None:
    assert len(questions_to_evaluate(Settings(corpus=SHIPPED_SPEECHES)).questions) > 40
    with pytest.raises(BotError, match=r"evaluation\.questions"):
        questions_to_evaluate(Settings(corpus=tmp_path))
    with pytest.raises(RetrievalError):
        questions_to_evaluate(Settings(evaluation=EvaluationSettings(questions=tmp_path / "none.yaml")))


def test_a_file_that_cannot_be_added_to_is_left_and_said_without_its_path(tmp_path: Path) -> None:
    file = tmp_path / "collected.jsonl"
    file.write_text("no JSON\n", encoding="utf-8")
    with pytest.raises(BotError, match="JSON lines") as refused:
        collect_question(file, "a", REAL_QUESTION, [], SHELF)
    assert file.read_text(encoding="utf-8") == "no JSON\n"
    folder = tmp_path / "folder"
    (folder / "collected.jsonl").mkdir(parents=True)
    with pytest.raises(BotError, match=r"collected\.jsonl") as unwritable:
        collect_question(folder / "collected.jsonl", "a", REAL_QUESTION, [], SHELF)
    assert str(tmp_path) not in f"{refused.value} {unwritable.value}"
