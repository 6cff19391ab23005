"""What the bot says in its own voice: in which language, and that the languages say the same."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import get_args

import pytest

from bot.conversation.outcomes import Sentence
from bot.messages import CHINESE, ENGLISH, Texts, texts
from bot.messages.catalogue import Replies
from corpus.reasons import Reason, Value, Why
from tests.support.exchanges import ask, asked, tapped
from tests.support.running_bot import QUESTION, QUOTED, Shelf, bot_running, run


def sentences_of(record: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its name, groups included."""
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if is_dataclass(value):
            yield from sentences_of(value, f"{name}{field.name}.")
        else:
            yield name + field.name, value


def test_language_follows_the_user() -> None:
    assert texts("en") is texts("en-GB") is ENGLISH
    assert texts(None) is texts("zh-hans") is texts("zh-CN") is texts("") is CHINESE
    assert texts("de") is texts("ja") is texts("pt-br") is ENGLISH


@pytest.mark.parametrize("other", [ENGLISH, texts("zh-hant")], ids=["english", "traditional"])
def test_every_language_fills_in_the_same_values(other: Texts) -> None:
    for (name, chinese), (same, said) in zip(sentences_of(CHINESE), sentences_of(other), strict=True):
        assert name == same
        assert sorted(re.findall(r"{(\w+)}", chinese)) == sorted(re.findall(r"{(\w+)}", said)), name
        assert said, name


def test_every_reason_is_said_in_every_language() -> None:
    values: defaultdict[str, Value] = defaultdict(lambda: "7")
    for why in Why:
        said = texts("en").reasons.phrase(Reason(why, values))
        assert said == str(Reason(why, values))
        assert re.search("[一-龥]", CHINESE.reasons.phrase(Reason(why, values))), why
        assert texts("zh-hant").reasons.phrase(Reason(why, values))


def test_files_skipped_for_one_reason_are_one_line() -> None:
    skipped = [(f"{n}.exe", Reason(Why.NO_DOCUMENT)) for n in range(12)]
    skipped.insert(1, ("旧.doc", Reason(Why.PASSWORD)))
    assert CHINESE.reasons.grouped(skipped, 3) == [
        "12 个文件不是文档：0.exe、1.exe、2.exe，另有 9 个",
        "旧.doc：有密码保护，请去掉密码后另存",
    ]
    assert ENGLISH.reasons.grouped(skipped[:1], 3) == ["0.exe: is no document of a kind that is read"]


def test_every_sentence_of_an_outcome_is_in_the_catalogue() -> None:
    assert {*get_args(Sentence)} <= {field.name for field in fields(Replies)}


def test_traditional_texts_are_the_simplified_ones_in_other_characters() -> None:
    traditional = texts("zh-hant")
    assert traditional.buttons.next == "下一條 ▶"
    assert traditional.telegram.replies.nothing_yet == "請先提一個問題，我才知道你指的是什麼。"
    assert traditional.not_confident == "資料裡沒有直接回答這個問題的內容。"
    commands = re.compile(r"/[a-z]+")
    for (name, simplified), (_, said) in zip(sentences_of(CHINESE), sentences_of(traditional), strict=True):
        assert commands.findall(simplified) == commands.findall(said), name


@pytest.mark.parametrize("language", ["zh-hant", "zh-TW", "zh_HK", "zh-Hant-MO", "zh-mo"])
def test_traditional_readers_are_spoken_to_in_traditional_characters_and_quoted_to_as_written(language: str) -> None:
    assert ask("/help", language=language).text == texts("zh-hant").telegram.replies.help
    sent = ask(QUESTION, language=language)
    assert sent.quotes == [QUOTED]
    assert "本節全文" in sent.labels


def test_a_chosen_language_goes_before_that_of_telegram() -> None:
    async def talk() -> None:
        async with bot_running(Shelf()) as api:
            shown = await asked(api, "/settings", language="zh-hant")
            assert shown.text.startswith("⚙️ 設定")
            await tapped(api, shown, CHINESE.settings.language_zh, language="zh-hant")
            assert (await asked(api, "/help", language="zh-hant")).text == CHINESE.telegram.replies.help

    run(talk())
