"""Parts of a document that are asked for: by what their headings say, of the speech that is meant."""

import numpy as np
import pytest

from retrieval.collection import Collection
from retrieval.fold import fold
from retrieval.index.encoder import Encoder
from retrieval.search.candidates import Candidates
from tests.support.holdings.desk import made_collection

SPEECH = """在全县护林工作会议上的讲话
县林业局局长　佟静宜
（2024年3月5日）
同志们：
今天开会，讲一讲去年护林的短板，讲一讲今年怎么奖、怎么罚。
一、看清短板
望火楼缺人值守，三座水池漏水，有的网格员一周才上山一回。
二、有奖有罚
报告火情属实的，奖励二百元。值班脱岗的，扣发当月补助。
三、备足家伙
灭火机每村两台，油料随用随补，水囊四月底前发齐。
"""


@pytest.fixture(scope="module")
def collection(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    report = "# 关于短板整改的通报\n\n佟静宜同志听取了汇报。各乡的短板是林道不通、奖励没有兑现。\n"
    return made_collection(tmp_path_factory.mktemp("parts"), encoder, 讲话=SPEECH, 通报=report)


def described(collection: Collection, question: str) -> Candidates:
    snapshot = collection.snapshot()
    answerer = snapshot.answerer
    return answerer.rank(snapshot.generation, answerer.understand(fold(question))).candidates


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("佟局长讲短板的是哪一段", "一、看清短板"),
        ("佟静宜讲话里讲奖罚的那段", "二、有奖有罚"),
        ("讲家伙的那部分发我", "三、备足家伙"),
    ],
)
def test_the_part_is_quoted_whose_heading_says_so(collection: Collection, question: str, heading: str) -> None:
    assert collection.snapshot().answer(question).quotes[0].heading_path[-1:] == (heading,)


def test_features_of_parts_are_those_of_heading_and_text_where_a_part_is_asked_for(collection: Collection) -> None:
    asked = described(collection, "讲短板的是哪一段")
    assert np.array_equal(asked.column("context_of_part"), asked.column("context"))
    assert np.array_equal(asked.column("body_of_part"), asked.column("body"))
    entries = collection.snapshot().generation.entries
    assert [bool(v) for v in asked.column("headless_part")] == [not entries[i].heading_path for i in asked.entries]
    plain = described(collection, "有什么短板")
    for name in ("context_of_part", "body_of_part", "headless_part"):
        assert not plain.column(name).any()


def test_the_name_of_a_speaker_is_in_no_comparison(collection: Collection) -> None:
    named, plain = described(collection, "佟静宜讲的短板"), described(collection, "讲的短板")
    assert np.array_equal(named.column("body"), plain.column("body"))
    assert named.column("title").max() > plain.column("title").max()


def test_a_short_year_means_that_of_a_document(collection: Collection) -> None:
    answer = collection.snapshot().answer("24年护林有哪些短板")
    assert answer.quotes[0].file == "讲话.md"
