"""All lists of a document, each once."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from corpus.enumerations.counted import stated_number
from corpus.enumerations.enumeration import Enumeration
from corpus.enumerations.layout import Layout
from corpus.enumerations.marked import marked_lists
from corpus.enumerations.outlined import outlined_lists
from corpus.enumerations.parallel import parallel_lists
from corpus.enumerations.pieces import pieces
from corpus.headings.tree import ROOT, HeadingTree


def enumerations_of(tree: HeadingTree) -> tuple[Enumeration, ...]:
    """The lists of a document; of several readings of the same items the first: marks before headings before the rest."""
    layout = Layout(tree)
    found: dict[tuple[int, ...], Enumeration] = {}
    for one in chain(marked_lists(layout), outlined_lists(layout), parallel_lists(layout), pieces(layout)):
        found.setdefault(tuple(start for start, _ in one.items) + (one.items[-1][1] - one.items[-1][0] < 0,), one)
    return tuple(_counted(layout, one) for one in found.values())


def _counted(layout: Layout, one: Enumeration) -> Enumeration:
    tree = layout.tree
    near = [layout.text[slice(*span)] for span in (one.stem, one.around)]
    headings = reversed(tree.path_texts(one.section)) if one.section != ROOT else ()
    return replace(one, stated=stated_number((*near, *headings), len(one.items)))
