"""What may be asked, shown by what the collection itself answers: questions made from headings, looked up before they are shown."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from bot.asking import Answering, checked_answer
from corpus.chinese.markers import marker
from corpus.document import Document, Heading

SAMPLED = 400
"""Documents that examples are taken from."""
_THING = re.compile(r"[\u4e00-\u9fff]{4,12}")
"""Headings that are a thing or a deed and no sentence: a few characters without any punctuation."""
_TO_BE_DONE = re.compile(r"[，。；\s]要([\u4e00-\u9fff]{2})")
_SAID_OF = re.compile(r"的([\u4e00-\u9fff]{2})")
"""What documents say is to be done, and what they say something of: words more often found as the first are deeds."""


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question about what stands under a heading: of a deed how it is done, else what is said."""

    document_id: str
    heading: int
    is_deed: bool

    def question(self, document: Document) -> str | None:
        """What is asked; None where `document` has no such heading, or none that makes a question."""
        headings = document.headings
        words = _words(headings[self.heading]) if 0 <= self.heading < len(headings) else None
        if words is None:
            return None
        return f"怎么{words}" if self.is_deed else f"{words}是怎么说的"


def possible_examples(snapshot: Answering) -> Iterator[ExampleQuestion]:
    """What may make an example, deeds first, each time of the next document, in an order that each generation draws anew."""
    documents = sorted(snapshot.documents, key=lambda d: _draw(snapshot.id, d.id))[:SAMPLED]
    done, things = (Counter(w for d in documents for w in p.findall(d.text)) for p in (_TO_BE_DONE, _SAID_OF))
    deeds = {word for word, times in done.items() if times > things[word]}
    counted = Counter(words for d in documents for h in d.headings if (words := _words(h)))
    found = [list(_of_document(d, snapshot.id, deeds)) for d in documents]
    for wanted in (True, False):
        fitting = ([e for e, words in of_one if e.is_deed is wanted and counted[words] == 1] for of_one in found)
        for turn in zip_longest(*fitting):
            yield from filter(None, turn)


def is_answered(snapshot: Answering, example: ExampleQuestion) -> bool:
    """Whether the question is answered by a passage that stands under its heading. Raises QuoteMismatch."""
    tree = snapshot.tree(example.document_id)
    asked = example.question(tree.document) if tree else None
    if tree is None or asked is None:
        return False
    answer = checked_answer(snapshot, asked)
    if answer.refused or answer.kind != "passage" or not answer.quotes:
        return False
    first, (start, end) = answer.quotes[0], tree.span(example.heading)
    return first.document_id == example.document_id and start <= first.start < end


def _of_document(document: Document, generation: str, deeds: set[str]) -> Iterator[tuple[ExampleQuestion, str]]:
    order = sorted(range(len(document.headings)), key=lambda i: _draw(generation, f"{document.id} {i}"))
    for heading in order:
        words = _words(document.headings[heading])
        if words is not None:
            yield ExampleQuestion(document.id, heading, words[:2] in deeds), words


def _words(heading: Heading) -> str | None:
    """The heading without its number; None where it is too short or too long, or more than one thought."""
    found = marker(heading.text)
    words = heading.text[found.end if found else 0 :].strip()
    return words if _THING.fullmatch(words) else None


def _draw(generation: str, name: str) -> bytes:
    """A number drawn for `name`: the same whenever it is drawn for this generation."""
    return hashlib.blake2b(f"{generation} {name}".encode(), digest_size=8).digest()
