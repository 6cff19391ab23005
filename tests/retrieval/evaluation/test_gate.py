"""Whatever is broken on purpose is caught by the gate: on the shipped speeches, with half of the unseen questions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from retrieval.collection import Collection
from retrieval.errors import RetrievalError
from retrieval.evaluation.comparison import compare, judge_loss
from retrieval.evaluation.metrics import Evidence, LabelledQuestion, judge
from retrieval.evaluation.runs import Run, ask_all, read_run, write_run
from retrieval.evaluation.switches import SWITCHES, judge_sides, switch
from retrieval.fold import Folded
from retrieval.index.encoder import Encoder, Vectors
from retrieval.index.library.generations import build_generation
from retrieval.index.segments.nearest import VectorIndex
from retrieval.question.thesaurus import load_thesaurus
from retrieval.search.ranker import one_sided_rankers
from retrieval.search.reader import LogOdds, Reader
from retrieval.snapshot import Snapshot

Breaking = Callable[[Snapshot, Path], Snapshot]


def run(name: str, snapshot: Snapshot, questions: Sequence[LabelledQuestion]) -> Run:
    _, results = ask_all(questions, lambda q: snapshot.answer(q.question, limit=10))
    return Run(name, {}, tuple(results))


@pytest.fixture(scope="module")
def asked(unseen: list[LabelledQuestion]) -> list[LabelledQuestion]:
    """Every other question, and all that nothing answers: of those there are few."""
    return [question for number, question in enumerate(unseen) if number % 2 or not question.evidence]


@pytest.fixture(scope="module")
def intact(collection: Collection, asked: list[LabelledQuestion]) -> Run:
    return run("intact", collection.snapshot(), asked)


def shuffled_vectors(snapshot: Snapshot, folder: Path) -> Snapshot:
    """Every clause, passage and context has the vector of another."""
    generation, chance = snapshot.generation, np.random.default_rng(0)
    other = replace(
        generation,
        clauses=VectorIndex.of(chance.permutation(generation.clause_vectors[:])),
        passages=VectorIndex.of(chance.permutation(generation.passage_vectors[:])),
        context_vectors=chance.permutation(generation.context_vectors[:]),
    )
    return replace(snapshot, generation=other)


def one_document_missing(snapshot: Snapshot, folder: Path) -> Snapshot:
    """The one that most of the questions are about."""
    left = [d for d in snapshot.documents if d.source != "云岭市文明养犬管理条例.txt"]
    assert len(left) == len(snapshot.documents) - 1
    built = build_generation(folder, folder, tuple(left), snapshot.answerer.encoder)
    return replace(snapshot, generation=built)


class Prompted:
    """The encoder with a prompt before every question, as a model gets that was trained with another one."""

    id = "prompted"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.encode_passages = encoder.encode_passages

    def encode_questions(self, texts: Sequence[Folded]) -> Vectors:
        return self._encoder.encode_questions([Folded(WRONG_PROMPT + text) for text in texts])


WRONG_PROMPT = "文明养犬管理条例第一章总则，犬只登记、免疫、收容，养犬人应当遵守下列规定："


def wrong_prompt(snapshot: Snapshot, folder: Path) -> Snapshot:
    return replace(snapshot, answerer=replace(snapshot.answerer, encoder=Prompted(snapshot.answerer.encoder)))


def switched(name: str, value: str) -> Breaking:
    return lambda snapshot, folder: switch(snapshot, name, value, folder)


@pytest.mark.parametrize(
    ("breaking", "seen_in"),
    [
        (switched("headings", "off"), {("answerable", "heading path"), ("answerable", "right")}),
        (switched("threshold", "0"), {("unanswerable", "right")}),
        (switched("ranking", "lexical"), {("answerable", "right"), ("answerable", "MRR@10")}),
        (switched("reader", "off"), {("unanswerable", "right")}),
        (shuffled_vectors, {("answerable", "right")}),
        (one_document_missing, {("answerable", "right"), ("answerable", "MRR@10")}),
        (wrong_prompt, {("answerable", "right")}),
    ],
    ids=["headings", "threshold", "one side", "reader", "vectors", "document", "prompt"],
)
def test_what_is_broken_is_caught(
    breaking: Breaking,
    seen_in: set[tuple[str, str]],
    collection: Collection,
    asked: list[LabelledQuestion],
    intact: Run,
    tmp_path: Path,
) -> None:
    verdict = judge_loss(compare(intact, run("broken", breaking(collection.snapshot(), tmp_path), asked)))
    assert not verdict.passed
    assert seen_in <= {(fault.group, fault.measure) for fault in verdict.faults}
    assert verdict.comparison.lost


def test_a_thesaurus_left_out_is_caught_where_words_need_it(
    collection: Collection, asked: list[LabelledQuestion], tmp_path: Path
) -> None:
    """Words of one's own, before the library is deepened: the encoder guesses them by their characters. Of the shipped questions
    none loses its answer without the shipped thesaurus, whose words it knows."""
    own = tmp_path / "own.tsv"
    own.write_text("病险水库\t歪坝\n", encoding="utf-8")
    snapshot = switch(collection.snapshot(), "deep", "off", tmp_path)
    with_own = replace(snapshot, answerer=replace(snapshot.answerer, thesaurus=load_thesaurus(own)))
    place = Evidence("在全市安全生产暨防汛工作会议上的讲话.txt", "11座病险水库汛期空库或者限蓄运行", ())
    questions = [LabelledQuestion("own", "colloquial", "歪坝有多少", (place,)), *asked[:9]]
    runs = [
        run(name, s, questions) for name, s in (("own", with_own), ("off", switch(with_own, "thesaurus", "off", own)))
    ]
    verdict = judge_loss(compare(*runs))
    assert [change.after.id for change in verdict.comparison.lost] == ["own"]
    assert ("answerable", "right") in {(fault.group, fault.measure) for fault in verdict.faults}


def test_the_same_again_passes(
    collection: Collection, asked: list[LabelledQuestion], intact: Run, tmp_path: Path
) -> None:
    """Kept as a file, read again, and asked again: nothing is won or lost."""
    write_run(tmp_path / "run.json", intact)
    kept = read_run(tmp_path / "run.json")
    assert kept == intact
    verdict = judge_loss(compare(kept, run("again", collection.snapshot(), asked)), tolerance=0.0)
    assert verdict.passed
    assert (verdict.comparison.won, verdict.comparison.lost) == ((), ())
    assert all(c.difference.p == 1.0 and c.before == c.after for c in verdict.comparison.compared)


def test_a_better_run_passes_and_the_reverse_does_not(intact: Run) -> None:
    worse = replace(
        intact,
        results=tuple(replace(r, values={**r.values, "right": 0.0}) if r.answerable else r for r in intact.results),
    )
    assert judge_loss(compare(worse, intact)).passed
    verdict = judge_loss(compare(intact, worse))
    assert [(f.group, f.measure) for f in verdict.faults] == [("answerable", "right")]
    lost = {change.after.id for change in verdict.comparison.lost}
    assert lost == {r.id for r in intact.results if r.answerable and r.right}


def test_a_loss_within_the_tolerance_passes_unless_it_is_significant(intact: Run) -> None:
    first = next(r for r in intact.results if r.answerable and r.right)
    one = tuple(replace(r, values={**r.values, "right": 0.0}) if r == first else r for r in intact.results)
    comparison = compare(intact, replace(intact, results=one))
    assert judge_loss(comparison, tolerance=0.5).passed
    assert not judge_loss(comparison, tolerance=0.0).passed


def test_runs_of_other_questions_are_not_compared(intact: Run) -> None:
    other = replace(intact, results=tuple(replace(r, question=f"{r.question}？") for r in intact.results))
    with pytest.raises(RetrievalError, match="no question in common"):
        compare(intact, other)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 0}', '{"format": 1, "name": "a", "origin": {}}'])
def test_what_is_no_run_is_refused_in_one_line(content: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(RetrievalError, match=r"run\.json") as caught:
        read_run(tmp_path / "run.json")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_refuses_a_value_it_does_not_have(name: str, collection: Collection, tmp_path: Path) -> None:
    refused = partial(switch, collection.snapshot(), name, "perhaps", tmp_path)
    with pytest.raises(RetrievalError, match=f"{name}=perhaps: expected"):
        refused()


class Refusing(Reader):
    """A reader that is not to be asked."""

    def __init__(self) -> None: ...

    def log_odds(self, question: Folded, passages: Sequence[Folded]) -> LogOdds:
        raise AssertionError("a side was read")


def test_a_side_is_judged_by_its_passages_alone(collection: Collection, asked: list[LabelledQuestion]) -> None:
    """Where the passages are, as by the whole answer; how sure it is takes most of an answer's time, and is not read."""
    snapshot = collection.snapshot()
    unread = replace(snapshot, answerer=replace(snapshot.answerer, reader=Refusing()))
    some = [question for question in asked if question.evidence][:12]
    for name, outcomes in judge_sides(unread, some, 10).items():
        side = snapshot.ranking_by(one_sided_rankers()[name])
        answered = [judge(question, side.answer(question.question, limit=10)) for question in some]
        assert [(o.rank, o.path_right) for o in outcomes] == [(o.rank, o.path_right) for o in answered]
