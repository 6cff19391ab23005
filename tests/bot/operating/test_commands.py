"""`yuanwen status`, `check`, `log`, `rollback` and `backup` as processes: what they print, and with which exit."""

import csv
import io
import json
from pathlib import Path

import pytest

from bot.access.register import Register
from bot.conversation.turns import Turn
from bot.keeping import Kept
from bot.messages import CHINESE
from bot.store import Store
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from tests.support.command_line import run

SAID = CHINESE.records


@pytest.fixture
def office(tmp_path: Path) -> list[str]:
    """The options of a small collection that was built twice, with a store."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "桥.md").write_text("# 关于大桥的讲话\n\n大桥每年检修两次。\n", encoding="utf-8")
    config = tmp_path / "config.yaml"
    config.write_text("corpus: documents\nlibrary: library\nstorage:\n  file: state/s.sqlite\n", encoding="utf-8")
    Store(tmp_path / "state" / "s.sqlite").close()
    options = ["--config", str(config)]
    assert run("index", "--quick", *options).returncode == 0
    (documents / "隧道.md").write_text("# 关于隧道的讲话\n\n隧道每晚清洗一次。\n", encoding="utf-8")
    assert run("index", "--quick", *options).returncode == 0
    return options


def test_they_say_the_same_in_words_and_in_json(office: list[str], tmp_path: Path) -> None:
    status = json.loads(run("status", "--json", *office).stdout)
    assert set(status) == {"served", "today", "free", "memory", "work"}
    served = status["served"]
    assert (served["documents"], served["deepened"]) == (2, False) and served["age"] >= 0
    assert status["today"] == {"questions": 0, "refusals": 0, "errors": 0, "failed_polls": 0}
    shown = run("status", *office).stdout
    assert f"📚 版本 {served['generation']}" in shown and SAID.memory.partition(" ")[0] not in shown

    check = json.loads(run("check", "--json", *office).stdout)
    assert check["sound"] and len(check["generations"]) == 2 and check["quotes"] == 3
    assert run("check", *office).stdout.startswith("✅")

    log = json.loads(run("log", "--json", *office).stdout)
    assert [(e["who"], e["action"], e["what"], e["note"]) for e in log] == [
        ("command line", "reload", served["generation"], "+1 ~0 -0"),
        ("command line", "reload", log[1]["what"], "+1 ~0 -0"),
    ]
    assert len(run("log", "--most", "1", *office).stdout.splitlines()) == 1
    rows = list(csv.DictReader(io.StringIO(run("log", "--csv", *office).stdout.lstrip("\ufeff"))))
    assert [row["what"] for row in rows] == [event["what"] for event in log]


def test_going_back_is_asked_done_and_recorded(office: list[str]) -> None:
    after = json.loads(run("status", "--json", *office).stdout)["served"]["generation"]
    refused = run("rollback", *office, stdin="n\n")
    assert refused.returncode == 130 and after in refused.stdout
    assert json.loads(run("status", "--json", *office).stdout)["served"]["generation"] == after
    assert run("rollback", "--json", *office).returncode == 2
    back = json.loads(run("rollback", "--yes", "--json", *office).stdout)
    assert back["left"] == after != back["generation"]
    status = json.loads(run("status", "--json", *office).stdout)["served"]
    assert (status["generation"], status["documents"]) == (back["generation"], 1)
    again = run("rollback", "--yes", *office)
    assert again.returncode == 2 and len(again.stderr.strip().splitlines()) == 1
    assert json.loads(run("log", "--json", *office).stdout)[0]["action"] == "rollback"


def test_what_serves_already_follows(office: list[str], tmp_path: Path, encoder: Encoder) -> None:
    serving = Collection(tmp_path / "documents", tmp_path / "library", Answerer(encoder))
    assert len(serving.snapshot().documents) == 2
    back = json.loads(run("rollback", "--yes", "--json", *office).stdout)
    assert (serving.snapshot().id, len(serving.snapshot().documents)) == (back["generation"], 1)


def test_a_document_is_taken_out_and_comes_back(office: list[str], tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    before = {file.name: file.read_bytes() for file in documents.iterdir()}
    assert run("remove", "讲话", *office).returncode == 2
    assert "no document" in run("remove", "没有的文件", *office).stderr
    assert run("remove", "关于隧道的讲话", *office, stdin="n\n").returncode == 130
    assert {file.name: file.read_bytes() for file in documents.iterdir()} == before
    gone = json.loads(run("remove", "关于隧道的讲话", "--yes", "--json", *office).stdout)
    assert gone["removed"] == ["隧道.md"] and [f.name for f in documents.iterdir()] == ["桥.md"]
    status = json.loads(run("status", "--json", *office).stdout)["served"]
    assert (status["generation"], status["documents"]) == (gone["generation"], 1)
    # Without any document there is no collection: the file stays where it is.
    refused = run("remove", "桥", "--yes", *office)
    assert refused.returncode == 2 and [f.name for f in documents.iterdir()] == ["桥.md"]
    log = json.loads(run("log", "--json", *office).stdout)
    assert [(e["action"], e["what"], e["result"]) for e in log if e["action"] == "remove"] == [
        ("remove", "桥.md", "failed"),
        ("remove", "隧道.md", "done"),
    ]
    back = json.loads(run("rollback", "--yes", "--json", *office).stdout)
    assert back["files"]["restored"] == ["隧道.md"]
    assert {file.name: file.read_bytes() for file in documents.iterdir()} == before


def test_whoever_has_a_code_is_let_in(office: list[str], tmp_path: Path) -> None:
    assert run("allow", "123456", *office).returncode == 2
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "access:\n  mode: paired\n", encoding="utf-8")
    register = Register(tmp_path / "state" / "s.sqlite")
    code = register.code_for(77, "某人")
    assert code and run("allow", f"{(int(code) + 1) % 10**6:06}", *office).returncode == 2
    assert not register.is_allowed(77)
    assert json.loads(run("allow", code, "--json", *office).stdout) == {"allowed": 77, "name": "某人"}
    assert register.is_allowed(77)
    log = json.loads(run("log", "--json", *office).stdout)
    assert [(e["what"], e["result"]) for e in log if e["action"] == "allow"] == [("77", "done"), ("", "refused")]


def test_whoever_was_let_in_is_shown_and_let_in_no_longer(office: list[str], tmp_path: Path) -> None:
    config, group = tmp_path / "config.yaml", -1001234567890
    config.write_text(config.read_text(encoding="utf-8") + "access:\n  mode: paired\n  users: [5]\n", encoding="utf-8")
    register = Register(tmp_path / "state" / "s.sqlite")
    for party, name in ((77, "某人"), (group, "科室群")):
        code = register.code_for(party, name)
        assert code and run("allow", code, *office).returncode == 0
    shown = run("who", *office).stdout
    assert all(part in shown for part in ("5", "某人（77）", f"科室群（{group}）", CHINESE.access.at_the_machine))
    assert run("revoke", str(group), *office).stdout.strip() == CHINESE.access.revoked.format(party=group)
    assert not register.is_allowed(group) and register.is_allowed(77)
    assert json.loads(run("revoke", "77", "--json", *office).stdout) == {"revoked": 77}
    for number in ("77", "5", "abc"):
        refused = run("revoke", number, *office)
        assert refused.returncode == 2 and len(refused.stderr.strip().splitlines()) == 1
    said = json.loads(run("who", "--json", *office).stdout)
    assert said == {"mode": "paired", "listed": [5], "allowed": [], "waiting": 0}
    log = json.loads(run("log", "--json", *office).stdout)
    done = [(e["what"], e["result"]) for e in log if e["action"] == "revoke"]
    assert done == [("77", "refused"), ("77", "done"), (str(group), "done")]


def test_a_damaged_library_ends_with_one_and_is_named(office: list[str], tmp_path: Path) -> None:
    file, *_ = (tmp_path / "library" / "segments").glob("*/passages.npy")
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    result = run("check", *office)
    assert result.returncode == 1 and "passages.npy" in result.stdout and "Traceback" not in result.stderr
    assert not json.loads(run("check", "--json", *office).stdout)["sound"]


def test_a_backup_says_what_it_holds(office: list[str], tmp_path: Path) -> None:
    made = json.loads(run("backup", str(tmp_path / "copy"), "--json", *office).stdout)
    assert (made["corpus"], made["state"]) == (2, 1) and made["size"] > 1000
    assert {part.name for part in (tmp_path / "copy").iterdir()} == {"corpus", "library", "state"}
    again = run("backup", str(tmp_path / "copy"), *office)
    assert again.returncode == 2 and "not empty" in again.stderr


def test_looking_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("corpus: documents\nlibrary: library\n", encoding="utf-8")
    (tmp_path / "documents").mkdir()
    options = ["--config", str(tmp_path / "config.yaml")]
    assert run("status", *options).stdout.startswith(SAID.not_built)
    assert run("log", *options).stdout.strip() == SAID.log_empty
    assert run("check", *options).returncode == 1
    assert sorted(f.name for f in tmp_path.iterdir()) == ["config.yaml", "documents"]


def test_questions_to_look_at_are_listed_and_made_test_questions(office: list[str], tmp_path: Path) -> None:
    assert SAID.doubts_not_kept in run("feedback", *office).stderr
    config = Path(office[1])
    config.write_text(config.read_text(encoding="utf-8") + "  keep_questions: true\n", encoding="utf-8")
    assert run("feedback", *office).stdout.strip() == SAID.doubts_none
    store = Store(tmp_path / "state" / "s.sqlite")
    for number, question in enumerate(("大桥谁来刷漆", "隧道里能钓鱼吗")):
        store.keep(Kept(f"answer{number}", 7, 7, number, "1-a", Turn(question, kind="not_confident")))
    store.close()
    listed = run("feedback", *office).stdout
    assert "answer0 大桥谁来刷漆" in listed and SAID.doubt_unanswered in listed
    unknown = run("feedback", "--accept", "answer0", "--ignore", "answer9", *office)
    assert unknown.returncode == 2 and "answer9" in unknown.stderr
    done = json.loads(run("feedback", "--accept", "answer0", "--ignore", "answer1", "--json", *office).stdout)
    assert done["done"] == [SAID.collected_as_unanswerable, SAID.ignored] and done["questions"] == []
    [made] = Path(done["file"]).read_text(encoding="utf-8").splitlines()
    assert json.loads(made)["question"] == "大桥谁来刷漆"
