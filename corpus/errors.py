"""The errors of this room.

CorpusError            anything wrong with the collection, as one line fit for a person
├── UnreadableFile     one file cannot become a document; the others still can
└── EmptyCollection    a folder holds no document at all
"""

from corpus.reasons import Reason, Value, Why


class CorpusError(Exception):
    """Something about the collection is unusable; `str(error)` is one line: found, expected, what to do."""


class UnreadableFile(CorpusError):
    """One file cannot be read as a document, for the `reason` given."""

    def __init__(self, why: Why, **values: Value) -> None:
        self.reason = Reason(why, values)
        super().__init__(str(self.reason))


class EmptyCollection(CorpusError):
    """No file of the folder could be read as a document."""
