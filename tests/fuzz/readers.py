"""Damaged and hostile files through the readers: every one ends as a document or as a reason, in time and in memory.

    python -m tests.fuzz.readers --files 10000 --seed 1

Prints what happened to how many files; exit status 1 when one crashed, took over 10 seconds of computing or a minute in
all (a busy machine makes everyone wait), needed over 1 GB, or was refused without a proper reason.
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from corpus.folder import read_file
from corpus.readers import ENDINGS, sandbox
from tests.fuzz.damage import MUTATIONS
from tests.fuzz.harmful import HARMFUL
from tests.fuzz.harmful_packages import HARMFUL_PACKAGES
from tests.support.made_files import REPORT, as_docx, as_html, as_markdown, as_pdf, as_text, raw_docx, zipped
from tests.support.made_formats.mails import as_eml, as_mht
from tests.support.made_formats.ofd import as_ofd
from tests.support.made_formats.packages import as_csv, as_epub, as_pptx, as_xlsx

SECONDS, WAITING, MEMORY = 10.0, 60.0, 10**9
UNFORESEEN = "unexpected way"
"""In the reason of `corpus.readers.worker` where a parser raised what its author did not foresee."""


@dataclass(slots=True)
class Outcome:
    """What a run of files came to; `slowest` in seconds of computing, `largest` in bytes, `faults` one line each."""

    files: int = 0
    read: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    longest: float = 0.0
    largest: int = 0
    faults: list[str] = field(default_factory=list)


def fuzz(files: int, seed: int) -> Outcome:
    """Read `files` mutated files, each made the same way for the same `seed`."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for name, data in hostile_files(files, seed):
            file = Path(folder) / name
            file.write_bytes(data)
            _read(file, outcome)
            file.unlink()
    return outcome


def hostile_files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents: a made file mutated up to three times, or one made to do harm."""
    made, makers = list(_made()), HARMFUL | HARMFUL_PACKAGES
    for number in range(count):
        # Each file by itself, since packages hold the time at which they were made.
        chance = random.Random(f"{seed} {number}")
        if chance.random() < 0.06:
            kind = chance.choice([*makers])
            ending, data = makers[kind](chance)
        else:
            kind, (ending, data) = "mutated", chance.choice(made)
            for _ in range(chance.randint(1, 3)):
                data = chance.choice(MUTATIONS)(data, chance)
            # What begins with the sign of an old Word file is converted, which takes seconds each.
            if chance.random() < 0.2:
                ending = chance.choice([e for e in ENDINGS if e not in (".doc", ".wps", ".rtf", ".odt")])
        yield f"{number:05d}-{kind}{ending}", data


@cache
def _made() -> tuple[tuple[str, bytes], ...]:
    return (
        (".txt", as_text()),
        (".txt", as_text().decode().encode("gb18030")),
        (".md", as_markdown()),
        (".html", as_html()),
        (".htm", as_html(encoding="gb18030")),
        (".docx", as_docx()),
        (".docx", as_docx(headings="numbering")),
        (".docx", raw_docx("<w:p><w:r><w:t>同志们：</w:t></w:r></w:p>")),
        (".pdf", as_pdf()),
        (".pdf", as_pdf(REPORT[:6])),
        (".pptx", as_pptx()),
        (".xlsx", as_xlsx()),
        (".csv", as_csv()),
        (".epub", as_epub()),
        (".ofd", as_ofd()),
        (".mht", as_mht()),
        (".eml", as_eml(attached={"讲话.docx": as_docx(REPORT[:6])})),
        (".zip", zipped({"讲话.docx": as_docx(REPORT[:6]), "通知.txt": as_text()})),
    )


def _read(file: Path, outcome: Outcome) -> None:
    began, used, had = time.monotonic(), _computed(), _peak("self")
    outcome.files += 1
    try:
        documents, skipped = read_file(file)
        outcome.read += bool(documents)
        for reason in (str(skip.reason) for skip in skipped):
            outcome.reasons[reason.split(";")[0].split("(")[0][:60]] += 1
            if "\n" in reason or len(reason) < 15 or UNFORESEEN in reason:
                outcome.faults.append(f"{file.name}: {reason}")
    except Exception as fault:
        outcome.faults.append(f"{file.name}: {type(fault).__name__}: {fault}")
    waited, taken = time.monotonic() - began, _computed() - used
    # What this process held before is not the reader's: it may have run other tests.
    reading = _peak(str(sandbox.parsing.worker.pid)) if sandbox.parsing.worker else 0
    memory = max(_peak("self") - had, reading)
    outcome.slowest = max(outcome.slowest, (taken, file.name))
    outcome.longest = max(outcome.longest, waited)
    outcome.largest = max(outcome.largest, memory)
    if taken > SECONDS or waited > WAITING:
        outcome.faults.append(f"{file.name}: took {taken:.1f} s of computing, {waited:.1f} s in all")
    if memory > MEMORY:
        outcome.faults.append(f"{file.name}: {memory / 1e6:.0f} MB")


def _computed() -> float:
    """Seconds that this process, its reading process and all before that have computed."""
    seconds = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    status = Path(f"/proc/{sandbox.parsing.worker.pid}/stat") if sandbox.parsing.worker else None
    if status and status.exists():
        fields = status.read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def _peak(process: str) -> int:
    """Bytes that the process has had resident at most, 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return max((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM")), default=0)


def main() -> int:
    parser = argparse.ArgumentParser(description="Damaged and hostile files through the readers.")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    outcome = fuzz(given.files, given.seed)
    figures = {
        "files": outcome.files,
        "read": outcome.read,
        "refused": sum(outcome.reasons.values()),
        "faults": len(outcome.faults),
        "slowest": [round(outcome.slowest[0], 1), outcome.slowest[1]],
        "longest": round(outcome.longest, 1),
        "largest_mb": round(outcome.largest / 1e6),
    }
    print(json.dumps(figures, ensure_ascii=False))
    for reason, count in outcome.reasons.most_common():
        print(f"{count:6d}  {reason}")
    print(*outcome.faults[:50], sep="\n")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
