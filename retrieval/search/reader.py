"""The reader: a small cross-encoder that reads the question together with the best passage, for the confidence alone.

Words and vectors say what a passage is about; whether it says what was asked takes both texts at once. To let it reorder the
best passages too was tried: on four sets that nothing was fitted on it lost answers (see its folder's README). Its folder's README says
what it was trained on; it runs on onnxruntime, without torch.
"""

from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded, fold
from retrieval.index.generation import Entry, Generation
from retrieval.search.candidates import Candidates

FOLDER = Path(__file__).parent.parent / "models" / "yuanwen-reader-zh"
PROMPT = "query: "
"""What stands before a question: the base that the reader is trained from was."""
REMEMBERED = 2048
"""Pairs whose log odds are kept: readings of one message share most of theirs, and buttons ask the same again."""
NAME, PATH = 32, 48
"""Characters kept of the name of a passage's document, from its start, and of its heading path, from its end."""

LogOdds = NDArray[np.float64]


class Reader:
    """A cross-encoder in `folder`: `model.onnx` (ids and mask in, one logit a pair out) and `tokenizer.json`."""

    def __init__(self, folder: Path = FOLDER, *, remembered: int | None = REMEMBERED) -> None:
        """`remembered` is the number of pairs whose log odds are kept, None for all."""
        self.folder = folder
        self._read = lru_cache(remembered)(self._read_pair)

    def log_odds(self, question: Folded, passages: Sequence[Folded]) -> LogOdds:
        """How likely each passage, as `shown_to_reader` gives it, answers: shape (passages,). Raises EncoderUnavailable.

        Each pair is read by itself, since what is read with it would change the rounding of the quantised weights.
        """
        return np.array([self._read(question, passage) for passage in passages], dtype=np.float64)

    def _read_pair(self, question: Folded, passage: Folded) -> float:
        tokenizer, session = self._model
        ids = np.array([tokenizer.encode(PROMPT + question, passage).ids], dtype=np.int64)
        return float(session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0])

    @cached_property
    def _model(self) -> tuple[Any, Any]:
        # Imported here because `yuanwen --help` and `outline` read nothing.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One core for each question, as in retrieval.index.one_core.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
            session = onnxruntime.InferenceSession(
                str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as fault:
            reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise EncoderUnavailable(f"reader {self.folder}: cannot be loaded ({reason}); restore the folder") from None
        return tokenizer, session


@cache
def default_reader() -> Reader:
    """The shipped one, loaded at its first question."""
    return Reader()


def shown_to_reader(entry: Entry) -> Folded:
    """A passage as it is read: the name of its document, the end of its heading path, its text."""
    name, path = fold(entry.document.name), fold(" ".join(entry.heading_path))
    return Folded(f"{name[:NAME]} {path[-PATH:]} {fold(entry.text)}")


def read_best(
    reader: Reader, generation: Generation, question: Folded, candidates: Candidates, scores: NDArray[np.float64]
) -> float:
    """The log odds that the candidate with the best of the `scores` answers."""
    best = generation.entries[candidates.entries[int(np.argmax(scores))]]
    return float(reader.log_odds(question, [shown_to_reader(best)])[0])
