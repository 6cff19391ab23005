"""What a question names and the collection does not have: said, and nothing of others is shown instead."""

import pytest

from retrieval.absent.region_words import region_words
from retrieval.fold import fold
from retrieval.snapshot import Snapshot


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("浙江今年的经济增长目标是多少", ("浙江",)),
        ("杭州市今年的经济增长目标是多少", ("杭州市",)),
        ("东海市残联的章程怎么规定会费", ("东海市",)),
        ("沧溟县老年食堂建了几个", ("沧溟县",)),
        ("2019年的经济增长目标是多少", ("2019年",)),
        ("《绍兴市养犬管理条例》规定罚多少", ("绍兴市", "《绍兴市养犬管理条例》")),
    ],
)
def test_what_is_not_there_is_said_and_no_other_is_shown(
    question: str, named: tuple[str, ...], counties: Snapshot
) -> None:
    answer = counties.answer(question)
    assert (answer.refused, answer.reason) == (True, "not_held")
    assert tuple(one.name for one in answer.absent) == named
    assert answer.quotes == answer.items == ()


@pytest.mark.parametrize(
    "question",
    [
        "云岭县今年的经济增长目标是多少",
        "2025年粮食产量怎么样",
        "2020年以来公路养护有什么进展",
        "《云岭县政府工作报告》说了什么",
        "老年食堂",
        "我在县里上班能吃老年食堂吗",
        "哪个县建无人机起降点",
        "贫困县怎么办老年食堂",
    ],
)
def test_nothing_is_missed_of_what_is_there(question: str, counties: Snapshot) -> None:
    answer = counties.answer(question)
    assert answer.absent == ()
    assert answer.reason != "not_held"


def test_the_years_of_a_part_are_those_its_own_documents_name(counties: Snapshot) -> None:
    for document in counties.documents:
        alone = counties.restricted_to({document.source}.__contains__)
        named = {year for year in range(1900, 2100) if str(year) in fold(document.text)}
        assert alone.generation.years_mentioned == named
        assert named <= counties.generation.years_mentioned


def test_of_a_comparison_the_side_that_is_there_is_shown(counties: Snapshot) -> None:
    answer = counties.answer("河湾和宁波今年的经济增长目标谁高", kind="comparison")
    assert [one.name for one in answer.absent] == ["宁波"]
    assert [item.file for item in answer.items] == ["2025_河湾县.txt"]
    assert "5.5%" in answer.items[0].text


def test_one_document_asked_alone_misses_nothing(counties: Snapshot) -> None:
    document = counties.documents[0].id
    assert counties.answer("浙江的经济增长目标", within=document).absent == ()


def test_regions_are_known_by_the_words_around_them() -> None:
    assert {"宁波", "深圳", "杭州", "桂林"} <= region_words()
    assert not {"企业", "工业", "示范", "城市", "浙江", "纽约"} & region_words()
