"""Labelled questions on documents that are not shipped: the answers are kept by their position, not by their words.

    python -m retrieval.training.ranking.located QUESTIONS.jsonl ARCHIVE OUT

The first line of QUESTIONS names the documents and where they lie in ARCHIVE; every further line is a question whose
evidence is {doc, line, start, end} (line from 1, characters of the line) with `heading` where it is a section's title, a
conversation whose `turns` have such evidence, or one whose `items` have several such positions of one document as `quotes`.
OUT receives the documents and a `questions.jsonl` as `retrieval.training.ranking.fit` and `yuanwen evaluate` read it.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from corpus.readers.text import decode
from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import read_jsonl


def restore(questions: Path, archive: Path, out: Path) -> int:
    """Write OUT as the module says; returns the number of questions. Raises RetrievalError when a position is not there."""
    (_, head), *rows = read_jsonl(questions)
    folder = out / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    lines: dict[str, list[str]] = {}
    for name, path in head["documents"].items():
        if not (archive / path).is_file():
            raise RetrievalError(f"{questions}: found no {path} in {archive}; expected the folder the set was made on")
        shutil.copyfile(archive / path, folder / name)
        lines[name] = decode((folder / name).read_bytes()).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    with open(out / "questions.jsonl", "w", encoding="utf-8") as written:
        for number, row in rows:
            try:
                for part in (row, *row.get("turns", ())):
                    part["evidence"] = [_in_words(p, lines[p["doc"]]) for p in part.get("evidence") or ()]
                for item in row.get("items", ()):
                    positions = [{"doc": item["doc"], **position} for position in item["quotes"]]
                    item["quotes"] = [_in_words(p, lines[p["doc"]])["quote"] for p in positions]
            except (KeyError, IndexError) as fault:
                raise RetrievalError(
                    f"{questions} line {number}: {fault!r}; expected a position in one of its documents"
                ) from None
            written.write(json.dumps(row, ensure_ascii=False) + "\n")
    return len(rows)


def _in_words(position: dict[str, Any], lines: list[str]) -> dict[str, Any]:
    quote = lines[position["line"] - 1][position["start"] : position["end"]]
    if not quote:
        raise IndexError(f"nothing stands at {position}")
    return {"doc": position["doc"], "quote": quote, "heading_path": [quote] if position.get("heading") else []}


def main() -> None:
    parser = argparse.ArgumentParser(description="Put the words back into a set of questions.")
    parser.add_argument("questions", type=Path)
    parser.add_argument("archive", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    try:
        count = restore(options.questions, options.archive, options.out)
    except RetrievalError as fault:
        raise SystemExit(str(fault)) from None
    print(f"{count} questions in {options.out}")


if __name__ == "__main__":
    main()
