"""Heading markers: what a line opens with, and what only looks like one."""

import pytest

from corpus.chinese.markers import marker


@pytest.mark.parametrize(
    ("line", "family", "number"),
    [
        ("一、总体要求", "han", 1),
        ("十一、加快建设", "han", 11),
        ("一. 总体要求", "han", 1),
        ("一．总体要求", "han", 1),
        ("（一）加强领导", "paren_han", 1),
        ("(十二)加强领导", "paren_han", 12),
        ("﹙三﹚加强", "paren_han", 3),
        ("㈠加强", "paren_han", 1),
        ("1.加强", "arabic", 1),
        ("１．加强", "arabic", 1),
        ("2、加强", "arabic", 2),
        ("（1）加强", "paren_arabic", 1),
        ("⑵加强", "paren_arabic", 2),
        ("③加强", "circled", 3),
        ("一是加强领导", "point", 1),
        ("第一，要加强", "ordinal", 1),
        ("第三章　罚则", "chapter", 3),
        ("第二十一条　单位应当登记", "article", 21),
        ("第一部分　回顾", "part", 1),
    ],
)
def test_markers_are_read(line: str, family: str, number: int) -> None:
    found = marker(line)
    assert found is not None
    assert (found.family, found.number) == (family, number)


@pytest.mark.parametrize(
    "line",
    [
        "一、二线城市房价平稳",
        "三、四季度经济回升",
        "3.5亿元已经到位",
        "5.2%的增速",
        "12 月底前完成",
        "第三章会议精神传达",
        "第一条战线上",
        "、",
        ".",
    ],
)
def test_prose_has_no_marker(line: str) -> None:
    assert marker(line) is None
