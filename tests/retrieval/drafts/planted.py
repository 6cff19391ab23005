"""Drafts with quotations of real documents, right ones and wrong ones, made by chance from a seed."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.chinese.markers import marker
from corpus.document import Document, Passage
from corpus.headings.tree import HeadingTree
from retrieval.lookup.alignment import letters_of
from tests.retrieval.drafts import carriers

ERRORS = ("dropped", "swapped", "added", "wrong_section", "invented")
SHARES = (60, 60, 10, 30, 40)
"""Of 200 errors, how many of each kind."""
_MARKS = (("“", "”"),) * 6 + (("「", "」"), ('"', '"'), ("«", "»"))
_CLAUSE = re.compile(r"[^，。；：！？\n]+[，。；：！？]")
_WORD = re.compile(r"[一-鿿]{2}")
_CITABLE = re.compile(r"[《》〈〉“”「」\"…·\t　]|\.\.")


@dataclass(frozen=True, slots=True)
class Planted:
    """A quotation at `text[start:end]` of a draft; `kind` is `right` or one of ERRORS."""

    start: int
    end: int
    kind: str
    words: str


@dataclass(slots=True)
class PlantedDraft:
    """A draft and what was planted in it."""

    text: str = ""
    planted: list[Planted] = field(default_factory=list)

    def add(self, carrier: str, words: str, marks: tuple[str, str], kind: str, **named: str) -> None:
        """Append a paragraph with one quotation in it."""
        before, after = carrier.split("{words}")
        self.text += "　　" + before.format(**named) + marks[0]
        start = len(self.text)
        self.text += words
        self.planted.append(Planted(start, len(self.text), kind, words))
        self.text += marks[1] + after.format(**named) + "\n"


@dataclass(slots=True)
class Planter:
    """Makes drafts that quote `quoted`; nothing that is planted as wrong stands in any of `documents`."""

    documents: Sequence[Document]
    quoted: Sequence[Document]
    carriers: carriers.Carriers
    seed: int
    chance: random.Random = field(init=False)
    letters: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.letters = [letters_of(document.text).text for document in self.documents]

    def drafts(self, count: int = 40, errors: int = 200, right: int = 300) -> list[PlantedDraft]:
        """`count` drafts with so many errors and right quotations all together."""
        kinds = [kind for kind, share in zip(ERRORS, SHARES, strict=True) for _ in range(share * errors // 200)]
        kinds += ["right"] * right
        self.chance.shuffle(kinds)
        return [self._draft(kinds[n::count]) for n in range(count)]

    def stands(self, words: str) -> bool:
        """Whether the letters of `words` stand in a document, those around an omission apart."""
        asked = [letters_of(piece).text for piece in words.split("……")]
        return any(all(piece in letters for piece in asked) for letters in self.letters)

    def _draft(self, kinds: Sequence[str]) -> PlantedDraft:
        draft = PlantedDraft("在专题工作会议上的讲话（讨论稿）\n")
        for kind in kinds:
            if self.chance.random() < 0.5:
                draft.text += "　　" + self.chance.choice(carriers.DECOYS + carriers.PLAIN) + "\n"
            self._plant(draft, kind)
        return draft

    def _plant(self, draft: PlantedDraft, kind: str) -> None:
        marks = self.chance.choice(_MARKS)
        while True:
            document = self.chance.choice(self.quoted)
            tree = HeadingTree(document)
            sections = _numbered(tree)
            passage = self.chance.choice(document.passages)
            section = next((label for i, label in sections.items() if i in passage.path), "")
            words = self.chance.choice(carriers.INVENTED) if kind == "invented" else self._quoted(document, passage)
            if not words or (kind == "wrong_section" and len(sections) < 2):
                continue
            if kind == "wrong_section":
                section = self._other(tree, sections, words)
            elif kind in ("dropped", "swapped", "added"):
                words = self._damaged(words, kind)
            if (kind == "wrong_section" and not section) or (
                kind not in ("right", "wrong_section") and self.stands(words)
            ):
                continue
            carrier = self._carrier(kind, section, words)
            draft.add(carrier, words, marks, kind, title=document.name, section=section)
            return

    def _carrier(self, kind: str, section: str, words: str) -> str:
        if kind == "wrong_section" or (section and self.chance.random() < 0.4):
            return self.chance.choice(self.carriers.section)
        long = len(letters_of(words).text) >= 14 and "，" in words
        groups = [self.carriers.cited, self.carriers.cited, self.carriers.said] + [self.carriers.plain] * long
        return self.chance.choice(self.chance.choice(groups))

    def _quoted(self, document: Document, passage: Passage) -> str:
        """One to four clauses of a passage, at times with the middle left out; empty where it has none to quote."""
        text = document.text[passage.start : passage.end]
        clauses = [found[0] for found in _CLAUSE.finditer(text)]
        size, at = self.chance.randint(1, 4), self.chance.randrange(max(1, len(clauses)))
        taken = clauses[at : at + size]
        words = "".join(taken)
        if len(taken) == 4 and self.chance.random() < 0.5:
            words = taken[0].rstrip("，") + "……" + taken[3]
        words = words.rstrip("，；：。！？") + self.chance.choice(("", "。"))
        if _CITABLE.search(words.replace("……", "")) or not 9 <= len(letters_of(words).text) <= 150:
            return ""
        return words if self.stands(words) else ""

    def _damaged(self, words: str, kind: str) -> str:
        """`words` with a word inside dropped, put in the place of another, or added."""
        found = list(_WORD.finditer(words, 2, len(words) - 3))
        other = self.chance.choice(self.quoted)
        strange: str = self.chance.choice(_WORD.findall(other.text))
        if not found:
            return words
        one = self.chance.choice(found)
        if kind == "added":
            return words[: one.start()] + strange + words[one.start() :]
        return words[: one.start()] + (strange if kind == "swapped" else "") + words[one.end() :]

    def _other(self, tree: HeadingTree, sections: dict[int, str], words: str) -> str:
        """A numbered section that does not hold the words."""
        asked = letters_of(words).text
        others = [
            label
            for i, label in sections.items()
            if asked not in letters_of(tree.document.text[slice(*tree.span(i))]).text
        ]
        return self.chance.choice(others) if others and "……" not in words else ""


def _numbered(tree: HeadingTree) -> dict[int, str]:
    """Articles, else parts, with what people call them; none where a number comes twice."""
    headings = tree.document.headings
    articles = {
        i: heading.text.split("　")[0].split(" ")[0]
        for i, heading in enumerate(headings)
        if (numeral := marker(heading.text)) and numeral.family == "article"
    }
    found = {i: label for i, label in articles.items() if re.fullmatch(r"第[一二三四五六七八九十百]+条", label)}
    if found:
        return found
    parts = [i for i in tree.children() if (numeral := marker(headings[i].text)) and numeral.family == "han"]
    if [headings[i].number for i in parts] != list(range(1, len(parts) + 1)):
        return {}
    if len(parts) != len([i for i in tree.children() if not headings[i].text.startswith(("附", "名词"))]):
        return {}
    return {i: f"第{'一二三四五六七八九十'[n]}部分" for n, i in enumerate(parts[:10])}
