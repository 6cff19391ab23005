"""Markdown: signs of markup go, signs inside a line stay."""

from corpus.readers.markdown import read_markdown


def test_signs_of_markdown_inside_a_line_are_text() -> None:
    text = "# **讲话** #\n\n- 修**路**__和__**桥 \n- 修路\n> 修桥 > 修渠\n\n收入 - 支出 * 2 > 预算 # 今年\n"
    assert [b.text for b in read_markdown(text.encode()) if b.text] == [
        "讲话",
        "修路和**桥 ",
        "修路",
        "修桥 > 修渠",
        "收入 - 支出 * 2 > 预算 # 今年",
    ]


def test_tables_are_rows_without_their_markup() -> None:
    text = "价目：\n| 餐 | 价 |\n| --- | :-: |\n| 早餐 | 3元\\|份 |\n午餐 | 12元\n\n早餐 | 晚餐\n"
    assert [b.text for b in read_markdown(text.encode()) if b.text] == [
        "价目：",
        "餐 | 价",
        "早餐 | 3元|份",
        "午餐 | 12元",
        "早餐 | 晚餐",
    ]
