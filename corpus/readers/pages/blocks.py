"""Pages of lines as blocks: paragraphs, and the lines that every page repeats with the rule that says so."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block
from corpus.readers.pages.lines import Line, PageLines
from corpus.readers.pages.page_edges import repeated_at_edges
from corpus.readers.pages.paragraphs import page_paragraphs

WITHOUT_TEXT, UNCLEAR = "picture without text", "unclear recognition"
"""The rules by which a page is left out as a whole."""


def page_blocks(pages: list[PageLines], pictures: Sequence[int] = ()) -> list[Block]:
    """One block per paragraph, with its pages, and one per dropped line, in the order of the pages.

    `line` counts the lines of the file; `pictures` are pages without text.
    """
    rules = repeated_at_edges(pages)
    numbers: dict[Line, int] = {}
    for page in pages:
        for line in page.lines:
            numbers[line] = len(numbers) + 1
    text = [replace(page, lines=tuple(line for line in page.lines if line not in rules)) for page in pages]
    found = [Block(line.text.strip(), numbers[line], page=line.page, rule=rule) for line, rule in rules.items()]
    found += [Block(p.text, numbers[p.first], page=p.first.page, turns=p.turns) for p in page_paragraphs(text)]
    found.sort(key=lambda block: block.line)
    last = len(numbers)
    return found + [
        Block(f"[page {page}]", last + nth, page=page, rule=WITHOUT_TEXT) for nth, page in enumerate(pictures, 1)
    ]
