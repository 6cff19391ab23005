"""What is shown keeps the words of the documents and the limits of Telegram, whatever the text."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking import checked_answer, verify
from bot.errors import QuoteMismatch
from bot.messages import CHINESE, ENGLISH
from bot.rendering import ENTITIES, LIMIT, parts, split_messages, to_html, to_plain
from retrieval.answer import Answer, Elsewhere, Kind, Quote, Suggestion
from tests.fuzz.rendering import faults, random_answer
from tests.support.random_texts import TEXTS
from tests.support.running_bot import SCHOOLS, UNIONS, Shelf
from tests.support.telegram_html import BadHtml, parse, utf16_length


def quote(text: str, *highlights: tuple[int, int], title: str = "讲话", path: tuple[str, ...] = ("一、任务",)) -> Quote:
    return Quote(title, "a.md", "d", "周明远　2024-03-05", path, text, 0, len(text), highlights, 1.0, 0.9)


def answer(*quotes: Quote) -> Answer:
    return Answer("问", False, None, 0.9, quotes, (), "1-a")


def test_an_answer_shows_title_path_and_quote() -> None:
    content = parts(answer(quote("工会要入会。先入会、后转接。", (6, 14), path=("三、任务", "（一）组织"))), CHINESE, 3)
    assert to_html(content) == (
        "📄 <b>讲话</b>　周明远　2024-03-05\n三、任务 › （一）组织\n"
        "<blockquote>工会要入会。<b>先入会、后转接。</b></blockquote>"
    )
    assert to_plain(content) == "📄 讲话　周明远　2024-03-05\n三、任务 › （一）组织\n工会要入会。先入会、后转接。"


def test_other_places_that_say_the_same_are_named_in_the_source_line() -> None:
    also = tuple(Elsewhere(f"{year}年报告", f"{year}.txt", str(year), ()) for year in (2023, 2022))
    once = replace(quote("甲。"), copies=("乙.txt",), also=(*also[:1], Elsewhere("讲话", "a.md", "d", ("二、回顾",))))
    assert to_plain(parts(answer(once), CHINESE, 1)).splitlines()[0] == (
        "📄 讲话　周明远　2024-03-05　另见 乙.txt、《2023年报告》"
    )
    more = to_plain(parts(answer(replace(once, also=also)), ENGLISH, 1)).splitlines()[0]
    assert more.endswith("　also in 乙.txt、《2023年报告》 and others, 3 in all")


def test_only_as_many_quotes_as_asked_for_are_shown() -> None:
    content = parts(answer(*(quote(f"第{n}段。") for n in range(5))), CHINESE, 2)
    assert [part.text for part in content if part.kind == "quote"] == ["第0段。", "第1段。"]


def test_a_long_quote_is_expandable_and_markup_in_it_is_escaped() -> None:
    source = to_html(parts(answer(quote("<b>&amp;</b>" * 40)), CHINESE, 1))
    text, entities = parse(source)
    assert [text[e.start : e.end] for e in entities if e.type == "expandable_blockquote"] == ["<b>&amp;</b>" * 40]


def test_a_refusal_lists_the_nearest_headings() -> None:
    nearest = (Suggestion("讲话", "a.md", "1", ("三、任务", "（二）经费"), 1), Suggestion("报告", "b.md", "2", (), 0))
    refusal = Answer("问", True, "not_confident", 0.1, (), nearest, "1-a")
    assert to_plain(parts(refusal, CHINESE, 3)) == (
        "资料里没有直接回答这个问题的内容。\n最接近的章节：\n• 讲话 › 三、任务 › （二）经费\n• 报告"
    )
    assert to_plain(parts(refusal, ENGLISH, 3)).startswith(ENGLISH.not_confident)


def test_a_refusal_never_looks_like_an_answer() -> None:
    closest = (quote("甲。", (0, 2)), quote("乙。"))
    shown = parts(Answer("问", True, "not_confident", 0.2, closest, (), "1-a"), CHINESE, 3)
    assert [part.kind for part in shown] == ["notice", "notice", "source", "path", "quote"]
    assert shown[-1].highlights == ()


def test_a_quote_that_is_not_in_its_document_is_not_sent(caplog: pytest.LogCaptureFixture) -> None:
    good = Shelf().answer("外卖骑手能入会吗").quotes[0]
    assert verify(good, Shelf().snapshot())
    assert not verify(good, Shelf(SCHOOLS).snapshot())

    class Changed(Shelf):
        def answer(
            self, question: str, *, recent: str | None = None, within: str | None = None, kind: Kind | None = None
        ) -> Answer:
            asked = Shelf(UNIONS, SCHOOLS).answer(question)
            return Answer(question, False, None, 0.9, asked.quotes, (), self.generation)

    with pytest.raises(QuoteMismatch):
        checked_answer(Changed(SCHOOLS).snapshot(), "外卖骑手能入会吗")
    assert "quote not sent" in caplog.text


def test_an_answer_is_wholly_of_one_generation() -> None:
    class Switching(Shelf):
        def answer(
            self, question: str, *, recent: str | None = None, within: str | None = None, kind: Kind | None = None
        ) -> Answer:
            given = super().answer(question)
            self.generation, self.documents = "2-second", (SCHOOLS,)
            return given

    shelf = Switching()
    answer = checked_answer(shelf.snapshot(), "外卖骑手能入会吗")
    assert (answer.generation, shelf.snapshot().id) == ("1-first", "2-second")
    assert answer.quotes and all(quote.document_id == UNIONS.id for quote in answer.quotes)


LONG_TEXTS = st.tuples(TEXTS, st.integers(1, 400)).map(lambda given: (given[0] * given[1])[:10_000])
SPANS = st.lists(st.tuples(st.integers(-5, 10_000), st.integers(-5, 10_000)), max_size=60)


@given(st.lists(st.tuples(LONG_TEXTS, SPANS, TEXTS), min_size=1, max_size=4), st.integers(2000, LIMIT))
@settings(max_examples=60)
def test_messages_keep_the_limits_and_the_words(
    given: list[tuple[str, list[tuple[int, int]], str]], limit: int
) -> None:
    quotes = [quote(text, *spans, title=title * 20, path=(title * 30,)) for text, spans, title in given]
    content = parts(answer(*quotes), CHINESE, 9)
    messages = split_messages(content, CHINESE, limit)
    found = ""
    for message in messages:
        text, entities = parse(to_html(message))
        assert text == to_plain(message)
        assert utf16_length(text) <= limit
        assert len(entities) <= ENTITIES
        found += "".join(text[e.start : e.end] for e in entities if e.type.endswith("blockquote"))
    assert found == "".join(text for text, _, _ in given)


@pytest.mark.parametrize("seed", range(0, 200, 50))
def test_random_texts_are_rendered_without_fault(seed: int) -> None:
    """A sample of what `python -m tests.fuzz.rendering` tries."""
    assert [faults(random_answer(number)) for number in range(seed, seed + 50)] == [[]] * 50


def test_a_cut_falls_between_sentences() -> None:
    text = "先入会，“后转接。”\n　　再说𠮷。" * 600
    pieces = [message[-1].text for message in split_messages(parts(answer(quote(text)), CHINESE, 1), CHINESE)]
    assert "".join(pieces) == text
    assert len(pieces) > 2
    assert all(piece.endswith(("。”", "𠮷。")) for piece in pieces)


def test_later_messages_say_where_the_quote_is_from() -> None:
    messages = split_messages(parts(answer(quote("先入会、后转接。" * 1000)), CHINESE, 1), CHINESE)
    assert len(messages) == 2
    assert to_plain(messages[1]).startswith("📄 讲话　周明远　2024-03-05（接上条）\n先入会")


@pytest.mark.parametrize("source", ["a < b", "<p>x</p>", "<b>x", "x</b>", "<b><i>x</b></i>", "&nbsp;", "<br/>"])
def test_the_server_refuses_what_telegram_refuses(source: str) -> None:
    with pytest.raises(BadHtml, match="can't parse entities"):
        parse(source)


def test_blockquotes_cannot_be_nested_on_the_server() -> None:
    with pytest.raises(BadHtml):
        parse("<blockquote>a<blockquote>b</blockquote></blockquote>")
