"""The heading tree against its definition, looked up heading by heading and character by character."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Heading, Passage
from corpus.headings.tree import ROOT, HeadingTree, parents_of, path_to, runs

LEVELS = st.lists(st.integers(1, 5), max_size=14)
"""Of the headings in text order; a level may skip those between, as Markdown does."""
LENGTH = 3
"""Characters of a heading, and of a passage."""


@dataclass(frozen=True, slots=True)
class Naive:
    """The same questions answered without a tree: for each heading all others are looked at."""

    levels: list[int]

    def holds(self, outer: int, inner: int) -> bool:
        """Whether `inner` stands below `outer`: behind it, with nothing as high between them, itself included."""
        return outer < inner and all(self.levels[i] > self.levels[outer] for i in range(outer + 1, inner + 1))

    def ancestors(self, heading: int) -> list[int]:
        return [outer for outer in range(len(self.levels)) if self.holds(outer, heading)]

    def parent(self, heading: int) -> int:
        return max(self.ancestors(heading), default=ROOT)

    def within(self, heading: int) -> list[int]:
        return [inner for inner in range(len(self.levels)) if heading == ROOT or self.holds(heading, inner)]


def document_with(levels: list[int], texts: list[int]) -> Document:
    """A heading of each level on a line of its own, behind each one as many passages as `texts` says.

    The first count is that of the passages before the first heading.
    """
    naive = Naive(levels)
    text, headings, passages = "", list[Heading](), list[Passage]()
    for heading, count in enumerate(texts, start=ROOT):
        if heading != ROOT:
            words = f"题{heading:02d}"
            headings.append(
                Heading(
                    text=words,
                    level=levels[heading],
                    number=None,
                    start=len(text),
                    end=len(text) + LENGTH,
                    line=heading + 1,
                    run_in=False,
                )
            )
            text += words + "\n"
        path = () if heading == ROOT else (*naive.ancestors(heading), heading)
        for _ in range(count):
            passages.append(Passage(len(text), len(text) + LENGTH, path))
            text += "正文。\n"
    return Document(
        id="树",
        title="树",
        name="树",
        text=text,
        source="树.txt",
        headings=tuple(headings),
        passages=tuple(passages),
    )


@st.composite
def trees(draw: st.DrawFn) -> tuple[HeadingTree, Naive]:
    levels = draw(LEVELS)
    texts = draw(st.lists(st.integers(0, 2), min_size=len(levels) + 1, max_size=len(levels) + 1))
    return HeadingTree(document_with(levels, texts)), Naive(levels)


@given(trees())
def test_parents_paths_and_depths(case: tuple[HeadingTree, Naive]) -> None:
    tree, naive = case
    assert tree.parents == parents_of(tree.document.headings)
    assert path_to(ROOT, tree.parents) == ()
    for heading in range(len(naive.levels)):
        assert tree.parents[heading] == naive.parent(heading)
        assert tree.path(heading) == (*naive.ancestors(heading), heading)
        assert tree.path_texts(heading) == tuple(f"题{i:02d}" for i in (*naive.ancestors(heading), heading))
        assert tree.depths[heading] == len(naive.ancestors(heading))


@given(trees())
def test_children_and_what_stands_within(case: tuple[HeadingTree, Naive]) -> None:
    tree, naive = case
    for heading in range(ROOT, len(naive.levels)):
        within = naive.within(heading)
        assert list(tree.within(heading)) == within
        assert list(tree.children(heading)) == [i for i in within if naive.parent(i) == heading]


@given(trees())
def test_a_section_spans_its_own_characters_and_no_other(case: tuple[HeadingTree, Naive]) -> None:
    tree, naive = case
    owners = owner_of_each_character(tree.document)
    for heading in range(len(naive.levels)):
        inside = {heading, *naive.within(heading)}
        mine = [at for at, owner in enumerate(owners) if owner in inside]
        assert tree.span(heading) == (mine[0], mine[-1] + 1)
        assert all(owner in inside or owner is None for owner in owners[slice(*tree.span(heading))])
        assert tree.passages(heading) == tuple(
            p for p in tree.document.passages if p.path and owners[p.start] in inside
        )
    assert tree.passages(ROOT) == tree.document.passages


@given(trees())
def test_every_character_stands_in_the_section_that_was_written(case: tuple[HeadingTree, Naive]) -> None:
    tree, _ = case
    document = tree.document
    for at, owner in enumerate(owner_of_each_character(document)):
        assert tree.section_at(at) == (ROOT if owner is None else owner)
        passage = tree.passage_at(at)
        assert (passage is not None) == (document.text[at] in "正文。")
        assert passage is None or passage.start <= at < passage.end


@given(trees())
def test_runs_go_on_as_long_as_the_path_stays_the_same(case: tuple[HeadingTree, Naive]) -> None:
    passages = case[0].document.passages
    at = 0
    for path, (start, end) in runs(passages):
        own = [p for p in passages if start <= p.start and p.end <= end]
        assert (own[0].start, own[-1].end) == (start, end)
        assert {p.path for p in own} == {path}
        assert tuple(own) == passages[at : at + len(own)]
        at += len(own)
        assert at == len(passages) or passages[at].path != path
    assert at == len(passages)


@given(trees(), st.integers(0, 60), st.integers(0, 30))
def test_neighbours_are_the_nearest_passages_outside_a_span(
    case: tuple[HeadingTree, Naive], start: int, size: int
) -> None:
    tree, _ = case
    end = start + size
    before, after = tree.neighbours(start, end)
    for passage in tree.document.passages:
        if passage.end <= start:
            assert before is not None
            assert passage.end <= before.end <= start
        if passage.start >= end:
            assert after is not None
            assert end <= after.start <= passage.start


def owner_of_each_character(document: Document) -> list[int | None]:
    """The heading that each character of the text belongs to, ROOT for text before the first, None for line breaks."""
    owners: list[int | None] = []
    heading = ROOT
    for line in document.text.splitlines():
        heading = int(line[1:]) if line.startswith("题") else heading
        owners += [heading] * len(line) + [None]
    return owners
