"""Which documents of a collection no longer hold, and that answers say so and prefer the newer."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import CHINESE, ENGLISH
from bot.rendering import quote_parts
from corpus.document import Document
from corpus.validity.claims import Claims, claims_of
from retrieval.answer import Standing
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from retrieval.standing import standings
from tests.support.holdings.desk import made_collection

BLANK = Document("id", "", "", "", "", (), ())


def made(name: str, text: str = "第一条 内容。", day: str | None = None) -> Document:
    return replace(BLANK, id=f"{name} {day}", title=name, name=name, text=text, source=f"{name}{day}.md", date=day)


def found_among(documents: Sequence[Document]) -> dict[str, Standing]:
    return standings(documents, [claims_of(document) for document in documents])


OLD, NEW = made("养犬条例", day="2015-01-01"), made("养犬条例（2025年修订）", day="2025-03-01")
REPEALING = made("动物条例", "本条例自2026年1月1日起施行。《养犬条例》同时废止。", "2025-06-01")


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([OLD, NEW], {OLD.id: "⚠ 已被《养犬条例》（2025年修订）取代"}),
        ([OLD, REPEALING], {OLD.id: "⚠ 已被《动物条例》（2025年）废止"}),
        (
            [OLD, made("关于修改《养犬条例》的决定", day="2020-01-01")],
            {OLD.id: "⚠ 已被《关于修改《养犬条例》的决定》（2020年）修改"},
        ),
        ([made("养犬条例", day="2021-01-01"), made("关于修改《养犬条例》的决定", day="2020-01-01")], {}),
        ([OLD, made("养犬条例", day="2020-01-01")], {}),
        ([OLD, made("西江养犬条例（2025年修订）", day="2025-01-01")], {}),
        ([made("养犬条例"), NEW], {}),
        ([made("讲话", day="2015-01-01"), made("讲话（2025年修订）", day="2025-01-01")], {}),
        ([made("养犬条例", day="2026-01-01"), REPEALING], {}),
        ([made("办法", "本办法自2010年1月1日起施行，有效期5年。")], {"办法 None": "⚠ 有效期至2014-12-31，已过"}),
        ([made("办法", "本办法自2015年1月1日起施行，有效期9年。")], {"办法 None": "有效期至2023-12-31"}),
    ],
)
def test_only_what_a_text_says_makes_a_document_doubtful(documents: list[Document], expected: dict[str, str]) -> None:
    for order in (documents, documents[::-1]):
        found = found_among(order)
        assert {name: CHINESE.validity.phrase(s, date(2020, 5, 5)) for name, s in found.items()} == expected


def test_what_a_document_claims_is_kept_with_it(collection: Collection) -> None:
    generation = collection.snapshot().generation
    assert generation.claims == tuple(map(claims_of, generation.documents))
    for document in (OLD, NEW, REPEALING):
        assert Claims.from_json(json.loads(json.dumps(claims_of(document).to_json()))) == claims_of(document)


@given(st.permutations([OLD, NEW, REPEALING, made("养犬条例（2020年修正）", day="2020-01-01")]))
def test_the_order_of_the_documents_does_not_matter(documents: list[Document]) -> None:
    assert found_among(documents) == found_among(
        [OLD, NEW, REPEALING, made("养犬条例（2020年修正）", day="2020-01-01")]
    )
    assert REPEALING.id not in found_among(documents)


def test_of_the_shipped_speeches_something_is_said_of_what_ends_alone(speeches: tuple[Document, ...]) -> None:
    by_id = {d.id: d for d in speeches}
    found = found_among(speeches)
    assert len(found) < 6
    said = {by_id[known].source: CHINESE.validity.phrase(s, date(2025, 6, 1)) for known, s in found.items()}
    assert said["云岭市养犬管理办法（2016年）.txt"] == "⚠ 已被《云岭市文明养犬管理条例》（2024年）废止"
    assert said["澄湖县农村自建房安全管理办法.txt"] == "有效期至2030-03-31"
    assert said["桐江市共享单车管理实施细则.txt"] == "有效期至2029-12-31"
    assert said["沧浦市民政局关于康复辅助器具补贴和租赁的通知.txt"] == "有效期至2028-04-30"


def test_a_term_is_over_on_the_day_after_it() -> None:
    limited = Standing("limited", until="2024-12-31")
    said = [ENGLISH.validity.phrase(limited, date(2024, 12, 31)), ENGLISH.validity.phrase(limited, date(2025, 1, 1))]
    assert said == ["holds until 2024-12-31", "⚠ held until 2024-12-31, which is past"]


def test_of_two_versions_the_newer_is_quoted_first_and_the_older_marked(tmp_path: Path, encoder: Encoder) -> None:
    def rules(head: str, count: str) -> str:
        return (
            f"# 东江市养犬管理条例\n\n{head}\n\n第一条 个人养犬应当到公安机关办理养犬登记，每户限养{count}只。\n\n"
            "第二条 携犬出户应当束犬链，由成年人牵领。\n\n第三条 遗弃犬只的，处五百元罚款。\n"
        )

    old, new = rules("（2015年1月1日通过）", "一"), rules("（2015年1月1日通过　2025年3月1日修订）", "两")
    for names in (("甲", "乙"), ("乙", "甲")):
        collection = made_collection(tmp_path / names[0], encoder, **dict(zip(names, (old, new), strict=True)))
        answer = collection.snapshot().answer("携犬出户应当怎么牵领")
        first = answer.quotes[0]
        assert (first.file, first.standing) == (f"{names[1]}.md", None)
        answer = collection.snapshot().answer("东江市养犬登记每户限养几只")
        files = [quote.file for quote in answer.quotes]
        assert files.index(f"{names[1]}.md") < files.index(f"{names[0]}.md")
        older = next(quote for quote in answer.quotes if quote.file == f"{names[0]}.md")
        assert "⚠ 已被《东江市养犬管理条例》（2025年修订）取代" in quote_parts(older, CHINESE)[0].text
        assert answer.to_json()["quotes"][files.index(f"{names[0]}.md")]["standing"]["kind"] == "replaced"


def test_what_holds_comes_first_unless_what_was_repealed_is_named(tmp_path: Path, encoder: Encoder) -> None:
    texts = {
        "old": "# 江畔市渡船管理办法\n（2016年3月1日公布）\n第一条 渡船每船限载二十人。\n第二条 违反限载规定的，处一百元罚款。",
        "new": "# 江畔市水上客运条例\n（2024年5月1日通过）\n第一条 载客超过核定人数的，处五百元以上一千元以下罚款。\n"
        "第二条 夜间停航。\n第三条 本条例自2024年7月1日起施行。《江畔市渡船管理办法》同时废止。",
    }
    collection = made_collection(tmp_path, encoder, **texts)
    first = {
        asked: collection.snapshot().answer(asked).quotes[0].file
        for asked in ("渡船超载罚多少", "渡船管理办法里超载罚多少", "2016年的时候渡船超载罚多少")
    }
    assert list(first.values()) == ["new.md", "old.md", "old.md"]
