"""The lines of the page around a document are left out, each by its rule, and nothing else is."""

from pathlib import Path

from corpus.ingest import read_document
from tests.support.documents import document_of


def test_page_furniture_is_dropped_with_its_rule() -> None:
    lines = [
        "当前位置：",
        "首页",
        ">",
        "要闻",
        "在全市防汛会议上的讲话",
        "来源：某日报",
        "时间：2024-05-10",
        "【字号：",
        "大",
        "中",
        "小",
        "】",
        "同志们：",
        "汛期将至，各地要把隐患排查放在第一位，水库、堤防、易涝点逐一过一遍，责任到人，限期整改到位，不留死角。",
        "— 3 —",
        "值班要严，信息要快，物资要足，预案要实，群众转移要早，宁可十防九空，也不可失防万一。",
        "编辑：某某",
        "相关报道：",
        "另一条新闻的标题",
    ]
    document = document_of(*lines)
    assert document.title == "在全市防汛会议上的讲话"
    assert [d.line for d in document.dropped] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 15, 17, 18, 19]
    assert all(d.rule for d in document.dropped)


def test_scraped_speech_is_understood(shared: Path) -> None:
    document = read_document(shared / "documents" / "scraped_speech.txt")
    assert document.title == "在2024年全市基层工会组织建设提升年工作推进会上的讲话"
    assert "book118" not in document.text
    assert "最近下载" not in document.text


def test_no_whole_sentence_is_dropped_from_real_documents(shared: Path) -> None:
    for file in sorted((shared / "documents").iterdir()):
        body = "".join(read_document(file).text.split())
        for dropped in read_document(file).dropped:
            text = "".join(dropped.text.split())
            if len(text) > 60 and text.endswith("。") and dropped.rule not in ("site terms", "caption"):
                assert text in body, f"{file.name} line {dropped.line}"


def test_contents_without_its_word_is_dropped_and_the_headings_stay() -> None:
    chapters = ["第一章　总则", "第二章　管理", "第三章　附则"]
    body = [
        line
        for n, c in enumerate(chapters, 1)
        for line in (c, f"第{'一二三'[n - 1]}条　本办法第{n}项内容由主管部门负责解释和执行。")
    ]
    lines = ["某市路灯管理办法", *chapters, *body]
    document = document_of(*lines, source="办法.txt")
    assert [d.line for d in document.dropped] == [2, 3, 4]
    assert [h.text for h in document.headings] == [x for n, c in enumerate(chapters) for x in (c, f"第{'一二三'[n]}条")]


def test_a_document_site_is_left_out_and_the_speech_stays() -> None:
    lines = [
        "首页 > 文库 > 领导讲话",
        "在全县春灌会议上的讲话.docx",
        "- 1、本文档共6页,可阅读全部内容。",
        "- 2、本站所有内容均由网友上传,仅供学习参考,如遇问题请联系客服(9:00-17:30)。",
        "上传人:小渠  格式:DOCX  页数:6  大小:31.5KB",
        "—PAGE1—",
        "在全县春灌工作",
        "会议上的讲话",
        "同志们:",
        "春灌开始,各灌区要把闸门、渠道、机井逐一查一遍,责任到人,限期整改到位,不留死角,每周报一次进度。",
    ]
    document = document_of(*lines)
    assert document.title == "在全县春灌工作会议上的讲话"
    assert [d.line for d in document.dropped] == [1, 2, 3, 4, 5, 6]


def test_time_and_place_of_a_meeting_are_the_minutes_own() -> None:
    text = "会议听取了灌区春灌情况的汇报，研究了渠道清淤、机井维修和水费收缴等事项，议定如下。"
    lines = ["青石县水利局", "会议纪要", "时间：2024年5月10日上午9:30", "地点：三楼会议室", "记录：秦小满", text]
    document = document_of(*lines)
    assert document.dropped == ()
    assert "时间：2024年5月10日" in document.text


def test_greeting_with_a_half_width_sign_is_no_running_head() -> None:
    story = "春灌开始,各灌区要把闸门、渠道、机井逐一查一遍,责任到人,限期整改,不留死角,每周报一次进度。"
    lines = [line for n in range(1, 6) for line in ("各位代表!", f"第{n}件事,{story}", f"—{n}—")]
    document = document_of("在会上的讲话", "同志们:", *lines)
    assert document.text.count("各位代表!") == 5


def test_a_menu_and_the_name_of_its_site_are_the_page_s() -> None:
    body = "各地要把隐患排查放在第一位，责任到人，限期整改到位，不留死角，每周向指挥部报一次进度，迟报漏报的要说明原因，并在下一次调度会上当面解释。"
    lines = ("青石县政府网", "首页 | 政务公开 | 政务服务 | 互动交流", "在春灌会上的讲话", "同志们：", body)
    document = document_of(*lines)
    assert document.title == lines[2]
    assert [(d.text, d.rule) for d in document.dropped] == [(line, "page furniture") for line in lines[:2]]


def test_what_interrupts_a_text_is_dropped_and_what_stands_in_its_tables_is_not() -> None:
    body = "各地要把隐患排查放在第一位，责任到人，限期整改到位，不留死角，每周向指挥部报一次进度，迟报漏报的要说明原因，并在下一次调度会上当面解释。"
    sharing = ("分享到：", "微信", "微博", "相关阅读", "青石县召开春灌会", "县水利局查看干渠")
    more = "干渠的闸门要在三月底前修好，支渠由各乡镇自己清淤，水费按亩收取，困难户减半，收了多少、用在哪里，每个季度在村口的栏里公布一次，村民有疑问的当面说清楚，说不清的由乡里派人来查，查出问题的退钱并且处理人。"
    text = ("在春灌会上的讲话", "同志们：", body, "一、排查", body, *sharing, "二、整改", more)
    document = document_of(*text)
    assert [d.text for d in document.dropped] == list(sharing)
    assert [h.text for h in document.headings] == ["一、排查", "二、整改"]
    sizes = document_of("在春灌会上的讲话", "同志们：", body, "一、排查", body, "大", "中", "小", "二、整改", more)
    assert not sizes.dropped


_TEXT = ["春灌从三月中旬开始，先上游后下游，先粮田后果园，各支渠的轮灌次序贴在村口，谁也不许私自开闸放水。"] * 2


def test_who_speaks_at_a_press_conference_is_text_and_who_put_up_a_page_is_not() -> None:
    speaker = document_of("新闻发布会实录", "发布人：市水利局局长　于晓", *_TEXT)
    assert not speaker.dropped
    page = document_of("春灌安排的通知", "发布人：管理员", *_TEXT)
    assert [dropped.text for dropped in page.dropped] == ["发布人：管理员"]
