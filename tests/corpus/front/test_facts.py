"""Who spoke, when, where, at which meeting, as the lines around the text state it."""

import pytest

from tests.support.documents import document_of

BODY = "汛期将至，各地要把隐患排查放在第一位，水库、堤防、易涝点逐一过一遍，责任到人，限期整改到位，不留死角，每周向指挥部报一次进度，迟报漏报的要说明原因，并在下一次调度会上当面解释。"


@pytest.mark.parametrize(
    ("lines", "facts"),
    [
        (
            (
                "政府工作报告",
                "——2025年1月9日在青石市第七届人民代表大会第四次会议上",
                "青石市市长　薄文清",
                "各位代表：",
                BODY,
            ),
            {
                "name": "政府工作报告（青石市2025年）",
                "speaker": "薄文清",
                "date": "2025-01-09",
                "occasion": "青石市第七届人民代表大会第四次会议",
            },
        ),
        (
            ("1 9 9 8年工作报告", "——1 9 9 8 年3 月5 日在全市职工大会上", "同志们：", BODY),
            {"date": "1998-03-05", "occasion": "全市职工大会"},
        ),
        (
            ("论修渠", "（一九三三年八月）", "这是秦守业在南岭召开的水利工作会议上的讲话。", "同志们：", BODY),
            {"speaker": "秦守业", "date": "1933-08", "occasion": "水利工作会议"},
        ),
        (
            (
                "共同治水 造福两岸",
                "秦守业在河长论坛开幕式上的演讲（全文）",
                "（2024年5月6日，白沙）",
                "各位来宾：",
                BODY,
            ),
            {"speaker": "秦守业", "date": "2024-05-06", "location": "白沙"},
        ),
        (
            (
                "某市停车条例",
                "2010年3月1日某市人民代表大会常务委员会通过",
                "2018年5月2日某市人民代表大会常务委员会修正",
                "第一条　" + BODY,
                "第二条　" + BODY,
            ),
            {"date": "2018-05-02", "speaker": None},
        ),
        (
            (
                "青石县春灌用水办法",
                "（自2024年1月1日起施行，2023年11月8日县政府常务会议通过）",
                "第一条　" + BODY,
                "第二条　" + BODY,
            ),
            {"date": "2023-11-08"},
        ),
        (
            ("青石镇2023年度述职报告", "青石镇党委书记、镇级总渠长　秦守业", "（2024年1月16日）", "各位代表：", BODY),
            {"speaker": "秦守业", "date": "2024-01-16"},
        ),
        (
            ("市里部署防汛", "发布时间：2024-06-03", "新华社青石6月2日电　" + BODY, BODY),
            {"date": "2024-06-03", "origin": "新华社"},
        ),
        (
            ("秦守业会见客商时强调", "把承诺办成实事", "发布时间：2024-06-03", BODY),
            {"title": "秦守业会见客商时强调 把承诺办成实事"},
        ),
        (
            ("和记者的谈话", "（一九四一年三月）", "记者问：渠修到哪里了？", "毛答：修到南岭。" + BODY),
            {"speaker": None},
        ),
    ],
)
def test_facts(lines: tuple[str, ...], facts: dict[str, str | None]) -> None:
    document = document_of(*lines, source="00017.txt")
    assert {name: getattr(document, name) for name in facts} == facts
