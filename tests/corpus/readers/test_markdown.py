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
