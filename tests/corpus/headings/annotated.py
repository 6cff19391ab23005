"""Documents written with their outline: what each line is stands before it.

`@T` the title, `@-` a line of the page, `@2 lead||text` a heading of level 2 with text behind it on its line, `@<1` a
paragraph that belongs to the open heading of level 1 (0: to none); a line without a sign belongs to the last heading.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from corpus.document import Document

_SIGN = re.compile(r"@([T\-]|<?\d) (.*)$")
_END = re.compile(r"[。．；;：:\s]+$")


@dataclass(frozen=True, slots=True)
class Annotated:
    """`headings`: (line, path); `text`: (line, path) of the lines that are no heading, or what stands behind one."""

    lines: tuple[str, ...]
    title: str
    page: frozenset[int]
    headings: frozenset[tuple[int, tuple[str, ...]]]
    text: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


def read_annotated(file: Path) -> Annotated:
    """The document in `file` without its signs, and what they say."""
    lines, title, page, headings = [], "", set(), set()
    text: dict[int, tuple[str, tuple[str, ...]]] = {}
    open_now: list[tuple[int, str]] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        found = _SIGN.match(line)
        sign, rest = (found[1], found[2]) if found else ("", line)
        lead, behind, body = rest.partition("||")
        if sign == "T":
            title = rest.lstrip("# ")
        elif sign == "-":
            page.add(number)
        elif sign.isdigit():
            open_now = [one for one in open_now if one[0] < int(sign)] + [(int(sign), plain(lead.lstrip("# ")))]
            headings.add((number, tuple(heading for _, heading in open_now)))
            if behind:
                text[number] = body, tuple(heading for _, heading in open_now)
        else:
            if sign:
                open_now = [one for one in open_now if one[0] <= int(sign[1])]
            text[number] = rest, tuple(heading for _, heading in open_now)
        lines.append(lead + body if behind else rest)
    return Annotated(tuple(lines), title, frozenset(page), frozenset(headings), text)


def outlined(document: Document) -> set[tuple[int, tuple[str, ...]]]:
    """The headings of `document`, each with its line and path, as `Annotated.headings`."""
    found, open_now = set(), list[tuple[int, str]]()
    for heading in document.headings:
        open_now = [one for one in open_now if one[0] < heading.level] + [(heading.level, plain(heading.text))]
        found.add((heading.line, tuple(text for _, text in open_now)))
    return found


def plain(heading: str) -> str:
    """The heading without white space and without the stops behind it."""
    return re.sub(r"\s+", "", _END.sub("", heading))
