"""Checks that hold for every document: nothing lost, nothing twice, nothing rewritten, quotes that start with a word."""

from corpus.document import Block, Document


def assert_covered(document: Document) -> None:
    """Every character but white space is in exactly one passage, heading or the title.

    The one allowed overlap: a heading that is itself quoted starts the passage of its own section.
    """
    owners = [0] * len(document.text)
    quoted = {p.start for p in document.passages}
    spans = [(p.start, p.end) for p in document.passages] + [document.title_span]
    spans += [(h.start, h.end) for h in document.headings if h.start not in quoted]
    for start, end in spans:
        for i in range(start, end):
            owners[i] += 1
    wrong = [i for i, n in enumerate(owners) if n != 1 and not (document.text[i].isspace() and n == 0)]
    assert not wrong, (
        f"{document.source}: {len(wrong)} characters, first near {document.text[wrong[0] : wrong[0] + 20]!r}"
    )


def assert_kept(document: Document, blocks: list[Block]) -> None:
    """The canonical text is the source's lines less the dropped ones, none rewritten."""
    dropped = {d.line for d in document.dropped}
    kept = "".join(b.text for b in blocks if b.line not in dropped and b.text.strip())
    assert "".join(document.text.split()) == "".join(kept.split())


def assert_quotable(document: Document) -> None:
    """No passage starts or ends with a blank."""
    for passage in document.passages:
        quote = document.text[passage.start : passage.end]
        assert quote
        assert quote == quote.strip()
