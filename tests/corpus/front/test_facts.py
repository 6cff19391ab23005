"""Who spoke, when, where, at which meeting, as the lines around the text state it."""

import pytest

from corpus.front.placing import stated_by
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
            {"date": None, "published": "2024-06-03", "dated": "2024-06-03", "origin": "新华社"},
        ),
        (
            ("在全县春灌调度会上的讲话", "来源：县融媒体中心　时间：2024-03-08", "县长　仉望山", "同志们：", BODY),
            {"speaker": "仉望山", "occasion": "全县春灌调度会", "date": None, "published": "2024-03-08"},
        ),
        (
            (
                "青石县水利局文件",
                "青水发〔2024〕7号",
                "关于做好春灌的通知",
                "各乡镇人民政府：",
                BODY,
                "本通知自印发之日起施行。",
                "青石县水利局",
                "青石县财政局",
                "2024年3月1日",
                "附件：春灌计划",
                "2024年5月1日前，干渠放水。" + BODY,
            ),
            {"issuer": "青石县水利局", "number": "青水发〔2024〕7号", "date": "2024-03-01"},
        ),
        (
            ("春灌专题会议纪要", "地点：县政府三楼会议室", "主持：县长　秦守业", "2024年3月1日，县长召开会议。" + BODY),
            {"location": "县政府三楼会议室", "date": "2024-03-01", "speaker": None},
        ),
        (
            (
                "灌溉用水条例",
                "2009年9月26日 省政府批准",
                "2009年11月13日 省水利厅令第3号发布",
                "第一条　" + BODY,
                "第二条　" + BODY,
            ),
            {"date": "2009-09-26", "published": "2009-11-13", "number": "省水利厅令第3号", "issuer": "省水利厅"},
        ),
        (
            ("县长主持召开春灌会议强调", "秦守业：把水送到地头", "发布时间：2024-06-03", BODY),
            {"title": "县长主持召开春灌会议强调 秦守业：把水送到地头"},
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


def test_every_fact_is_where_it_says() -> None:
    lines = (
        "首页 > 政策 > 正文",
        "发文字号：青水发〔2024〕7号　发布时间：2024-03-05",
        "青石县水利局关于印发《青石县春灌办法》的通知",
        "各乡镇人民政府：",
        BODY,
        "青石县水利局",
        "2024年3月1日",
        "青石县春灌办法",
        "第一条　" + BODY,
        "第二条　本办法由县水利局解释，自2024年4月1日起施行。",
    )
    document = document_of(*lines)
    facts = {fact.kind: (fact.value, stated_by(document, fact), fact.line) for fact in document.facts}
    assert facts == {
        "title": ("青石县水利局关于印发《青石县春灌办法》的通知", lines[2], 3),
        "issuer": ("青石县水利局", "青石县水利局", 6),
        "number": ("青水发〔2024〕7号", lines[1], 2),
        "date": ("2024-03-01", "2024年3月1日", 7),
        "published": ("2024-03-05", lines[1], 2),
        "effective": ("2024-04-01", "2024年4月1日", 10),
    }
    assert [fact.kind for fact in document.facts if fact.span is None] == ["published", "number"]


def test_facts_of_a_traditional_document_are_as_it_writes_them() -> None:
    body = "這個會議對業務進行實際檢查，發現問題時應當說明，產業開發與經濟後續關係學習，" + BODY
    document = document_of("在全縣農業產業會議上的講話", "縣長　陳 國華", "（2024年3月1日）", "同志們：", body)
    speaker = next(fact for fact in document.facts if fact.kind == "speaker")
    assert (document.speaker, document.occasion) == ("陳國華", "全縣農業產業會議")
    assert stated_by(document, speaker) == "縣長　陳 國華"
