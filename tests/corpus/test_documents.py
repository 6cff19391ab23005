"""Canonical text, passages, encodings, cleaning: nothing of a document is lost, added or rewritten."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chinese.sentences import clauses, sentences
from corpus.document import Block, Document
from corpus.errors import CorpusError, EmptyCollection, UnreadableFile
from corpus.folder import read_folder
from corpus.ingest import read_document, understand_lines
from corpus.passages import LONGEST
from corpus.readers import read_blocks
from corpus.readers.text import decode
from tests.support.invariants import assert_covered, assert_kept, assert_quotable

SAMPLE = "在某次会议上的讲话\n\n同志们：\n今年的重点是修路、修渠和修桥，资金由市里统筹，年底以前全部完工。\n一、修路\n先修断头路。再修连户路。\n二、修渠\n先清淤，再衬砌。\n"


def test_shipped_speeches_are_covered(speeches: tuple[Document, ...]) -> None:
    assert len(speeches) >= 12
    for document in speeches:
        assert_covered(document)
        assert document.headings
        assert document.date


def test_real_documents_are_covered(shared: Path) -> None:
    """Every text file under the shared data that can be read, however deep."""
    files = [f for f in sorted(shared.rglob("*.txt")) if "training" not in f.parts]
    assert len(files) >= 21
    for file in files:
        document = read_document(file)
        assert_covered(document)
        assert_quotable(document)
        assert_kept(document, read_blocks(file))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60), max_size=30))
def test_any_lines_are_covered(lines: list[str]) -> None:
    blocks = [Block(line, number) for number, line in enumerate(lines, start=1)]
    document = understand_lines(blocks, "任意.txt")
    assert_covered(document)
    assert_kept(document, blocks)


@given(st.text(max_size=500))
def test_sentences_and_clauses_lose_nothing(text: str) -> None:
    for spans in (sentences(text), clauses(text)):
        assert "".join(text[a:b] for a, b in spans) == text


def test_passages_are_of_quotable_size(speeches: tuple[Document, ...]) -> None:
    sizes = [p.end - p.start for d in speeches for p in d.passages]
    assert sum(size > LONGEST for size in sizes) <= len(sizes) // 50
    assert sum(80 <= size <= LONGEST for size in sizes) >= 0.8 * len(sizes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"])
def test_encodings_agree(encoding: str, tmp_path: Path) -> None:
    assert decode(SAMPLE.encode(encoding)) == SAMPLE


def test_big5_is_recognised() -> None:
    text = "在某次會議上的講話\n同志們：\n今年的重點是修路、修渠和修橋，資金由市裡統籌，年底以前全部完工。\n" * 4
    assert decode(text.encode("big5")) == text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("空.txt", b"", "no text"), ("图.txt", bytes(range(256)) * 40, "binary"), ("压缩.txt", b"PK\x03\x04" + b"\0\1\2" * 500, "binary"),
        ("半.txt", "讲话".encode("utf-16") + b"\0", "damaged"), ("表.xlsx", b"x", "not supported"),
    ],
)  # fmt: skip
def test_unreadable_files_say_why(name: str, data: bytes, reason: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(UnreadableFile) as fault:
        read_document(file)
    assert reason in str(fault.value)
    assert "\n" not in str(fault.value)


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "好.txt").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "同样.txt").write_text(SAMPLE, encoding="gb18030")
    (tmp_path / "坏.txt").write_bytes(b"\0\1\2\3" * 100)
    (tmp_path / ".隐藏.txt").write_text("不读", encoding="utf-8")
    (tmp_path / "外面.txt").symlink_to("/etc/hostname")
    contents = read_folder(tmp_path)
    assert len(contents.documents) == 1
    assert {s.source for s in contents.skipped} == {"坏.txt", "外面.txt", max("好.txt", "同样.txt")}


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.write_text("x"), lambda p: p.mkdir()])
def test_empty_collections_are_one_line(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "docs"
    make(folder)
    with pytest.raises(EmptyCollection) as fault:
        read_folder(folder)
    assert isinstance(fault.value, CorpusError)
    assert "\n" not in str(fault.value)


def test_page_furniture_is_dropped_with_its_rule() -> None:
    lines = [
        "当前位置：", "首页", ">", "要闻", "在全市防汛会议上的讲话", "来源：某日报", "时间：2024-05-10", "【字号：", "大", "中", "小", "】",
        "同志们：", "汛期将至，各地要把隐患排查放在第一位，水库、堤防、易涝点逐一过一遍，责任到人，限期整改到位，不留死角。",
        "— 3 —", "值班要严，信息要快，物资要足，预案要实，群众转移要早，宁可十防九空，也不可失防万一。", "编辑：某某", "相关报道：", "另一条新闻的标题",
    ]  # fmt: skip
    document = understand_lines([Block(line, n) for n, line in enumerate(lines, start=1)], "页.txt")
    assert document.title == "在全市防汛会议上的讲话"
    assert [d.line for d in document.dropped] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 15, 17, 18, 19]
    assert all(d.rule for d in document.dropped)


def test_scraped_speech_is_understood(shared: Path) -> None:
    document = read_document(shared / "documents" / "scraped_speech.txt")
    assert document.title == "在2024年全市基层工会组织建设提升年工作推进会上的讲话"
    assert "book118" not in document.text
    assert "最近下载" not in document.text


NEWS = "本报讯　市里昨天召开座谈会，听取十二家企业对用工、用地和物流成本的意见，会上当场答复了七件事，其余五件限两周内书面答复，并请企业代表到场监督办理情况。"


def test_headline_above_the_source_line_is_the_title() -> None:
    """A page that opens with its headline and date and has no greeting still has a title, not the file's name."""
    lines = ["市里召开企业座谈会", "发布时间：2024-06-03", "", NEWS, "会议要求，" + NEWS[5:]]
    document = understand_lines([Block(line, n) for n, line in enumerate(lines, start=1)], "00017.txt")
    assert document.title == "市里召开企业座谈会"


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
    document = understand_lines([Block(line, n) for n, line in enumerate(lines, start=1)], "办法.txt")
    assert [d.line for d in document.dropped] == [2, 3, 4]
    assert [h.text for h in document.headings] == [x for n, c in enumerate(chapters) for x in (c, f"第{'一二三'[n]}条")]
