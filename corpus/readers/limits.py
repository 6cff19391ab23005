"""How much one document may hold, whatever its format: what is behind the readers costs time for each line."""

import math
from collections.abc import Sequence

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.reasons import Why

SIZE_LIMIT = 20_000_000
"""Bytes of a document; the largest real one seen is a tenth of this."""
ARCHIVE_LIMIT, FILES_INSIDE, SIZE_INSIDE, DEPTH = 100_000_000, 1000, 200_000_000, 2
"""Bytes of an archive of documents, files in it, their bytes, and archives in one another."""

CHARACTERS, LINES = 5_000_000, 100_000
"""The collected works of an author have as many; they are better split by speech."""


def check_lines(count: int) -> None:
    """Raises UnreadableFile where a document has too many lines."""
    if count > LINES:
        raise UnreadableFile(Why.MANY_LINES, count=count, limit=LINES)


def check_blocks(blocks: Sequence[Block]) -> None:
    """Raises UnreadableFile where a document is too long."""
    check_lines(len(blocks))
    characters = sum(len(block.text) for block in blocks)
    if characters > CHARACTERS:
        raise UnreadableFile(Why.MANY_CHARACTERS, count=characters, limit=CHARACTERS)


def limit_time(seconds: float) -> None:
    """This process ends when it has computed for so many seconds more."""
    # Not everywhere; the process that reads runs only where it is.
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds), hard))
