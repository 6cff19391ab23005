"""Comments in a Word draft: at the quotations, nothing else of the draft changed."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts.word import open_word
from tests.bot.drafts.word_files import with_macros, word_draft


def texts_of(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def commented_words(data: bytes) -> dict[str, str]:
    """The words between the marks of each comment, by the comment's text."""
    file = Document(io.BytesIO(data))
    comments = {comment.comment_id: comment.text for comment in file.comments}
    found, open_ = dict.fromkeys(comments.values(), ""), set()
    for element in file.element.body.iter():
        name = element.tag.rpartition("}")[2]
        identity = next(
            (int(value) for key, value in element.attrib.items() if key.endswith("}id") and value.isdigit()), -1
        )
        if name == "commentRangeStart":
            open_.add(identity)
        elif name == "commentRangeEnd":
            open_.discard(identity)
        elif name == "t":
            for each in open_:
                found[comments[each]] += element.text or ""
    return found


@given(
    st.lists(
        st.lists(st.text(alphabet="甲乙丙丁“”，。\t", min_size=1, max_size=8), min_size=1, max_size=4),
        min_size=1,
        max_size=4,
    ),
    st.data(),
)
def test_a_comment_stands_at_its_words_and_the_text_stays(paragraphs: list[list[str]], data: st.DataObject) -> None:
    content = word_draft(*paragraphs)
    draft = open_word(content)
    assert draft is not None
    assert draft.text == "".join("".join(pieces) + "\n" for pieces in paragraphs)
    start = data.draw(st.integers(0, len(draft.text) - 2))
    end = data.draw(st.integers(start + 1, len(draft.text) - 1))
    commented = draft.commented([((start, end), "批注")], "甲")
    assert texts_of(commented) == texts_of(content)
    wanted = draft.text[start:end].replace("\n", "").replace("\t", "")
    (words,) = commented_words(commented).values() or [""]
    assert wanted in words
    if "\t" not in "".join(map("".join, paragraphs)) and wanted:
        assert words == wanted


def test_tables_and_text_boxes_are_read_and_commented() -> None:
    draft = open_word(word_draft("正文“甲”", cells=("“乙”", "丙"), box="框里“丁”"))
    assert draft is not None
    assert all(words in draft.text for words in ("“乙”", "丙", "框里“丁”"))
    spans = [(draft.text.index(letter), draft.text.index(letter) + 1) for letter in "甲乙丁"]
    commented = draft.commented([(span, f"第{n}处") for n, span in enumerate(spans)], "核对")
    assert {name: words for name, words in commented_words(commented).items() if name != "第2处"} == {
        "第0处": "甲",
        "第1处": "乙",
    }
    assert "丁" in commented_words(commented)["第2处"]


def test_a_comment_on_a_footnote_stands_at_its_number() -> None:
    draft = open_word(word_draft("正文", note="注里“甲”"))
    assert draft is not None
    assert draft.text.rstrip("\n").endswith("注里“甲”")
    at = draft.text.index("甲")
    file = Document(io.BytesIO(draft.commented([((at, at + 1), "批注")], "核对")))
    start = next(file.element.body.iter("{*}commentRangeStart"))
    assert [child.tag.rpartition("}")[2] for child in start.getnext()] == ["footnoteReference"]


def test_headers_and_footers_are_read_and_commented_at_the_beginning() -> None:
    content = word_draft("正文第一段", "第二段", header="页眉“甲”", footer="页脚“乙”")
    draft = open_word(content)
    assert draft is not None
    assert draft.text == "正文第一段\n第二段\n页眉“甲”\n页脚“乙”\n"
    assert draft.text[draft.margins :].startswith("页眉")
    at = draft.text.index("乙")
    commented = draft.commented([((at, at + 1), "批注")], "核对")
    assert commented_words(commented) == {"批注": "正文第一段"}
    assert texts_of(commented) == texts_of(content)
    assert Document(io.BytesIO(commented)).sections[0].footer.paragraphs[0].text == "页脚“乙”"


def test_what_may_hold_text_and_is_not_read_is_counted() -> None:
    pictured, plain = open_word(word_draft("甲", picture=True)), open_word(word_draft("甲", header="乙"))
    assert pictured is not None and plain is not None
    assert (pictured.unread, plain.unread) == (1, 0)


def test_a_file_with_macros_is_commented_and_the_copy_holds_none() -> None:
    content = with_macros(word_draft("正文“甲”"))
    with pytest.raises(ValueError, match="not a Word file"):
        Document(io.BytesIO(content))
    draft = open_word(content)
    assert draft is not None
    commented = draft.commented([((3, 4), "批注")], "核对")
    assert commented_words(commented) == {"批注": "甲"}
    with zipfile.ZipFile(io.BytesIO(commented)) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]
        assert b"macro" not in package.read("[Content_Types].xml")


@pytest.mark.parametrize("made", [word_draft, lambda *text, **more: with_macros(word_draft(*text, **more))])
def test_a_file_with_a_damaged_header_is_left_to_the_readers(made: Callable[..., bytes]) -> None:
    content = made("正文“甲”", header="页眉" * 50)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        at = package.getinfo("word/header1.xml").header_offset + 60
    assert open_word(content[:at] + b"\xff" * 40 + content[at + 40 :]) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"plain", word_draft("甲")[:-30]])
def test_what_is_no_word_file_is_left_to_the_readers(content: bytes) -> None:
    assert open_word(content) is None
