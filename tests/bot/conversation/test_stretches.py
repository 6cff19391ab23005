"""Walking through documents: sections, the text around a quote, words found."""

import pytest

from bot.conversation.keyword_search import keyword_search
from bot.conversation.replies.listing import numbered_headings
from bot.conversation.stretches import Stretch, around, first_page, whole_document
from corpus.chinese.sentences import sentences
from corpus.document import Document
from corpus.headings.tree import ROOT, HeadingTree
from retrieval.fold import fold


def test_sections_nest_and_hold_their_passages(speeches: tuple[Document, ...]) -> None:
    for tree in map(HeadingTree, speeches):
        document = tree.document
        for heading in range(len(document.headings)):
            start, end = tree.span(heading)
            assert document.text[start:].startswith(document.headings[heading].text[:4])
            inside = [p for p in document.passages if start <= p.start and p.end <= end]
            assert tuple(inside) == tree.passages(heading), "nothing of another section"
            for child in tree.children(heading):
                below = tree.span(child)
                assert start < below[0] <= below[1] <= end
                assert tree.path(child)[:-1] == tree.path(heading)


def test_contents_number_every_heading_below_its_parent(speeches: tuple[Document, ...]) -> None:
    for tree in map(HeadingTree, speeches):
        walked: list[int] = []

        def walk(heading: int, depth: int, tree: HeadingTree = tree, walked: list[int] = walked) -> None:
            for child in tree.children(heading):
                walked.append(child)
                assert tree.depths[child] == depth
                walk(child, depth + 1)

        walk(ROOT, 0)
        assert walked == list(range(len(tree.document.headings)))
        listed = numbered_headings(tree)
        deepest = max((tree.depths[i] for i in listed), default=0)
        assert list(listed) == [i for i in walked if tree.depths[i] <= deepest], "whole levels"
        assert bool(listed) == bool(walked)


def test_context_grows_by_sentences_inside_its_section(speeches: tuple[Document, ...]) -> None:
    for document in speeches:
        for passage in document.passages:
            span = passage.start, passage.end
            while (wider := around(document, *span)) != span:
                assert wider[0] <= span[0] and span[1] <= wider[1]
                assert len([s for s in sentences(document.text, *wider) if document.text[slice(*s)].strip()]) >= 1
                assert not any(wider[0] < h.start < wider[1] and h.start > passage.end for h in document.headings)
                span = wider
            held = [p for p in document.passages if span[0] <= p.start and p.end <= span[1]]
            assert {p.path for p in held} == {passage.path}


def test_a_text_is_cut_into_pages_without_a_gap(speeches: tuple[Document, ...]) -> None:
    for document in speeches:
        rest: Stretch | None = whole_document(document)
        at = rest.start if rest else 0
        while rest is not None:
            page, rest = first_page(document, rest, 300)
            assert page.start == at
            held = [p for p in document.passages if page.start <= p.start < page.end]
            assert held[-1].end - page.start <= 300 or len(held) == 1
            at = page.end
        assert at == document.passages[-1].end


@pytest.mark.parametrize("words", ["工会", "工會", "驿站 饮水", "ＧＤＰ", "gdp", "12345", "井盖", "一次办"])
def test_keyword_search_finds_what_a_scan_finds(words: str, speeches: tuple[Document, ...]) -> None:
    hits = keyword_search(speeches, words)
    wanted = [fold(word) for word in words.split()]
    texts = {(d.id, p.start): fold(d.text[p.start : p.end]) for d in speeches for p in d.passages}
    assert {key for key, text in texts.items() if all(word in text for word in wanted)} <= {
        (hit.document.id, hit.passage.start) for hit in hits
    }
    for hit in hits:
        text = hit.document.text[hit.passage.start : hit.passage.end]
        assert hit.spans
        assert all(fold(text[a:b]) in wanted for a, b in hit.spans)
