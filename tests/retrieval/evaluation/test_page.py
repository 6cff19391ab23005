"""The page of an evaluation by itself: nothing fetched, nothing left out, nothing empty, whatever the texts hold."""

from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from bot.terminal.evaluation_runs.page import Findings, report_page
from retrieval.collection import Collection
from retrieval.evaluation.calibration import reliability_of_answers, risk_coverage
from retrieval.evaluation.comparison import compare, judge_loss
from retrieval.evaluation.metrics import JudgedAnswer, LabelledQuestion
from retrieval.evaluation.runs import Run, ask_all

HOSTILE = '<script src="http://example.org/x.js"></script>&amp;"\'<img src=//example.org/y>'


def parsed(page: str) -> Any:
    return html.fromstring(page)


@pytest.fixture(scope="module")
def asked(collection: Collection, unseen: list[LabelledQuestion]) -> tuple[list[JudgedAnswer], Run]:
    snapshot = collection.snapshot()
    chosen = [q for n, q in enumerate(unseen) if n % 4 == 0 or not q.evidence or q.type == "zero-overlap"]
    outcomes, results = ask_all(
        chosen, lambda q: snapshot.answer(q.question, limit=10), lambda answer: ["near: 甲 ← 乙"]
    )
    # As if asked of two collections, and one question and its document made to break the page.
    apart = [replace(r, collection="甲" if n % 2 else "乙") for n, r in enumerate(results)]
    apart[0] = replace(apart[0], question=HOSTILE, values={**apart[0].values, "right": 0.0}, why=("near: 甲 ← 乙",))
    return outcomes, Run("as configured", {"encoder": HOSTILE, "documents": 14}, tuple(apart))


@pytest.fixture(scope="module")
def page(asked: tuple[list[JudgedAnswer], Run]) -> str:
    outcomes, run = asked
    better = Run("before", {}, tuple(replace(r, values={**r.values, "right": 1.0}) for r in run.results))
    against = compare(better, run)
    reliability = {"by the answer": reliability_of_answers(outcomes)}
    return report_page(run, Findings(reliability, risk_coverage(outcomes), [against], judge_loss(against)))


def test_nothing_is_fetched_from_anywhere(page: str) -> None:
    tree = parsed(page)
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name.split("}")[-1] in ("src", "href", "action", "data", "poster"):
                assert value.startswith("#"), value
    assert not tree.xpath("//link | //img | //iframe | //object | //base")
    styled = "".join(tree.xpath("//style/text()"))
    assert "url(" not in styled.replace("url(#", "") and "@import" not in styled
    assert len(tree.xpath("//body//script")) == 1
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def test_every_failure_stands_beside_what_was_wanted(page: str, asked: tuple[list[JudgedAnswer], Run]) -> None:
    articles = parsed(page).xpath("//article")
    failed = [result for result in asked[1].results if result.right < 1]
    assert len(failed) > 5
    assert [article.xpath("string(h3)") for article in articles] == [f.question for f in failed]
    for article, result in zip(articles, failed, strict=True):
        left, right = article.xpath(".//div[@class='sides']/div")
        quoted, wanted = ([b.text_content() for b in side.xpath(".//blockquote")] for side in (left, right))
        assert len(quoted) == len(result.quoted) and len(wanted) == len(result.wanted)
        assert all(e.text in shown and e.file in shown for e, shown in zip(result.quoted, quoted, strict=True))
        assert all(e.text in shown and e.file in shown for e, shown in zip(result.wanted, wanted, strict=True))
        assert "near: 甲 ← 乙" in article.text_content()


def test_nothing_is_empty(page: str) -> None:
    tree = parsed(page)
    for element in tree.xpath(
        "//h1|//h2|//h3|//p|//figcaption|//blockquote|//summary|//li|//th|//article|//option|//figure"
    ):
        assert element.text_content().strip(), html.tostring(element)
    for table in tree.xpath("//table"):
        rows = table.xpath(".//tbody/tr")
        assert rows
        assert {len(row.xpath("td")) for row in rows} == {len(table.xpath(".//th"))}
    assert len(tree.xpath("//figure")) == 4
    for drawing in tree.xpath("//figure/*[local-name()='svg']"):
        assert drawing.xpath(".//*[local-name()='path']")
        assert "".join(drawing.itertext()).strip()


def test_kinds_and_collections_have_their_row(page: str, asked: tuple[list[JudgedAnswer], Run]) -> None:
    named = parsed(page).xpath("(//table)[1]//tbody/tr/td[1]/text()")
    assert {"ALL", "answerable", "unanswerable", "zero-overlap", "in 甲", "in 乙"} <= set(named)
    assert {r.type for r in asked[1].results} <= set(named)


def test_charts_do_not_share_ids_and_take_the_colours_of_the_page(page: str) -> None:
    tree = parsed(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    pointed = {value[1:] for value in tree.xpath("//@*[local-name()='xlink:href' or local-name()='href']")}
    assert pointed <= set(ids)
    assert page.count("var(--series)") > 4
    assert "#01020" not in page
