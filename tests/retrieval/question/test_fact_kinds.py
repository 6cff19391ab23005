"""Everyday questions ask for the kind of fact a person would expect, and a sentence without such a fact does not count."""

import pytest

from corpus.chinese.sentences import sentences
from corpus.document import Document
from retrieval.evaluation.metrics import LabelledQuestion
from retrieval.fold import Folded, fold, fold_numbers
from retrieval.question.fact_kinds import FactKind, fact_asked

ANSWERS = (
    ("在江边钓鱼被抓住要罚多少钱", "处五十元以上二百元以下罚款。", "禁渔期为三月一日至六月三十日。"),
    ("夜市的摊位租金贵不贵", "摊位费每月收取300元。", "夜市设摊位120个。"),
    ("修堤坝一共花了几个亿", "堤防加固完成投资3.2亿元。", "堤防加固长度达到46公里。"),
    ("龙舟赛哪天比", "龙舟赛定于6月19日举行。", "龙舟赛有四十六支队伍报名。"),
    ("图书馆早上几点开门", "图书馆上午9时开馆。", "图书馆藏书21万册。"),
    ("断头路啥时候打通", "断头路将于年底前贯通。", "断头路影响了六个小区。"),
    ("低保审核要多久", "审核应当在二十个工作日内办结。", "审核由乡镇人民政府负责。"),
    ("技校招了多少人", "技工学校招生1850人。", "技工学校新建实训楼两栋。"),
    ("绿道一共多少公里", "绿道总长63公里。", "绿道沿线种树8000株。"),
    ("双季稻种了多少亩", "双季稻面积12万亩。", "双季稻亩均增收三百元。"),
    ("垃圾一天拉走多少吨", "生活垃圾日清运量460吨。", "生活垃圾分类小区覆盖九成。"),
    ("领高龄津贴要满多少岁", "年满八十周岁的老年人可以申领。", "高龄津贴每月发放一次。"),
    ("装修噪声不能超过多少分贝", "昼间不得高于60分贝。", "装修时间为8时至18时。"),
    ("去年建了几个社区食堂", "建成社区食堂24家。", "社区食堂很受老人欢迎。"),
    ("森林覆盖率有多少", "森林覆盖率达到百分之六十一。", "森林防火不能松劲。"),
)
"""A question, a sentence that answers it and one on the same subject that does not."""

ASKED_OF_THE_SHIPPED_SPEECHES = {
    "a-019": "figure",
    "a-020": "count",
    "a-021": "figure",
    "a-022": "figure",
    "a-023": "price",
    "a-024": "斤",
    "a-025": "figure",
    "a-026": "price",
    "a-027": "people",
    "a-028": "time",
    "a-029": "people",
    "a-030": "sum",
    "a-031": "figure",
    "b-016": "figure",
    "b-018": "time",
    "b-019": "figure",
    "b-020": "day",
    "b-021": "count",
    "b-022": "price",
    "b-023": "day",
    "b-024": "分",
    "b-025": "figure",
    "b-026": "day",
}
"""What a reader takes each of them to ask for; b-017 asks for a person, which is no kind of fact."""

LOOSE = {"figure", "count"}
"""Any number is a figure, and a list of things says how many there are."""


def kind_of(question: str) -> FactKind | None:
    return fact_asked(fold_numbers(fold(question)))


def states(kind: FactKind, sentence: str) -> bool:
    return bool(kind.stated.search(sentence))


@pytest.mark.parametrize(("question", "answer", "beside"), ANSWERS)
def test_an_answer_is_told_from_a_sentence_beside_the_point(question: str, answer: str, beside: str) -> None:
    kind = kind_of(question)
    assert kind is not None
    assert states(kind, answer)
    assert not states(kind, beside)


@pytest.mark.parametrize(
    "question",
    [
        "怎么申请廉租房",
        "谁负责河道保洁",
        "茶农的日子好过了吗",
        "",
        "第三部分讲了什么",
        "镇长姓什么",
        "为什么要禁渔",
        "狗丢了找谁",
    ],
)
def test_other_questions_have_no_kind(question: str) -> None:
    assert kind_of(question) is None


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("工资涨了百分之多少", "price"),
        ("投资几月到位", "sum"),
        ("多少人住满五年", "span"),
        ("几号楼先装电梯", "count"),
    ],
)
def test_a_word_of_another_kind_does_not_decide(question: str, other: str) -> None:
    kind = kind_of(question)
    assert kind is not None
    assert kind.name != other


def test_the_labelled_fact_questions_ask_for_what_a_reader_takes_them_to(questions: list[LabelledQuestion]) -> None:
    facts = [q for q in questions if q.type == "fact"]
    kinds = {q.id: kind.name for q in facts if (kind := kind_of(q.question))}
    assert kinds == ASKED_OF_THE_SHIPPED_SPEECHES
    assert len(facts) - len(kinds) == 1


def test_the_evidence_of_a_fact_question_states_such_a_fact(questions: list[LabelledQuestion]) -> None:
    asked = [
        (kind, e.quote) for q in questions if q.type == "fact" and (kind := kind_of(q.question)) for e in q.evidence
    ]
    assert len(asked) >= 24
    assert all(states(kind, quote) for kind, quote in asked)


def test_few_sentences_state_the_fact_that_a_question_asks_for(
    questions: list[LabelledQuestion], speeches: tuple[Document, ...]
) -> None:
    """Else that the evidence does would say nothing."""
    every = [d.text[slice(*s)] for d in speeches for s in sentences(d.text, d.passages[0].start)]
    kinds = {kind for q in questions if q.type == "fact" and (kind := kind_of(q.question)) and kind.name not in LOOSE}
    shares = {kind.name: sum(states(kind, s) for s in every) / len(every) for kind in kinds}
    assert len(every) > 1000
    assert {name: share for name, share in shares.items() if share > 0.35} == {}


def test_width_and_script_of_a_question_do_not_matter() -> None:
    for question, *_ in ANSWERS:
        written = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in f"{question}?")
        assert kind_of(written) is kind_of(question)
    assert kind_of("罰款多少錢") is kind_of("罚款多少钱") is not None
    assert fact_asked(Folded("")) is None
