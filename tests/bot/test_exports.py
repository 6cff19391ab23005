"""导出: the quotes of a conversation in a Word file, read back from the file itself, in the terminal and on Telegram."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.stretches import Stretch
from bot.conversation.turns import Turn
from bot.exports.gathering import excerpts, is_writable, noted
from bot.exports.word import QUOTED, word_file
from bot.messages import CHINESE, ENGLISH
from bot.rendering import Part
from bot.terminal.conversation import Conversation
from corpus.document import Document, Heading, Passage
from retrieval.answer import Answer, DocumentName, Kind
from retrieval.collection import Collection
from tests.support.bot_api import GROUP, BotApi, Fault, Sent
from tests.support.exchanges import REAL_QUESTION as UNION
from tests.support.exchanges import asked
from tests.support.random_texts import TEXTS
from tests.support.running_bot import (
    OTHER,
    OTHER_QUOTED,
    QUESTION,
    SCHOOLS,
    TOKEN,
    UNIONS,
    Shelf,
    bot_connected,
    bot_running,
    document,
    run,
    settings_for,
)
from tests.support.running_bot import (
    QUOTED as SHELF_QUOTED,
)

SAY = CHINESE.export
LEASH, DOGS = "狗绳不能超过几米", "养犬条例"
NOW = datetime(2026, 5, 4, 9, 30)


def paragraphs(content: bytes, *styles: str) -> list[str]:
    """The texts of a Word file, those in one of the styles where any is named."""
    found = docx.Document(BytesIO(content)).paragraphs
    return [p.text for p in found if not styles or (p.style and p.style.name in styles)]


def quotes_in(content: bytes) -> list[str]:
    return paragraphs(content, QUOTED)


def questions_in(content: bytes) -> list[str]:
    return paragraphs(content, "Heading 1")


def content_of(sent: Sent) -> bytes:
    assert sent.method == "sendDocument" and sent.file is not None, sent
    assert re.fullmatch(r"原文摘录-\d{8}-\d{6}\.docx", sent.file.name)
    return sent.file.content


def exported(conversation: Conversation, folder: Path) -> bytes:
    """What is written when the conversation is exported, by whichever word."""
    before = set(folder.iterdir())
    said = " ".join(part.text for part in conversation.say("导出"))
    (file,) = set(folder.iterdir()) - before
    assert str(file) in said
    return file.read_bytes()


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=6), st.booleans(), st.data())
def test_what_a_file_holds_is_the_documents_text_to_the_letter(
    texts: list[str], whole: bool, data: st.DataObject
) -> None:
    text, passages = "一、题\n", list[Passage]()
    for piece in texts:
        passages.append(Passage(len(text), len(text) + len(piece), (0,), page=len(passages) + 1))
        text += piece
    only = Document(
        "d", texts[0], texts[0], text, "甲.txt", (Heading("一、题", 1, 1, 0, 3, 1, False),), tuple(passages)
    )
    snapshot = Shelf(only).snapshot()
    spans = st.tuples(st.integers(0, 9), st.integers(0, 70))
    stretches = tuple(Stretch("d", p.start, p.end, (data.draw(spans),)) for p in passages)
    turn = Turn(texts[0], stretches, near=len(stretches), kind="list" if whole else "answer")
    found = excerpts([noted(turn, snapshot)], snapshot)
    read = quotes_in(word_file(found, CHINESE, NOW))
    expected = [t for t in texts if is_writable(t)]
    assert read == [f"{n}. {t}" for n, t in enumerate(expected, 1)] if whole else read == expected
    assert sum(e.left_out for e in found) == len(texts) - len(expected)


def test_every_quote_stands_under_question_document_heading_and_above_its_source(
    collection: Collection, tmp_path: Path
) -> None:
    conversation = Conversation(collection, 1, folder=tmp_path)
    conversation.say(UNION)
    conversation.say("谢谢")
    conversation.say(LEASH)
    lines = paragraphs(exported(conversation, tmp_path))
    snapshot = collection.snapshot()
    for question in (UNION, LEASH):
        first = snapshot.answer(question).quotes[0]
        quoted = snapshot.document(first.document_id)
        assert quoted is not None
        at = lines.index(first.text)
        above = lines[lines.index(question) : at]
        assert first.title in above and " › ".join(first.heading_path) in above
        assert lines[at + 1].startswith(f"出处：{first.file}") and lines[at + 1].endswith(quoted.date or first.file)
    assert lines.index(UNION) < lines.index(LEASH)


def test_what_is_leafed_through_comes_once_and_is_all_there(collection: Collection, tmp_path: Path) -> None:
    conversation = Conversation(collection, 1, folder=tmp_path)
    seen: list[Part] = []
    for message in (UNION, "还有吗", "还有吗", "上一条", "上下文"):
        seen += conversation.say(message)
    content = exported(conversation, tmp_path)
    assert questions_in(content) == [UNION]
    quotes = quotes_in(content)
    assert len(quotes) == len(set(quotes)) >= len(conversation.turn.quotes[: conversation.turn.shown]) > 1
    shown = {part.text for part in seen if part.kind == "quote"}
    assert len(shown & set(quotes)) == len(quotes)


class ListingShelf(Shelf):
    """Answers everything with the list of all its passages, but for the last document, which is said to be silent."""

    def answer(
        self,
        question: str,
        *,
        recent: str | None = None,
        within: str | None = None,
        kind: Kind | None = None,
        offers: bool = False,
    ) -> Answer:
        items = tuple(self._quote(d, p) for d in self.documents[:-1] for p in d.passages)
        silent = (DocumentName(self.documents[-1].title, self.documents[-1].source, self.documents[-1].id),)
        return Answer(
            question, False, None, 0.9, items[:1], (), self.generation, kind="across", items=items, without=silent
        )


def test_the_items_of_a_whole_answer_are_numbered_and_all_there(tmp_path: Path) -> None:
    third = document("农村工作报告", "三、种好地", "今年种地二十万亩。")
    shelf = ListingShelf(UNIONS, SCHOOLS, third)
    items = [d.text[p.start : p.end] for d in (UNIONS, SCHOOLS) for p in d.passages]
    conversation = Conversation(shelf, 1, folder=tmp_path)
    conversation.say("哪些文件讲了")

    async def talk() -> Sent:
        async with bot_running(shelf) as api:
            await asked(api, "哪些文件讲了")
            return await asked(api, "导出")

    for content in (exported(conversation, tmp_path), content_of(run(talk()))):
        assert quotes_in(content) == [f"{n}. {text}" for n, text in enumerate(items, 1)]
        lines = paragraphs(content)
        assert CHINESE.whole.across.format(total=5, count=4) in lines
        assert "未提到：《农村工作报告》" in lines
        assert lines.count(UNIONS.title) == lines.count(UNIONS.headings[0].text) == 1
    shelf.documents = (replace(UNIONS, text=UNIONS.text.replace("公开", "保密")), SCHOOLS, third)
    content = exported(conversation, tmp_path)
    assert quotes_in(content) == [f"{n}. {text}" for n, text in enumerate([items[0], *items[2:]], 1)]
    assert SAY.left_out.format(count=1) in paragraphs(content)


def test_a_search_is_named_by_its_words_and_says_what_is_not_listed(collection: Collection, tmp_path: Path) -> None:
    conversation = Conversation(collection, 1, folder=tmp_path)
    conversation.say(UNION)
    conversation.say("/search 养老")
    content = exported(conversation, tmp_path)
    assert questions_in(content) == [UNION, "搜索：养老"]
    hits = len(conversation.turn.quotes)
    assert SAY.further.format(count=hits - 8) in paragraphs(content)


@pytest.mark.parametrize("words", ["导出", "导出引文", "/export", "export", "帮我导出成Word文件", "导出这次对话的引文"])
def test_it_is_asked_for_in_words(words: str, collection: Collection, tmp_path: Path) -> None:
    conversation = Conversation(collection, 1, folder=tmp_path)
    assert conversation.say(words)[0].text == SAY.nothing
    conversation.say("讲个冷笑话")
    assert conversation.say(words)[0].text == SAY.nothing
    conversation.say(LEASH)
    conversation.say(words)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("question", ["导出口管制有什么措施", "农产品出口怎么导出数据", "导出"])
def test_a_question_about_exports_stays_one(question: str, collection: Collection, tmp_path: Path) -> None:
    conversation = Conversation(collection, 1, folder=tmp_path)
    conversation.say(question)
    assert conversation.reply is not None
    assert (conversation.reply.understood.action == "export") == (question == "导出")


def test_no_file_is_written_over_and_none_where_it_cannot_be(collection: Collection, tmp_path: Path) -> None:
    conversation = Conversation(collection, 1, folder=tmp_path)
    conversation.say(LEASH)
    for _ in range(5):
        exported(conversation, tmp_path)
    assert len(list(tmp_path.iterdir())) == 5
    lost = Conversation(collection, 1, "en", folder=tmp_path / "nowhere")
    lost.say(LEASH)
    (said,) = lost.say("export")
    assert said.text.startswith(ENGLISH.export.not_written.partition("{")[0]) and str(tmp_path) in said.text


def test_what_no_longer_stands_is_left_out_and_said(tmp_path: Path) -> None:
    shelf = Shelf()
    conversation = Conversation(shelf, 1, folder=tmp_path)
    conversation.say(QUESTION)
    conversation.say(OTHER)
    changed = replace(UNIONS, text=UNIONS.text.replace("工会", "协会"))
    shelf.documents = (changed, SCHOOLS)
    content = exported(conversation, tmp_path)
    assert OTHER_QUOTED in quotes_in(content)
    assert not any("会" in quote for quote in quotes_in(content))
    assert any(line.startswith("有 1 条没有收入") for line in paragraphs(content))


def test_telegram_sends_what_was_quoted_as_a_file(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            assert (await asked(api, "/export")).text == SAY.nothing
            await asked(api, UNION)
            await asked(api, LEASH, user=7)
            await asked(api, "下一条")
            await asked(api, "讲个笑话")
            for words in ("/export", "导出引文"):
                sent = await asked(api, words)
                content = content_of(sent)
                assert questions_in(content) == [UNION]
                quotes = [q.text for q in collection.snapshot().answer(UNION).quotes]
                assert quotes_in(content) and set(quotes_in(content)) <= set(quotes)
                assert sent.text == SAY.done.format(count=len(quotes_in(content)))
            assert questions_in(content_of(await asked(api, "导出", user=7))) == [LEASH]
            assert (await asked(api, f"/export@{'yuanwen_bot'}", chat=GROUP)).text == CHINESE.telegram.only_private

    run(talk())


def test_after_a_restart_and_a_change_only_what_still_stands_is_sent(tmp_path: Path) -> None:
    shelf = Shelf()

    async def talk() -> None:
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path)
            async with bot_connected(shelf, settings):
                await asked(api, QUESTION)
                await asked(api, OTHER)
            shelf.documents = (UNIONS, replace(SCHOOLS, text=SCHOOLS.text.replace("二十", "三十")))
            async with bot_connected(shelf, settings):
                sent = await asked(api, "导出")
                content = content_of(sent)
                assert questions_in(content) == [SAY.nth_question.format(number=n) for n in (1, 2)]
                assert SHELF_QUOTED in quotes_in(content)
                assert not any("三十" in quote or "二十" in quote for quote in quotes_in(content))
                assert SAY.left_out.partition("{")[0] in sent.text
                await asked(api, "/privacy")

    run(talk())


def test_what_is_deleted_is_exported_no_more(tmp_path: Path) -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            await asked(api, QUESTION)
            privacy = await asked(api, "/privacy")
            await api.press(privacy, CHINESE.privacy.delete)
            await api.press(await api.next_edit(), CHINESE.privacy.yes)
            assert (await asked(api, "导出")).text == SAY.nothing

    run(talk())


def test_a_file_arrives_where_the_first_try_did_not_leave_or_was_too_early() -> None:
    async def talk(faults: Sequence[Fault]) -> None:
        async with bot_running(Shelf()) as api:
            await asked(api, QUESTION)
            api.fault("sendDocument", *faults)
            assert SHELF_QUOTED in quotes_in(content_of(await asked(api, "导出")))
            assert api.messages.empty()

    for fault in (Fault(retry_after=1), Fault(status=502)):
        run(talk([fault]))
