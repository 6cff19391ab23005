"""One invented report, saved the ways reports are saved: as text, Markdown, Word, PDF and web page."""

import html
import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

Part = tuple[str, str]
"""What it is (title, front, body, h1, h2, lead) and its text; a lead is a numbered paragraph with a run-in heading."""

HEADER = "青屏市人民政府文件"
FONT = "STSong-Light"

REPORT: tuple[Part, ...] = (
    ("title", "在全市乡村振兴工作会议上的讲话"),
    ("front", "（2024年2月18日）"),
    ("front", "青屏市市长 林素琴"),
    ("body", "同志们："),
    (
        "body",
        "这次会议的主要任务是，总结去年全市乡村振兴工作，部署今年的重点任务，动员各县区和市直部门把心思用在地里、把功夫下在村里。"
        "去年全市粮食总产量达到186.4万吨，同比增长2.3%；农村居民人均可支配收入达到21,860元，增长7.8%；新建和改造农村公路412公里，"
        "建成高标准农田18.6万亩，脱贫人口人均纯收入增速连续三年高于全市农民平均水平，没有发生一起规模性返贫。下面，我讲三点意见。",
    ),
    ("h1", "一、认清形势，增强做好乡村振兴工作的紧迫感"),
    (
        "body",
        "成绩来之不易，问题也不能回避。一些村集体经济底子薄，年收入不足5万元的还有137个；有的产业项目雷同，上来就种药材、搞民宿，"
        "市场一变就亏本；有的村庄人居环境整治前紧后松，检查过后又是老样子。各级干部要把这些问题一件一件摆到桌面上，逐项研究，限期解决。",
    ),
    ("h2", "（一）粮食安全的弦要绷得更紧"),
    (
        "body",
        "全市耕地保有量不得低于412万亩，永久基本农田不得低于358万亩，这是底线，谁也不能突破。对撂荒地要建立台账，能种的今年春播前全部种上，"
        "暂时不能种的也要拿出整治方案。要把单产提升作为主攻方向，推广良种、良法、良机、良田配套，玉米密植技术推广面积扩大到60万亩。",
    ),
    ("h2", "（二）防止返贫的底线要守得更牢"),
    (
        "body",
        "对脱贫不稳定户、边缘易致贫户和突发严重困难户，实行一户一策、动态清零，做到早发现、早干预、早帮扶。"
        "医保、民政、教育、残联等部门每月比对一次数据，发现风险信号10个工作日内入户核实，符合条件的当月纳入监测、次月落实措施。",
    ),
    ("h1", "二、突出重点，把今年的任务落到实处"),
    ("body", "今年的工作千头万绪，要抓住产业、建设、治理三个关键，一项一项往前推。"),
    ("h2", "（一）做强富民产业"),
    (
        "lead",
        "1.发展特色种养。每个县区集中力量发展一到两个主导产业，三年内建成全产业链产值超10亿元的产业集群4个，支持合作社和家庭农场带动小农户增收。",
    ),
    ("lead", "2.发展农产品加工。新增规模以上农产品加工企业30家，加工转化率提高到68%，冷藏保鲜设施覆盖所有主产乡镇。"),
    (
        "lead",
        "3.发展乡村旅游。坚持错位发展，不搞大拆大建，严禁挖湖造景，支持农户以闲置房屋入股，收益的六成以上归村集体和农户所有。",
    ),
    ("h2", "（二）推进宜居建设"),
    (
        "body",
        "改厕要问农民愿意不愿意、好用不好用，今年计划改造卫生厕所1.2万座，建成一座验收一座，不合格的坚决返工。"
        "生活污水治理要因地制宜，靠近城镇的纳入管网，居住分散的就地处理，全年治理行政村210个。农村公路要建好更要管好，"
        "县道、乡道、村道分别落实管护责任，危桥三类以上的年内全部改造完毕。",
    ),
    ("h2", "（三）提升治理水平"),
    (
        "body",
        "村级事务要公开，低保评定、项目安排、集体资产处置等群众关心的事项，必须经村民会议或者村民代表会议讨论决定，并在村务公开栏公示不少于7天。"
        "推行积分制、清单制，破除高额彩礼、大操大办等陈规陋习。",
    ),
    ("h1", "三、改进作风，确保各项部署见到成效"),
    (
        "body",
        "市县乡村四级书记要一起抓，县委书记每年走遍所有乡镇，乡镇党委书记每年走遍所有农户。要给基层减负，"
        "除法律法规规定的以外，市直部门不得要求村级组织出具证明、填报表格。年底要算总账，干得好的表扬，干得差的约谈，"
        "弄虚作假的严肃处理。",
    ),
    ("body", "同志们，春耕在即，时不我待。让我们把会议部署变成行动，用实实在在的成绩回应全市210万农民的期盼！"),
)


def as_text(parts: Sequence[Part] = REPORT) -> bytes:
    return "\n".join(text for _, text in parts).encode()


def as_markdown(parts: Sequence[Part] = REPORT) -> bytes:
    signs = {"title": "# ", "h1": "## ", "h2": "### "}
    return "\n\n".join(signs.get(kind, "") + text for kind, text in parts).encode()


def as_html(parts: Sequence[Part] = REPORT, encoding: str = "utf-8") -> bytes:
    """A page of a government site as a browser saves it: menus, crumbs, share links, related news, scripts, footer."""
    tags = {"h1": "h2", "h2": "h3"}
    body = "".join(
        f"<{tags.get(kind, 'p')}>{'　　' if kind in ('body', 'lead') else ''}{html.escape(text)}</{tags.get(kind, 'p')}>\n"
        for kind, text in parts[1:]
    )
    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{encoding}"><title>{parts[0][1]}_青屏市人民政府</title>
<style>.nav {{color: red}}</style><script>var tip = "同志们，点击这里。";</script></head>
<body><!-- header -->
<div class="top-bar"><a href="/">青屏市人民政府</a> <a href="/en">English</a> <a href="/mobile">手机版</a></div>
<ul class="nav"><li><a href="/1">首页</a></li><li><a href="/2">政务公开</a></li><li><a href="/3">办事服务</a></li></ul>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/2">政务公开</a> &gt; <a href="/2/3">领导讲话</a></div>
<div class="main"><h1>{parts[0][1]}</h1>
<div class="info"><span>发布时间：2024-02-19 09:15</span></div><div class="info">来源：青屏日报</div>
<div class="TRS_Editor">{body}</div></div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="/a">青屏市召开春耕备耕现场会</a></li>
<li><a href="/b">我市农村公路建设提速</a></li><li><a href="/c">一图读懂乡村振兴</a></li></ul></div>
<div class="footer"><p>主办：青屏市人民政府办公室　网站标识码：0000000000</p></div>
<noscript>请打开脚本。</noscript></body></html>"""
    return page.encode(encoding)


def as_docx(parts: Sequence[Part] = REPORT, headings: str = "styles") -> bytes:
    """`headings` are marked by Word's `styles`, by automatic `numbering` in place of typed numbers, or in `bold`."""
    document = docx.Document()
    lists = _add_numbering(document) if headings == "numbering" else {}
    for kind, text in parts:
        if kind == "title":
            paragraph = document.add_paragraph(text, style="Title" if headings == "styles" else None)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.runs[0].bold = headings == "bold"
        elif kind in ("h1", "h2") and headings == "styles":
            document.add_heading(text, 1 if kind == "h1" else 2)
        elif kind in ("h1", "h2", "lead") and headings == "numbering":
            sign = {"h1": "、", "h2": "）", "lead": "."}[kind]
            _number(document.add_paragraph(text.split(sign, 1)[1]), lists[kind])
        else:
            paragraph = document.add_paragraph()
            paragraph.add_run(text[:7]).bold = headings == "bold" and kind in ("h1", "h2", "lead")
            paragraph.add_run(text[7:]).bold = headings == "bold" and kind in ("h1", "h2")
            paragraph.paragraph_format.first_line_indent = Pt(24) if kind != "front" else None
    section = document.sections[0]
    section.header.paragraphs[0].text = HEADER
    return saved(document)


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_numbering(document: WordDocument) -> dict[str, tuple[int, int]]:
    """One list of three levels: 一、 （一） 1."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(
            [("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")]
        )
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return {kind: (90, n) for n, kind in enumerate(("h1", "h2", "lead"))}


def _number(paragraph: WordParagraph, numbered: tuple[int, int]) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()
    numbering = properties.get_or_add_numPr()
    numbering.get_or_add_ilvl().set(qn("w:val"), str(numbered[1]))
    numbering.get_or_add_numId().set(qn("w:val"), str(numbered[0]))


def as_pdf(parts: Sequence[Part] = REPORT, size: float = 16, password: str | None = None, columns: int = 1) -> bytes:
    """Set in the layout of official documents: large letters, indented paragraphs, running header, page numbers.

    Two `columns` are that of gazettes.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    base = {"fontName": FONT, "fontSize": size, "leading": 1.75 * size, "wordWrap": "CJK"}
    styles = {
        "title": ParagraphStyle(
            "title", **{**base, "fontSize": size * 1.375, "leading": 2.1 * size}, alignment=TA_CENTER
        ),
        "front": ParagraphStyle("front", **base, alignment=TA_CENTER),
    }
    body = ParagraphStyle("body", **base, firstLineIndent=2 * size)
    story = [Paragraph(html.escape(text), styles.get(kind, body)) for kind, text in parts]
    out, numbers = io.BytesIO(), count(1)

    def furniture(canvas: Canvas, _: object) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, HEADER)
        canvas.drawCentredString(A4[0] / 2, 40, f"— {next(numbers)} —")

    width = (A4[0] - 160 - 24 * (columns - 1)) / columns
    frames = [Frame(80 + n * (width + 24), 90, width, A4[1] - 180, *[0] * 4) for n in range(columns)]
    template = BaseDocTemplate(out, pagesize=A4, encrypt=password)
    template.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    template.build(story)
    return out.getvalue()


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def raw_docx(body: str, prologue: str = "", **parts: str) -> bytes:
    """A Word document of WordprocessingML as it stands; `parts` are the contents of styles, numbering, footnotes …"""
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(parts)
    )
    opening = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    main = f'<Relationship Id="m" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    files = {
        "_rels/.rels": f"{opening}{main}</Relationships>",
        "word/_rels/document.xml.rels": f"{opening}{relations}</Relationships>",
        "word/document.xml": f"{prologue}<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        **{f"word/{kind}.xml": f"<w:{kind} {_NAMESPACES}>{content}</w:{kind}>" for kind, content in parts.items()},
    }
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
