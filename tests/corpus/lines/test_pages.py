"""Which page a passage begins on."""

from corpus.document import Block
from corpus.ingest import understand_lines


def test_pages_are_counted_through_joined_and_cut_lines() -> None:
    blocks = [
        Block("在植树节上的讲话", 1, page=1),
        Block("同志们：今年全市计划栽种银杏两万株，其中城区八千株，" * 4, 2, page=1, turns=(30, 60)),
        Block("— 3 —", 3, page=3, rule="page number"),
        Block("其余的由各镇在四月底以前栽完。第二页的话到此为止。" * 8, 4, page=3, turns=(40,)),
    ]
    document = understand_lines(blocks, "树.pdf")
    pages = [passage.page or 0 for passage in document.passages]
    assert pages == sorted(pages)
    assert {pages[0], pages[-1]} == {1, 4}
