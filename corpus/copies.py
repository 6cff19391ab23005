"""The same text in several files: speeches that two sites published, each with furniture and slips of its own.

Candidates share sentences (the smallest hashes of each document's sentences, in an inverted index); a pair is a copy only
when the two, laid side by side, differ in slips of the pen alone, or where a page begins or breaks off. Last year's
report, a law and its revision, and news items of one mould share many sentences and are no copies: the numbers differ,
or sentences are gained and lost in the middle.
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.chinese.variants import usual_forms
from corpus.document import Document

_SKETCH = 40
_SHARED = 0.3
"""Share of the smaller sketch that candidates have in common; a copy with slips in half of its sentences has more."""
_COMMON = 60
"""Documents; a sentence that more of them hold (本条例自公布之日起施行) tells nothing."""
_ENDS = 400
"""Characters that one file may hold before or behind the other's text: title block, photo captions, links."""
_CUT = 0.6
"""Share of the text that a copy must hold which breaks off."""
_PROBES = 12
"""Long sentences of a document; a copy with slips in half of them has some of these letter by letter."""
_SLIPS, _SLIP = 0.02, 12
"""Share of the text in slips, and characters in one of them, that copies may differ by."""
_SHORTEST = 200
"""Characters of a text in which slips can be told from another text of the same mould; a shorter one must be equal."""
_BREAK = re.compile(r"[。！？!?；;\n]+")
_SIGNS = re.compile(r"[\W_]+")
_NUMERALS = re.compile(r"\d+|[〇零一二三四五六七八九十百千万亿]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE = re.compile(r"[第笫]\s?[一二三四五六七八九十百千\d]+\s?条")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What tells of a document whether another may be its copy, without its text: `size` in letters, the number of its
    headings, the smallest hashes of its sentences, the years in its name, and whether it is a law."""

    size: int
    headings: int
    hashes: tuple[int, ...]
    years: tuple[str, ...]
    is_law: bool


def sketch_of(document: Document) -> Sketch:
    """The sketch of one document."""
    sentences = _sentences(document)
    return Sketch(
        size=sum(map(len, sentences)),
        headings=len(document.headings),
        hashes=_smallest_hashes(sentences),
        years=tuple(sorted(set(_YEAR.findall(document.name)))),
        is_law=any(h.number and _ARTICLE.match(h.text) for h in document.headings[:3]),
    )


def group_copies(documents: Sequence[Document]) -> list[list[int]]:
    """Indices of documents that hold the same text, the copy to keep first; every document is in one group.

    The copy to keep has the most text, then the most headings, then the first name.
    """
    sketches = [sketch_of(document) for document in documents]
    return group_sketches(sketches, lambda i, k: same_text(sketches[i], documents[i], sketches[k], documents[k]))


def group_sketches(sketches: Sequence[Sketch], same: Callable[[int, int], bool]) -> list[list[int]]:
    """The same by the documents' sketches; `same` says of two that may be copies (`same_text`) whether they are."""
    order = sorted(range(len(sketches)), key=lambda i: (-sketches[i].size, -sketches[i].headings, i))
    index: dict[int, list[int]] = defaultdict(list)
    groups: dict[int, list[int]] = {}
    for i in order:
        hashes = sketches[i].hashes
        shared = Counter(k for value in hashes if len(index[value]) < _COMMON for k in index[value])
        alike = (k for k, n in shared.most_common(8) if n >= _SHARED * len(hashes))
        kept = next((k for k in alike if same(k, i)), None)
        if kept is not None:
            groups[kept].append(i)
            continue
        groups[i] = [i]
        for value in hashes:
            index[value].append(i)
    return sorted(groups.values())


def same_text(sketch: Sketch, document: Document, other_sketch: Sketch, other: Document) -> bool:
    """Whether `other`, which is no longer, holds the text of `document`."""
    one, two = _sentences(document), _sentences(other)
    if one == two:
        return True
    if min(sketch.size, other_sketch.size) < _SHORTEST or sketch.is_law:
        return False
    if sketch.years and other_sketch.years and sketch.years != other_sketch.years:
        return False
    return _differ_in_slips(one, two)


def copies_among(document: Document, others: Sequence[Document]) -> list[Document]:
    """Those of `others` that hold the same text as `document`; looked at closely are only those that share a sentence."""
    body = document.text[document.title_span[1] :]
    telling = sorted((s.strip() for s in _BREAK.split(body)), key=len)[-_PROBES:]
    likely = [other for other in others if any(s and s in other.text for s in telling)]
    groups = group_copies([document, *likely])
    return [likely[i - 1] for i in next(group for group in groups if 0 in group) if i]


def _sentences(document: Document) -> list[str]:
    """The sentences of the body, letters and digits alone, in usual forms."""
    body = document.text[document.title_span[1] :]
    return [words for part in _BREAK.split(usual_forms(body)) if (words := _SIGNS.sub("", part))]


def _size(sentences: list[str]) -> int:
    return sum(map(len, sentences))


def _smallest_hashes(sentences: list[str]) -> tuple[int, ...]:
    """Of the sentences, long ones where there are any: the same text has nearly the same ones."""
    telling = [s for s in sentences if len(s) >= 10] or sentences
    return tuple(sorted({zlib.crc32(s.encode()) for s in telling})[:_SKETCH])


def _differ_in_slips(a: list[str], b: list[str]) -> bool:
    """Whether sentences `a` (the longer text) and `b` say the same but for slips, beginnings and a lost end."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    slips = 0
    for kind, i, j, k, m in blocks:
        if kind == "equal":
            continue
        left, right = "".join(a[i:j]), "".join(b[k:m])
        if _is_slip(left, right):
            slips += abs(len(left) - len(right)) + 1
            continue
        at_start, at_end = i == k == 0, j == len(a) and m == len(b)
        broken_off = at_end and len(right) < 60 and _size(b) >= _CUT * _size(a) and left.startswith(right[:-2])
        if not (broken_off or ((at_start or at_end) and len(left) + len(right) <= min(_ENDS, _size(b) // 3))):
            return False
    return slips <= _SLIPS * _size(b)


def _is_slip(left: str, right: str) -> bool:
    """A few characters wrong, gained or lost, none of them a number's."""
    if left == right:
        return True
    if _NUMERALS.findall(left) != _NUMERALS.findall(right):
        return False
    changes = [c for c in SequenceMatcher(None, left, right, autojunk=False).get_opcodes() if c[0] != "equal"]
    changed = [max(j - i, m - k) for _, i, j, k, m in changes]
    return max(changed) <= _SLIP and sum(changed) <= 0.2 * max(len(left), len(right))
