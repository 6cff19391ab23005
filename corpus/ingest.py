"""One file in, one document out: read, clean, rejoin, find the headings, cut passages."""

import hashlib
from dataclasses import asdict, replace
from pathlib import Path

from corpus.chinese.sentences import Span
from corpus.chinese.variants import as_written, in_usual_forms
from corpus.document import Block, Document, Heading, Passage
from corpus.front.title import read_front
from corpus.headings.outline import Outline, build_outline
from corpus.headings.tree import parents_of, path_to
from corpus.lines.cleaning import clean, head_end
from corpus.lines.pages import Pages
from corpus.lines.paragraphs import Paragraph, join_broken_lines
from corpus.lines.splitting import split_second_headings
from corpus.lines.wrapping import by_source_line, unwrap
from corpus.passages import cut_passages
from corpus.readers import read_blocks


def read_document(path: Path, root: Path | None = None) -> Document:
    """The document in the file at `path`; `source` is its path below `root`. Raises UnreadableFile."""
    source = path.relative_to(root).as_posix() if root else path.name
    return understand(read_blocks(path), source)


def understand(blocks: list[Block], source: str) -> Document:
    """Turn a reader's lines into a document. Works on any lines; what is no heading stays text."""
    usual = in_usual_forms(blocks)
    document = _understand(usual, source)
    if usual is not blocks:
        document = as_written(document, usual, blocks)
    digest = hashlib.sha256(f"{source}\n{document.name}\n{document.text}".encode()).hexdigest()[:16]
    return replace(document, id=digest)


def _understand(blocks: list[Block], source: str) -> Document:
    lines, parts = unwrap(blocks)
    kept, dropped = clean(lines)
    head = head_end(kept)
    front = read_front(kept[:head], Path(source).stem, dropped, kept[head:])
    paragraphs = split_second_headings(join_broken_lines(kept, head), head)
    if front.title_at >= 0:
        paragraphs[front.title_at] = Paragraph(paragraphs[front.title_at].text, paragraphs[front.title_at].line)
    outline = build_outline(paragraphs, head)
    text, starts = _canonical(paragraphs)
    headings = _headings(paragraphs, outline, text, starts)
    title_span = (0, 0)
    if front.title_lines:
        last = front.title_at + front.title_lines - 1
        title_span = (starts[front.title_at], starts[last] + len(paragraphs[last].text))
    passages = _passages(paragraphs, outline, text, starts, headings, title_span)
    pages = Pages(kept, text)
    if pages.known:
        passages = [replace(passage, page=pages.at(passage.start)) for passage in passages]
    return Document(
        id="", title=front.title, name=front.name, text=text, source=source, headings=headings,
        passages=tuple(passages), dropped=tuple(by_source_line(dropped, parts)), title_span=title_span, **asdict(front.facts),
    )  # fmt: skip


def _canonical(paragraphs: list[Paragraph]) -> tuple[str, list[int]]:
    parts: list[str] = []
    starts, at = [], 0
    for paragraph in paragraphs:
        if parts and not paragraph.glued:
            parts.append("\n")
            at += 1
        starts.append(at)
        parts.append(paragraph.text)
        at += len(paragraph.text)
    return "".join(parts), starts


def _headings(paragraphs: list[Paragraph], outline: Outline, text: str, starts: list[int]) -> tuple[Heading, ...]:
    headings = []
    for node in outline.nodes:
        c = node.candidate
        start, end = starts[c.index] + c.start, starts[c.index] + c.end
        stop = starts[c.index] + len(paragraphs[c.index].text)
        closed = end
        while closed < stop and text[closed] in "。！？!?：: \u3000\t":
            closed += 1
        if c.stands_alone:
            closed = stop
        words = text[start:end].rstrip("。．；;：: \u3000")
        headings.append(
            Heading(words, node.level, c.number, start, closed, paragraphs[c.index].line, not c.stands_alone)
        )
    return tuple(headings)


def _passages(
    paragraphs: list[Paragraph], outline: Outline, text: str, starts: list[int],
    headings: tuple[Heading, ...], title_span: Span,
) -> list[Passage]:  # fmt: skip
    """The body runs are the paragraphs less the title and less the headings that open them."""
    opened_by = {node.candidate.index: i for i, node in enumerate(outline.nodes)}
    parents = parents_of(headings)
    runs: list[tuple[Span, tuple[int, ...]]] = []
    for index, paragraph in enumerate(paragraphs):
        start, end = starts[index], starts[index] + len(paragraph.text)
        if title_span[0] <= start < title_span[1]:
            continue
        if index in opened_by:
            start = headings[opened_by[index]].end
        if text[start:end].strip():
            owner = outline.owner[index]
            runs.append(((start, end), path_to(owner, parents)))
    return cut_passages(text, runs, headings)
