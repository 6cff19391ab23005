"""Word documents: what Word shows is read, what it hides is not, and numbers come back as text."""

import io
import zipfile

import docx

from corpus.ingest import understand_lines
from corpus.readers.word.reader import read_docx
from tests.support.made_files import raw_docx, saved, zipped

BODY = "各地要把隐患排查放在第一位，水库、堤防、易涝点逐一过一遍，责任到人，限期整改到位，不留死角。"


def paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in read_docx(raw_docx(body, **parts)) if block.text]


def levels(*written: tuple[str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(written)
    )


def numbered(text: str, level: int, number: int = 1) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{levels(("chineseCounting", "第%1章"), ("chineseCounting", "（%2）"), ("decimal", "%2.%3."))}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)


def test_automatic_numbers_restart_below_each_parent_and_go_on_elsewhere() -> None:
    body = "".join(
        numbered(text, level)
        for text, level in [("总则", 0), ("目的", 1), ("范围", 1), ("城区", 2), ("附则", 0), ("施行", 1)]
    )
    body += numbered("另文", 0, number=2) + numbered("又文", 0, number=2)
    assert texts(body, numbering=NUMBERING) == [
        "第一章 总则",
        "（一）目的",
        "（二）范围",
        "二.1.城区",
        "第二章 附则",
        "（一）施行",
        "第七章 另文",
        "第八章 又文",
    ]


def test_legal_numbering_writes_all_levels_in_digits() -> None:
    legal = NUMBERING.replace('<w:lvlText w:val="%2.%3."/>', '<w:isLgl/><w:lvlText w:val="%2.%3."/>')
    body = numbered("目的", 1) + numbered("范围", 1) + numbered("城区", 2)
    assert texts(body, numbering=legal)[-1] == "2.1.城区"


def test_numbers_of_heading_styles_are_restored_with_their_level() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="x"/><w:basedOn w:val="a1"/></w:style>'
    )
    body = paragraph(run("总则"), '<w:pStyle w:val="a1"/>') + paragraph(run("附则"), '<w:pStyle w:val="a2"/>')
    blocks = read_docx(raw_docx(body, styles=style, numbering=NUMBERING))
    assert [(block.text, block.level) for block in blocks] == [("第一章 总则", 1), ("第二章 附则", 1)]


def test_a_number_is_kept_apart_from_a_figure_behind_it() -> None:
    numbering = NUMBERING.replace("%2.%3.", "%3.")
    assert texts(numbered("2024年的工作", 2), numbering=numbering) == ["1. 2024年的工作"]


def test_a_list_that_names_an_endless_chain_of_styles_ends() -> None:
    style = '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    assert texts(paragraph(run("讲话"), '<w:pStyle w:val="a"/>'), styles=style) == ["讲话"]


def test_tracked_changes_are_read_as_accepted() -> None:
    changed = (
        run("修")
        + f"<w:del>{run('桥').replace('w:t', 'w:delText')}</w:del><w:ins>{run('路')}</w:ins>"
        + f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('。')}</w:moveTo>"
    )
    joined = paragraph(run("先清"), "<w:rPr><w:del/></w:rPr>") + paragraph(run("淤。"))
    last = paragraph(run("散会。"), "<w:rPr><w:del/></w:rPr>")
    assert texts(paragraph(changed) + joined + last) == ["修路。", "先清淤。", "散会。"]


def test_fields_show_their_result_and_hidden_text_is_left_out() -> None:
    field = "".join(
        [
            f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{inside}'
            for kind, inside in [("begin", run("PAGEREF _Toc \\h")), ("separate", run("12")), ("end", "")]
        ]
    )
    assert texts(paragraph(run("见第") + field + run("页") + run("批注", "<w:vanish/>"))) == ["见第12页"]


def test_soft_breaks_end_lines_and_tabs_stay_inside() -> None:
    broken = "<w:r><w:t>同志们：</w:t><w:br/><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>"
    assert texts(paragraph(broken)) == ["同志们：", "甲\t乙"]


def test_notes_stand_apart_at_the_end() -> None:
    body = paragraph(run("基层减负") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("要动真格。")) + paragraph(
        run("会议结束。")
    )
    notes = f'<w:footnote w:id="0" w:type="separator">{paragraph(run("-"))}</w:footnote><w:footnote w:id="2">{paragraph(run("见去年的通知。"))}</w:footnote>'
    assert texts(body, footnotes=notes) == ["基层减负要动真格。", "会议结束。", "[1] 见去年的通知。"]


def test_a_text_box_is_read_once_though_saved_twice() -> None:
    box = f"<w:txbxContent>{paragraph(run('框里的话。'))}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(paragraph(run("正文。") + drawn) + paragraph(run("下文。"))) == ["正文。", "框里的话。", "下文。"]


def test_rows_of_a_table_are_lines_and_a_frame_is_text() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ["序号", "项目", "金额", "1", "修路", "35"], strict=True
    ):
        cell.text = text
    document.add_table(1, 2).cell(0, 0).text = BODY * 3
    blocks = [block.text for block in read_docx(saved(document)) if block.text]
    assert blocks == ["序号 | 项目 | 金额", "1 | 修路 | 35", BODY * 3]
    assert understand_lines(read_docx(saved(document)), "表.docx").headings == ()


def test_contents_are_dropped_by_their_rule() -> None:
    contents = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{paragraph(run("一、修路"))}</w:sdtContent></w:sdt>'
    blocks = read_docx(raw_docx(contents + paragraph(run("一、修路"))))
    assert [block.rule for block in blocks] == ["contents line", None]


def test_bold_lines_are_headings_only_where_they_stand_like_headings() -> None:
    bold = "<w:b/>"
    body = [
        run("在防汛会议上的讲话", bold),
        run(BODY),
        run("摸清底数是前提", bold),
        run(BODY),
        run("这件事的"),
        run("主要目标", bold),
        run("是不出险情，" + BODY),
        run("落实责任是关键", bold),
        run(BODY + BODY),
    ]
    blocks = read_docx(raw_docx("".join(map(paragraph, body))))
    assert [block.text for block in blocks if block.level] == ["摸清底数是前提", "落实责任是关键"]


def test_a_document_that_word_for_the_web_saved_is_found() -> None:
    """Its main part is not named document.xml; only the package's relations say which one it is."""
    with zipfile.ZipFile(io.BytesIO(raw_docx(paragraph(run("讲话"))))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(
                name.replace("document.xml", "document2.xml"), content.replace(b"document.xml", b"document2.xml")
            )
    assert [block.text for block in read_docx(out.getvalue())] == ["讲话"]


def test_strict_documents_are_read_as_the_usual_ones() -> None:
    """Word saves them under other names of the same elements."""
    with zipfile.ZipFile(io.BytesIO(raw_docx(paragraph(run("讲话")), styles="", numbering=NUMBERING))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    strict = {
        name: content.replace(
            b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml/wordprocessingml"
        ).replace(b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument")
        for name, content in files.items()
    }
    assert [block.text for block in read_docx(zipped(strict))] == ["讲话"]
