"""Which documents are repealed or amended, by the words of others."""

from dataclasses import replace

import pytest

from corpus.document import Document
from corpus.validity.repeals import read_repeals
from corpus.validity.works import bare_name, holds_until_replaced, is_revision, other_versions, work_key, work_keys

BLANK = Document("id", "办法", "办法", "", "办法.md", (), ())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本条例自2025年1月1日起施行。《东江市养犬管理办法》同时废止。", ["东江市养犬管理办法"]),
        ("本法自公布之日起施行，1996年12月3日通过的《城市供水条例》同时废止。", ["城市供水条例"]),
        ("《甲办法》（2010年公布）、《乙规定》同时废止。", ["甲办法", "乙规定"]),
        ("《甲管理办法》自本办法施行之日起废止。", ["甲管理办法"]),
        ("本办法自印发之日起施行，同时废止《甲办法》和《乙办法》（东政发〔2015〕3号）。", ["甲办法", "乙办法"]),
        ("本條例施行後，國務會議來對說時為發經產業務實現員開關，《舊辦法》同時廢止。", ["舊辦法"]),
        ("《城市供水条例》所称的废止，是指停止供水。", []),
        ("制定、修改和废止地方性法规，适用《立法法》。", []),
        ("2017年《国务院关于修改和废止部分行政法规的决定》第一次修订", []),
        ("在《甲办法》废止之前已经办理的，不再办理。", []),
        ("《甲办法》尚未废止的，依照其规定。", []),
    ],
)
def test_what_is_named_beside_its_repeal_is_repealed(text: str, names: list[str]) -> None:
    found = read_repeals(replace(BLANK, text=text))
    assert [named.name for named in found if named.deed == "repeals"] == names
    for named in found:
        assert text[slice(*named.span)] == f"《{named.name}》"


@pytest.mark.parametrize(
    ("title", "deed", "name"),
    [
        ("东江市人民政府关于废止《东江市养犬管理办法》的决定", "repeals", "东江市养犬管理办法"),
        ("东江市人大常委会关于修改《东江市供水条例》的决定", "amends", "东江市供水条例"),
    ],
)
def test_a_decision_says_it_in_its_title(title: str, deed: str, name: str) -> None:
    (named,) = read_repeals(replace(BLANK, title=title, name=title))
    assert (named.deed, named.name, named.span) == (deed, name, (0, 0))


def test_versions_of_one_work_have_one_key() -> None:
    names = (
        "公司法（2018年修正）",
        "公司法（2023年修订）",
        "《公司法》",
        "公司法",
        "公司法(试行)",
        "公司法【2005年版】",
    )
    assert {work_key(name) for name in names} == {"公司法"}
    assert work_key("政府工作报告（云岭市2025年）") != work_key("政府工作报告（云岭市2024年）")
    assert work_key("东江市养犬条例") != work_key("西江市养犬条例")
    assert bare_name("公司法（2023年修订）") == "公司法"
    sent_out = replace(BLANK, name="关于印发《东江市养犬办法》的通知", title="关于印发《东江市养犬办法》的通知")
    assert work_key("东江市养犬办法") in work_keys(sent_out)


def test_speeches_and_reports_stand_beside_each_other() -> None:
    law, speech = (
        replace(BLANK, title="养犬办法", name="养犬办法"),
        replace(BLANK, title="讲话", name="讲话", speaker="某"),
    )
    assert holds_until_replaced(law) and not holds_until_replaced(speech)
    assert not holds_until_replaced(replace(law, name="养犬办法（征求意见稿）"))
    older, newer = replace(law, date="2019-01-01", text="旧"), replace(law, date="2024-01-01", text="新")
    assert other_versions(newer, [older, newer]) == [older]
    older, newer = replace(speech, date="2019-01-01", text="旧"), replace(speech, date="2024-01-01", text="新")
    assert other_versions(newer, [older]) == []
    assert other_versions(replace(newer, date="2019-01-01"), [older]) == [older]
    assert is_revision(replace(law, text="（2025年3月1日修订）\n第一条")) and not is_revision(law)
