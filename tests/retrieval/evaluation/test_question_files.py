"""Question files say the same in YAML and in JSON lines; what they say wrong is told in one line."""

import json
from pathlib import Path

import pytest

from corpus.document import Document
from retrieval.collection import Collection
from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import Evidence, LabelledQuestion, judge
from retrieval.evaluation.questions.files import read_question_file
from retrieval.evaluation.questions.sets import read_question_set
from tests.support.paths import ROOT

WRITTEN = """
document: 讲话.txt
questions:
  - ask: 送外卖的能参加工会吗
    type: colloquial
    quote: [都有依法参加和组织工会的权利, 可以就近加入行业工会]
    headings: 二、突出重点
  - ask: 经费怎么用
    section: [二、突出重点, （三）管好用好经费]
  - ask: 哪些人优先
    items: [退役军人, {document: 通知.txt, quote: [零就业家庭, 没有人就业的家庭]}, {document: 办法.txt}]
  - ask: 海水淡化补贴多少
    unanswerable: true
  - id: c
    chain:
      - ask: 驿站几点开门
        quote: 凌晨四点半开门
      - ask: 目录
      - ask: 那下雪天呢
        quote: 雨雪天不关门
"""


def read(tmp_path: Path, text: str, name: str = "questions.yaml") -> list[LabelledQuestion]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_question_file(file)


def test_a_file_as_people_write_it(tmp_path: Path) -> None:
    several, section, items, nothing, first, then = read(tmp_path, WRITTEN)
    assert [q.type for q in (several, section, items, nothing, first, then)] == [
        "colloquial",
        "section",
        "list",
        "unanswerable",
        "opening",
        "follow-up",
    ]
    assert several.evidence[1] == Evidence("讲话.txt", "可以就近加入行业工会", ("二、突出重点",))
    assert section.evidence == (Evidence("讲话.txt", "（三）管好用好经费", ("二、突出重点", "（三）管好用好经费")),)
    assert [len(places) for places in items.items] == [1, 2, 1]
    assert items.items[1][0].doc == "通知.txt"
    assert nothing.evidence == ()
    assert (first.id, then.id, then.before) == ("c.1", "c.3", ("驿站几点开门", "目录"))


def test_json_lines_say_the_same(tmp_path: Path) -> None:
    place = {"doc": "讲话.txt", "quote": "凌晨四点半开门"}
    rows = [
        {"id": "1", "type": "list", "question": "问", "evidence": [{**place, "heading_path": []}]},
        {"id": "2", "kind": "across", "question": "问", "items": [{"doc": "讲话.txt", "quotes": []}], "note": "x"},
        {
            "id": "c",
            "turns": [
                {"say": "几点", "evidence": [place]},
                {"say": "目录", "evidence": None},
                {"say": "问", "evidence": []},
            ],
        },
    ]
    listed, across, first, nothing = read(tmp_path, "\n".join(map(json.dumps, rows)), "questions.jsonl")
    assert listed.items == ((Evidence("讲话.txt", "凌晨四点半开门", ()),),)
    assert across.evidence == (Evidence("讲话.txt", "", ()),)
    assert (first.id, nothing.before, nothing.evidence) == ("c.1", ("几点", "目录"), ())


def test_a_section_holds_whatever_stands_below_its_heading(collection: Collection, tmp_path: Path) -> None:
    """The label names no words of the passage, so it stays right however passages are cut."""
    (question,) = read(
        tmp_path,
        "document: 在全市基层工会建设推进会上的讲话.txt\nquestions:\n- ask: 送外卖的能参加工会吗\n"
        "  section: [二、突出重点，把基层工会的作用发挥出来, （一）把新就业形态劳动者吸收到工会中来]\n",
    )
    assert judge(question, collection.snapshot().answer(question.question)).rank == 0


def test_the_repository_s_own_files_are_read() -> None:
    folder = ROOT / "tests" / "questions"
    assert sum(bool(q.before) for q in read_question_file(folder / "conversations.jsonl")) == 30
    assert len(read_question_file(folder / "shipped_b.jsonl")) == 56
    assert len(read_question_file(folder / "shipped_d.jsonl")) == 180


def test_labels_of_the_conversations_are_true(speeches: tuple[Document, ...]) -> None:
    texts = {document.source: document.text for document in speeches}
    files = sorted((ROOT / "tests" / "questions").glob("conversations*.jsonl"))
    turns = [turn for file in files for turn in read_question_file(file)]
    assert len(turns) >= 153
    assert not [turn.id for turn in turns for e in turn.evidence if e.quote not in texts[e.doc]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("questions: [", "not valid YAML"),
        ("- ask: 问", "found no list `questions:`"),
        ("document: a\nask: b\nquestions: []", "unknown key `ask`"),
        ("questions: [问]", "question 1: found str"),
        ("questions: [{ask: 问, quote: 答}]", "question 1: names no document"),
        ("document: a\nquestions: [{ask: 问}]", "says not where it is answered"),
        ("document: a\nquestions: [{ask: 问, qoute: 答}]", "unknown key `qoute`"),
        ("document: a\nquestions: [{ask: 12, quote: 答}]", "`ask` holds no text"),
        ("document: a\nquestions: [{chain: []}]", "`chain` holds no messages"),
        ("document: a\nquestions: [{chain: [{ask: 问, quote: 答}, 好]}]", "question 1 message 2: found str"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match=said) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)
    assert "questions.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("questions: []", "holds no questions"),
        (
            "document: a\nquestions: [{id: x, ask: 问, quote: 答}, {id: x, ask: 再问, quote: 答}]",
            "question x stands there twice",
        ),
    ],
)
def test_a_set_has_questions_each_with_its_own_id(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "questions.yaml").write_text(text, encoding="utf-8")
    for path in (tmp_path, tmp_path / "questions.yaml"):
        with pytest.raises(RetrievalError, match=said):
            read_question_set(path)
