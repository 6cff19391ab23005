"""A document written from a random tree in random families, with random noise around it, is read back as that tree."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.ingest import understand_lines
from tests.support.documents import blocks_of
from tests.support.invariants import assert_covered, assert_kept, assert_quotable

HAN = "一二三四五六七八九十"
FAMILIES = (
    ("第{han}部分　{title}", "{han}、{title}", "{han}．{title}", "{han}. {title}", "{title}"),
    ("（{han}）{title}", "({han}){title}", "﹙{han}﹚{title}", "（{han}） {title}", "{ring}{title}"),
    ("{number}.{title}", "{number}．{title}", "{wide}．{title}", "{number}、{title}"),
    ("（{number}）{title}", "({number}){title}", "{bracketed}{title}"),
    ("{circled}{title}",),
)
"""By usual depth; a document takes one family of each depth it uses."""
# 第一， does not stand below 1. or ①, 一是 may stand below anything.
LEADS = ("{han}是{title}", "第{han}，{title}")
VERBS, NOUNS = (
    ["抓好", "改善", "保护", "深化", "加强", "补齐", "提高", "防范"],
    ["产业", "民生", "生态", "改革", "管理", "短板", "效率", "风险"],
)
SENTENCES = (
    "各部门按照分工抓好落实，把时间表和责任人都公布出来，让群众看得到、说得上话，每个季度回头看一次",
    "资金由市里统筹安排，先修断头路，再修连户路，汛期以前把低洼地段的排水一并做完，不留尾巴",
    "要多到现场去，少在会上讲，遇到跨部门的事当天碰头，定下来的事不再来回请示，年底前见到实效",
)
HEAD_NOISE = (
    ("当前位置：", "首页", ">", "要闻"),
    ("来源：某某日报", "时间：2024-05-10", "【字号：", "大", "中", "小", "】"),
    ("索引号：000014349/2024-00012", "发布日期：2024年05月10日", "【打印】【关闭】"),
)
TAIL_NOISE = (
    ("编辑：某某", "相关报道：", "另一条新闻的标题"),
    ("扫一扫在手机打开当前页", "【关闭】"),
    ("责任编辑：某某", "分享到：", "微信", "版权所有：某市人民政府办公室"),
)


TITLE = "在全市重点工作推进会议上的讲话"


@dataclass(slots=True)
class Written:
    """The lines of a document, which of them are noise, and the outline to be read back."""

    lines: list[str] = field(default_factory=list)
    noise: set[int] = field(default_factory=set)
    expected: list[tuple[int, str]] = field(default_factory=list)
    closings: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Words that end a part, and the heading of the part they belong to."""

    def add(self, *lines: str, noise: bool = False) -> None:
        if noise:
            self.noise |= {len(self.lines) + n for n in range(1, len(lines) + 1)}
        self.lines += lines

    def insert_noise(self, at: int, lines: list[str]) -> None:
        """Noise between the lines that are there, behind the first `at`."""
        self.noise = {n if n <= at else n + len(lines) for n in self.noise}
        self.noise |= {at + n for n in range(1, len(lines) + 1)}
        self.lines[at:at] = lines


class Writer:
    """Writes one document as `draw` decides: a family for each depth it uses, and perhaps points below a heading."""

    def __init__(self, draw: st.DrawFn) -> None:
        depths = sorted(draw(st.sets(st.integers(0, len(FAMILIES) - 1), min_size=1, max_size=4)))
        self.draw = draw
        self.families = [draw(st.sampled_from(FAMILIES[depth])) for depth in depths]
        self.leads = [draw(st.sampled_from(("", *LEADS[: 2 if depth < 2 else 1]))) for depth in depths]
        self.indent = draw(st.sampled_from(("", "　　")))
        self.counter = iter(range(1, 10_000))
        self.out = Written()

    def title(self) -> str:
        n = next(self.counter)
        return f"{VERBS[n % 8]}{NOUNS[n // 8 % 8]}{HAN[n // 64 % 10]}组工作"

    def paragraph(self, opening: str = "") -> str:
        first, second = (f"第{next(self.counter)}件事，{self.draw(st.sampled_from(SENTENCES))}。" for _ in range(2))
        return opening + first + second[:-1] + f"，这是第{next(self.counter)}条。"

    def body(self) -> None:
        """A paragraph; one in ten is broken in mid-sentence, perhaps by a page mark."""
        text = self.indent + self.paragraph()
        if self.draw(st.integers(0, 9)) != 0:
            self.out.add(text)
            return
        cut = text.index("，", 64) - 2
        self.out.add(text[:cut])
        if self.draw(st.booleans()):
            self.out.add(f"— {self.draw(st.integers(1, 99))} —", noise=True)
        self.out.add(text[cut:])

    def heading(self, family: str, n: int, level: int) -> bool:
        """Write the `n`-th heading, from 0, of a run; whether its text follows on the same line."""
        words = family.format(
            han=HAN[n],
            number=n + 1,
            wide="１２３４５６７８９"[n],
            title=self.title(),
            ring="㈠㈡㈢㈣㈤㈥㈦㈧㈨"[n],
            bracketed="⑴⑵⑶⑷⑸⑹⑺⑻⑼"[n],
            circled="①②③④⑤⑥⑦⑧⑨"[n],
        )
        run_in = family != "{title}" and "部分" not in family and (family in LEADS or self.draw(st.booleans()))
        self.out.expected.append((level, words))
        self.out.add(self.indent + (f"{words}。{self.paragraph()}" if run_in else words))
        return run_in

    def sections(self, depth: int = 0) -> None:
        """Two to four sections at `depth`, each with what stands below it."""
        count = self.draw(st.integers(2, 4))
        single = []
        for n in range(count):
            before = len(self.out.lines)
            run_in = self.heading(self.families[depth], n, depth + 1)
            inner = self.draw(st.integers(0, 3))
            if not run_in or (inner and self.families[depth] != self.families[0]):
                self.body()
            if depth + 1 < len(self.families) and inner == 0:
                if run_in:
                    self.body()
                self.sections(depth + 1)
            elif self.leads[depth] and inner == 1 and not run_in:
                for k in range(self.draw(st.integers(2, 4))):
                    self.heading(self.leads[depth], k, depth + 2)
            single.append(run_in and len(self.out.lines) == before + 1)
            if depth == 0 and self.draw(st.booleans()) and self.families[0] != "{title}":
                self.closing(of_all=n + 1 == count > 2 and all(single))
                single[-1] = False

    def closing(self, of_all: bool) -> None:
        """Words by which the speaker comes back to the whole part, or from the last of points in a row to `of_all`."""
        words = self.paragraph("各位代表！")
        part = next(heading for level, heading in reversed(self.out.expected) if level == 1)
        self.out.closings.append((words, () if of_all else (part,)))
        self.out.add(self.indent + words)

    def front(self) -> int:
        """The title, below or above what the page says; how many lines that takes."""
        head = self.draw(st.sampled_from(((), *HEAD_NOISE)))
        above = self.draw(st.booleans())
        if above:
            self.out.add(*head, noise=True)
        self.out.add(TITLE)
        if not above:
            self.out.add(*head, noise=True)
        return len(self.out.lines)

    def annex(self) -> None:
        self.out.expected += [(1, "附件"), (2, "年度项目清单")]
        self.out.add("附件", "年度项目清单")
        for n in range(2):
            words = f"{HAN[n]}、{self.title()}"
            self.out.expected.append((3, words))
            self.out.add(words)
            self.body()

    def contents(self, at: int) -> None:
        """A table of contents behind the first `at` lines, with its word or with page numbers."""
        tops = [words for level, words in self.out.expected if level == 1 and words != "附件"]
        if self.draw(st.booleans()) and len(tops) >= 3:
            dotted = [f"{words}……{n}" for n, words in enumerate(tops, 1)]
            self.out.insert_noise(at, ["目　录", *tops] if self.draw(st.booleans()) else dotted)


@st.composite
def documents(draw: st.DrawFn) -> Written:
    writer = Writer(draw)
    front = writer.front()
    writer.out.add("（2024年5月9日）", "各位代表：")
    writer.body()
    writer.sections()
    if draw(st.booleans()):
        writer.annex()
    writer.out.add(*draw(st.sampled_from(((), *TAIL_NOISE))), noise=True)
    writer.contents(front)
    return writer.out


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_a_written_tree_is_read_back(written: Written) -> None:
    blocks = blocks_of(written.lines)
    document = understand_lines(blocks, "讲话.txt")
    assert [(h.level, h.text) for h in document.headings] == written.expected
    assert {d.line for d in document.dropped} == written.noise
    assert document.title == TITLE
    assert document.date == "2024-05-09"
    for closing, part in written.closings:
        start = document.text.index(closing)
        passage = next(p for p in document.passages if p.start <= start < p.end)
        assert document.heading_path(passage) == part
    assert_covered(document)
    assert_quotable(document)
    assert_kept(document, blocks)
