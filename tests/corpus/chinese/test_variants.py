"""The same document in other clothes - Traditional, small brackets, wrapped lines - is understood alike and quoted as is."""

import re
from collections.abc import Callable

import pytest
from opencc import OpenCC

from corpus.document import Block, Document
from corpus.ingest import understand_lines
from tests.support.documents import blocks_of
from tests.support.invariants import assert_covered, assert_kept

HAN, ENCLOSED = "一二三四五六七八九", "㈠㈡㈢㈣㈤㈥㈦㈧㈨"
to_traditional, to_simplified = OpenCC("s2t").convert, OpenCC("t2s").convert

Lines = list[str]


def wrapped(width: int, indent: str) -> Callable[[Lines], Lines]:
    def wrap(lines: Lines) -> Lines:
        return [
            (indent + line.strip())[at : at + width]
            for line in lines
            if line.strip()
            for at in range(0, len(indent + line.strip()), width)
        ]

    return wrap


def each(change: Callable[[str], str]) -> Callable[[Lines], Lines]:
    return lambda lines: [change(line) for line in lines]


def with_running_header(lines: Lines) -> Lines:
    pages = [lines[at : at + 9] for at in range(0, len(lines), 9)]
    return [line for n, page in enumerate(pages, 1) for line in (*page, "全市工作材料汇编", str(n))]


VARIANTS: dict[str, Callable[[Lines], Lines]] = {
    "traditional": each(to_traditional),
    "small brackets": each(lambda line: line.translate(str.maketrans("（）", "﹙﹚"))),
    "ascii": each(lambda line: line.translate(str.maketrans("（），：；", "(),:;"))),
    "enclosed": each(lambda line: re.sub(f"^（([{HAN}])）", lambda m: ENCLOSED[HAN.index(m[1])], line)),
    "han and dot": each(lambda line: re.sub("^([一二三四五六七八九十]+)、", r"\1．", line)),
    "han and gap": each(lambda line: re.sub("^([一二三四五六七八九十]+)、", r"\1　", line)),
    "wide digits": each(lambda line: line.translate(str.maketrans("0123456789", "０１２３４５６７８９"))),
    "wrapped": wrapped(36, "　　"),
    "running header": with_running_header,
}


def read(lines: Lines) -> tuple[Document, list[Block]]:
    blocks = blocks_of(lines)
    return understand_lines(blocks, "讲话.txt"), blocks


def plain(text: str) -> str:
    text = to_simplified("".join(HAN[ENCLOSED.index(c)] if c in ENCLOSED else c for c in text))
    return re.sub(r"\W", "", text.translate(str.maketrans("０１２３４５６７８９", "0123456789")))


def outline(document: Document) -> list[tuple[int, str]]:
    return [(h.level, plain(h.text)) for h in document.headings]


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_of_the_shipped_speeches_agree(name: str, speeches: tuple[Document, ...]) -> None:
    for speech in speeches:
        if not speech.source.endswith(".txt"):
            continue
        lines = speech.text.split("\n")
        document, blocks = read(VARIANTS[name](lines))
        assert outline(document) == outline(speech), speech.source
        assert plain(document.title) == plain(speech.title)
        assert document.date == read(lines)[0].date  # a page's own lines, which are not in the text, may state another
        assert_covered(document)
        assert_kept(document, blocks)


def test_quotes_keep_traditional_characters(speeches: tuple[Document, ...]) -> None:
    lines = [to_traditional(line) for line in speeches[0].text.split("\n")]
    document, _ = read(lines)
    written = "\n".join(lines)
    for passage in document.passages:
        for line in document.text[passage.start : passage.end].split("\n"):
            assert line in written
    assert all(to_traditional(d.text) == d.text for d in document.dropped)


def test_articles_without_a_gap_are_read_in_sequence() -> None:
    text = "为了维护秩序，制定本办法，第三条规定的情形除外。"
    lines = [
        "某市集市管理办法",
        "第一章总则",
        f"第一条{text}",
        f"第二条{text}",
        "第三条战线上的摊位另行安排，不适用本办法。",
        "第二章管理",
        f"第三条{text}",
    ]
    document, _ = read(lines)
    assert outline(document) == [
        (1, "第一章总则"),
        (2, "第一条"),
        (2, "第二条"),
        (1, "第二章管理"),
        (2, "第三条"),
    ]
