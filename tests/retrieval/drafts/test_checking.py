"""What is a quotation, where it stands, and what is said of it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from retrieval.collection import Collection
from retrieval.drafts.checked import CheckedQuote
from retrieval.drafts.checking import check_quotations
from retrieval.drafts.quoting import quotes_in
from retrieval.index.generation import Generation
from retrieval.lookup.alignment import letters_of

RULES = "《云岭市文明养犬管理条例》"
ELEVEN = "重点管理区内，每户限养犬只两只。"


@pytest.fixture(scope="module")
def generation(collection: Collection) -> Generation:
    return collection.snapshot().generation


def one(generation: Generation, text: str) -> CheckedQuote:
    (checked,) = check_quotations(generation, text)
    assert text[checked.start : checked.end] == checked.words
    return checked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("他说：“甲乙丙”。", ["甲乙丙"]),
        ("他说：“甲‘乙’丙”，又说「丁『戊』」。", ["甲‘乙’丙", "丁『戊』"]),
        ("外“甲“乙”丙”外", ["甲“乙”丙"]),
        ('half "甲乙" and "丙"', ["甲乙", "丙"]),
        ('odd "甲乙 and “丙”', ["丙"]),
        ("«甲»和｢乙｣", ["甲", "乙"]),
        ("“甲\n乙”", ["甲\n乙"]),
        ("“没有闭合\n另一行“乙”", ["乙"]),
        ("漏了“前一个 又“乙”", ["乙"]),
        ("只有”闭合", []),
        ("“”", []),
    ],
)
def test_what_stands_between_marks(text: str, words: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotes_in(text)] == words


@given(st.text(alphabet='甲乙。\n“”‘’「」"《》第一条规定：，', max_size=60))
def test_quotations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = quotes_in(text)
    assert all(0 <= q.outer[0] <= q.start < q.end <= q.outer[1] <= len(text) for q in found)
    assert all(a.outer[1] <= b.outer[0] for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        (f"{RULES}第十一条规定：“{ELEVEN}”", "exact"),
        (f"{RULES}第十一条规定：“{ELEVEN[:-1]}，", None),
        (f"{RULES}第十一條規定：「重點管理區內，每戶限養犬隻兩隻。」", "slight"),
        (f"{RULES}第十一条规定：“重点管理区内,每户限养犬只两只”", "slight"),
        (f"{RULES}第11条规定：“{ELEVEN}”", "exact"),
        (f"{RULES}第十一条规定：“重点管理区内……准予继续饲养，但是不得新增犬只”", "exact"),
        (f"{RULES}第十一条规定：“准予继续饲养……重点管理区内，每户限养犬只两只”", "differs"),
        (f"{RULES}第十一条规定：“重点管理区内，每户限养犬只三只”", "differs"),
        (f"{RULES}第十二条规定：“{ELEVEN}”", "elsewhere"),
        (f"{RULES}第九十九条规定：“{ELEVEN}”", "elsewhere"),
        (f"《没有的办法》第三条规定：“{ELEVEN}”", "exact"),
        (f"{RULES}第十一条规定：“养犬人每逢月圆应当携犬登山望远”", "not_found"),
        (f"“{ELEVEN}”（{RULES}第十二条）", "elsewhere"),
        (f"“{ELEVEN}”——{RULES}", "exact"),
        (f"{RULES}和《没有的办法》都规定，“{ELEVEN}”", "exact"),
        (f"{RULES}第十一条规定，重点管理区内，每户限养犬只两只。", "exact"),
        (f"{RULES}第十一条规定，重点管理区内，每户限养犬只五只。", "differs"),
        (f"根据{RULES}第十一条规定，各单位要抓好落实、压实责任。", None),
    ],
)
def test_verdicts(generation: Generation, draft: str, verdict: str | None) -> None:
    found = check_quotations(generation, draft)
    assert [c.verdict for c in found] == ([verdict] if verdict else [])


def test_the_place_is_named_where_the_article_does_not_say_so(generation: Generation) -> None:
    checked = one(generation, f"{RULES}第十二条规定：“{ELEVEN}”")
    assert checked.place and checked.place.heading_path[-1] == "第十一条"
    assert checked.cited and (checked.cited.known, checked.cited.exists) == (True, True)
    missing = one(generation, f"{RULES}第九十九条规定：“{ELEVEN}”")
    assert missing.cited and (missing.cited.known, missing.cited.exists) == (True, False)


def test_a_short_title_and_the_next_article_are_those_of_the_document_before(generation: Generation) -> None:
    draft = f"{RULES}第十一条规定：“{ELEVEN}”第九条规定：“养犬登记证有效期为一年。”\n《条例》第十四条规定：“养犬登记证有效期为一年。”"
    assert [c.verdict for c in check_quotations(generation, draft)] == ["exact", "elsewhere", "exact"]


@pytest.mark.parametrize(
    ("wrong", "changes"),
    [
        ("重点管理区内，每户限养犬只三只", [("swapped", "三", "两")]),
        ("重点管理区内，限养犬只两只", [("dropped", "", "每户")]),
        ("重点管理区内，每户最多限养犬只两只", [("added", "最多", "")]),
        ("重点区内，每户限养犬只2只", [("dropped", "", "管理"), ("swapped", "2", "两")]),
    ],
)
def test_differences_are_marked_letter_by_letter(
    generation: Generation, wrong: str, changes: list[tuple[str, str, str]]
) -> None:
    draft = f"{RULES}第十一条规定：“{wrong}。”"
    checked = one(generation, draft)
    assert [(d.kind, d.draft, d.source) for d in checked.deviations] == changes
    assert all(draft[d.start : d.end] == d.draft for d in checked.deviations)


@pytest.mark.parametrize(
    "text",
    [
        "“十四五”时期要深化“放管服”改革，推广“最多跑一次”。",
        "我市获评“全国文明城市创建先进单位”称号。",
        f"贯彻{RULES}，开展“争当文明养犬人”活动。",
        "要提出“一网通办、全城通办”的办法。",
    ],
)
def test_names_in_marks_are_no_quotations(generation: Generation, text: str) -> None:
    assert [c.words for c in check_quotations(generation, text) if c.is_flawed] == []


@settings(max_examples=60)
@given(st.data())
def test_whatever_is_quoted_rightly_is_exact_and_one_strange_letter_is_seen(
    generation: Generation, data: st.DataObject
) -> None:
    document: Document = data.draw(st.sampled_from(generation.documents))
    passage = data.draw(st.sampled_from(document.passages))
    text = document.text[passage.start : passage.end]
    words = next((line for line in text.split("\n") if len(letters_of(line).text) >= 16), "")[:80]
    if not words or set(words) & set("《》“”‘’\"'…「」【】") or ".." in words:
        return
    assert one(generation, f"《{document.name}》指出：“{words}”").verdict in ("exact", "slight")
    at = data.draw(st.integers(4, len(words) - 4))
    wrong = words[:at] + "龘" + words[at:]
    checked = one(generation, f"《{document.name}》指出：“{wrong}”")
    assert checked.verdict == "differs"
    assert any("龘" in deviation.draft for deviation in checked.deviations)
