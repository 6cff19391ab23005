"""The errors of this room.

RetrievalError          anything wrong with the library or its encoder, as one line fit for a person
├── EncoderUnavailable  the configured embedding model cannot be loaded
├── GenerationGone      what is asked about belongs to a generation that no longer serves
├── GenerationRefused   what was built answers worse than what serves
├── LibraryBusy         another process is building the library
├── LibraryDamaged      a generation on disk is not what its manifest says
└── ThesaurusFault      a thesaurus file cannot be read
"""


class RetrievalError(Exception):
    """`str(error)` is one line: found, expected, what to do."""


class EncoderUnavailable(RetrievalError):
    """The configured embedding model cannot be loaded."""


class GenerationGone(RetrievalError):
    """What is asked about belongs to a generation that no longer serves."""


class GenerationRefused(RetrievalError):
    """What was built answers worse than what serves, which goes on."""


class LibraryBusy(RetrievalError):
    """Another process is building the library."""


class LibraryDamaged(RetrievalError):
    """A generation on disk cannot be used."""


class ThesaurusFault(RetrievalError):
    """A thesaurus file cannot be read."""
