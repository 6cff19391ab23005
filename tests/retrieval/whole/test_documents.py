"""Answers of several documents: who says it and who does not, two sides, the years in order. All of it slices."""

import pytest

from corpus.chinese.sentences import sentences
from retrieval.answer import Answer, Kind
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.question.cues import tense_of
from retrieval.snapshot import Snapshot

SEVERAL: tuple[Kind, ...] = ("across", "comparison", "over_time")


def check_slices(snapshot: Snapshot, answer: Answer) -> None:
    """Every item is its document's text byte for byte, and whole sentences of it."""
    for item in answer.items:
        document = snapshot.document(item.document_id)
        assert document is not None
        assert document.text[item.start : item.end] == item.text
        whole = [s for p in document.passages for s in sentences(document.text, p.start, p.end)]
        assert item.text in {document.text[start:end].strip() for start, end in whole}
        assert all(0 <= a < b <= len(item.text) for a, b in item.highlights)
        assert all(a[1] <= b[0] for a, b in zip(item.highlights, item.highlights[1:], strict=False))


def sources(answer: Answer) -> set[str]:
    return {item.file for item in answer.items}


def test_every_document_that_says_it_and_the_others_by_name(counties: Snapshot) -> None:
    answer = counties.answer("哪几个县的报告提到低空经济", kind="across")
    assert answer.kind == "across"
    assert sources(answer) == {"2025_青田县.txt", "2025_石桥县.txt"}
    assert all("低空经济" in item.text for item in answer.items)
    assert {document.title[5:8] for document in answer.without} == {"河湾县", "云岭县"}
    check_slices(counties, answer)


def test_what_none_says_is_said_of_none(counties: Snapshot) -> None:
    answer = counties.answer("哪几个县提到了航天发射场", kind="across")
    assert answer.kind == "across"
    assert answer.items == ()
    assert len(answer.without) == len(counties.documents)


def test_beyond_those_scanned_all_that_hold_the_words_are_there_and_the_rest_are_counted(
    counties: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.whole.documents.scan.DOCUMENTS", 1)
    answer = counties.answer("哪几个县的报告提到低空经济", kind="across")
    assert sources(answer) == {"2025_青田县.txt", "2025_石桥县.txt"}
    assert (answer.without, answer.unread) == ((), 2)
    check_slices(counties, answer)


def test_the_years_are_compared_in_what_all_of_them_plan_or_look_back_on(growth: Snapshot) -> None:
    answer = growth.answer("这几年城镇新增就业是怎么变的", kind="over_time")
    tenses = {tense_of(item.heading_path) for item in answer.items}
    assert len(answer.items) == 3
    assert len(tenses) == 1
    assert tenses != {0}
    check_slices(growth, answer)


def test_the_surest_come_first(counties: Snapshot) -> None:
    answer = counties.answer("垃圾分类各县都怎么说", kind="across")
    assert [item.confidence for item in answer.items] == sorted((i.confidence for i in answer.items), reverse=True)


def test_two_regions_side_by_side_with_their_figures_marked(counties: Snapshot) -> None:
    answer = counties.answer("河湾和云岭今年的经济增长目标谁高", kind="comparison")
    assert [item.file for item in answer.items] == ["2025_河湾县.txt", "2025_云岭县.txt"]
    for item, figure in zip(answer.items, ("5.5%", "6%"), strict=True):
        assert figure in [item.text[a:b] for a, b in item.highlights]
    check_slices(counties, answer)


def test_a_question_without_sides_is_no_comparison(counties: Snapshot) -> None:
    assert counties.answer("老年食堂", kind="comparison").kind == "passage"


def test_two_years_that_are_only_counted_are_the_newest_two(years: Snapshot) -> None:
    answer = years.answer("这两年对房地产市场的说法有什么不同", kind="comparison")
    assert {item.file for item in answer.items} == {"2025_青田县.txt", "2024_青田县.txt"}


def test_two_documents_that_are_only_counted_are_compared(years: Snapshot) -> None:
    answer = years.answer("两份报告对房地产市场的说法有什么不同", kind="comparison")
    assert len(sources(answer)) == 2
    check_slices(years, answer)


def test_the_years_in_order_with_what_is_new_marked(years: Snapshot) -> None:
    answer = years.answer("这几年对房地产的提法有什么变化", kind="over_time")
    assert [item.file[:4] for item in answer.items] == ["2023", "2024", "2025"]
    marked = ["".join(item.text[a:b] for a, b in item.highlights) for item in answer.items]
    assert "平稳健康发展" in marked[1]
    assert "止跌回稳" in marked[2]
    assert "坚持房子是用来住的" not in marked[1] + marked[2]
    check_slices(years, answer)


def test_one_document_is_not_several(counties: Snapshot) -> None:
    only = counties.documents[0].id
    for kind in SEVERAL[::2]:
        assert counties.answer("低空经济怎么说", within=only, kind=kind).kind == "passage"


@pytest.mark.parametrize("kind", SEVERAL)
def test_whatever_is_asked_is_answered_in_slices(
    collection_snapshot: Snapshot, questions: list[LabelledQuestion], kind: Kind
) -> None:
    for labelled in questions[::9]:
        answer = collection_snapshot.answer(labelled.question, kind=kind)
        check_slices(collection_snapshot, answer)
        if answer.kind == "across":
            assert len(sources(answer)) == len(answer.items)
            assert len(answer.items) + len(answer.without) <= len(collection_snapshot.documents)
