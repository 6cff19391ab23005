"""Reference questions lead to the section they name; questions that merely hold numbers never do."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chinese.markers import marker
from retrieval.answer import Answer
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.fold import fold
from retrieval.index.encoder import Encoder
from retrieval.index.generation import Generation
from retrieval.lookup.by_section import find_section
from retrieval.lookup.steps import read_reference
from tests.retrieval.lookup.invented import REPORT, RULES, SPEECH


@pytest.fixture(scope="module")
def generation(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("invented")
    for name, text in (("石桥县.txt", REPORT), ("巡查办法.txt", RULES), ("河湖讲话.txt", SPEECH)):
        (folder / name).write_text(text, encoding="utf-8")
    collection = Collection(folder, tmp_path_factory.mktemp("library"), Answerer(encoder))
    collection.reload()
    return collection.snapshot().generation


def looked_up(generation: Generation, question: str, *, recent: str | None = None) -> Answer | None:
    reference = read_reference(fold(question))
    return find_section(generation, reference, recent=recent) if reference else None


def found(generation: Generation, question: str, *, recent: str | None = None) -> Answer:
    answer = looked_up(generation, question, recent=recent)
    assert answer is not None, question
    assert answer.how == "reference"
    return answer


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("石桥县政府工作报告第二部分讲了什么", "二、今年重点任务"),
        ("政府工作报告第一部分第二点", "（二）乡村面貌更新"),
        ("报告第二部分（一）", "（一）抓好春耕备耕"),
        ("报告第二部分(一)", "（一）抓好春耕备耕"),
        ("報告第二部分第一點講了什麼？", "（一）抓好春耕备耕"),
        ("工作报告二、（二）说的是什么", "（二）办好民生小事"),
        ("高远的报告第二部分第二点第1项", "1. 改造菜市场"),
        ("2025年报告最后一部分", "三、加强自身建设"),
        ("报告倒数第二部分的第一点", "（一）抓好春耕备耕"),
        ("报告附件第二件", "2. 建成社区食堂五处"),
        ("附件里的民生实事第三件是什么", "3. 免费体检两万人"),
        ("第三件民生实事是什么", "3. 免费体检两万人"),
        ("报告今年重点任务第一条讲什么", "（一）抓好春耕备耕"),
        ("报告过去一年工作回顾那一部分的第二个方面", "（二）乡村面貌更新"),
        ("巡查办法第三条", "第三条"),
        ("河湖巡查办法第4条规定了什么", "第四条"),
        ("办法第二章第四条", "第四条"),
        ("第五条", "第五条"),
        ("巡查办法最后一条", "第五条"),
        ("办法第一章最后一条", "第二条"),
        ("讲话第二部分", "抓住要害"),
        ("赵书记讲话的第二大部分第一个小点", "一是查清排口"),
        ("报告名词解释里“河长制”怎么说", "2. 河长制"),
        ("赵文澜讲话最后一部分讲什么", "守住成果"),
        ("赵文澜2024年的讲话第一部分", "认清差距"),
        ("讲话第二部分第二点讲了什么", "二是管住源头"),
        ("请问赵文澜讲话第三部分守住成果具体讲了些什么内容呢", "守住成果"),
    ],
)
def test_a_reference_leads_to_its_section(generation: Generation, question: str, heading: str) -> None:
    answer = found(generation, question)
    assert not answer.refused, answer.suggestions
    assert heading in answer.quotes[0].heading_path
    assert answer.confidence == 1.0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("报告开头说了什么", "现在，我代表县人民政府"),
        ("报告结尾怎么说", "让我们一起把今年的事情办好"),
        ("讲话最后讲了什么", "巡查记录每月公开"),
        ("办法第三条第二款", "汛期每日巡查一次"),
        ("办法第四条第一款", "（一）堤岸开裂的"),
    ],
)
def test_a_reference_to_words_marks_them(generation: Generation, question: str, text: str) -> None:
    quotes = found(generation, question).quotes
    marked = ["".join(q.text[a:b] for a, b in q.highlights) or q.text for q in quotes]
    assert any(text in words for words in marked)


@pytest.mark.parametrize(
    "question",
    [
        "第一产业增加值是多少",
        "第三方机构怎么选",
        "第二季度工业怎么样",
        "十五五时期有什么目标",
        "一是要做什么",
        "第九届人民代表大会什么时候开的",
        "第一条高铁什么时候通车",
        "第二部分里菜市场怎么改",
        "县里第一条村道修到哪里",
        "民法典第十条规定了什么",
        "浙江报告第二部分",
        "2023年报告第二部分",
        "报告哪一部分讲春耕",
        "最后怎么处理的",
        "农技员包片指导在第几点",
        "第三件",
        "第一部分和第二部分分别讲什么",
        "最后讲了什么",
        "抓住要害",
        "河湖每周巡查几次",
        "",
    ],
)
def test_a_question_that_is_no_reference_is_left_to_search(generation: Generation, question: str) -> None:
    assert looked_up(generation, question) is None


def test_a_section_that_is_not_there_is_said_to_be_missing(generation: Generation) -> None:
    answer = found(generation, "石桥县政府工作报告第九部分")
    assert (answer.refused, answer.reason, answer.quotes) == (True, "no_such_section", ())
    assert [s.heading_path for s in answer.suggestions] == [
        ("一、过去一年工作回顾",),
        ("二、今年重点任务",),
        ("三、加强自身建设",),
        ("附件",),
        ("名词解释",),
    ]
    inner = found(generation, "报告第二部分第五点")
    assert [s.heading_path[-1] for s in inner.suggestions] == ["（一）抓好春耕备耕", "（二）办好民生小事"]
    assert found(generation, "巡查办法第六十条").reason == "no_such_section"


PIECES = (
    "|请问|帮我找一下|麻烦看看|我想知道|能不能念一下|给我看看|总结一下",
    "石桥县政府工作报告|石桥县2025年的报告|高远的报告|高县长那份报告|石橋縣政府工作報告",
    "|的|里|里面|，|中的| ",
    "第二部分第二点|第二部分（二）|第2部分第2点|第二大部分的第二小点|二、（二）|第二部分最后一点|第２部分（２）",
    "|讲了什么|说的是啥|主要内容是什么？|都讲了些什么呢|怎么说的|有哪些内容|的原文|，谢谢|讲了几点",
)
"""What may stand before, as and behind the name of the document, as the steps, and at the end."""


@settings(max_examples=150)
@given(st.tuples(*(st.sampled_from(pieces.split("|")) for pieces in PIECES)))
def test_however_it_is_asked(generation: Generation, pieces: tuple[str, ...]) -> None:
    answer = found(generation, "".join(pieces))
    assert answer.quotes[0].heading_path[-1] == "（二）办好民生小事"


def test_the_recent_document_is_meant_where_the_words_fit(generation: Generation) -> None:
    ambiguous = found(generation, "第二部分讲了什么")
    assert ambiguous.reason == "which_document"
    assert len({s.document_id for s in ambiguous.suggestions}) >= 2
    for document in generation.documents:
        answer = found(generation, "第二部分讲了什么", recent=document.id)
        assert {q.document_id for q in answer.quotes} == {document.id}
        assert answer.how == "reference"
    speech = next(d for d in generation.documents if d.speaker == "赵文澜")
    assert found(generation, "石桥县政府工作报告第二部分", recent=speech.id).quotes[0].document_id != speech.id


def test_the_recent_document_goes_through_the_collection(collection: Collection) -> None:
    report = next(d for d in collection.snapshot().documents if d.title == "政府工作报告")
    answer = collection.snapshot().answer("第三部分第二点讲了什么", recent=report.id)
    assert {q.document_id for q in answer.quotes} == {report.id}
    assert collection.snapshot().answer("第三部分第二点讲了什么").reason == "which_document"


def test_sections_are_quoted_from_their_beginning(collection: Collection) -> None:
    """The shipped speeches: every part, by its number, in the order of the text."""
    asked = 0
    for document in collection.snapshot().documents:
        top = [i for i, h in enumerate(document.headings) if h.level == 1 and not h.text.startswith("附件")]
        for number, index in enumerate(top, start=1):
            answer = found(collection.snapshot().generation, f"第{number}部分", recent=document.id)
            inside = [p for p in document.passages if index in p.path]
            assert [q.start for q in answer.quotes] == [p.start for p in inside[: len(answer.quotes)]]
            assert len(answer.quotes) == min(5, len(inside))
            asked += 1
    assert asked > 40


def test_articles_are_numbered_through_the_document(collection: Collection) -> None:
    rules = next(d for d in collection.snapshot().documents if "条例" in d.title)
    for article in [h for h in rules.headings if h.level == 2]:
        answer = found(collection.snapshot().generation, f"养犬条例{article.text}规定了什么")
        assert answer.quotes[0].heading_path[-1] == article.text


@settings(max_examples=150)
@given(st.text(alphabet="第一二三四十部分章节条点款附件最后倒数（）()、讲话报告了什么的abc1 9。🙂", max_size=30))
def test_any_text_is_a_reference_or_none(generation: Generation, text: str) -> None:
    answer = looked_up(generation, text)
    if answer is not None:
        assert answer.refused == (not answer.quotes)
        assert answer.refused == (answer.reason is not None)
        for suggestion in answer.suggestions:
            document = next(d for d in generation.documents if d.id == suggestion.document_id)
            assert document.headings[suggestion.heading].text == suggestion.heading_path[-1]


def test_real_reports(shared: Path, encoder: Encoder, tmp_path: Path) -> None:
    """Fifteen reports, each named by its region: every top-level part, every （一） in it, and one part too many."""
    collection = Collection(shared / "documents", tmp_path, Answerer(encoder))
    collection.reload()
    asked = 0
    for document in collection.snapshot().documents:
        region = re.fullmatch(r"2026_(.{2,3}?)(?:省|市|.*自治区)\.txt", document.source)
        if region is None:
            continue
        name, part = f"{region[1]}报告", 0
        for heading in document.headings:
            numeral = marker(heading.text)
            if heading.level == 1 and numeral and numeral.family == "han":
                part = numeral.number
                answer = found(collection.snapshot().generation, f"{name}第{part}部分讲了什么")
            elif heading.level == 2 and part and numeral and numeral.family == "paren_han":
                answer = found(collection.snapshot().generation, f"{name}第{part}部分（{numeral.number}）")
            else:
                continue
            assert answer.quotes[0].document_id == document.id
            assert heading.text in answer.quotes[0].heading_path
            asked += 1
        if part:
            assert found(collection.snapshot().generation, f"{name}第{part + 3}部分").reason == "no_such_section"
    assert asked > 150
