"""Pinyin is read as characters that sound so and stand together in the collection; other letters stay."""

import random
import re

import pytest
from pypinyin import Style, lazy_pinyin, pinyin

from retrieval.collection import Collection
from retrieval.fold import Folded, fold
from retrieval.index.sounds import Sounds, may_be_pinyin

WORDS = {"外联": 3, "入会": 5, "养犬": 9, "养权": 1, "犬只": 2, "西安": 4, "鲜果": 2}


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    return Sounds(WORDS, ["gdp"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wailian ruhui", "外联入会"),
        ("wailianruhui有多少", "外联入会有多少"),
        ("yangquan", "养犬"),
        ("xi'an", "西安"),
        ("xi'bei", "xi'bei"),
        ("xianguo", "鲜果"),
        ("gdp yangquan", "gdp 养犬"),
        ("wifi yangquan", "wifi 养犬"),
        ("hello world", "hello world"),
        ("china", "china"),
        ("yang", "yang"),
        ("wai quan", "wai quan"),
        ("", ""),
    ],
)
def test_pinyin_is_read(sounds: Sounds, typed: str, meant: str) -> None:
    assert sounds.written(Folded(typed)) == meant


def test_what_is_read_sounds_as_it_was_typed(collection: Collection) -> None:
    """Spelt by another function of the library, and read back: other characters maybe, the same sounds."""
    generation = collection.snapshot().generation
    chance, same = random.Random(0), 0
    texts = [chance.choice(generation.entries).text for _ in range(40)]
    words = [text[at : at + 4] for text in texts for at in [chance.randrange(len(text) - 3)]]
    words = [word for word in words if all("\u4e00" <= c <= "\u9fff" for c in word)]
    for word in words:
        typed = " ".join(lazy_pinyin(word))
        read = generation.sounds.written(Folded(typed))
        if read != typed:
            readings = ["|".join(of) for of in pinyin(list(read), style=Style.NORMAL, heteronym=True)]
            assert re.fullmatch("".join(f"({of})" for of in readings), typed.replace(" ", "")), (word, read)
        same += read == fold(word)
    assert same >= 0.6 * len(words)


@pytest.mark.parametrize("question", ["养犬登记", "防汛应急", "养老机构床位"])
def test_a_question_in_pinyin_finds_what_it_finds_in_characters(collection: Collection, question: str) -> None:
    snapshot = collection.snapshot()
    typed = " ".join(lazy_pinyin(question))
    spelt, written = snapshot.answer(typed), snapshot.answer(question)
    assert spelt.question == typed
    assert [(q.document_id, q.start) for q in spelt.quotes] == [(q.document_id, q.start) for q in written.quotes]


def test_a_character_sounds_as_in_the_phrases_that_hold_it() -> None:
    """行 is hang in 银行 and xing in 步行; 巷行 is no phrase, and 行 there what it is alone."""
    sounds = Sounds({"银行": 3, "巷行": 5}, [])
    assert sounds.written(Folded("yinhang")) == "银行"
    assert sounds.written(Folded("xiangxing")) == "巷行"
    assert Sounds({"银行": 3}, []).written(Folded("yinxing")) == "yinxing"


def test_short_words_of_letters_are_not_looked_at() -> None:
    assert not may_be_pinyin(Folded("gdp和5g、ai有多少"))
    assert may_be_pinyin(Folded("yang"))
