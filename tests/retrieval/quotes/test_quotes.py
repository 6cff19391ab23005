"""Quotes over generated collections, and what is joined, named once, marked and refused in written ones."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.chinese.sentences import clauses
from corpus.document import Document
from corpus.headings.tree import HeadingTree
from retrieval.answer import Answer, Quote
from retrieval.answering import Answerer
from retrieval.index.encoder import Encoder, load_encoder
from retrieval.index.entries import Entry
from retrieval.index.generation import Generation
from retrieval.index.library import generations as library
from retrieval.quotes.highlights import LONG, answering_spans
from retrieval.quotes.records import SCREENFUL, byline, quote_entry, quote_span
from retrieval.quotes.selection import JOINED, JOINING, select
from retrieval.search.answerability import WordMatches
from retrieval.search.candidates import Candidates
from retrieval.search.features import NAMES
from retrieval.search.ranker import Ranker, default_ranker
from tests.support.documents import document_of

ENDS = "。！？；”"
SUBJECTS = ["渡口码头", "茶园", "夜校", "菜市场", "灌溉水渠", "公交线路", "村卫生室", "图书馆"]
DOINGS = [
    "由街道每季度检修一次",
    "在年底前全部翻新",
    "向居民免费开放",
    "实行专人值守",
    "按使用人数安排经费",
    "逐个登记造册",
]


def generation_of(documents: Sequence[Document], encoder: Encoder) -> Generation:
    with TemporaryDirectory() as folder:
        return library.build_generation(Path(folder), Path(folder), tuple(documents), encoder)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence of one to sixty parts, so that some fill more than a screen; a few without a comma in them."""
    count = draw(st.sampled_from([1, 1, 1, 2, 3, 8, 60]))
    joint = draw(st.sampled_from(["，", "；", "、"]))
    parts = [draw(st.sampled_from(SUBJECTS)) + draw(st.sampled_from(DOINGS)) for _ in range(min(count, 4))]
    return joint.join(parts[i % len(parts)] for i in range(count)) + draw(st.sampled_from("。。。！？"))


@st.composite
def collections(draw: st.DrawFn) -> list[Document]:
    documents = []
    for number in range(draw(st.integers(1, 3))):
        lines = [f"第{'一二三'[number]}次城乡建设会议上的讲话"]
        for numeral in "一二三"[: draw(st.integers(1, 3))]:
            lines.append(f"{numeral}、{draw(st.sampled_from(SUBJECTS))}")
            lines += [
                "".join(draw(st.lists(sentences(), min_size=1, max_size=5))) for _ in range(draw(st.integers(1, 3)))
            ]
        documents.append(document_of(*lines, source=f"{number}.txt"))
    return documents


def faults_of(quote: Quote, document: Document) -> list[str]:
    """In what `quote` is not whole sentences of one section of `document`, word for word, on one screen."""
    touched = [p for p in document.passages if p.start < quote.end and quote.start < p.end]
    before, after = document.text[: quote.start].rstrip(), document.text[quote.start : quote.end]
    cut_inside = any(b - a > SCREENFUL // 2 for a, b in _sentences_at(document, quote))
    checks = {
        "not its document's text": document.text[quote.start : quote.end] == quote.text,
        "empty or white space around it": bool(quote.text) and quote.text == quote.text.strip(),
        "more than a screen": len(quote.text) <= SCREENFUL,
        "several sections": len({p.path for p in touched}) == 1,
        "another heading path": quote.heading_path == document.heading_path(touched[0]),
        "begins inside a sentence": quote.start == touched[0].start or before[-1] in ENDS or cut_inside,
        "ends inside a sentence": quote.end == touched[-1].end or after[-1] in ENDS or cut_inside,
        "marks outside": all(0 <= a < b <= len(quote.text) for a, b in quote.highlights),
        "marks overlap": all(a[1] <= b[0] for a, b in pairwise(quote.highlights)),
        "everything marked": (0, len(quote.text)) not in quote.highlights,
    }
    return [fault for fault, right in checks.items() if not right]


def _sentences_at(document: Document, quote: Quote) -> list[tuple[int, int]]:
    """The sentences that the quote begins and ends in, told by full stops alone."""
    text = document.text
    found = []
    for at in (quote.start, quote.end - 1):
        end = min((i for mark in "。！？\n" if (i := text.find(mark, at)) >= 0), default=len(text))
        found.append((max(text.rfind(mark, 0, at) for mark in "。！？\n") + 1, end + 1))
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=collections(), subject=st.sampled_from(SUBJECTS), ask=st.sampled_from(["谁来管{}", "{}今年怎么办"]))
def test_every_quote_is_whole_sentences_of_one_section(
    documents: list[Document], subject: str, ask: str, encoder: Encoder
) -> None:
    generation = generation_of(documents, encoder)
    by_id = {d.id: d for d in generation.documents}
    quotes = Answerer(encoder, ranker=certain()).answer(generation, ask.format(subject)).quotes
    assert quotes
    assert [fault for quote in quotes for fault in faults_of(quote, by_id[quote.document_id])] == []
    taken = sorted((q.document_id, q.start, q.end) for q in quotes)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(taken)), "two quotes overlap"
    assert [q.score for q in quotes] == sorted((q.score for q in quotes), reverse=True)


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0, 4, 30, 61, 250, 700]), min_size=1, max_size=9), st.integers(0, 8), st.booleans())
def test_a_passage_of_any_length_is_quoted_by_the_screen_around_its_mark(
    sizes: list[int], marked: int, stops: bool
) -> None:
    text = "".join("渡" * size + ("。" if stops else "") for size in sizes) or "渡"
    document = document_of("讲话", text, source="一.txt")
    for entry in (Entry(document, passage, (0, 0)) for passage in document.passages):
        size = entry.passage.end - entry.passage.start
        at = min(marked * 97, size - 1)
        quote = quote_entry(entry, [(at, at + 1)], 1.0, 1.0)
        assert len(quote.text) <= SCREENFUL
        assert document.text[quote.start : quote.end] == quote.text
        assert quote.start <= entry.passage.start + at < quote.end
        assert size > SCREENFUL or (quote.start, quote.end) == (entry.passage.start, entry.passage.end)


@pytest.fixture(scope="module")
def long_section() -> Generation:
    """Three sections of passages that differ from each other, told apart by their numbers."""
    sections = []
    for n, numeral in enumerate("一二三"):
        told = (f"{n * 90 + k}号{SUBJECTS[k % 8]}{DOINGS[k % 6]}，结果张榜公布。" for k in range(60))
        sections += [f"{numeral}、{SUBJECTS[n]}", *told]
    return generation_of([document_of("讲话", *sections, source="一.txt")], load_encoder("bundled"))


@settings(max_examples=60)
@given(data=st.data())
def test_what_is_picked_keeps_the_order_of_the_ranking(data: st.DataObject, long_section: Generation) -> None:
    count = len(long_section.entries)
    scores = np.array(data.draw(st.lists(st.floats(-4, 4), min_size=count, max_size=count)))
    candidates = _candidates(long_section)
    picks = select(long_section, candidates, scores, 5)
    assert scores[picks[0].best] == scores.max()
    assert 1 <= len(picks) <= 5
    assert all(a.best != b.best and scores[a.best] >= scores[b.best] for a, b in pairwise(picks))
    rows = [row for pick in picks for row in pick.rows]
    assert len(rows) == len(set(rows))
    top = set(np.argsort(-scores, kind="stable")[:JOINING].tolist())
    for pick in picks:
        entries = [long_section.entries[row] for row in pick.rows]
        assert pick.rows == tuple(range(pick.rows[0], pick.rows[0] + len(pick.rows)))
        assert len({e.passage.path for e in entries}) == 1
        assert scores[pick.best] == max(scores[row] for row in pick.rows)
        if len(pick.rows) > 1:
            assert entries[-1].passage.end - entries[0].passage.start <= JOINED
            assert set(pick.rows) <= top


def _candidates(generation: Generation) -> Candidates:
    count = len(generation.entries)
    cosines = tuple(np.ones(e.rows[1] - e.rows[0], dtype=np.float32) for e in generation.entries)
    nothing = np.zeros(count, dtype=np.float32)
    near = np.zeros((count, 0), dtype=np.float32)
    no_words = WordMatches(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32), near, near, near)
    return Candidates(np.arange(count), np.zeros((count, len(NAMES)), dtype=np.float32), cosines, nothing, no_words)


def test_neighbours_that_both_rank_high_become_one_quote(long_section: Generation) -> None:
    scores = -np.arange(len(long_section.entries), dtype=np.float64) / 10
    entries = long_section.entries
    assert entries[1].passage.end - entries[0].passage.start <= JOINED, "the text is not what this test needs"
    picks = select(long_section, _candidates(long_section), scores, 5)
    assert picks[0].rows[:2] == (0, 1)
    assert select(long_section, _candidates(long_section), scores * 1000, 5)[0].rows == (0,)


SHARED = "渡口码头由街道每季度检修一次，检修记录贴在候船室门口，任何人都可以查看和抄录，发现隐患立即停航。"


def reports(*, last: str = SHARED) -> list[Document]:
    own = {2022: "茶园今年全部改种新苗。", 2023: "夜校开了木工班。", 2024: "图书馆周一闭馆。"}
    return [
        document_of(
            f"{y}年南岚市政府工作报告", "一、交通", last if y == 2024 else SHARED, "二、其他", own[y], source=f"{y}.txt"
        )
        for y in own
    ]


def test_what_three_reports_say_is_quoted_once_and_the_others_are_named(encoder: Encoder) -> None:
    answer = asked("渡口码头多久检修一次", certain(), encoder)
    about = [q for q in answer.quotes if "检修" in q.text]
    assert len(about) == 1
    assert {about[0].file, *(other.file for other in about[0].also)} == {"2022.txt", "2023.txt", "2024.txt"}
    assert {other.heading_path for other in about[0].also} == {("一、交通",)}


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_the_report_that_the_question_names_is_the_one_quoted(year: int, encoder: Encoder) -> None:
    answer = asked(f"{year}年报告里渡口码头多久检修一次", certain(), encoder)
    assert answer.quotes[0].file == f"{year}.txt"
    assert len(answer.quotes[0].also) == 2


def test_another_figure_is_no_repetition(encoder: Encoder) -> None:
    documents = reports(last=SHARED.replace("每季度检修一次", "每季度检修12次"))
    answer = Answerer(encoder, ranker=certain()).answer(generation_of(documents, encoder), "渡口码头多久检修一次")
    assert sorted(len(q.also) for q in answer.quotes if "检修" in q.text) == [0, 1]


def test_marks_are_sentences_or_parts_between_semicolons() -> None:
    short = "渡口码头由街道按季度检修；茶园由合作社统一施肥；夜校每周讲课两次。"
    long = (
        "；".join(f"{subject}的维护经费由市级财政和受益单位各自承担一半并按年结清" for subject in SUBJECTS[3:]) + "。"
    )
    assert len(long) > LONG > len(short)
    document = document_of("讲话", short + "工会周一值班。" + long, source="一.txt")
    span = (document.text.index(short), len(document.text))
    pieces = clauses(document.text, *span)

    def marked(**near: float) -> list[str]:
        """What is marked where clauses that hold these words have these cosines."""
        cosines = [sum(c for word, c in near.items() if word in document.text[a:b]) for a, b in pieces]
        found = answering_spans(document, [(span, np.array(cosines, dtype=np.float32))], {})
        return [document.text[a:b] for a, b in found]

    assert marked(工会=1.0) == ["工会周一值班。"]
    assert marked(茶园=1.0) == [short]
    assert marked(灌溉=1.0) == [part + "；" for part in long.split("；") if "灌溉" in part]
    assert marked(茶园=0.9, 工会=1.0) == [short, "工会周一值班。"]
    assert marked(茶园=0.5, 工会=1.0) == ["工会周一值班。"]


def certain(confidence: float = 0.9, *, threshold: float = 0.5) -> Ranker:
    """The shipped ranking with the same confidence in every answer."""
    shipped = default_ranker()
    odds = float(np.log(confidence / (1 - confidence)))
    return replace(
        shipped, confidence_weights=shipped.confidence_weights * 0, confidence_bias=odds, threshold=threshold
    )


def asked(question: str, ranker: Ranker, encoder: Encoder) -> Answer:
    return Answerer(encoder, ranker=ranker).answer(generation_of(reports(), encoder), question)


def test_three_outcomes(encoder: Encoder) -> None:
    question = "渡口码头多久检修一次"
    found = asked(question, certain(), encoder)
    assert (found.refused, found.reason, bool(found.quotes), found.suggestions) == (False, None, True, ())
    closest = asked(question, certain(0.4), encoder)
    assert (closest.refused, closest.reason) == (True, "not_confident")
    assert closest.quotes == tuple(
        replace(q, confidence=c.confidence) for q, c in zip(found.quotes, closest.quotes, strict=True)
    )
    shown = closest.quotes[0]
    assert (shown.document_id, shown.heading_path) not in {(s.document_id, s.heading_path) for s in closest.suggestions}
    nothing = asked("qwerty zxcvb", certain(0.1), encoder)
    assert (nothing.refused, nothing.reason, nothing.quotes) == (True, "nothing_found", ())
    offered = [(s.document_id, s.heading_path) for s in nothing.suggestions]
    assert offered
    assert len(set(offered)) == len(offered)
    for doubtful in (asked(question, certain(0.1), encoder), asked("qwerty zxcvb", certain(0.4), encoder)):
        assert (doubtful.reason, bool(doubtful.quotes)) == ("not_confident", True)


def test_a_row_is_quoted_with_the_heads_of_its_columns() -> None:
    head, row = "项目 | 牵头单位 | 完成时限", "换闸 | 灌区所 | 4月15日"
    document = document_of("春灌方案", "同志们：", "安排如下。", head, "修渠 | 水利局 | 3月底", row)
    for span, columns in ((document.text.index(row), head), (document.text.index(head), None)):
        quote = quote_span(HeadingTree(document), (span, len(document.text)), 1.0)
        assert (quote.text, quote.columns) == (document.text[span:], columns)


def test_the_day_of_a_page_is_called_that_of_its_publication() -> None:
    lines = (
        "在春灌会上的讲话",
        "来源：县融媒体中心　时间：2024-03-08",
        "县长　秦守业",
        "同志们：",
        "开闸放水，先远后近。",
    )
    assert byline(document_of(*lines)) == "秦守业 2024-03-08发布"
