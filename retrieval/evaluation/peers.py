"""How other systems search, on the same documents and questions: pieces of a fixed length without their headings, ranked by
BM25 or by a sentence encoder alone. What a whole of many parts is worth is what it finds beyond these.

They quote their best pieces and never refuse; their scores may still tell what is answered from what is not.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.chinese.sentences import Span, sentences, trimmed
from corpus.document import Document
from retrieval.answer import Answer, Quote
from retrieval.fold import Folded, fold
from retrieval.index.encoder import Encoder
from retrieval.index.lexical import LexicalIndex

PIECE = 300
"""Characters of a piece at most: what tutorials of retrieval cut Chinese texts into."""
MINILM = "sentence-transformers/all-MiniLM-L6-v2"
"""What such tutorials embed with. Made for English."""

Scoring = Callable[[Folded], NDArray[np.float32]]
"""From a question to the score of every piece, not negative."""

_WORD = re.compile(r"(?u)\b\w\w+\b")
_RUN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class FixedPiece:
    """`document.text[start:end]`: whole sentences, a longer one cut."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to search the `pieces`."""

    name: str
    pieces: Sequence[FixedPiece]
    scores: Scoring

    def answer(self, question: str, *, limit: int) -> Answer:
        """The best pieces. The confidence is the best score, made to lie between 0 and 1; it is no probability."""
        scores = self.scores(fold(question))
        best = np.argsort(-scores, kind="stable")[:limit]
        quotes = tuple(_quote(self.pieces[row], float(scores[row])) for row in best if scores[row] > 0)
        return Answer(question, not quotes, None, quotes[0].confidence if quotes else 0.0, quotes, (), self.name)


def fixed_pieces(documents: Iterable[Document]) -> list[FixedPiece]:
    """All that the documents hold, in pieces of PIECE characters at most that end where a sentence does."""
    return [FixedPiece(document, *span) for document in documents for span in _spans(document.text)]


def by_bm25(name: str, pieces: Sequence[FixedPiece], terms: Callable[[Folded], Sequence[str]]) -> Peer:
    """Ranked by BM25 over what `terms` cuts a text into."""
    index = LexicalIndex.build([fold(piece.text) for piece in pieces], terms)
    return Peer(name, pieces, lambda question: index.scores(terms(question)))


def by_encoder(name: str, pieces: Sequence[FixedPiece], encoder: Encoder) -> Peer:
    """Ranked by the cosine alone."""
    vectors = encoder.encode_passages([fold(piece.text) for piece in pieces])

    def scores(question: Folded) -> NDArray[np.float32]:
        return np.asarray(np.maximum(vectors @ encoder.encode_questions([question])[0], 0.0))

    return Peer(name, pieces, scores)


def default_words(text: Folded) -> list[str]:
    """Words as search libraries cut them where nothing is set: letters, digits and ideographs up to the next sign.

    The pattern is that of scikit-learn and bm25s. To it a Chinese clause is one word.
    """
    return _WORD.findall(text)


def bigrams(text: Folded) -> list[str]:
    """All pairs of neighbouring characters, as search engines index Chinese without a dictionary."""
    return [run[i : i + 2] for run in _RUN.findall(text) for i in range(max(1, len(run) - 1))]


def _spans(text: str) -> Iterable[Span]:
    spans: list[list[int]] = []
    for start, end in sentences(text):
        for a in range(start, end, PIECE):
            b = min(a + PIECE, end)
            if spans and b - spans[-1][0] <= PIECE:
                spans[-1][1] = b
            else:
                spans.append([a, b])
    return [(a, b) for a, b in (trimmed(text, *span) for span in spans) if a < b]


def _quote(piece: FixedPiece, score: float) -> Quote:
    document = piece.document
    sure = score / (1 + score)
    return Quote(
        document.title, document.source, document.id, "", (), piece.text, piece.start, piece.end, (), score, sure
    )
