"""Make retrieval/question/thesaurus.tsv out of hand-written entries.

    python -m retrieval.training.thesaurus ENTRIES.jsonl

An entry is {"official": […], "everyday": […], "domain": "…"}. Left out: entries of ASKING (they translate ways of
asking, not subjects), everyday phrases of one character, in more than MOST entries, or that are official expressions
of the same entry. Entries with the same first official expression become one.
"""

import argparse
from collections import Counter
from pathlib import Path

from retrieval.evaluation.metrics import read_jsonl
from retrieval.fold import fold
from retrieval.question.thesaurus import SEPARATOR, SHIPPED

ASKING = frozenset(("问法", "态度语气", "程度与范围", "时间", "原因目的比较", "数量与变化", "通用动词"))
"""Domains of entries that translate ways of asking, not subjects: linking them would search for what was not asked."""
MOST = 3
"""Entries that a phrase may stand in: in more it says too little about each to be looked for."""

_HEADER = """\
# Official expressions <TAB> everyday phrases for the same thing, either separated by 、
# Written for this project. One's own entries go into a file of the same form: see `thesaurus` in config.yaml.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Clean the thesaurus.")
    parser.add_argument("entries", type=Path)
    entries = merged_entries([row for _, row in read_jsonl(parser.parse_args().entries)])
    SHIPPED.write_text(_HEADER + written(entries), encoding="utf-8")
    phrases = {phrase for _, everyday, _ in entries for phrase in everyday}
    print(f"{len(entries)} entries, {len(phrases)} everyday phrases")


def merged_entries(rows: list[dict[str, object]]) -> list[tuple[list[str], list[str], str]]:
    """(official, everyday, domain) of what is kept, in the order of the domains' first mention."""
    merged: dict[str, tuple[dict[str, None], dict[str, None], str]] = {}
    for row in rows:
        domain = str(row["domain"])
        if domain in ASKING:
            continue
        official, everyday = ([_plain(text) for text in row[key]] for key in ("official", "everyday"))  # type: ignore[attr-defined]
        known = merged.setdefault(official[0], ({}, {}, domain))
        known[0].update(dict.fromkeys(official))
        known[1].update(dict.fromkeys(everyday))
    standing_in = Counter(phrase for _, everyday, _ in merged.values() for phrase in everyday)
    order = {domain: i for i, domain in enumerate(dict.fromkeys(domain for _, _, domain in merged.values()))}
    kept = []
    for official_of, everyday_of, domain in sorted(merged.values(), key=lambda entry: order[entry[2]]):
        phrases = [p for p in everyday_of if len(p) > 1 and standing_in[p] <= MOST and p not in official_of]
        if phrases:
            kept.append((list(official_of), phrases, domain))
    return kept


def written(entries: list[tuple[list[str], list[str], str]]) -> str:
    """The lines of the file, with a comment where a domain begins."""
    lines, before = [], ""
    for official, everyday, domain in entries:
        if domain != before:
            lines.append(f"# {domain}")
            before = domain
        lines.append(f"{SEPARATOR.join(official)}\t{SEPARATOR.join(everyday)}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return "".join(fold(text).split()).replace(SEPARATOR, "")


if __name__ == "__main__":
    main()
