"""The documentation says what is so: every setting and command documented, and the reverse; its examples run."""

import re
import subprocess
import sys

import pytest
import yaml
from pydantic import BaseModel

from bot.cli import app
from bot.settings import Settings
from bot.terminal.conversation import Conversation
from retrieval.collection import Collection
from tests.bench.__main__ import summaries
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    found = set()
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= keys(inner, f"{prefix}{name}.")
        else:
            found.add(prefix + name)
    return found


def written(values: dict[str, object], prefix: str = "") -> set[str]:
    found = set()
    for name, value in values.items():
        # Without anything in it, it is a setting that maps something, and no group.
        inner = written(value, f"{prefix}{name}.") if isinstance(value, dict) else set()
        found |= inner or {prefix + name}
    return found


def test_every_setting_is_in_the_shipped_config_and_the_reverse() -> None:
    raw = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    assert written(raw) == keys(Settings)


def test_the_shipped_config_states_the_defaults() -> None:
    raw = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    assert Settings.model_validate(raw) == Settings()


def test_every_command_is_in_the_readme_and_the_reverse() -> None:
    cells = re.findall(r"^\| (`yuanwen .*?) \| ", README, re.M)
    assert {name for cell in cells for name in re.findall(r"`yuanwen (\w+)", cell)} == set(app.commands)


@pytest.mark.parametrize("page", ["README.md", ".github/CONTRIBUTING.md"])
def test_make_targets_of_a_page_exist(page: str) -> None:
    targets = set(re.findall(r"(?:^|`)make (\w+)", (ROOT / page).read_text(encoding="utf-8"), re.M))
    assert targets >= {"chat", "test"}
    for target in targets:
        assert re.search(rf"^{target}:", MAKEFILE, re.M), target


def test_ci_and_commits_are_checked_by_what_make_check_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    assert {"run": ".ci/run"} in workflow["jobs"]["check"]["steps"]
    assert {"make check", "make test"} <= set(re.findall(r"^make \w+", CI, re.M))
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", MAKEFILE, re.M)
    assert recipe
    tools = re.findall(r"\$\(BIN\)/(\S+(?: check| format)?)", recipe[1])
    assert [hook["entry"].removeprefix(".venv/bin/").partition(" --")[0] for hook in hooks] == tools


def test_every_benchmark_says_how_it_is_run() -> None:
    for line in summaries():
        command = re.search(r"`python -m (tests\.bench\.\w+)", line)
        assert command, line
        assert (ROOT / f"{command[1].replace('.', '/')}.py").is_file()


@pytest.mark.parametrize("question", ["送外卖的能参加工会吗"])
def test_the_exchanges_in_the_readme_are_real(question: str, collection: Collection) -> None:
    answer = collection.snapshot().answer(question)
    assert not answer.refused
    first = answer.quotes[0]
    assert first.title in README
    assert all(heading in README for heading in first.heading_path)
    assert re.sub(r"\s", "", first.text)[:60] in re.sub(r"\s|┃|>", "", README)


def test_the_follow_up_in_the_readme_is_real(collection: Collection) -> None:
    chat = re.search(r"^你问> .*?^```", README, re.M | re.S)
    assert chat
    conversation = Conversation(collection, 1)
    for exchange in chat[0].removesuffix("```").strip().split("\n\n"):
        asked, *lines = exchange.split("\n")
        said = "\n".join(part.text for part in conversation.say(asked.removeprefix("你问> ")))
        assert all(line.removesuffix(" …") in said for line in lines), said


def test_help_names_every_command() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert all(name in shown.stdout for name in app.commands)


def test_no_file_of_the_repository_names_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if name.endswith((".py", ".md", ".yaml", ".toml", "Makefile", ".json")):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert not re.search(r"/(?:work|tmp|root)/|pypi\.org", text), name
