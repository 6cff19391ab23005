"""Whole answers in a conversation: all items, one opened, the rest on demand, and what is offered instead of led."""

import re

import pytest

from bot.conversation.outcomes import Context, Listed, Outcome, Said, Section
from bot.messages import CHINESE
from bot.rendering import to_plain
from bot.terminal.conversation import Conversation
from retrieval.collection import Collection
from tests.support.bot_api import Sent
from tests.support.exchanges import asked, tapped
from tests.support.running_bot import bot_running, run

DEEDS = "今年要办哪些民生实事"
"""The shipped work report has eight, under headings of their own."""


def outcome_after(collection: Collection, *messages: str) -> Outcome:
    conversation = Conversation(collection, 1)
    for message in messages:
        conversation.say(message)
    assert conversation.reply is not None
    return conversation.reply.outcome


def test_all_items_are_shown_under_numbers_word_for_word(collection: Collection) -> None:
    conversation = Conversation(collection, 1)
    shown = to_plain(conversation.say(DEEDS))
    answer = collection.snapshot().answer(DEEDS)
    assert (answer.kind, len(answer.items)) == ("list", 8)
    assert CHINESE.whole.listed.format(count=8) in shown
    assert [f"[{n}] {item.text}" in shown for n, item in enumerate(answer.items, 1)] == [True] * 8


def test_documents_that_were_only_compared_roughly_are_counted(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.whole.documents.scan.DOCUMENTS", 3)
    question = "哪些讲话提到夜间经济"
    answer = collection.snapshot().answer(question, kind="across")
    said = CHINESE.terminal.replies.unread.format(count=answer.unread)
    assert answer.unread >= len(collection.snapshot().documents) - 3 - len(answer.items)
    assert said in to_plain(Conversation(collection, 1).say(question))


@pytest.mark.parametrize(
    ("message", "kind"),
    [("第三条", Section), ("3", Section), ("第三条的上下文", Context), ("还有吗", Said), ("列全", Said)],
)
def test_what_follows_is_about_the_items(message: str, kind: type[Outcome], collection: Collection) -> None:
    outcome = outcome_after(collection, DEEDS, message)
    assert isinstance(outcome, kind)
    if isinstance(outcome, Section):
        item = collection.snapshot().answer(DEEDS).items[2]
        assert outcome.tree.document.headings[outcome.heading].start == item.start


def test_telegram_shows_the_same_items_and_opens_one(collection: Collection) -> None:
    async def talk() -> tuple[Sent, Sent, Sent]:
        async with bot_running(collection) as api:
            listed = await asked(api, DEEDS)
            opened = await tapped(api, listed, "3")
            return listed, opened, await tapped(api, opened, CHINESE.buttons.back)

    listed, opened, back = run(talk())
    items = collection.snapshot().answer(DEEDS).items
    assert [match[0] for match in re.finditer(r"^\[\d\] .*$", listed.text, re.M)] == [
        f"[{n}] {item.text}" for n, item in enumerate(items, 1)
    ]
    assert opened.quotes == [items[2].text]
    assert back.text == listed.text


def test_a_kind_that_is_asked_for_leads(collection: Collection) -> None:
    snapshot = collection.snapshot()
    assert snapshot.answer(DEEDS, kind="passage").kind == "passage"
    assert snapshot.answer(DEEDS, kind="passage").items == ()
    assert snapshot.answer("云岭市2024年细颗粒物年均浓度是多少").kind == "passage"
    quotes = snapshot.answer(DEEDS, kind="passage").quotes
    assert snapshot.answer(DEEDS).quotes == quotes


def test_what_ranges_over_documents_is_not_asked_of_the_one_looked_at(collection: Collection) -> None:
    outcome = outcome_after(collection, DEEDS, "哪些讲话提到养老")
    assert isinstance(outcome, Listed)
    assert len({item.document_id for item in outcome.answer.items}) > 3
    assert all("养老" in item.text for item in outcome.answer.items)


def test_what_is_listed_whole_is_said_to_be(collection: Collection) -> None:
    outcome = outcome_after(collection, DEEDS, "列全")
    assert isinstance(outcome, Said)
    assert (outcome.sentence, outcome.values) == ("all_listed", {"count": 8})


def test_that_nothing_says_it_is_said(collection: Collection) -> None:
    conversation = Conversation(collection, 1)
    shown = to_plain(conversation.say("哪些讲话提到核聚变发电站"))
    answer = collection.snapshot().answer("哪些讲话提到核聚变发电站")
    assert (answer.kind, answer.items, answer.refused) == ("across", (), True)
    assert CHINESE.whole.across_none.format(total=len(answer.without)) in shown


def test_of_two_regions_the_one_quoted_is_no_wrong_one(collection: Collection) -> None:
    """Where one of the regions asked for is quoted, the other is not said to have no answer."""
    conversation = Conversation(collection, 1)
    shown = to_plain(conversation.say("云岭市和南岚市的数字政府建设怎么说"))
    assert CHINESE.terminal.replies.elsewhere.split("{")[0] not in shown
