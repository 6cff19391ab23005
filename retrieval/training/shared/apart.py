"""Which questions the reader is never trained on: those that its weight and the confidence are fitted on."""

import hashlib

PARTS = 4
"""One document in four is kept apart."""
EVALUATED = "2026_"
"""How the names of the work reports begin that the evaluation asks of: all their tuning questions are for training, so
that none of the others decides by chance what the reader knows of them."""


def kept_apart(document: str) -> bool:
    """Whether what is asked of `document` (for a question that nothing answers: the question) is kept apart."""
    digest = int(hashlib.md5(document.encode()).hexdigest(), 16)
    return digest % PARTS == 0 and not document.startswith(EVALUATED)
