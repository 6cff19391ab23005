"""The records of a checked draft. Offsets of `start` and `end` are those of the draft, unless they are a `SourcePlace`'s."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

CheckVerdict = Literal["exact", "slight", "differs", "elsewhere", "not_found"]
"""`exact`: the words stand so in what is cited. `slight`: the same letters, in other punctuation or writing. `differs`: other
letters. `elsewhere`: what is cited does not say so, the words stand in another place. `not_found`: nowhere."""

FLAWS: frozenset[CheckVerdict] = frozenset({"differs", "elsewhere", "not_found"})
"""The verdicts that ask for a correction."""

DeviationKind = Literal["dropped", "added", "swapped"]


@dataclass(frozen=True, slots=True)
class Deviation:
    """Letters of the draft, `text[start:end]`, that the source has not, has in addition (`dropped`), or has otherwise."""

    kind: DeviationKind
    start: int
    end: int
    draft: str
    source: str


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where words stand: `text` is `document.text[start:end]`, under the headings `heading_path`."""

    document_id: str
    title: str
    file: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CitedSource:
    """What the draft names as the source, as it writes it, either may be empty.

    `known` is whether the collection has such a document, `exists` whether that has the section.
    """

    document: str
    section: str
    known: bool
    exists: bool


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quotation of the draft, without its marks, with the verdict on it.

    `indirect` is what a document is said to rule without quotation marks. `place` is where the words stand or what comes
    closest, None where nothing does; `places` counts the exact ones.
    """

    start: int
    end: int
    words: str
    verdict: CheckVerdict
    indirect: bool
    cited: CitedSource | None
    place: SourcePlace | None
    places: int
    deviations: tuple[Deviation, ...] = ()

    @property
    def is_flawed(self) -> bool:
        """Whether it asks for a correction."""
        return self.verdict in FLAWS

    def to_json(self) -> dict[str, Any]:
        """The fields; a title stands under `document`, as in an Answer."""
        return asdict(self, dict_factory=lambda fields: {"document" if k == "title" else k: v for k, v in fields})
