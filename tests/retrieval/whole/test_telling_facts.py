"""Facts about documents: the line that says so, verbatim; how many parts there are, by the headings."""

from pathlib import Path

import pytest

from retrieval.answer import Quote
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder

MINUTES = """柳岸区食品安全委员会会议纪要
〔2024〕第7号
2024年5月16日，副区长何知远在区政府二楼会议室主持召开第三次全体会议，研究校园食堂工作。
一、关于食堂检查
每学期检查不少于两次，由区市场监管局牵头，区教育局配合。
二、关于投诉办理
投诉三日内答复，举报电话6612345。
出席：何知远　白玉成
记录：区食安办　郑小满
分送：区委办公室、区教育局、各街道
"""
RULES = """青溪市公园管理办法
（2023年3月2日青溪市人民政府第8次常务会议通过，自2023年5月1日起施行）
第一章　总则
第一条　为了加强公园管理，根据《城市绿化条例》，制定本办法。
第二条　市园林部门是公园管理工作的主管部门，负责本办法的组织实施。
第二章　使用
第三条　公园免费开放，夜间二十二点关门。
第三章　附则
第四条　本办法由市园林部门负责解释，有效期五年。
"""


@pytest.fixture(scope="module")
def office(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder: Path = tmp_path_factory.mktemp("office")
    (folder / "纪要.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "办法.txt").write_text(RULES, encoding="utf-8")
    built = Collection(folder, tmp_path_factory.mktemp("library"), Answerer(encoder))
    built.reload()
    return built


def items_of(collection: Collection, question: str) -> tuple[Quote, ...]:
    """The items of `question` as one about documents, every one a slice of its document."""
    snapshot = collection.snapshot()
    answer = snapshot.answer(question, kind="document_facts")
    for item in answer.items:
        document = snapshot.document(item.document_id)
        assert document and document.text[item.start : item.end] == item.text
    return answer.items


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("食安委纪要第几号", "〔2024〕第7号"),
        ("食安委的会谁主持的", "何知远在区政府"),
        ("食安委会议谁记录的", "记录：区食安办　郑小满"),
        ("食安委纪要发给了哪些单位", "分送：区委办公室、区教育局、各街道"),
        ("公园办法哪天通过的", "2023年3月2日"),
        ("公园办法依据什么定的", "根据《城市绿化条例》"),
        ("公园归哪个部门管", "主管部门"),
        ("公园办法管几年", "有效期五年"),
    ],
)
def test_the_line_that_says_so_is_given(office: Collection, question: str, line: str) -> None:
    items = items_of(office, question)
    assert len(items) == 1
    assert line in items[0].text


def test_two_facts_asked_for_are_two_lines(office: Collection) -> None:
    texts = [item.text for item in items_of(office, "食安委会议谁记录的，纪要发给谁")]
    assert texts == ["记录：区食安办　郑小满", "分送：区委办公室、区教育局、各街道"]


def test_parts_are_counted_by_their_headings(office: Collection) -> None:
    assert [item.text for item in items_of(office, "公园办法一共几章")] == [
        "第一章　总则",
        "第二章　使用",
        "第三章　附则",
    ]
    assert [item.text for item in items_of(office, "公园办法总共多少条")] == [
        "第四条　本办法由市园林部门负责解释，有效期五年。"
    ]
    assert len(items_of(office, "食安委纪要分几部分")) == 2


def test_who_and_when_stand_in_the_title_block(collection: Collection) -> None:
    assert [item.text for item in items_of(collection, "数字政府会议讲话是谁讲的，什么时候")] == [
        "南岚市人民政府市长　陆其琛",
        "（2025年4月17日）",
    ]
    assert [item.text for item in items_of(collection, "基层工会推进会上是谁讲的话")] == ["云岭市总工会主席　林素琴"]


def test_a_fact_whose_subject_is_gone_is_of_the_same_document(collection: Collection) -> None:
    """谁作的 alone would be answered by another report."""
    items = items_of(collection, "云岭市政府工作报告在哪次会上作的，谁作的")
    assert {item.file for item in items} == {"2025年云岭市政府工作报告.txt"}
    assert len(items) == 2
