"""How a passage is put before the transformer."""

from collections.abc import Sequence

from retrieval.fold import Folded, fold

NAME, PATH = 32, 48
"""Characters kept of the name of a passage's document, from its start, and of its heading path, from its end."""


def shown(name: str, heading_path: Sequence[str], text: str) -> Folded:
    """The name of the document, the end of the heading path, the text."""
    return Folded(f"{fold(name)[:NAME]} {fold(' '.join(heading_path))[-PATH:]} {fold(text)}")
