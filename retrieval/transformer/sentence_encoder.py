"""The sentence encoder: a question or a whole passage as one unit vector, which says what it means and not in which words."""

from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.fold import Folded, fold_numbers
from retrieval.transformer.model import MEANING, PASSAGE, QUESTION, Transformer, bundled_transformer, content_id

QUESTION_TOKENS, PASSAGE_TOKENS = 48, 168
"""What is read of each, as in training: 95 in 100 passages are shorter."""
REMEMBERED = 1024
"""Questions whose vectors are kept: readings of one message share most of theirs, and buttons ask the same again."""

UnitVectors = NDArray[np.float32]


class SentenceEncoder:
    """`id` names the model and its content: vectors of two encoders with the same id are comparable."""

    def __init__(self, transformer: Transformer) -> None:
        self._transformer = transformer
        self.encode_question = lru_cache(REMEMBERED)(self._encode_question)

    @cached_property
    def id(self) -> str:
        return content_id(self._transformer.folder)

    @cached_property
    def dimensions(self) -> int:
        return len(self.encode_question(Folded("")))

    def encode_passage(self, passage: Folded) -> UnitVectors:
        """The vector, shape (dimensions,), of a passage as `retrieval.transformer.shown` gives it. Raises EncoderUnavailable."""
        return self._encode(PASSAGE + passage, PASSAGE_TOKENS)

    def _encode_question(self, question: Folded) -> UnitVectors:
        """The vector of a question, shape (dimensions,), remembered. Raises EncoderUnavailable."""
        # However numerals are written, it is the same question.
        return self._encode(QUESTION + fold_numbers(question), QUESTION_TOKENS)

    def _encode(self, text: str, longest: int) -> UnitVectors:
        vector: UnitVectors = self._transformer.run(MEANING, self._transformer.ids(text, longest=longest))[0]
        return vector


@cache
def bundled_sentence_encoder() -> SentenceEncoder:
    """The shipped one, loaded at its first text."""
    return SentenceEncoder(bundled_transformer())
