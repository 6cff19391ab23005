"""Every page is a page, and the files, modules and links that it names exist."""

import re
from pathlib import Path

import pytest
import yaml

from tests.support.house import ROOMS, TESTS, names_at_the_top
from tests.support.paths import ROOT

LONGEST = {"README.md": 180} | {f"{room}/README.md": 80 for room in ROOMS}
"""Lines."""
PAGES = (*LONGEST, ".github/CONTRIBUTING.md", "bot/deploy/README.md")
FOLDERS = (*ROOMS, TESTS, ".github", ".ci")
ENDINGS = (".json", ".jsonl", ".md", ".toml", ".tsv", ".yaml", ".yml")


def named_in(page: str) -> list[str]:
    """What stands in backticks, and where the links lead."""
    text = (ROOT / page).read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    return re.findall(r"`([\w./*-]+)`", text) + re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)


@pytest.mark.parametrize("page", LONGEST)
def test_a_page_is_a_page(page: str) -> None:
    assert len((ROOT / page).read_text(encoding="utf-8").splitlines()) <= LONGEST[page]


@pytest.mark.parametrize("page", PAGES)
def test_the_files_that_a_page_names_exist(page: str) -> None:
    folder = (ROOT / page).parent
    assert [name for name in named_in(page) if is_path(name) and not exists(name, folder)] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_modules_that_a_page_names_exist(page: str) -> None:
    folder = (ROOT / page).parent
    homes = [ROOT, folder] if folder.name in ROOMS else [ROOT]
    dotted = [name for name in named_in(page) if re.fullmatch(r"\w+(?:\.\w+)+", name) and not is_path(name)]
    meant = [(name, home) for name in dotted for home in homes if is_python(home / name.partition(".")[0])]
    assert [name for name, home in meant if not is_defined(name, home) and not is_setting(name)] == []


def test_what_is_not_there_would_be_noticed() -> None:
    assert exists("corpus/document.py", ROOT)
    assert exists("document.py", ROOT / "corpus")
    assert not exists("corpus/documents.py", ROOT)
    assert not exists("documents.py", ROOT / "corpus")
    assert is_defined("corpus.document.Document", ROOT)
    assert is_defined("document.Document", ROOT / "corpus")
    assert not is_defined("corpus.document.NoDocument", ROOT)
    assert not is_defined("corpus.documents", ROOT)
    assert is_setting("telegram.webhook.url")
    assert not is_setting("telegram.webhook.address")


def is_path(name: str) -> bool:
    """Python files, folders, and whatever else begins with a folder of the repository; `/docs` and `.docx` are none."""
    if name.startswith(("/", ".venv")):
        return False
    return name.endswith((".py", "/")) or ("/" in name and (name.split("/")[0] in FOLDERS or name.endswith(ENDINGS)))


def exists(name: str, folder: Path) -> bool:
    """Below the repository, or anywhere below the page's `folder`, unless that is the repository."""
    return (ROOT / name).exists() or (folder != ROOT and any(folder.rglob(name.removeprefix("../").rstrip("/"))))


def is_python(path: Path) -> bool:
    """A module or a package."""
    return path.is_dir() or path.with_suffix(".py").is_file()


def is_defined(name: str, home: Path) -> bool:
    """A module below `home`, or something that one defines or hands on; of what that holds nothing is asked."""
    path, rest = home, name.split(".")
    while rest and is_python(path / rest[0]):
        path /= rest.pop(0)
    module = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return not rest or (module.is_file() and rest[0] in names_at_the_top(module))


def is_setting(name: str) -> bool:
    """A key of config.yaml, which some rooms share their names with."""
    found = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    for key in name.split("."):
        if not isinstance(found, dict) or key not in found:
            return False
        found = found[key]
    return True
