"""The files to run the bot with say what the program and the shipped settings say: commands, paths, port, status."""

import json
import re
from configparser import ConfigParser
from pathlib import Path, PurePosixPath

from bot.cli import app
from bot.settings import TOKEN_VARIABLE, Settings
from tests.support.command_line import run
from tests.support.paths import ROOT

DEPLOY = ROOT / "bot" / "deploy"
WRITTEN = {str(Settings().library), str(Settings().storage.file.parent)}
"""What the bot writes, relative to the folder it is started in."""


def unit() -> ConfigParser:
    parsed = ConfigParser(interpolation=None, delimiters="=")
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string((DEPLOY / "yuanwen.service").read_text(encoding="utf-8"))
    return parsed


def instructions() -> dict[str, str]:
    """The last instruction of each name in the container file."""
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))


def test_the_unit_starts_a_command_that_exists() -> None:
    service = unit()["Service"]
    program, *arguments = service["ExecStart"].split()
    assert program == f"{service['WorkingDirectory']}/.venv/bin/yuanwen"
    assert arguments == ["bot"]
    assert "bot" in app.commands
    assert unit()["Install"]["WantedBy"] == "multi-user.target"


def test_the_unit_may_write_what_the_bot_writes_and_nothing_else() -> None:
    service = unit()["Service"]
    allowed = {PurePosixPath(path) for path in service["ReadWritePaths"].split()}
    assert allowed == {PurePosixPath(service["WorkingDirectory"]) / path for path in WRITTEN}
    assert service["ProtectSystem"] == "strict"


def test_the_unit_is_not_started_again_where_only_a_person_can_help(tmp_path: Path) -> None:
    ended = run("bot", "--library", str(tmp_path), cwd=tmp_path)
    assert TOKEN_VARIABLE in ended.stderr
    assert ended.returncode == int(unit()["Service"]["RestartPreventExitStatus"])
    assert f"{TOKEN_VARIABLE}=" in (DEPLOY / "yuanwen.service").read_text(encoding="utf-8")


def test_the_container_runs_the_bot_and_keeps_what_it_writes() -> None:
    given = instructions()
    assert json.loads(given["CMD"]) == ["yuanwen", "bot"]
    assert set(json.loads(given["VOLUME"])) == {f"{given['WORKDIR']}/{path}" for path in WRITTEN}
    assert given["USER"] != "root"
    lowest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert lowest
    assert given["FROM"].startswith(f"python:{lowest[1]}")


def test_nothing_that_is_local_gets_into_the_image() -> None:
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".git", ".venv", ".env", *WRITTEN} <= set(left_out)


def test_the_proxy_passes_on_to_the_address_that_the_bot_listens_on() -> None:
    webhook = Settings().telegram.webhook
    snippet = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    directives = [line.strip() for line in snippet.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert f"proxy_pass http://{webhook.listen}:{webhook.port};" in directives
    assert directives.index("deny all;") > max(i for i, line in enumerate(directives) if line.startswith("allow "))
    assert snippet.count("{") == snippet.count("}") == 1
    assert all(line.endswith((";", "{", "}")) for line in directives)


def test_the_proxy_takes_the_path_that_the_address_names() -> None:
    snippet = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    named = re.search(r"telegram\.webhook\.url: https://[^/\s]+(/\S+)", snippet)
    assert named
    assert f"location = {named[1]} {{" in snippet
