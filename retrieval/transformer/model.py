"""Running the transformer: a text as tokens, tokens through the lower layers, those through an upper half."""

import hashlib
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded

FOLDER = Path(__file__).parent.parent / "models" / "yuanwen-transformer-zh"
LOWER, READING, MEANING, TOKENIZER = "lower.onnx", "reading.onnx", "meaning.onnx", "tokenizer.json"
QUESTION, PASSAGE = "query: ", "passage: "
"""What stands before a question and before a passage that is read by itself: so the base was trained."""

TokenIds = NDArray[np.int64]
Outputs = NDArray[np.float32]


class Transformer:
    """The model in `folder`, loaded at its first text.

    Every text is run by itself, without padding: what is computed together with it would change the rounding of the
    quantised weights, and on a processor a hundred tokens at once are as fast as a thousand.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    def ids(self, text: str, second: Folded | None = None, *, longest: int | None = None) -> TokenIds:
        """The tokens of a text, or of a pair of texts, shape (1, tokens), at most `longest`. Raises EncoderUnavailable."""
        ids = self._tokenizer.encode(text, second).ids
        if longest is not None and len(ids) > longest:
            ids = [*ids[: longest - 1], ids[-1]]
        return np.array([ids], dtype=np.int64)

    def run(self, upper: str, ids: TokenIds) -> Outputs:
        """What the half named `upper` makes of the tokens `ids`, first axis one. Raises EncoderUnavailable."""
        states = self._session(LOWER).run(None, {"ids": ids})[0]
        outputs: Outputs = self._session(upper).run(None, {"states": states})[0]
        return outputs

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        try:
            return Tokenizer.from_file(str(self.folder / TOKENIZER))
        except Exception as fault:
            raise self._unavailable(fault) from None

    @cached_property
    def _sessions(self) -> dict[str, Any]:
        return {}

    def _session(self, part: str) -> Any:
        if part not in self._sessions:
            self._sessions[part] = self._load(part)
        return self._sessions[part]

    def _load(self, part: str) -> Any:
        # Imported here because `yuanwen --help` and `outline` run nothing.
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One core for each question, as in retrieval.index.processors.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(str(self.folder / part), options, providers=["CPUExecutionProvider"])
        except Exception as fault:
            raise self._unavailable(fault) from None

    def _unavailable(self, fault: Exception) -> EncoderUnavailable:
        reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        return EncoderUnavailable(f"transformer {self.folder}: cannot be loaded ({reason}); restore the folder")


@cache
def content_id(folder: Path) -> str:
    """The folder's name and twelve digits that change with what makes vectors. Raises EncoderUnavailable."""
    digest = hashlib.sha256()
    try:
        for name in (TOKENIZER, LOWER, MEANING):
            digest.update((folder / name).read_bytes())
    except OSError as fault:
        raise EncoderUnavailable(
            f"transformer {folder}: cannot be loaded ({fault.strerror}); restore the folder"
        ) from None
    return f"{folder.name}-{digest.hexdigest()[:12]}"


@cache
def bundled_transformer() -> Transformer:
    """The shipped one."""
    return Transformer()
