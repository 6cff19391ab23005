"""Whole documents of the genre, written with their outlines: speeches, notices with what they send, rules, minutes, pages."""

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.ingest import read_document
from tests.corpus.headings.annotated import Annotated, outlined, plain, read_annotated
from tests.support.invariants import assert_covered

DOCUMENTS = sorted((Path(__file__).parent / "outlines").iterdir())
AMBIGUOUS = {
    "speech": "同志们，",
    "plan_dash": "各位代表，做好",
    "workplan": "各地贯彻",
    "letter": "文明养犬",
    "experience": "我的汇报",
    "reply": "感谢您",
    "press": "于晓：今天",
    "interview": "主持人：谢谢",
    "wrapped": "　　我就讲",
}
"""Closing words, which belong to the last part or to the whole: readers differ."""


def understood(file: Path, tmp_path: Path) -> tuple[Annotated, Document]:
    annotated = read_annotated(file)
    written = tmp_path / f"{file.stem}{file.suffix}"
    written.write_text("\n".join(annotated.lines) + "\n", encoding="utf-8")
    return annotated, read_document(written)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_title_page_lines_and_headings_are_those_that_a_reader_sees(file: Path, tmp_path: Path) -> None:
    annotated, document = understood(file, tmp_path)
    assert_covered(document)
    assert plain(document.title) == plain(annotated.title)
    assert {dropped.line for dropped in document.dropped if dropped.text.strip()} == set(annotated.page)
    assert outlined(document) == set(annotated.headings)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.stem)
def test_every_line_of_text_stands_under_the_heading_it_belongs_to(file: Path, tmp_path: Path) -> None:
    annotated, document = understood(file, tmp_path)
    wrong = []
    for line, (text, path) in annotated.text.items():
        words = text.strip("| -。").split(" | ")[0].strip()
        at = document.text.rfind(words)
        if not words or at < 0 or text.startswith(AMBIGUOUS.get(file.stem, "§")):
            continue
        passage = next((p for p in document.passages if p.start <= at < p.end), None)
        if passage and tuple(map(plain, document.heading_path(passage))) != path:
            wrong.append((line, words[:16], document.heading_path(passage)[-1:], path[-1:]))
    assert not wrong


def test_a_rare_surname_is_a_speaker(tmp_path: Path) -> None:
    _, document = understood(next(file for file in DOCUMENTS if file.stem == "speech"), tmp_path)
    assert document.speaker == "郦秋白"
