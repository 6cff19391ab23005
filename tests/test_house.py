"""Imports point one way (bot -> retrieval -> corpus), and what is slow is not imported before it is needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

ALLOWED = {"corpus": {"corpus"}, "retrieval": {"corpus", "retrieval"}, "bot": {"corpus", "retrieval", "bot"}}


@pytest.mark.parametrize("room", ALLOWED)
def test_imports_point_one_way(room: str) -> None:
    for file in (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            rooms = {n.split(".")[0] for n in names} & ALLOWED.keys()
            assert rooms <= ALLOWED[room], f"{file.relative_to(ROOT)} imports {rooms}"


def loaded_by(*arguments: str, cwd: Path = ROOT) -> set[str]:
    """The modules that a command has loaded when it ends."""
    code = (
        "import sys\nfrom bot.cli import main\n"
        f"sys.argv = {['yuanwen', *arguments]!r}\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sorted(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, input="", capture_output=True, text=True, timeout=120, check=True
    )
    return set(run.stderr.split("LOADED")[-1].split())


def test_help_loads_no_library() -> None:
    assert not loaded_by("--help") & {"numpy", "torch", "faiss", "telegram", "sentence_transformers", "model2vec"}


def test_an_answer_by_the_bundled_encoder_loads_no_torch(collection, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    loaded = loaded_by("ask", "送外卖的能参加工会吗", "--library", str(collection.folder))
    assert "faiss" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "telegram"}


def test_a_conversation_through_a_pipe_loads_no_torch_and_no_line_editor(collection) -> None:  # type: ignore[no-untyped-def]
    loaded = loaded_by("chat", "--library", str(collection.folder))
    assert "bot.conversation.understanding.followups" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "telegram", "prompt_toolkit"}


def test_nothing_is_tracked_at_the_top_but_the_agreed_names() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.strip('"').split("/")[0] for line in listed.stdout.splitlines()}
    agreed = {
        "pyproject.toml",
        "README.md",
        "config.yaml",
        "Makefile",
        "LICENSE",
        "bot",
        "retrieval",
        "corpus",
        "tests",
    }
    assert {name for name in top if not name.startswith(".")} <= agreed
