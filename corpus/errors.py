"""The errors of this room.

CorpusError            anything wrong with the collection, as one line fit for a person
├── UnreadableFile     one file cannot become a document; the others still can
└── EmptyCollection    a folder holds no document at all
"""


class CorpusError(Exception):
    """Something about the collection is unusable; `str(error)` is one line: found, expected, what to do."""


class UnreadableFile(CorpusError):
    """One file cannot be read as a document."""


class EmptyCollection(CorpusError):
    """No file of the folder could be read as a document."""
