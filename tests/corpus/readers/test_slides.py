"""Presentations: slides in their order, titles as headings, what is not shown dropped by rule."""

from typing import Any

import pptx
from pptx.oxml import parse_xml
from pptx.util import Emu

from corpus.readers.slides.reader import A, read_pptx
from tests.support.made_formats.packages import saved_pptx

BODY = "各地要把隐患排查放在第一位，水库、堤防、易涝点逐一过一遍，责任到人，限期整改到位，不留死角。"


def slide(presentation: Any, title: str, *paragraphs: str) -> Any:
    made = presentation.slides.add_slide(presentation.slide_layouts[1])
    made.shapes.title.text = title
    made.placeholders[1].text = "\n".join(paragraphs)
    return made


def test_titles_are_headings_once_and_slides_are_pages() -> None:
    presentation: Any = pptx.Presentation()
    slide(presentation, "防汛工作汇报", "青屏市水利局")
    slide(presentation, "一、排查隐患", BODY)
    slide(presentation, "一、排查隐患（续）", "再查一遍。")
    hidden = slide(presentation, "备用", "不放。")
    hidden._element.set("show", "0")
    noted = slide(presentation, "二、落实责任", "分片包干。")
    noted.notes_slide.notes_text_frame.text = "这里多说一句：责任到人。"
    blocks = read_pptx(saved_pptx(presentation))
    assert [(b.text, b.level, b.page) for b in blocks if not b.rule] == [
        ("防汛工作汇报", None, 1),
        ("青屏市水利局", None, 1),
        ("一、排查隐患", 1, 2),
        (BODY, None, 2),
        ("再查一遍。", None, 3),
        ("二、落实责任", 1, 5),
        ("分片包干。", None, 5),
        ("这里多说一句：责任到人。", None, 5),
    ]
    assert [(b.text, b.rule) for b in blocks if b.rule] == [
        ("一、排查隐患（续）", "repeated title"),
        ("备用", "hidden"),
        ("不放。", "hidden"),
    ]


def test_tables_groups_and_automatic_numbers_are_read() -> None:
    presentation: Any = pptx.Presentation()
    slide(presentation, "汇报")
    made = slide(presentation, "任务", "修路", "修桥", "修渠")
    for paragraph in made.placeholders[1].text_frame.paragraphs:
        number = f'<a:buAutoNum xmlns:a="{A[1:-1]}" type="ea1ChsPeriod" startAt="2"/>'
        paragraph._p.get_or_add_pPr().append(parse_xml(number))
    table = made.shapes.add_table(2, 2, Emu(0), Emu(0), Emu(9000), Emu(9000)).table
    for n, text in enumerate(("项目", "金额", "修路", "35")):
        table.cell(n // 2, n % 2).text = text
    group = made.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "组里的话。"
    texts = [block.text for block in read_pptx(saved_pptx(presentation))]
    assert texts == ["汇报", "任务", "二、修路", "三、修桥", "四、修渠", "项目 | 金额", "修路 | 35", "组里的话。"]
