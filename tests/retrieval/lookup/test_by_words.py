"""A repeated sentence is found where it stands, however it was typed; one that nobody said is not."""

from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chinese.sentences import Span, sentences
from corpus.document import Document
from retrieval.answer import Answer
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion, judge
from retrieval.fold import fold
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.lookup.alignment import letters_of
from retrieval.lookup.by_words import find_quotation
from retrieval.lookup.pasted import pasted_words

SENTENCE = "工会的钱是职工的钱，要花在职工身上"
"""Stands once, in the shipped speech on trade unions."""


def quotation(generation: Generation, question: str) -> Answer | None:
    return find_quotation(generation, pasted_words(fold(question)), limit=10)


def looked_up(collection: Collection, question: str) -> Answer:
    answer = quotation(collection.snapshot().generation, question)
    assert answer is not None, question
    assert (answer.how, answer.refused, answer.reason) == ("quotation", False, None)
    return answer


def said(answer: Answer) -> list[str]:
    return [quote.text[a:b] for quote in answer.quotes for a, b in quote.highlights]


def stands_at(answer: Answer, document: Document, span: Span) -> bool:
    """Whether a quote touches the span, or lies below the heading that holds it."""
    headings = {h.text for h in document.headings if h.start < span[1] and span[0] < h.end}
    return any(
        q.document_id == document.id
        and ((q.start < span[1] and span[0] < q.end) or bool(headings & set(q.heading_path)))
        for q in answer.quotes
    )


@st.composite
def spoken(draw: st.DrawFn, documents: tuple[Document, ...]) -> tuple[Document, Span]:
    """Any sentence of the shipped documents with letters enough; a title below a letterhead is none."""
    document = draw(st.sampled_from(documents))
    parts = [(part.start, part.end) for part in document.passages] + [
        (part.start, part.end) for part in document.headings
    ]
    spans = [
        s
        for s in sentences(document.text, document.passages[0].start)
        if len(letters_of(document.text[slice(*s)]).text) >= 14
        and any(start < s[1] and s[0] < end for start, end in parts)
    ]
    return document, draw(st.sampled_from(spans))


@settings(max_examples=120)
@given(data=st.data())
def test_a_sentence_without_punctuation_is_found_where_it_stands(
    collection: Collection, speeches: tuple[Document, ...], data: st.DataObject
) -> None:
    document, span = data.draw(spoken(speeches))
    bare = "".join(c for c in document.text[slice(*span)] if c.isalnum())
    assert stands_at(looked_up(collection, bare), document, span)


@settings(max_examples=120)
@given(data=st.data())
def test_a_sentence_with_one_slip_is_found_where_it_stands(
    collection: Collection, speeches: tuple[Document, ...], data: st.DataObject
) -> None:
    document, span = data.draw(spoken(speeches))
    text = document.text[slice(*span)].strip()
    at = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from(["", "鑫", "鑫" + text[at]]))
    answer = looked_up(collection, text[:at] + wrong + text[at + 1 :])
    assert stands_at(answer, document, span)
    assert answer.confidence >= 0.8


@pytest.mark.parametrize(
    "question",
    [
        SENTENCE,
        SENTENCE + "。",
        f"“{SENTENCE}”",
        f"「{SENTENCE}」是哪里说的？",
        f"{SENTENCE}出自哪里",
        f"谁说过{SENTENCE}",
        f"{SENTENCE}，这句话是谁说的",
        f"请问“{SENTENCE}”这句话出自哪篇讲话？",
        f"{SENTENCE}的原话是什么",
        f"哪份报告里提到{SENTENCE}",
        f"我记得有一句话：{SENTENCE}",
        opencc.OpenCC("s2t").convert(SENTENCE),
        SENTENCE.replace("，", " "),
        "".join(c + " " for c in SENTENCE),
    ],
)
def test_however_it_is_asked(collection: Collection, question: str) -> None:
    answer = looked_up(collection, question)
    assert said(answer) == [SENTENCE]
    assert answer.confidence >= 0.98
    assert collection.snapshot().answer(question).how == "quotation"


def test_the_nearer_to_the_letter_the_surer(collection: Collection) -> None:
    forms = [
        SENTENCE,
        SENTENCE.replace("，", ""),
        SENTENCE.replace("花在", "用在"),
        SENTENCE.replace("要花在", "要用到"),
    ]
    sure = [looked_up(collection, form).confidence for form in forms]
    assert sure[0] == 1.0
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == len(sure)


@pytest.mark.parametrize(
    "question",
    [
        "工会的钱是什么钱，要花在谁身上",
        "外星人明年要在南岚市登陆并且发放补贴",
        "工会的钱是县里的钱，可以随便花在县里任何地方是谁说的",
        "工会是谁说的",
        "安全生产是哪里说的",
        "推动高质量发展是哪里说的",
        "送外卖的能参加工会吗",
        "",
        "？？？",
        "是谁说的",
        "「」是哪里说的",
    ],
)
def test_what_nobody_said_is_not_found(collection: Collection, question: str) -> None:
    assert quotation(collection.snapshot().generation, question) is None


def test_ordinary_questions_lose_nothing(collection: Collection, questions: list[LabelledQuestion]) -> None:
    """Where the look-up steps in at all, its first quote answers."""
    generation = collection.snapshot().generation
    stepped_in = [(q, a) for q in questions if (a := quotation(generation, q.question))]
    assert len(stepped_in) < 0.1 * len(questions)
    assert all(judge(q, a).rank == 0 for q, a in stepped_in)


def test_a_sentence_of_several_documents_is_quoted_from_each(encoder: Encoder, tmp_path: Path) -> None:
    shared = "把好事办好、把实事办实，让街坊们出门就能看见变化"
    for name in ("石桥", "柳溪", "白塔"):
        text = f"{name}县政府工作报告\n一、今年打算\n{name}的老菜市场今年要换顶棚。{shared}。\n二、保障\n{name}的钱要算着花。\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "青石.txt").write_text("青石县讲话\n一、打算\n今年先把路修通，别的以后再说。\n", encoding="utf-8")
    several = Collection(tmp_path, tmp_path / "library", Answerer(encoder))
    several.reload()
    answer = looked_up(several, shared.replace("、", "") + "是谁说的")
    assert {q.file for q in answer.quotes} == {"石桥.txt", "柳溪.txt", "白塔.txt"}
    assert said(answer) == [shared] * 3


def test_a_heading_is_found_with_its_section(collection: Collection) -> None:
    answer = looked_up(collection, "把工会经费管好用好，是哪里说的")
    assert any("（五）把工会经费管好用好" in quote.heading_path for quote in answer.quotes)


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_any_text_is_looked_up_without_harm(collection: Collection, text: str) -> None:
    answer = quotation(collection.snapshot().generation, text)
    if answer is not None:
        texts = {d.id: d.text for d in collection.snapshot().documents}
        for quote in answer.quotes:
            assert texts[quote.document_id][quote.start : quote.end] == quote.text
            assert all(0 <= a < b <= len(quote.text) for a, b in quote.highlights)
