"""The collection as somebody may see it: made of the visible documents alone, once for each generation and set of labels."""

import threading
from collections.abc import Callable
from typing import Protocol

from bot.access.labels import Labels, Seen
from bot.asking import Answering, Serving


class Viewable(Answering, Protocol):
    """A snapshot of which a part can be made: a `retrieval.snapshot.Snapshot`."""

    def restricted_to(self, sees: Callable[[str], bool]) -> "Viewable": ...


class ViewableCollection(Serving, Protocol):
    """A collection of such snapshots."""

    def snapshot(self) -> Viewable: ...


class Views:
    """What each sees of `collection`. Safe to use from several threads."""

    def __init__(self, collection: ViewableCollection, labels: Labels) -> None:
        self._collection, self._labels = collection, labels
        # One value, so that nobody finds the views of one generation beside another.
        self._made: tuple[Viewable | None, dict[Seen, Viewable]] = (None, {})
        self._making = threading.Lock()

    def at_hand(self, seen: Seen) -> Viewable | None:
        """What one who may see the labels `seen` sees of the collection as it is now; None where it has to be made."""
        whole = self._collection.snapshot()
        if self._labels.every <= seen:
            return whole
        of, made = self._made
        return made.get(seen) if of is whole else None

    def view(self, seen: Seen) -> Viewable:
        """The same, made now where it was not; that takes seconds for a large collection."""
        if (found := self.at_hand(seen)) is not None:
            return found
        with self._making:
            if (found := self.at_hand(seen)) is not None:
                return found
            whole, sees = self._collection.snapshot(), self._labels.lets(seen)
            view = whole if all(map(sees, _sources(whole))) else whole.restricted_to(sees)
            of, made = self._made
            self._made = (whole, {**(made if of is whole else {}), seen: view})
        return view

    def conceals(self, document_id: str, view: Answering) -> bool:
        """Whether the collection holds a document that `view` does not show."""
        return view.document(document_id) is None and self._collection.snapshot().document(document_id) is not None


def _sources(snapshot: Answering) -> list[str]:
    """Every file that a document or one of its copies is in."""
    return [source for document in snapshot.documents for source in (document.source, *document.copies)]
