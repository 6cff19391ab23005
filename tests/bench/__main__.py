"""Lists the benchmarks: `python -m tests.bench`."""

import ast
from pathlib import Path


def summaries() -> list[str]:
    """What each benchmark says of itself in its first line: what it measures, and the command that runs it."""
    files = sorted(Path(__file__).parent.glob("[!_]*.py"))
    written = [ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or file.stem for file in files]
    return [text.partition("\n")[0] for text in written]


if __name__ == "__main__":
    print(*summaries(), sep="\n")
