"""How files are understood, for the person at the terminal: the heading tree with its counts, concerns, dropped lines."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from bot.messages import CHINESE, Texts
from corpus.document import Document, Fact
from corpus.errors import CorpusError
from corpus.folder import Skipped, read_file, read_folder
from corpus.front.placing import stated_by
from corpus.headings.tree import ROOT
from corpus.readers import Recognition
from corpus.review import review

_LEVELS = ("bold cyan", "cyan", "", "dim")
_RULES = {
    "page furniture": "网页按钮",
    "source line": "来源信息",
    "time stamp": "时间",
    "breadcrumb": "网页路径",
    "caption": "图片说明",
    "page mark": "页码",
    "running header": "页眉页脚",
    "separator": "分隔线",
    "contents line": "目录",
    "repeated title": "重复的标题",
    "page tail": "网页页尾",
    "site terms": "网站条款",
    "newspaper jump": "转版说明",
    "invisible": "空白字符",
    "hidden": "隐藏的内容",
    "mail header": "邮件头",
    "picture without text": "没有文字的页",
    "unclear recognition": "识别不清的页",
}


def show_outline(
    path: Path, texts: Texts = CHINESE, *, ocr: bool = False, as_json: bool = False, dropped: bool = False
) -> None:
    """Print how the file at `path`, or every file of the folder, is understood. Raises CorpusError when none can be read.

    JSON is one object for a file, one line of JSON for each document of a folder or archive. `texts` say why one
    cannot be read; with `ocr` pictures of text can be.
    """
    recognition = Recognition() if ocr else None
    if path.is_dir():
        contents = read_folder(path, recognition=recognition)
        documents, skipped = list(contents.documents), list(contents.skipped)
    else:
        documents, skipped = read_file(path, recognition=recognition)
        if not documents:
            raise CorpusError("; ".join(_skips(skipped, texts)))
    if path.is_dir() or len(documents) + len(skipped) > 1:
        _show_several(documents, skipped, texts, as_json)
    elif as_json:
        print(json.dumps(outline_json(documents[0], path.name), ensure_ascii=False))
    else:
        Console(highlight=False).print(outline_view(documents[0], texts, dropped=dropped))


def _skips(skipped: Sequence[Skipped], texts: Texts) -> list[str]:
    return texts.reasons.grouped([(s.source, s.reason) for s in skipped])


def outline_json(document: Document, file: str) -> dict[str, object]:
    """The outline of the command-line contract."""
    return {
        "file": file,
        "title": document.title,
        "facts": [_fact_json(document, fact) for fact in document.facts],
        "headings": [
            {"line": h.line, "level": h.level, "heading": h.text, "run_in": h.run_in} for h in document.headings
        ],
        "dropped": [{"line": d.line, "text": d.text, "rule": d.rule} for d in document.dropped],
    }


def _fact_json(document: Document, fact: Fact) -> dict[str, object]:
    """`start` and `end` are offsets in the canonical text, null where a dropped line says it."""
    start, end = fact.span or (None, None)
    said = stated_by(document, fact)
    return {"kind": fact.kind, "value": fact.value, "line": fact.line, "said": said, "start": start, "end": end}


def outline_view(document: Document, texts: Texts = CHINESE, *, dropped: bool = False) -> Group:
    """Title and facts, the tree, the counts, what to check; the dropped lines where they are asked for."""
    say = texts.holdings.stated
    facts = [say.phrase(f, stated_by(document, f)) for f in document.facts if f.kind != "title"]
    size = sum(p.end - p.start for p in document.passages)
    counts = (
        f"{len(document.headings)} 个标题 · {len(document.passages)} 段 · {size} 字 · 删去 {len(document.dropped)} 行"
    )
    more = "（--dropped 查看）" if document.dropped and not dropped else ""
    parts: list[RenderableType] = [Text(document.name, style="bold")]
    parts += [Text(fact, style="dim") for fact in facts]
    parts += [_tree(document), Text(""), Text(counts + more)]
    parts += [Text("⚠ " + texts.holdings.concerns.phrase(concern), style="yellow") for concern in review(document)]
    if dropped and document.dropped:
        parts.append(Padding(_dropped_table(document), (1, 0, 0, 0)))
    return Group(*parts)


def _tree(document: Document) -> Tree:
    """Every heading with the passages and characters of its whole section, and its line in the source."""
    passages, sizes = Counter[int](), Counter[int]()
    for passage in document.passages:
        for index in passage.path or (ROOT,):
            passages[index] += 1
            sizes[index] += passage.end - passage.start
    tree = Tree(Text(document.source, style="dim"), guide_style="dim")
    if passages[ROOT]:
        tree.add(Text("正文开头", style="italic dim").append(f"  {passages[ROOT]}段·{sizes[ROOT]}字", "dim"))
    branches = {0: tree}
    for index, heading in enumerate(document.headings):
        branches = {level: branch for level, branch in branches.items() if level < heading.level}
        label = Text(heading.text, style=_LEVELS[min(heading.level, len(_LEVELS)) - 1])
        label.append(" ⋯" if heading.run_in else "", "magenta")
        label.append(f"  {passages[index]}段·{sizes[index]}字·行{heading.line}", "dim")
        branches[heading.level] = branches[max(branches)].add(label)
    return tree


def _dropped_table(document: Document) -> Table:
    table = Table("行", "规则", "删去的内容", box=None, header_style="dim", pad_edge=False)
    for drop in document.dropped:
        table.add_row(str(drop.line), _RULES.get(drop.rule, drop.rule), Text(drop.text.strip(), overflow="fold"))
    return table


def _show_several(documents: Sequence[Document], skipped: Sequence[Skipped], texts: Texts, as_json: bool) -> None:
    if as_json:
        for document in documents:
            print(json.dumps(outline_json(document, document.source), ensure_ascii=False))
        return
    console = Console(highlight=False)
    for document in documents:
        depth = max((h.level for h in document.headings), default=0)
        counts = (
            f"{len(document.headings)} 个标题 {depth} 级 · {len(document.passages)} 段 · 删 {len(document.dropped)} 行"
        )
        console.print(Text(f"{document.source}  {document.name}  ").append(counts, "dim"))
        for concern in review(document):
            console.print(Text("    ⚠ " + texts.holdings.concerns.phrase(concern), style="yellow"))
    for line in _skips(skipped, texts):
        console.print(Text(f"! {line}", style="yellow"))
    console.print(f"{len(documents)} 份文件，跳过 {len(skipped)} 个", style="dim")
