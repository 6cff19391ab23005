"""Damaged and hostile files through the readers: every one ends as a document or as a reason, in time and in memory.

    python -m tests.fuzz.readers --files 10000 --seed 1

Prints what happened to how many files; exit status 1 when one crashed, took over 10 seconds of computing or a minute in
all (a busy machine makes everyone wait), needed over 1 GB, or was refused without a proper reason.
"""

import argparse
import io
import json
import os
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.ingest import read_document
from corpus.readers import ENDINGS, sandbox
from tests.support.made_files import REPORT, as_docx, as_html, as_markdown, as_pdf, as_text, raw_docx, zipped

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
    made, harmful = list(_made()), [*HARMFUL]
    for number in range(count):
        # Each file by itself, since packages hold the time at which they were made.
        chance = random.Random(f"{seed} {number}")
        if chance.random() < 0.06:
            kind = chance.choice(harmful)
            ending, data = HARMFUL[kind](chance)
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
        (".txt", as_text()), (".txt", as_text().decode().encode("gb18030")), (".md", as_markdown()), (".html", as_html()),
        (".htm", as_html(encoding="gb18030")), (".docx", as_docx()), (".docx", as_docx(headings="numbering")),
        (".docx", raw_docx("<w:p><w:r><w:t>同志们：</w:t></w:r></w:p>")), (".pdf", as_pdf()), (".pdf", as_pdf(REPORT[:6])),
    )  # fmt: skip


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4, 30, 300)) if data else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randrange(1, 5000)]
    return data[:start] + piece * chance.choice((2, 20)) + data[start:]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randrange(1, 3000) :]


def _nested(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        data = zipped({chance.choice(("word/document.xml", "a.zip", "内.docx")): data})
    return data


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """One part of a package damaged, the package itself sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # Whatever zipfile makes of a damaged package; the readers must name it, this need not.
        return _flipped(data, chance)
    if parts:
        name = chance.choice([n for n in parts if n.endswith((".xml", ".rels"))] or list(parts))
        parts[name] = chance.choice((_truncated, _flipped, _doubled, _cut_out, _retagged))(parts[name], chance)
    return zipped(parts)


def _retagged(data: bytes, chance: random.Random) -> bytes:
    """Markup that is well-formed but means something else."""
    swaps = ((b"w:r>", b"w:p>"), (b"w:val=", b"w:id="), (b"w:t>", b"w:tbl>"), (b'"1"', b'"99999999999"'), (b'"0"', b'"-1"'), (b"<p>", b"<tr>"),
             (b"div", b"table"), (b"w:pPr", b"w:sdt"), (b"/Kids", b"/Prev"), (b"/Length", b"/Height"), (b" 0 R", b" 1 R"))  # fmt: skip
    old, new = chance.choice(swaps)
    return data.replace(old, new, chance.choice((1, 5, -1)))


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _truncated, _flipped, _doubled, _cut_out, _nested, _repacked, _repacked, _retagged,
)  # fmt: skip


def _bomb(chance: random.Random) -> tuple[str, bytes]:
    size = chance.choice((900_000, 5_000_000, 19_000_000, 100_000_000))
    return ".docx", zipped({"word/document.xml": b"<w>" + b"x" * size + b"</w>"})


def _lying_bomb(chance: random.Random) -> tuple[str, bytes]:
    """A part that states a smaller size than it unfolds to."""
    data = bytearray(zipped({"word/document.xml": b"<w>" + b" " * 30_000_000}))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(sign) + offset
        data[at : at + 4] = chance.choice((100, 1000, 10**6)).to_bytes(4, "little")
    return ".docx", bytes(data)


def _entities(chance: random.Random) -> tuple[str, bytes]:
    nested = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    outside = '<!ENTITY x SYSTEM "file:///etc/hostname">'
    prologue = f'<!DOCTYPE w [<!ENTITY a0 "同志们">{chance.choice((nested, outside))}]>'
    return ".docx", raw_docx(f"<w:p><w:r><w:t>{chance.choice(('&a9;', '&x;', ''))}</w:t></w:r></w:p>", prologue)


def _page_entities(chance: random.Random) -> tuple[str, bytes]:
    return ".html", (
        '<!DOCTYPE html [<!ENTITY a "同志们">]><html><p>' + "&a;" * chance.choice((1, 10**5)) + "</html>"
    ).encode()


def _many_paragraphs(chance: random.Random) -> tuple[str, bytes]:
    return ".docx", raw_docx("<w:p><w:r><w:t>修路。</w:t></w:r></w:p>" * chance.choice((20_000, 90_000)))


def _deep(chance: random.Random) -> tuple[str, bytes]:
    depth, tag = chance.choice((200, 260, 50_000)), chance.choice(("div", "table><tr><td", "ul><li", "span", "a"))
    return ".html", ("<html><body>" + f"<{tag}>" * depth + "同志们。").encode()


def _deep_word(chance: random.Random) -> tuple[str, bytes]:
    depth = chance.choice((20, 80, 1000))
    return ".docx", raw_docx("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth)


def _attributes(chance: random.Random) -> tuple[str, bytes]:
    return ".html", b"<html><p " + b" ".join(
        b'a%d=""' % n for n in range(chance.choice((1000, 20_000)))
    ) + b">x</p></html>"


def _many_tags(chance: random.Random) -> tuple[str, bytes]:
    return ".html", b"<html>" + chance.choice((b"<b>x", b"<p>x", b"<br>", b"<td>")) * chance.choice((10_000, 200_000))


def _one_line(chance: random.Random) -> tuple[str, bytes]:
    text = chance.choice(("一、", "（一）修路。", "同志们，", "a", "“", "12.", "　", "…" * 50)) * chance.choice(
        (10_000, 300_000)
    )
    return chance.choice(((".txt", text), (".html", f"<html><p>{text}</p>"), (".md", "# " + text)))[0], text.encode()


def _pdf(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def _page_loop(chance: random.Random) -> tuple[str, bytes]:
    """A page tree that holds itself."""
    kids = chance.choice(("2 0 R", "2 0 R 2 0 R", "3 0 R 2 0 R"))
    count = chance.choice((1, 900, 10**9, -1))
    return ".pdf", _pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {count}/Parent 2 0 R>>",
            "<</Type/Pages/Kids[2 0 R]/Count 5>>",
        ]
    )


def _form_loop(chance: random.Random) -> tuple[str, bytes]:
    """A drawing that draws itself, and fonts and lengths that point at themselves."""
    draw = "/F Do " * chance.choice((1, 50))
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length {len(draw)}>>stream\n{draw}\nendstream"
    page = (
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 4 0 R>>/Font 5 0 R>>>>"
    )
    return ".pdf", _pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            form,
            "<</F 5 0 R/Length 5 0 R>>",
        ]
    )


def _pdf_bomb(chance: random.Random) -> tuple[str, bytes]:
    """A page whose few bytes unfold to millions of letters."""
    import zlib

    content = zlib.compress(b"BT /F 9 Tf " + b"(xxxxxxxxxx) Tj " * chance.choice((10_000, 500_000, 3_000_000)) + b" ET")
    font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    head = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<{font}>>>>"]  # fmt: skip
    whole = _pdf([*head, f"<</Filter/FlateDecode/Length {len(content)}>>stream\nCONTENT\nendstream"])
    return ".pdf", whole.replace(b"CONTENT", content)


HARMFUL: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
    "bomb": _bomb, "lying-bomb": _lying_bomb, "entities": _entities, "page-entities": _page_entities, "many": _many_paragraphs,
    "deep": _deep, "deep-word": _deep_word, "attributes": _attributes, "many-tags": _many_tags, "one-line": _one_line,
    "page-loop": _page_loop, "form-loop": _form_loop, "pdf-bomb": _pdf_bomb,
}  # fmt: skip


def _read(file: Path, outcome: Outcome) -> None:
    began, used = time.monotonic(), _computed()
    outcome.files += 1
    try:
        read_document(file)
        outcome.read += 1
    except UnreadableFile as fault:
        reason = str(fault)
        outcome.reasons[reason.split(";")[0].split("(")[0][:60]] += 1
        if "\n" in reason or len(reason) < 15 or UNFORESEEN in reason:
            outcome.faults.append(f"{file.name}: {reason}")
    except Exception as fault:
        outcome.faults.append(f"{file.name}: {type(fault).__name__}: {fault}")
    waited, taken, memory = time.monotonic() - began, _computed() - used, _memory()
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
    status = Path(f"/proc/{sandbox._worker.pid}/stat") if sandbox._worker else None
    if status and status.exists():
        fields = status.read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def _memory() -> int:
    """Bytes that this process or its reading process has had resident at most, 0 where the system does not say."""
    sizes = []
    for process in ("self", str(sandbox._worker.pid) if sandbox._worker else "self"):
        status = Path(f"/proc/{process}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        sizes += [1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    return max(sizes, default=0)


def main() -> int:
    parser = argparse.ArgumentParser(description="Damaged and hostile files through the readers.")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    outcome = fuzz(given.files, given.seed)
    figures = {
        "files": outcome.files, "read": outcome.read, "refused": sum(outcome.reasons.values()), "faults": len(outcome.faults),
        "slowest": [round(outcome.slowest[0], 1), outcome.slowest[1]], "longest": round(outcome.longest, 1), "largest_mb": round(outcome.largest / 1e6),
    }  # fmt: skip
    print(json.dumps(figures, ensure_ascii=False))
    for reason, count in outcome.reasons.most_common():
        print(f"{count:6d}  {reason}")
    print(*outcome.faults[:50], sep="\n")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
