"""Which kind of fact a question asks for, and whether a sentence states one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.fact_kinds import KINDS, kind_asked

ASKED = {
    "茶园门票多少钱": "price",
    "超时停车要罚几块": "price",
    "水库除险加固投了多少个亿": "sum",
    "庙会几号开始": "day",
    "老桥啥时候重修": "time",
    "试用期最长几个月": "span",
    "去年招了多少人": "people",
    "环湖路修了多少公里": "公里",
    "夜里噪声不能超过多少分贝": "分贝",
    "新建几座公园": "count",
    "绿化率提到多少": "figure",
}


@pytest.mark.parametrize(("question", "kind"), ASKED.items())
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    found = kind_asked(question)
    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize("question", ["怎么申请廉租房", "谁负责河道保洁", "茶农的日子好过了吗", "", "第三部分讲了什么"])
def test_other_questions_have_no_kind(question: str) -> None:
    assert kind_asked(question) is None


@pytest.mark.parametrize(
    ("question", "states", "does_not"),
    [
        ("茶园门票多少钱", "门票每张二十元，老人免费。", "茶园接待游客３０万人次。"),
        ("庙会几号开始", "庙会3月15日开市。", "庙会办了四十二届。"),
        ("试用期最长几个月", "试用期不得超过六个月。", "试用期满应当考核。"),
        ("去年招了多少人", "全年招收学员1.2万人。", "全年投入1.2千元。"),
        ("环湖路修了多少公里", "环湖路全长38.6公里。", "环湖路新装路灯600盏。"),
        ("新建几座公园", "新建口袋公园40个。", "口袋公园受到欢迎。"),
    ],
)
def test_what_states_such_a_fact(question: str, states: str, does_not: str) -> None:
    kind = kind_asked(question)
    assert kind is not None
    assert kind.stated.search(states)
    assert not kind.stated.search(does_not)


@given(st.text(alphabet="多少几哪年月日元公里人第亿个啥时候1２ 的？", max_size=40))
def test_any_text_has_at_most_one_kind_and_it_is_the_first_that_fits(text: str) -> None:
    fits = [kind for kind in KINDS if kind.asked.search(text)]
    assert kind_asked(text) is (fits[0] if fits else None)
