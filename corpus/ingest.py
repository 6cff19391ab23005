"""One file in, one document out: read, clean, rejoin, find the headings, cut passages."""

import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from corpus.chinese.sentences import Span
from corpus.chinese.variants import as_written, in_usual_forms
from corpus.document import Block, Document, Fact, Heading, Passage
from corpus.front.placing import first_values, place_facts
from corpus.front.title import Front, read_front
from corpus.headings.open_sections import Node
from corpus.headings.outline import Outline, build_outline
from corpus.headings.tree import ROOT, parents_of, path_to
from corpus.lines.cleaning import clean, head_end
from corpus.lines.pages import Pages
from corpus.lines.paragraphs import Paragraph, join_broken_lines, lines_apart
from corpus.lines.splitting import split_second_headings
from corpus.lines.wrapping import by_source_line, unwrap
from corpus.passages import cut_passages
from corpus.readers import read_blocks
from corpus.readers.table_rows import CELL_GAP


@dataclass(frozen=True, slots=True)
class _Canonical:
    """The canonical text; paragraph n of `paragraphs` begins in it at `starts[n]`."""

    paragraphs: list[Paragraph]
    text: str
    starts: list[int]

    def span(self, paragraph: int) -> Span:
        """Where the paragraph of that index stands."""
        start = self.starts[paragraph]
        return start, start + len(self.paragraphs[paragraph].text)


def read_document(path: Path, *, root: Path | None = None) -> Document:
    """The first document in the file at `path`; `source` is its path below `root`. Raises UnreadableFile."""
    source = path.relative_to(root).as_posix() if root else path.name
    return understand_lines(read_blocks(path), source)


def understand_lines(blocks: list[Block], source: str) -> Document:
    """Turn a reader's lines into a document. Works on any lines; what is no heading stays text."""
    usual = in_usual_forms(blocks)
    document = _understood(usual, source)
    if usual is not blocks:
        document = as_written(document, usual, blocks)
    digest = hashlib.sha256(f"{source}\n{document.name}\n{document.text}".encode()).hexdigest()[:16]
    return replace(document, id=digest)


def _understood(blocks: list[Block], source: str) -> Document:
    lines, parts = unwrap(blocks)
    kept, dropped = clean(lines)
    head = min(head_end(kept), _first_row(kept))
    front = read_front(kept[:head], Path(source).stem, dropped, kept[head:])
    paragraphs = split_second_headings(join_broken_lines(kept, head, lines_apart(lines)), head)
    if front.title_at >= 0:
        paragraphs[front.title_at] = Paragraph(paragraphs[front.title_at].text, paragraphs[front.title_at].line)
    outline = build_outline(paragraphs, head)
    canonical = _canonical(paragraphs)
    headings = _headings(canonical, outline)
    title_span = _title_span(canonical, front)
    passages = cut_passages(canonical.text, _body_runs(canonical, outline, headings, title_span), headings)
    pages = Pages(kept, canonical.text)
    if pages.known:
        sure = dict(pair for block in blocks for pair in block.recognized)
        passages = [_on_pages(passage, pages, sure) for passage in passages]
    facts = place_facts(
        front.facts, canonical.text, [(p.line, at) for p, at in zip(paragraphs, canonical.starts, strict=True)]
    )
    if title_span[1]:
        facts = (Fact("title", front.title, title_span, paragraphs[front.title_at].line), *facts)
    said = first_values(facts)
    return Document(
        id="",
        title=front.title,
        name=front.name,
        text=canonical.text,
        source=source,
        headings=headings,
        passages=tuple(passages),
        dropped=tuple(by_source_line(dropped, parts)),
        title_span=title_span,
        facts=facts,
        speaker=said.get("speaker"),
        date=said.get("date"),
        occasion=said.get("occasion"),
        location=said.get("location"),
        origin=said.get("origin"),
        issuer=said.get("issuer"),
        number=said.get("number"),
        published=said.get("published"),
    )


def _first_row(blocks: list[Block]) -> int:
    """Where the first table begins, which is text and not part of the title; the number of blocks where there is none."""
    rows = (n for n, pair in enumerate(pairwise(blocks)) if all(CELL_GAP in block.text for block in pair))
    return next(rows, len(blocks))


def _on_pages(passage: Passage, pages: Pages, sure: dict[int, float]) -> Passage:
    """`sure` is the confidence of each page that was recognised."""
    first, last = pages.at(passage.start), pages.at(passage.end - 1)
    confidences = [sure[page] for page in range(first, last + 1) if page in sure]
    return replace(passage, page=first, recognized=min(confidences, default=None))


def _canonical(paragraphs: list[Paragraph]) -> _Canonical:
    parts: list[str] = []
    starts, at = [], 0
    for paragraph in paragraphs:
        if parts and not paragraph.glued:
            parts.append("\n")
            at += 1
        starts.append(at)
        parts.append(paragraph.text)
        at += len(paragraph.text)
    return _Canonical(paragraphs, "".join(parts), starts)


def _title_span(canonical: _Canonical, front: Front) -> Span:
    if not front.title_lines:
        return 0, 0
    last = front.title_at + front.title_lines - 1
    return canonical.starts[front.title_at], canonical.span(last)[1]


def _headings(canonical: _Canonical, outline: Outline) -> tuple[Heading, ...]:
    return tuple(_heading(canonical, node) for node in outline.nodes)


def _heading(canonical: _Canonical, node: Node) -> Heading:
    text, candidate = canonical.text, node.candidate
    first, stop = canonical.span(candidate.index)
    start, end = first + candidate.start, first + candidate.end
    closed = end
    while closed < stop and text[closed] in "。！？!?：: \u3000\t":
        closed += 1
    return Heading(
        text=text[start:end].rstrip("。．；;：: \u3000"),
        level=node.level,
        number=candidate.number,
        start=start,
        end=stop if candidate.stands_alone else closed,
        line=canonical.paragraphs[candidate.index].line,
        run_in=not candidate.stands_alone,
    )


def _body_runs(
    canonical: _Canonical, outline: Outline, headings: tuple[Heading, ...], title_span: Span
) -> list[tuple[Span, tuple[int, ...]]]:
    """The paragraphs less the title and less the headings that open them, each with its heading path."""
    opened_by = {node.candidate.index: heading for node, heading in zip(outline.nodes, headings, strict=True)}
    parents = parents_of(headings)
    runs: list[tuple[Span, tuple[int, ...]]] = []
    last, path = ROOT, path_to(ROOT, parents)
    for index, owner in enumerate(outline.owner):
        start, end = canonical.span(index)
        if title_span[0] <= start < title_span[1]:
            continue
        if index in opened_by:
            start = opened_by[index].end
        if owner != last:
            last, path = owner, path_to(owner, parents)
        if canonical.text[start:end].strip():
            runs.append(((start, end), path))
    return runs
