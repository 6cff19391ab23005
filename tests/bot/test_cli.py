"""The command line from outside: the contract's JSON, one line for every mistake, the same answer through every door."""

import json
import subprocess
from pathlib import Path

import pytest

from bot import rendering
from bot.asking import checked_answer
from bot.messages import CHINESE
from retrieval.collection import Collection
from tests.support.command_line import run
from tests.support.paths import SPEECHES

QUESTION = "送外卖的能参加工会吗"


def assert_one_line(result: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    assert result.returncode == status, result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert result.stderr.startswith("yuanwen: ")
    for word in words:
        assert word in result.stderr


def test_ask_prints_the_answer_object(collection: Collection) -> None:
    result = run("ask", QUESTION, "--json", "--library", str(collection.folder))
    answer = json.loads(result.stdout)
    assert set(answer) >= {"question", "refused", "reason", "confidence", "quotes", "suggestions", "generation"}
    quote = answer["quotes"][0]
    assert set(quote) >= {
        "document",
        "file",
        "heading_path",
        "text",
        "start",
        "end",
        "highlights",
        "score",
        "confidence",
    }
    document = next(d for d in collection.snapshot().documents if d.source == quote["file"])
    assert document.text[quote["start"] : quote["end"]] == quote["text"]


def test_batch_keeps_ids_and_order(collection: Collection, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    asked = [(7, QUESTION), ("x", "狗绳多长"), (3, "")]
    file.write_text("\n".join(json.dumps({"id": i, "question": q}) for i, q in asked), encoding="utf-8")
    lines = run("ask", "--questions", str(file), "--json", "--library", str(collection.folder)).stdout.splitlines()
    assert [(a["id"], a["question"]) for a in map(json.loads, lines)] == asked


@pytest.mark.parametrize("question", [QUESTION, "养犬登记要交什么材料", "讲个冷笑话听听", "2025年新增多少停车位"])
def test_one_answer_through_every_door(question: str, collection: Collection) -> None:
    """Terminal, JSON and Telegram's HTML carry the same text."""
    parts = rendering.parts(checked_answer(collection.snapshot(), question), CHINESE, 3)
    plain = rendering.to_plain(parts)
    terminal = run("ask", question, "--library", str(collection.folder)).stdout
    assert "".join(terminal.split()) == "".join(plain.split())
    chat = run("chat", "--library", str(collection.folder), stdin=question + "\n").stdout
    first = parts[: next((i for i, part in enumerate(parts) if part.kind == "quote"), 0) + 1]
    for part in first:
        assert part.text in chat
    answer = json.loads(run("ask", question, "--json", "--library", str(collection.folder)).stdout)
    if not answer["refused"]:
        assert all(q["text"] in plain for q in answer["quotes"][:3])
    import html
    import re

    assert html.unescape(re.sub(r"<[^>]+>", "", rendering.to_html(parts))) == plain


def test_first_use_builds_the_library_and_says_where(tmp_path: Path) -> None:
    first = run("ask", QUESTION, "--library", str(tmp_path / "lib"))
    assert first.returncode == 0
    assert str(tmp_path / "lib") in first.stderr
    second = run("ask", QUESTION, "--library", str(tmp_path / "lib"))
    assert second.stderr == ""
    assert second.stdout == first.stdout


def test_outline_contract() -> None:
    file = SPEECHES / "在全市安全生产暨防汛工作会议上的讲话.txt"
    outline = json.loads(run("outline", str(file), "--json").stdout)
    assert set(outline) == {"file", "title", "facts", "headings", "dropped"}
    assert outline["title"] == "在全市安全生产暨防汛工作会议上的讲话"
    assert set(outline["headings"][0]) == {"line", "level", "heading", "run_in"}
    assert {d["rule"] for d in outline["dropped"]} >= {"page tail", "caption"}


def test_index_reports_skips_and_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "好.txt").write_text("讲话\n同志们：\n今年修路两百公里，明年再修一百公里。\n", encoding="utf-8")
    (folder / "坏.txt").write_bytes(bytes(range(256)) * 8)
    result = run("index", "--json", "--corpus", str(folder), "--library", str(tmp_path / "lib"))
    report = json.loads(result.stdout)
    assert result.returncode == 0
    assert report["added"] == ["好.txt"]
    assert [s["file"] for s in report["skipped"]] == ["坏.txt"]


def test_evaluate_compares_and_its_gate_decides_the_exit(collection: Collection, tmp_path: Path) -> None:
    questions, report = tmp_path / "questions.yaml", tmp_path / "report"
    questions.write_text(
        "document: 在全市基层工会建设推进会上的讲话.txt\nquestions:\n- ask: 送外卖的能参加工会吗\n"
        "  quote: 都有依法参加和组织工会的权利\n- ask: 火星上有没有海\n  unanswerable: true\n",
        encoding="utf-8",
    )
    common = ("--json", "--library", str(collection.folder))
    result = run("evaluate", str(questions), "--with", "threshold=0", "--report", str(report), *common)
    assert result.returncode == 0, result.stderr
    content = json.loads(result.stdout)
    assert set(content["configurations"]) == {"lexical", "dense", "fused"}
    assert {"hit", "mrr", "heading_path", "refused"} <= set(content["configurations"]["fused"]["ALL"])
    assert content["comparisons"][0]["after"] == "threshold=0"
    assert content["measures"]["ALL"]["right"]["mean"] == 1.0
    assert {file.name for file in report.iterdir()} >= {"report.html", "run.json", "metrics.json"}
    # Nobody ranks better than first, but a baseline may say so.
    kept = report / "run.json"
    raw = json.loads(kept.read_text(encoding="utf-8"))
    raw["results"][0]["values"]["MRR@10"] = 2.0
    kept.write_text(json.dumps(raw), encoding="utf-8")
    gated = run("evaluate", str(questions), "--baseline", str(kept), *common)
    assert gated.returncode == 1
    assert json.loads(gated.stdout)["gate"]["faults"][0]["measure"] == "MRR@10"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask"], ["QUESTION"]),
        (["ask", "x", "--questions", "y"], ["either"]),
        (["frobnicate"], ["frobnicate"]),
        (["ask", "x", "--corpus", "nowhere", "--library", "lib"], ["nowhere", "nothing"]),
        (["outline", "nowhere.txt"], ["nowhere.txt", "不存在"]),
        (["evaluate", "nowhere.jsonl"], ["nowhere.jsonl"]),
        (["evaluate"], ["QUESTIONS", "--set"]),
        (["evaluate", "--set", "nowhere.yaml"], ["NAME=PATH"]),
        (["evaluate", "--set", "a=."], ["no questions", "questions.yaml"]),
        (["ask", "x", "--config", "nowhere.yaml"], ["nowhere.yaml", "--config"]),
        (["bot"], ["TELEGRAM_BOT_TOKEN"]),
    ],
)
def test_mistakes_are_one_line(arguments: list[str], words: list[str], tmp_path: Path) -> None:
    assert_one_line(run(*arguments, cwd=tmp_path), 2, *words)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("corpsu: x", ["corpsu"]),
        ("telegram:\n  tokn: 1", ["telegram.tokn"]),
        ("answer:\n  quotes: many", ["answer.quotes", "many"]),
        ("- a", ["list"]),
        ("a: [", ["YAML"]),
        ("telegram:\n  base_url: http://example.org", ["base_url", "https"]),
        ("encoder:\n  model: no/such-folder", ["no/such-folder", "encoder.model"]),
    ],
)
def test_config_mistakes_name_the_key(config: str, words: list[str], tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(config + f"\n{'' if config[0] in '-a' else f'library: {tmp_path}/lib'}\n", encoding="utf-8")
    assert_one_line(run("ask", "x", "--config", str(file), HF_HUB_OFFLINE="1"), 2, *words)


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert_one_line(
        run("ask", "x", "--corpus", str(tmp_path / "docs"), "--library", str(tmp_path / "lib")),
        2,
        "no readable document",
    )


def test_a_bad_token_is_not_shown() -> None:
    result = run("bot", TELEGRAM_BOT_TOKEN="not a token")
    assert_one_line(result, 2, "TELEGRAM_BOT_TOKEN")
    assert "not a token" not in result.stderr


def test_explain_says_why_in_text_and_json(collection: Collection) -> None:
    library = ("--library", str(collection.folder))
    shown = run("ask", QUESTION, "--explain", *library).stdout
    plain = run("ask", QUESTION, *library).stdout
    assert shown.startswith(plain.rstrip())
    for words in ("相同的词：", "送外卖的 → 新就业形态劳动者", "相近的词：", "比下一段多："):
        assert words in shown
    answer = json.loads(run("ask", QUESTION, "--explain", "--json", *library).stdout)
    contributions = answer["explanation"]["quotes"][0]["contributions"]
    assert sum(c["effect"] for c in contributions) == pytest.approx(answer["quotes"][0]["score"], abs=0.01)


def test_references_and_quotations_come_through_the_command_line(collection: Collection) -> None:
    library = ("--json", "--library", str(collection.folder))
    reference = json.loads(run("ask", "养犬条例第十条", *library).stdout)
    assert (reference["how"], reference["quotes"][0]["heading_path"][-1]) == ("reference", "第十条")
    quotation = json.loads(run("ask", "先入会后转接是哪里说的", *library).stdout)
    quote = quotation["quotes"][0]
    assert quotation["how"] == "quotation"
    assert [quote["text"][a:b] for a, b in quote["highlights"]] == ["先入会、后转接"]
    missing = run("ask", "养犬条例第九十条", "--library", str(collection.folder)).stdout
    assert CHINESE.no_such_section in missing
    assert "第一章" in missing


def test_a_faulty_thesaurus_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("河长制\n", encoding="utf-8")
    config = tmp_path / "config.yaml"
    config.write_text(f"corpus: {SPEECHES}\nthesaurus: own.tsv\n", encoding="utf-8")
    assert_one_line(run("ask", QUESTION, "--config", str(config)), 2, "own.tsv line 1", "expected")
