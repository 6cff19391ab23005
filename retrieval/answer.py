"""The records that travel from the library to whoever asks. Every character of a quote comes from a document."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in an answer: `text == document.text[start:end]`, byte for byte.

    `highlights` are (start, end) within `text`: the sentences that answer. `score` is the ranking score,
    `confidence` in 0..1 the estimated probability that this quote answers.
    """

    document: str
    file: str
    document_id: str
    byline: str
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...]
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A section offered where nothing answers."""

    document: str
    file: str
    heading_path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library says to a question. `refused` answers may still carry the closest quotes; `reason` says why.

    `reason` is None for an answer, else one of the codes `empty_question`, `nothing_found`, `not_confident`.
    """

    question: str
    refused: bool
    reason: str | None
    confidence: float
    quotes: tuple[Quote, ...]
    suggestions: tuple[Suggestion, ...]
    generation: str

    def to_json(self) -> dict[str, Any]:
        """The Answer object of the command-line contract."""
        return asdict(self)
