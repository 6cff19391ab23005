"""Ends are counted, and what is behind is said; `test_measures` holds the numbers against a library."""

from retrieval.evaluation.metrics import (
    Evidence,
    JudgedAnswer,
    LabelledQuestion,
    Metrics,
    behind_its_sides,
    count_endings,
)


def judged(confidence: float, *, answerable: bool, refused: bool = False) -> JudgedAnswer:
    evidence = (Evidence("a.txt", "社区食堂每天开放", ()),) if answerable else ()
    question = LabelledQuestion("1", "fact" if answerable else "unanswerable", "问", evidence)
    return JudgedAnswer(question, refused, None, None, confidence, confidence, "closest" if refused else "answered")


def test_ends_are_counted_by_type() -> None:
    counts = count_endings(
        [
            judged(0.9, answerable=True),
            judged(0.2, answerable=True, refused=True),
            judged(0.1, answerable=False, refused=True),
        ]
    )
    assert counts["ALL"] == {"answered": 1, "closest": 1, "refused": 0}
    assert counts["unanswerable"] == {"answered": 0, "closest": 1, "refused": 0}


def test_being_behind_a_side_is_said() -> None:
    good, bad = (Metrics(10, dict.fromkeys((1, 3, 5), v), v, None, 0.0) for v in (0.8, 0.7))
    assert behind_its_sides({"lexical": {"ALL": bad}, "dense": {"ALL": good}, "fused": {"ALL": good}}) == ()
    behind = behind_its_sides({"lexical": {"ALL": good}, "fused": {"ALL": bad}})
    assert behind[0] == "hit@1: fused 0.700 < lexical 0.800"
    assert len(behind) == 4
