"""Other ways to write the same characters: Traditional forms and small brackets, read as their usual forms.

Rules and patterns are written once, in the usual forms; a document is understood in them and then set back into its own
characters, which are quoted. Every character is replaced by exactly one, so that offsets hold.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from opencc import OpenCC

from corpus.document import Block, Document, Dropped, Fact

_FEW = 10
"""Traditional characters in a document that is written in them; simplified texts hold one in a name now and then."""
_TRADITIONAL = re.compile("[這個們國會來對說時為發經產業務實現員開關與進後學體黨總濟會議設農醫點應當條則]")
_FORMS = str.maketrans("﹙﹚﹝﹞﹐﹑﹒﹕﹔﹖﹗｡､∶", "（）〔〕，、．：；？！。、：")
_SMALL = re.compile("[﹙﹚﹝﹞﹐﹑﹒﹕﹔﹖﹗｡､∶]")


def in_usual_forms(blocks: list[Block]) -> list[Block]:
    """`blocks` with every character in its usual form; the same list where nothing is to be replaced."""
    table = _table("\n".join(block.text for block in blocks))
    return [replace(block, text=block.text.translate(table)) for block in blocks] if table else blocks


def usual_forms(text: str) -> str:
    """`text` with every character in its usual form."""
    return text.translate(_table(text))


def as_written(document: Document, usual: list[Block], written: list[Block]) -> Document:
    """`document`, understood from the `usual` forms of `written`, with the characters of `written`."""
    originals = {(u.line, u.text): w.text for u, w in zip(usual, written, strict=True)}
    dropped = tuple(replace(d, text=originals[d.line, d.text]) for d in document.dropped)
    gone = {(d.line, d.text) for d in document.dropped}
    kept = chain.from_iterable(
        w.text.split() for u, w in zip(usual, written, strict=True) if (u.line, u.text) not in gone
    )
    text = _refilled(document.text, "".join(kept))
    start, end = document.title_span
    title = _refilled(document.title, "".join(text[start:end].split())) if end else document.title

    def fact(value: str | None) -> str | None:
        pairs = zip(document.facts, facts, strict=True)
        return next((written.value for usual, written in pairs if usual.value == value), value)

    facts = tuple(_fact_as_written(one, document, text, dropped) for one in document.facts)
    headings = tuple(replace(h, text=text[h.start : h.start + len(h.text)]) for h in document.headings)
    name = title + document.name.removeprefix(document.title)
    return replace(
        document,
        text=text,
        title=title,
        name=name,
        headings=headings,
        dropped=dropped,
        speaker=fact(document.speaker),
        occasion=fact(document.occasion),
        location=fact(document.location),
        origin=fact(document.origin),
        issuer=fact(document.issuer),
        number=fact(document.number),
        facts=facts,
    )


def _fact_as_written(fact: Fact, document: Document, text: str, dropped: Sequence[Dropped]) -> Fact:
    """`fact` with the characters that its words have in `text`, or in the line that is dropped."""
    if fact.span:
        usual, written = document.text[slice(*fact.span)], text[slice(*fact.span)]
    else:
        pairs = ((u.text, w.text) for u, w in zip(document.dropped, dropped, strict=True) if u.line == fact.line)
        usual, written = next(pairs, ("", ""))
    at = "".join(usual.split()).find("".join(fact.value.split()))
    return replace(fact, value=_refilled(fact.value, "".join(written.split())[at:])) if at >= 0 else fact


def _table(text: str) -> dict[int, int]:
    table: dict[int, int] = dict(_FORMS) if _SMALL.search(text) else {}
    if len(_TRADITIONAL.findall(text, 0, 4000)) >= _FEW:
        table |= _simplified()
    return table


def _refilled(text: str, characters: str) -> str:
    """`text` with its visible characters replaced, in order, by `characters`."""
    following = iter(characters)
    return "".join(char if char.isspace() else next(following) for char in text)


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    """Traditional to simplified, character by character (OpenCC's t2s)."""
    characters = [chr(code) for code in range(0x4E00, 0xA000) if unicodedata.category(chr(code)) == "Lo"]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    characters += "於著"  # left alone by OpenCC, which takes them for names
    simplified += "于着"
    return {ord(a): ord(b) for a, b in zip(characters, simplified, strict=True) if a != b and len(b) == 1}
