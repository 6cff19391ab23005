"""A quote from a PDF names the page on which it stands."""

from pathlib import Path

import pypdfium2

from bot.messages import CHINESE, ENGLISH
from bot.rendering import parts, to_plain
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.support.made_files import as_pdf


def page_texts(file: Path) -> list[str]:
    return ["".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(file)]


def test_quotes_from_a_pdf_name_their_page(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "讲话.pdf").write_bytes(as_pdf())
    Collection(folder, tmp_path / "library", Answerer(encoder)).reload()
    answer = Collection(folder, tmp_path / "library", Answerer(encoder)).snapshot().answer("今年要改造多少座卫生厕所")
    quote = answer.quotes[0]
    opening = "".join(quote.text.split())[:12]
    found = [n for n, text in enumerate(page_texts(folder / "讲话.pdf"), start=1) if opening in text]
    assert found == [quote.page] == [answer.to_json()["quotes"][0]["page"]]
    assert f"2024-02-18　{CHINESE.page.format(page=quote.page)}\n" in to_plain(parts(answer, CHINESE, 1))
    assert f"2024-02-18　{ENGLISH.page.format(page=quote.page)}\n" in to_plain(parts(answer, ENGLISH, 1))
