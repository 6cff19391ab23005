"""Addresses of documents and sections: `yuanwen://<document>/<heading>`.

What is handed out names the document by its id and the heading by its index. Read are also a document's title, name or
file, and a heading as written, as long as one alone is called so.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from bot.asking import Answering
from bot.errors import NoSuchSection
from corpus.document import Document
from corpus.headings.tree import ROOT, HeadingTree
from retrieval.fold import fold

SCHEME = "yuanwen://"
NAMED = 5
"""Documents or headings that an error names."""


@dataclass(frozen=True, slots=True)
class Address:
    """A section of a document; the document as a whole where `heading` is ROOT."""

    tree: HeadingTree
    heading: int

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the document's text."""
        return (0, len(self.tree.document.text)) if self.heading == ROOT else self.tree.span(self.heading)

    def __str__(self) -> str:
        document = f"{SCHEME}{self.tree.document.id}"
        return document if self.heading == ROOT else f"{document}/{self.heading}"


def find_address(snapshot: Answering, address: str) -> Address:
    """What `address` names, with or without `yuanwen://`. Raises NoSuchSection."""
    document, slash, heading = address.strip().removeprefix(SCHEME).partition("/")
    try:
        tree = find_document(snapshot, unquote(document))
    except NoSuchSection:
        # A file in a folder of the collection has a slash in its name.
        tree, slash = find_document(snapshot, unquote(address.strip().removeprefix(SCHEME))), ""
    return Address(tree, _heading(tree, unquote(heading)) if slash and heading else ROOT)


def find_document(snapshot: Answering, name: str) -> HeadingTree:
    """The document with this id, name, title or file. Raises NoSuchSection where there is none or several."""
    tree = snapshot.tree(name)
    if tree is not None:
        return tree
    found = [d for d in snapshot.documents if _same(name, d.name, d.title, d.source)]
    found = found or [
        d for d in snapshot.documents if len(fold(name).strip()) > 1 and fold(name).strip() in fold(d.name)
    ]
    if len(found) == 1 and (tree := snapshot.tree(found[0].id)):
        return tree
    if found:
        raise NoSuchSection(f"several documents are called {name!r}: {_listed(found)}; give the id of one")
    raise NoSuchSection(f"no document is called {name!r}; the tool `outline` without a document lists them")


def _heading(tree: HeadingTree, name: str) -> int:
    headings = tree.document.headings
    if name.isascii() and name.isdecimal():
        if int(name) < len(headings):
            return int(name)
        raise NoSuchSection(
            f"{tree.document.name} has no section {name}; its sections are 0 to {len(headings) - 1}"
            if headings
            else f"{tree.document.name} has no sections; leave the heading out"
        )
    found = [i for i, heading in enumerate(headings) if _same(name, heading.text)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoSuchSection(
            f"several headings of {tree.document.name} read {name!r}: {found[:NAMED]}; give the number of one"
        )
    raise NoSuchSection(f"{tree.document.name} has no heading {name!r}; the tool `outline` lists them")


def _same(name: str, *others: str) -> bool:
    return any("".join(fold(name).split()) == "".join(fold(other).split()) for other in others)


def _listed(documents: list[Document]) -> str:
    return ", ".join(f"{d.id} ({d.source})" for d in documents[:NAMED])


def quoted(name: str) -> str:
    """`name` as a part of an address."""
    return quote(name, safe="")
