"""Labels of documents: a document carries that of its top folder below the corpus; who is not named by it does not see it."""

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence

from corpus.document import Document

Seen = frozenset[str]
"""The labels that somebody may see, as `label_key` writes them."""
NO_LABELS: Seen = frozenset()


def label_key(folder: str) -> str:
    """One way to write the name of a folder, however a file system composes its letters or takes its case.

    Two folders that differ in these alone have one label: rather hidden from too many than shown to one.
    """
    return unicodedata.normalize("NFKC", folder).casefold().strip()


class Labels:
    """Which folders carry a label, and who may see it. Users have positive numbers, groups negative ones."""

    def __init__(self, labels: Mapping[str, Sequence[int]], admins: Collection[int] = ()) -> None:
        """`labels` by the name of the folder; `admins` are users, who see all."""
        self._seen_by = {label_key(folder): frozenset(ids) for folder, ids in labels.items()}
        self._folders = {label_key(folder): folder for folder in labels}
        self._admins = frozenset(admins)

    @property
    def every(self) -> Seen:
        """All labels."""
        return frozenset(self._seen_by)

    def seen_by(self, party: int) -> Seen:
        """The labels that a user or a group may see; 0 is nobody."""
        if party > 0 and party in self._admins:
            return self.every
        return frozenset(label for label, ids in self._seen_by.items() if party in ids)

    @property
    def kinds_of_views(self) -> set[Seen]:
        """All that is seen by anybody: by those who see no label, by each who is named, by admins."""
        named = {party for ids in self._seen_by.values() for party in ids} | self._admins
        return {NO_LABELS, *map(self.seen_by, named)}

    def label_of(self, source: str) -> str | None:
        """The label of the document that is in this file below the corpus; None where it has none."""
        top, slash, _ = source.replace("\\", "/").partition("/")
        label = label_key(top)
        return label if slash and label in self._seen_by else None

    def lets(self, seen: Seen) -> Callable[[str], bool]:
        """Whether one who may see these labels may see the file with a given source."""

        def sees(source: str) -> bool:
            label = self.label_of(source)
            return label is None or label in seen

        return sees

    def without_documents(self, documents: Sequence[Document]) -> list[str]:
        """The folders, as they were named, that none of `documents` is in: perhaps misspelt."""
        present = {self.label_of(source) for d in documents for source in (d.source, *d.copies)}
        return [folder for label, folder in self._folders.items() if label not in present]
