"""What is slow to load is not loaded before it is needed."""

import subprocess
import sys
from pathlib import Path

from bot.store import Store
from retrieval.collection import Collection
from tests.support.paths import ROOT


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
    assert not loaded_by("--help") & {
        "numpy",
        "torch",
        "faiss",
        "telegram",
        "sentence_transformers",
        "model2vec",
        "sqlalchemy",
    }


def test_an_answer_by_the_bundled_encoder_loads_no_torch(collection: Collection) -> None:
    loaded = loaded_by("ask", "送外卖的能参加工会吗", "--library", str(collection.folder))
    assert "faiss" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "telegram", "sqlalchemy", "alembic"}


def test_an_outline_and_a_start_with_a_file_that_is_up_to_date_load_no_migrations(tmp_path: Path) -> None:
    assert not loaded_by("outline", "corpus/speeches") & {"sqlalchemy", "alembic"}
    config = tmp_path / "config.yaml"
    config.write_text("storage:\n  file: s.sqlite\n", encoding="utf-8")
    Store(tmp_path / "s.sqlite").close()
    loaded = loaded_by("log", "--config", str(config))
    assert "sqlalchemy" in loaded and not loaded & {"alembic", "psycopg"}


def test_a_conversation_through_a_pipe_loads_no_torch_and_no_line_editor(collection: Collection) -> None:
    loaded = loaded_by("chat", "--library", str(collection.folder))
    assert "bot.conversation.understanding.followups" in loaded
    assert not loaded & {"torch", "transformers", "sentence_transformers", "telegram", "prompt_toolkit"}
