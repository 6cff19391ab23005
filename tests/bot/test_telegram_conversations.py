"""Whole conversations with the real collection of the shipped speeches: what users tap and what they are shown."""

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot.messages import CHINESE, ENGLISH
from bot.telegram.transport import delivery
from retrieval.answering import Answerer
from retrieval.collection import Collection
from tests.support.bot_api import GROUP, USERNAME, BotApi, Fault, Sent
from tests.support.exchanges import REAL_QUESTION as QUESTION
from tests.support.exchanges import asked, tapped
from tests.support.paths import ROOT
from tests.support.running_bot import TOKEN, bot_connected, bot_running, run, settings_for

OTHER = "养犬条例第十条"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def is_verbatim(sent: Sent, collection: Collection) -> bool:
    """Whether every quotation of a message stands, byte for byte, in one of the documents."""
    return bool(sent.quotes) and all(
        any(quote in d.text for d in collection.snapshot().documents) for quote in sent.quotes
    )


def test_an_answer_is_leafed_through_widened_and_opened(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            expected = collection.snapshot().answer(QUESTION).quotes
            first = await asked(api, QUESTION)
            assert first.quotes == [expected[0].text]
            assert first.text.endswith("1/3")
            assert expected[0].file in first.text
            assert expected[0].byline in first.text
            assert first.labels == [
                CHINESE.buttons.next, CHINESE.buttons.context, CHINESE.buttons.section, CHINESE.buttons.contents, CHINESE.buttons.copy, "👍", "👎",
                CHINESE.buttons.wrong_passage,
            ]  # fmt: skip
            second = await tapped(api, first, CHINESE.buttons.next)
            assert second.quotes == [expected[1].text]
            third = await tapped(api, second, CHINESE.buttons.next)
            assert third.quotes == [expected[2].text]
            assert CHINESE.buttons.next not in third.labels
            assert (await tapped(api, third, CHINESE.buttons.previous)).quotes == second.quotes
            context = await tapped(api, second, CHINESE.buttons.context)
            assert expected[1].text in context.quotes[0]
            assert len(context.quotes[0]) > len(expected[1].text)
            assert set(second.bold) == set(context.bold)
            assert is_verbatim(context, collection)
            assert (await tapped(api, context, CHINESE.buttons.back)).quotes == second.quotes
            section = await tapped(api, second, CHINESE.buttons.section)
            assert is_verbatim(section, collection)
            assert expected[1].text in "".join(section.quotes)
            assert (await tapped(api, section, CHINESE.buttons.back)).quotes == second.quotes

    run(talk())


def test_the_context_of_a_whole_section_is_what_stands_beside_it(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, "养犬条例第十条")
            context = await tapped(api, answer, CHINESE.buttons.context)
            assert len(context.quotes) == 3
            assert context.quotes[1] == answer.quotes[0]
            assert is_verbatim(context, collection)
            lines = context.text.split("\n")
            assert [any(line.endswith(f"第{n}条") for line in lines) for n in ("九", "十", "十一")] == [True] * 3

    run(talk())


def test_the_copied_source_names_document_and_section(collection: Collection) -> None:
    async def talk() -> Sent:
        async with bot_running(collection) as api:
            return await asked(api, QUESTION)

    sent, quote = run(talk()), collection.snapshot().answer(QUESTION).quotes[0]
    copied = next(b["copy_text"]["text"] for b in sent.buttons if b["text"] == CHINESE.buttons.copy)
    assert copied == f"《{quote.title}》，林素琴，2024-03-05：" + " › ".join(quote.heading_path)


def test_contents_lead_down_to_a_section_and_back_to_the_answer(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            quote = collection.snapshot().answer(QUESTION).quotes[0]
            answer = await asked(api, QUESTION)
            contents = await tapped(api, answer, CHINESE.buttons.contents)
            assert quote.heading_path[0] in contents.text
            chapter = await tapped(api, contents, quote.heading_path[0])
            assert quote.heading_path[1] in chapter.labels
            section = await tapped(api, chapter, quote.heading_path[1])
            assert quote.text in "".join(section.quotes)
            assert " › ".join(quote.heading_path) in section.text
            again = await tapped(api, section, CHINESE.buttons.up)
            assert again.labels == chapter.labels
            assert (await tapped(api, again, CHINESE.buttons.back)).quotes == [quote.text]

    run(talk())


def test_a_whole_document_is_read_page_by_page_without_a_gap(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            listed = await asked(api, "/docs")
            document = next(d for d in collection.snapshot().documents if d.name == listed.buttons[0]["text"])
            contents = await tapped(api, listed, document.name)
            page = await tapped(api, contents, CHINESE.buttons.whole_text)
            read = "".join(page.quotes)
            while CHINESE.buttons.page_on in page.labels:
                page = await tapped(api, page, CHINESE.buttons.page_on)
                read += "".join(page.quotes)
                assert document.name in page.text
            said = "".join(document.text[p.start : p.end] for p in document.passages)
            assert "".join(read.split()) == "".join(said.split())

    run(talk())


def test_all_documents_are_listed_and_found_by_name(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            listed, names = await asked(api, "/docs"), []
            while True:
                names += [
                    b["text"]
                    for b in listed.buttons
                    if b["text"] not in (CHINESE.buttons.page_on, CHINESE.buttons.page_back)
                ]
                if CHINESE.buttons.page_on not in listed.labels:
                    break
                listed = await tapped(api, listed, CHINESE.buttons.page_on)
            assert names == [d.name for d in collection.snapshot().documents]
            contents = await asked(api, "/toc 工会")
            assert contents.bold == ["在全市基层工会建设推进会上的讲话"]
            assert (await asked(api, "/toc")).text == CHINESE.telegram.toc_usage
            assert (await asked(api, "/toc 火星移民规划")).text == CHINESE.telegram.replies.no_such_document.format(
                name="火星移民规划"
            )
            await asked(api, QUESTION)
            assert (await asked(api, "/toc")).text == contents.text
            assert CHINESE.buttons.all_documents in contents.labels

    run(talk())


def test_keyword_search_lists_sentences_that_open(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            found = await asked(api, "/search 养老")
            assert is_verbatim(found, collection)
            assert all("养老" in quote for quote in found.quotes)
            assert set(found.bold) == {"养老"}
            assert CHINESE.buttons.page_on in found.labels
            other = await tapped(api, found, CHINESE.buttons.page_on)
            assert other.labels[0] == "6"
            opened = await tapped(api, other, "6")
            assert other.quotes[0] in opened.quotes[0]
            assert (await tapped(api, opened, CHINESE.buttons.back)).text == other.text
            assert (await asked(api, "搜索：养老")).text == found.text
            assert (await asked(api, "/search")).text == CHINESE.telegram.replies.search_usage
            assert (await asked(api, "/search 核聚变")).text == CHINESE.telegram.replies.not_found.format(
                words="核聚变"
            )

    run(talk())


def test_follow_ups_are_understood_and_said(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            quotes = collection.snapshot().answer(QUESTION).quotes
            assert (await asked(api, "还有吗")).text == CHINESE.telegram.replies.nothing_yet
            await asked(api, QUESTION)
            assert (await asked(api, "还有吗")).quotes == [quotes[1].text]
            assert (await asked(api, "还有吗")).quotes == [quotes[2].text]
            assert (await asked(api, "还有吗")).text == CHINESE.telegram.replies.no_more_quotes
            assert quotes[1].text in "".join((await asked(api, "第二条展开")).quotes)
            context = await asked(api, "第一条的上下文")
            assert quotes[0].text in context.quotes[0]
            assert (await asked(api, "/next")).quotes == [quotes[1].text]
            assert (await asked(api, "/prev")).quotes == [quotes[0].text]
            assert quotes[0].file in (await asked(api, "出处")).text
            about = await asked(api, "那网约车司机呢")
            assert about.text.startswith(CHINESE.understood_as.format(question="网约车司机能参加工会吗"))
            assert about.quotes == [collection.snapshot().answer("网约车司机能参加工会吗").quotes[0].text]
            assert (await asked(api, "有哪些文件")).text.startswith("📚")
            assert (await asked(api, "谢谢")).text == CHINESE.telegram.replies.welcome
            assert (await asked(api, "你好")).text == CHINESE.telegram.replies.greeting
            # Nobody else's questions are remembered for a user.
            assert (await asked(api, "还有吗", user=200)).text == CHINESE.telegram.replies.nothing_yet

    run(talk())


def test_a_refusal_offers_sections_and_never_a_quote(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            refused = "工会讲话第九部分"
            sent = await asked(api, refused)
            assert sent.quotes == []
            nearest = collection.snapshot().answer(refused).suggestions
            assert [label.split(" › ")[-1] for label in sent.labels] == [s.heading_path[-1] for s in nearest]
            section = await tapped(api, sent, sent.labels[0])
            assert is_verbatim(section, collection)
            assert (await tapped(api, section, CHINESE.buttons.back)).text == sent.text
            assert is_verbatim(await asked(api, "1"), collection)

    run(talk())


def test_an_edited_question_is_answered_again_in_place(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            message = await api.say(OTHER)
            before = await api.next_message()
            assert before.quotes == [collection.snapshot().answer(OTHER).quotes[0].text]
            await api.change(message, QUESTION)
            edit = await api.next_edit()
            assert edit.message_id == before.message_id
            assert edit.quotes == [collection.snapshot().answer(QUESTION).quotes[0].text]
            assert (await tapped(api, edit, CHINESE.buttons.next)).quotes == [
                collection.snapshot().answer(QUESTION).quotes[1].text
            ]
            command = await api.say(f"/ask {OTHER}", chat=GROUP)
            await api.next_message()
            await api.change(command, f"/ask {QUESTION}", chat=GROUP)
            assert (await api.next_edit()).quotes == edit.quotes
            assert api.messages.empty()

    run(talk())


def test_a_group_gets_one_message_that_only_the_asker_turns(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, f"@{USERNAME} {QUESTION}", chat=GROUP, user=1)
            toast = await api.press(answer, CHINESE.buttons.next, user=2)
            assert (toast["text"], toast["show_alert"]) == (CHINESE.telegram.not_yours, True)
            turned = await tapped(api, answer, CHINESE.buttons.next, user=1)
            assert (await api.press(turned, "👍", user=2))["text"] == CHINESE.telegram.vote_kept
            for command in ("docs", "settings", "privacy", "toc", "search"):
                await api.say(f"/{command}", chat=GROUP)
                assert (await asked(api, f"/{command}@{USERNAME}", chat=GROUP)).text == CHINESE.telegram.only_private
            assert api.messages.empty()

    run(talk())


def test_links_lead_to_a_document_or_a_section(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, QUESTION)
            section = await tapped(api, answer, CHINESE.buttons.section)
            address = next(b["url"] for b in section.buttons if b["text"] == CHINESE.buttons.share)
            shared = unquote(parse_qs(urlsplit(address).query)["url"][0])
            assert shared.startswith(f"https://t.me/{USERNAME}?start=")
            opened = await asked(api, f"/start {shared.partition('start=')[2]}", user=200)
            assert opened.quotes == section.quotes
            document = collection.snapshot().documents[0]
            assert document.name in (await asked(api, f"/start {document.id}")).text
            assert document.name in (await asked(api, f"/start {document.id}-9999")).text
            for payload in ("0123456789abcdef", "../../etc", "a" * 64, "-1", "' OR 1=1"):
                assert (await asked(api, f"/start {payload}")).text.startswith(CHINESE.telegram.link_gone)

    run(talk())


def test_buttons_and_follow_ups_survive_a_restart(collection: Collection, tmp_path: Path) -> None:
    async def talk() -> None:
        quotes = collection.snapshot().answer(QUESTION).quotes
        async with BotApi(TOKEN) as api:
            settings = settings_for(api.url, tmp_path)
            async with bot_connected(collection, settings):
                first = await asked(api, QUESTION)
            async with bot_connected(collection, settings):
                second = await tapped(api, first, CHINESE.buttons.next)
                assert second.quotes == [quotes[1].text]
                assert (await api.press(second, "👍"))["text"] == CHINESE.telegram.vote_kept
                assert (await asked(api, "还有吗")).quotes == [quotes[2].text]
                contents = await tapped(api, second, CHINESE.buttons.contents)
                assert (await tapped(api, contents, contents.labels[0])).message_id == first.message_id

    run(talk())


FORGED = (
    "", "q", "q:1", "q:aaaaaaaa:99999999:0", "q:aaaaaaaa:0:0", "c:aaaaaaaa:-1:0", "x:aaaaaaaaaaa:0:0", "d:a:99999:0",
    "l:aaaaaaaaaaa:0:0", "u:aaaaaaaa:0:0", "p:language:9:0", "p:user:0:0", "e:aaaaaaaa:1:0", "r:aaaaaaaaaaa:0:0",
    "k:aaaaaaaa:0:0", "q:aaaaaaaa:0:0\n", "q:aaaaaaaa:٣:0", "🙂" * 16, "q:aaaaaaaa:0:0:aaaaaaaa:1:1", "%s{0}",
)  # fmt: skip


def test_forged_buttons_are_answered_and_do_nothing(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, QUESTION)
            own = answer.buttons[0]["callback_data"].split(":")[1]
            for data in (*FORGED, f"q:{own}:9:0", f"q:{own}:-1:0", f"k:{own}:0:0", f"u:{own}:7:0", f"w:{own}:-1:0"):
                toast = await api.send_press(answer, data)
                assert toast["text"] in (
                    CHINESE.telegram.malformed,
                    CHINESE.telegram.expired,
                    CHINESE.reload.only_admins,
                ), data
                assert toast["show_alert"] is True
            assert api.edits.empty()
            assert (await tapped(api, answer, CHINESE.buttons.next)).quotes

    run(talk())


def test_another_chats_buttons_do_not_work(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            mine = await asked(api, QUESTION, user=1)
            theirs = await asked(api, QUESTION, user=2)
            for label in (
                CHINESE.buttons.next,
                CHINESE.buttons.context,
                CHINESE.buttons.section,
                CHINESE.buttons.contents,
                "👍",
            ):
                data = next(b["callback_data"] for b in mine.buttons if b["text"] == label)
                assert (await api.send_press(theirs, data, user=2))["text"] == CHINESE.telegram.expired

    run(talk())


def test_presses_survive_faults_and_repetition(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            answer = await asked(api, QUESTION)
            api.fault("answerCallbackQuery", Fault(status=502))
            api.fault("editMessageText", Fault(retry_after=1), Fault(closed=True))
            second = await tapped(api, answer, CHINESE.buttons.next)
            again = await api.send_press(second, next(b["callback_data"] for b in answer.buttons))
            assert "text" not in again  # the same page once more: not modified, and no complaint
            assert (await tapped(api, second, CHINESE.buttons.next)).text.endswith("3/3")

    run(talk())


def test_long_quotes_in_private_follow_in_messages_and_in_groups_in_pages(tmp_path: Path, encoder: object) -> None:
    long = "大桥的养护经费由市财政和沿线各区按照里程分担，" * 400 + "每年结算一次。"
    folder = tmp_path / "speeches"
    folder.mkdir()
    (folder / "桥.md").write_text(f"# 关于大桥养护的讲话\n\n## 一、经费\n\n{long}\n", encoding="utf-8")
    collection = Collection(folder, tmp_path / "library", Answerer(encoder))  # type: ignore[arg-type]
    collection.reload()

    async def talk() -> None:
        async with bot_running(collection) as api:
            text = collection.snapshot().answer("大桥养护经费谁分担").quotes[0].text
            await api.say("大桥养护经费谁分担")
            read = ""
            while not (sent := await api.next_message()).buttons:
                read += "".join(sent.quotes)
            assert read + "".join(sent.quotes) == text
            if read:
                page = await asked(api, "/ask 大桥养护经费谁分担", chat=GROUP)
                read = "".join(page.quotes)
                while CHINESE.buttons.page_on in page.labels:
                    page = await tapped(api, page, CHINESE.buttons.page_on)
                    read += "".join(page.quotes)
                assert read == text
                assert api.messages.empty()

    run(talk())


def test_english_speakers_are_answered_in_english_with_the_same_quote(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            sent = await asked(api, QUESTION, language="en-GB")
            assert sent.quotes == [collection.snapshot().answer(QUESTION).quotes[0].text]
            assert ENGLISH.buttons.context in sent.labels
            assert (await asked(api, "？！", language="en")).text == ENGLISH.empty_question

    run(talk())


def drawn(sent: Sent) -> list[str]:
    """A message as the README draws it: quotations behind a bar, buttons in brackets below."""
    text = sent.text
    for quote in sent.quotes:
        text = text.replace(quote, "\n".join("┃ " + line for line in quote.split("\n")))
    rows = sent.data.get("reply_markup", {}).get("inline_keyboard", [])
    return [*text.split("\n"), *(" ".join(f"[{b['text']}]" for b in row) for row in rows)]


def test_the_conversation_in_the_readme_is_real(collection: Collection) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = next(part for part in readme.split("```") if part.startswith("\n你："))
    steps = [step for step in re.split(r"\n(?=你：|点：)", block) if step.strip()]

    async def talk() -> None:
        sent: Sent | None = None
        async with bot_running(collection) as api:
            for step in steps:
                done, _, shown = step.strip().partition("\n\n")
                act, what = done.split("：", 1)
                sent = await tapped(api, sent, what.strip("[]")) if sent and act == "点" else await asked(api, what)
                lines = drawn(sent)
                for written in shown.split("\n"):
                    if written == "…":
                        break
                    line = lines.pop(0)
                    assert line == written or (written.endswith("…") and line.startswith(written[:-1])), (line, written)
                else:
                    assert not lines

    run(talk())
