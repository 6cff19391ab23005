"""The row that says what the columns of a table hold."""

import pytest

from corpus.tables import column_heads

BARS = "安排如下：\n项目 | 牵头单位 | 完成时限\n修渠 | 水利局 | 3月底\n换闸 | 灌区所 | 4月15日\n以上请抓好落实。"
GAPS = "情形　　　单人　　　多子女\n无合同　　　900　　　1500\n公租房　　　实付　　　实付"
FIGURES = "项目｜2023年｜2024年\n渠道｜3公里｜5公里\n闸门｜2座｜4座"
WITHOUT = "1｜修渠｜水利局｜3月底\n2｜换闸｜灌区所｜4月15日"
SENTENCES = "干渠放水　　由水利局负责，各乡镇配合做好巡查工作。\n支渠放水　　由各乡镇自行安排。"


@pytest.mark.parametrize(
    ("text", "at", "heads"),
    [
        (BARS, "修渠", "项目 | 牵头单位 | 完成时限"),
        (BARS, "4月15日", "项目 | 牵头单位 | 完成时限"),
        (BARS, "牵头", None),
        (BARS, "安排", None),
        (BARS, "以上", None),
        (GAPS, "公租房", "情形　　　单人　　　多子女"),
        (FIGURES, "闸门", "项目｜2023年｜2024年"),
        (WITHOUT, "换闸", None),
        (SENTENCES, "支渠", None),
    ],
)
def test_heads_of_the_row(text: str, at: str, heads: str | None) -> None:
    span = column_heads(text, text.index(at))
    assert (text[slice(*span)] if span else None) == heads
