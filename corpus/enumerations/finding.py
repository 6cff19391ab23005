"""All lists of a document, each once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from corpus.enumerations.counted import stated_number
from corpus.enumerations.enumeration import Enumeration
from corpus.enumerations.layout import DocumentLines
from corpus.enumerations.marked import marked_lists
from corpus.enumerations.outlined import outlined_lists
from corpus.enumerations.parallel import parallel_lists
from corpus.enumerations.pieces import pieces
from corpus.headings.tree import ROOT, HeadingTree


@dataclass(frozen=True)
class Enumerations:
    """The lists of every document of `trees`, by its id; found when they are first asked for, and kept."""

    trees: Mapping[str, HeadingTree]
    _found: dict[str, tuple[Enumeration, ...]] = field(default_factory=dict)

    def of(self, document_id: str) -> tuple[Enumeration, ...]:
        """As `enumerations_of`."""
        if document_id not in self._found:
            self._found[document_id] = enumerations_of(self.trees[document_id])
        return self._found[document_id]


def enumerations_of(tree: HeadingTree) -> tuple[Enumeration, ...]:
    """The lists of a document; of several readings of the same items the first: marks before headings before the rest."""
    layout = DocumentLines(tree)
    found: dict[tuple[tuple[int, int], ...], Enumeration] = {}
    for one in chain(marked_lists(layout), outlined_lists(layout), parallel_lists(layout), pieces(layout)):
        if len(one.items) > 1:
            found.setdefault(one.leads, one)
    return tuple(_counted(layout, one) for one in found.values())


def _counted(layout: DocumentLines, one: Enumeration) -> Enumeration:
    tree = layout.tree
    near = [layout.text[slice(*span)] for span in (one.stem, one.around)]
    headings = reversed(tree.path_texts(one.section)) if one.section != ROOT else ()
    stated = stated_number((*near, *headings), len(one.items))
    return one if stated is None else replace(one, stated=stated)
