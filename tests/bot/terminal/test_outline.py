"""The outline as a person sees it in the terminal."""

import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.terminal.outline import outline_view, show_outline
from corpus.document import Document
from corpus.errors import CorpusError
from corpus.ingest import read_document
from tests.support.paths import SPEECHES

SPEECH = SPEECHES / "在全市安全生产暨防汛工作会议上的讲话.txt"


def shown(document: Document, dropped: bool = False) -> str:
    console = Console(width=200, record=True, file=open("/dev/null", "w"), highlight=False)  # noqa: SIM115
    console.print(outline_view(document, dropped=dropped))
    return console.export_text()


def test_every_heading_fact_and_count_is_shown(speeches: tuple[Document, ...]) -> None:
    for document in speeches:
        text = shown(document)
        assert document.name in text
        assert all(h.text in text for h in document.headings)
        assert all(fact in text for fact in (document.speaker, document.date) if fact)
        assert f"{len(document.headings)} 个标题 · {len(document.passages)} 段" in text


def test_sections_count_what_stands_below_them(speeches: tuple[Document, ...]) -> None:
    document = next(d for d in speeches if any(h.level == 2 for h in d.headings))
    top = next(i for i, h in enumerate(document.headings) if h.level == 1)
    inside = [p for p in document.passages if top in p.path]
    size = sum(p.end - p.start for p in inside)
    assert f"{document.headings[top].text}  {len(inside)}段·{size}字·行{document.headings[top].line}" in shown(document)


def test_dropped_lines_are_shown_on_demand() -> None:
    document = read_document(SPEECH)
    assert document.dropped
    assert "--dropped" in shown(document)
    listed = shown(document, dropped=True)
    assert all(d.text.strip()[:40] in listed for d in document.dropped)


def test_a_folder_is_one_line_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    show_outline(SPEECHES, as_json=True)
    outlines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {o["file"] for o in outlines} == {f.name for f in SPEECHES.iterdir()}
    show_outline(SPEECHES)
    text = capsys.readouterr().out
    assert all(o["file"] in text for o in outlines)
    with pytest.raises(CorpusError):
        show_outline(tmp_path / "没有.txt")
