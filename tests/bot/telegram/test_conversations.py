"""Whole conversations with the shipped speeches: what users say and what they are shown."""

import re

from bot.messages import CHINESE, ENGLISH
from retrieval.collection import Collection
from tests.support.bot_api import GROUP, USERNAME, Sent
from tests.support.exchanges import REAL_QUESTION as QUESTION
from tests.support.exchanges import asked, is_verbatim, tapped
from tests.support.paths import ROOT
from tests.support.running_bot import bot_running, run

OTHER = "养犬条例第十条"


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


def test_a_reply_to_an_older_answer_goes_on_with_that_one(collection: Collection) -> None:
    async def talk() -> None:
        async with bot_running(collection) as api:
            first = await asked(api, QUESTION)
            last = await asked(api, OTHER)
            assert last.quotes[0] in (await asked(api, "上下文")).quotes
            again = await asked(api, "上下文", reply_to_message=first.as_replied)
            assert any(first.quotes[0] in quote for quote in again.quotes)
            about = await asked(api, "那网约车司机呢", reply_to_message=first.as_replied)
            said = CHINESE.telegram.replies.understood_as.format(question="网约车司机能参加工会吗")
            assert about.text.startswith(said)

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
            assert about.text.startswith(
                CHINESE.telegram.replies.understood_as.format(question="网约车司机能参加工会吗")
            )
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
