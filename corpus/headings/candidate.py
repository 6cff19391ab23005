"""What a line is that may be a heading."""

from dataclasses import KW_ONLY, dataclass

from corpus.lines.paragraphs import Paragraph

LIST_ENDS = "；;，,"
"""What the items of a list end in."""


@dataclass(frozen=True, slots=True)
class HeadingCandidate:
    """A paragraph that may open a section: `index` of the paragraph, `start`/`end` of the heading within it.

    `family` as in `corpus.chinese.markers.RANK`, or `markup` (with `level`), `title`, `sentence` (parallel stand-alone
    sentences). `stands_alone` says that nothing but the heading is on the line. `group` ties parallel sentences.
    `inserted` as in `Marker`; `glued` says that the line began with something else.
    """

    index: int
    family: str
    number: int | None
    start: int
    end: int
    stands_alone: bool
    _: KW_ONLY
    level: int | None = None
    group: int | None = None
    inserted: bool = False
    glued: bool = False


def indent_of(paragraph: Paragraph) -> int:
    """The characters of white space that the paragraph begins with."""
    return len(paragraph.text) - len(paragraph.text.lstrip())
