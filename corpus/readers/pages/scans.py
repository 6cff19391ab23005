"""What makes pages no text: pictures instead of letters, and letters that mean nothing."""

import re
from collections.abc import Sequence

from corpus.errors import UnreadableFile
from corpus.readers.pages.lines import PageLines
from corpus.reasons import Why

PAGES = 1000
"""Of one document; a volume of collected works has 600."""
_ALL_PICTURES = 0.5
"""Share of pages that are pictures from which on a document is a scan."""
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff]")
_MOST_MEANINGLESS = 0.2


def check_pages(pages: Sequence[PageLines], pictures: Sequence[int], scan: Why = Why.SCAN) -> None:
    """Raises UnreadableFile where the `pages`, those with the numbers `pictures` without text, are no document.

    `scan` is what is said where too many are pictures.
    """
    text = "".join(line.text for page in pages for line in page.lines)
    if len(pictures) > _ALL_PICTURES * len(pages):
        raise UnreadableFile(scan, pictures=len(pictures), pages=len(pages))
    if len(_MEANINGLESS.findall(text)) > _MOST_MEANINGLESS * len(text):
        raise UnreadableFile(Why.MEANINGLESS)
