"""The shape of the house: small modules in small folders, short functions, one name for one thing.

Who may import whom is said in pyproject.toml and checked by `lint-imports`.
"""

import ast
import re
import statistics
import subprocess
from collections import Counter, defaultdict

import pytest

from tests.support.house import ROOMS, TESTS, Module, functions, imported, modules, public_names
from tests.support.paths import ROOT

LONGEST_MODULE, MEDIAN_MODULE, LONGEST_FUNCTION, WIDEST_FOLDER = 300, 120, 50, 12
MANY_PARAMETERS = 6
"""From so many on, those that may be left out are named in every call."""
AGREED = {"pyproject.toml", "README.md", "CHANGELOG.md", "config.yaml", "Makefile", "LICENSE", *ROOMS, TESTS}
LAID_OUT_BY_HAND = re.compile(r"#\s*fmt:\s*(?:skip|off)")


def is_test(module: Module) -> bool:
    return module.path.name.startswith("test_")


def test_every_folder_can_be_taken_in_at_a_glance() -> None:
    counted = Counter(module.path.parent for module in modules(*ROOMS, TESTS) if not module.is_package)
    assert {str(folder): n for folder, n in counted.items() if n > WIDEST_FOLDER} == {}


def test_no_module_is_long() -> None:
    assert {str(m.path): m.lines for m in modules(*ROOMS, TESTS) if m.lines > LONGEST_MODULE} == {}


def test_half_of_the_modules_are_short() -> None:
    assert statistics.median(m.lines for m in modules(*ROOMS) if not m.is_package) <= MEDIAN_MODULE


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{module.name}.{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for module in modules(*ROOMS, TESTS)
        for function in functions(module)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_what_may_be_left_out_of_a_long_call_is_named() -> None:
    found = [
        f"{module.name}.{function.name}"
        for module in modules(*ROOMS, TESTS)
        for function in functions(module)
        if function.args.defaults and _parameters(function.args) >= MANY_PARAMETERS
    ]
    assert found == []


def test_every_folder_says_what_is_in_it() -> None:
    packages = {module.path.parent: module for module in modules(*ROOMS, TESTS) if module.is_package}
    assert {str(m.path) for m in modules(*ROOMS, TESTS) if m.path.parent not in packages} == set()
    assert [m.name for m in packages.values() if m.path.parts[0] in ROOMS and not ast.get_docstring(m.tree)] == []


def test_one_name_means_one_thing() -> None:
    """A public class or function is defined in one folder only; each command may have its `main`."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for module in modules(*ROOMS):
        for name in public_names(module):
            homes[name].add(str(module.path.parent))
    assert {name: sorted(found) for name, found in homes.items() if len(found) > 1 and name != "main"} == {}


def test_no_test_module_imports_another() -> None:
    tests = {module.name for module in modules(TESTS) if is_test(module)}
    found = {
        m.name: [n for n in imported(m) if any(f"{n}.".startswith(f"{t}.") for t in tests)] for m in modules(TESTS)
    }
    assert {name: taken for name, taken in found.items() if taken} == {}


def test_the_formatter_lays_out_all_code() -> None:
    assert [str(m.path) for m in modules(*ROOMS, TESTS) if LAID_OUT_BY_HAND.search(m.text)] == []


def test_nothing_is_tracked_at_the_top_but_the_agreed_names() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.strip('"').split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= AGREED


def _parameters(arguments: ast.arguments) -> int:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([argument for argument in every if argument.arg not in ("self", "cls")])
