"""A quote to be copied: whole, or whole sentences of it, or none, and never more than there is room for."""

from hypothesis import given
from hypothesis import strategies as st

from bot.citing import citation, quotation
from bot.conversation.stretches import Stretch, quote_at
from bot.rendering import utf16_length
from bot.terminal.conversation import Conversation
from corpus.chinese.sentences import sentences
from corpus.document import Document
from corpus.headings.tree import HeadingTree
from retrieval.answer import Quote
from retrieval.collection import Collection
from tests.support.random_texts import TEXTS
from tests.support.running_bot import document

ROOM = 256
LONG = "为了让工会经费花在职工身上，" * 8 + "每年公开一次账目。"
KEY = "骑手入会不用单位盖章。"


def quoted_from(d: Document, *highlights: tuple[int, int]) -> Quote:
    """All passages of a document as one quote."""
    return quote_at(HeadingTree(d), Stretch(d.id, d.passages[0].start, d.passages[-1].end, highlights))


def test_a_short_quote_is_copied_whole_with_title_heading_and_date() -> None:
    d = document("讲话", "一、任务", KEY)
    made = quotation(quoted_from(d, (0, 2)), d, ROOM)
    assert str(made) == f"{KEY}\n——《讲话》，周明远：一、任务"


def test_of_a_long_quote_the_sentence_that_answers_is_copied_whole() -> None:
    d = document("讲话", "一、任务", LONG, KEY, LONG)
    at = len(LONG)
    assert quotation(quoted_from(d, (at + 2, at + 5)), d, ROOM).quoted == KEY
    assert quotation(quoted_from(d, (at - 1, at + 5)), d, ROOM).quoted == LONG + KEY
    assert quotation(quoted_from(d), d, ROOM).quoted == ""


def test_headings_make_room_for_words() -> None:
    d = document("讲话", "一、任务", KEY)
    quote = quoted_from(d, (0, 2))
    deep = Quote(
        **{name: getattr(quote, name) for name in quote.__slots__}
        | {"heading_path": ("一、" + "深" * 250, "（一）入会")}
    )
    assert str(quotation(deep, d, ROOM)) == f"{KEY}\n——《讲话》，周明远：（一）入会"
    assert quotation(deep, d, 300).source == citation(d, deep.heading_path)


@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS, st.integers(0, 200), st.integers(1, 60), st.integers(2, 300))
def test_nothing_is_cut_inside_a_sentence(texts: list[str], title: str, at: int, length: int, room: int) -> None:
    d = document(title, "一、任务", *texts)
    text = "".join(texts)
    made = quotation(quoted_from(d, (at, at + length)), d, room)
    assert utf16_length(str(made)) <= room
    bounds = {0, len(text)} | {bound for span in sentences(text) for bound in span}
    assert made.quoted in {text[a:b].strip() for a in bounds for b in bounds if a <= b}


def test_every_answer_of_the_speeches_is_copied_with_words(collection: Collection) -> None:
    """Passages of the genre are short enough: of the quotes that answer, words are copied with all but a few."""
    snapshot = collection.snapshot()
    made = [
        quotation(quote, d, ROOM)
        for question in ("送外卖的能参加工会吗", "狗绳不能超过几米", "养老床位要增加多少")
        for quote in snapshot.answer(question).quotes
        if (d := snapshot.document(quote.document_id))
    ]
    assert sum(bool(m.quoted) for m in made) >= 0.8 * len(made)


def test_the_terminal_prints_what_is_copied(collection: Collection) -> None:
    conversation = Conversation(collection, 1)
    conversation.say("狗绳不能超过几米")
    quote = collection.snapshot().answer("狗绳不能超过几米").quotes[0]
    for words in ("/source", "出处", "复制引文", "复制"):
        printed = "\n".join(part.text for part in conversation.say(words))
        assert printed.startswith(f"{quote.text}\n——《{quote.title}》")
        assert " › ".join(quote.heading_path) in printed and printed.endswith(f"文件：{quote.file}")
