"""The source as a text to be looked at: its modules, folders, functions and public names."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.paths import ROOT

ROOMS = ("bot", "retrieval", "corpus")
TESTS = "tests"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file: its path below the repository, its text, and what the text says."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """As it is imported; a package by its own name."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


@cache
def modules(*tops: str) -> tuple[Module, ...]:
    """Every module below the folders `tops`, packages included."""
    files = [file for top in tops for file in sorted((ROOT / top).rglob("*.py"))]
    texts = [file.read_text(encoding="utf-8") for file in files]
    return tuple(Module(f.relative_to(ROOT), text, ast.parse(text)) for f, text in zip(files, texts, strict=True))


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, inner ones too."""
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def public_names(module: Module) -> Iterator[str]:
    """The public classes and functions that the module defines at its top."""
    for node in module.tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def imported(module: Module) -> Iterator[str]:
    """The modules that an import statement of `module` names, a name that is imported from one included."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names_at_the_top(file: Path) -> set[str]:
    """Everything that the module in `file` defines, sets or imports at its top."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.ImportFrom(names=aliases) | ast.Import(names=aliases):
                found |= {alias.asname or alias.name for alias in aliases}
            case ast.Assign(targets=targets):
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return found
