"""An optional second look: a cross-encoder reads the question with each of the best candidates and orders them anew.

It never stands in the way of an answer. When it is slower than its budget, or fails, the ranking stays as it was and one
line in the log says so. The confidence stays the ranker's: it is fitted, a cross-encoder's score is not.
"""

import logging
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EncoderUnavailable
from retrieval.fold import Folded

log = logging.getLogger(__name__)

BATCH = 4
"""Pairs scored at once. The clock is read between batches, so the budget is overrun by less than one of them."""


class Reranker:
    """Any sentence-transformers CrossEncoder with one score a pair, by hub name or folder."""

    def __init__(self, model: str, *, candidates: int = 20, budget_ms: int = 500) -> None:
        """Raises EncoderUnavailable when the model cannot be loaded or gives several scores a pair."""
        # Importing sentence-transformers takes seconds; only those who configured such a model pay them.
        from sentence_transformers import CrossEncoder

        try:
            self._model: Any = CrossEncoder(model)
        except Exception as fault:
            reason = str(fault).splitlines()[0][:160] if str(fault) else type(fault).__name__
            raise EncoderUnavailable(
                f"reranker {model!r} cannot be loaded ({reason}); check the name and the network, "
                "or set reranker.model to a downloaded folder or to null"
            ) from None
        if self._model.num_labels != 1:
            raise EncoderUnavailable(
                f"reranker {model!r} gives {self._model.num_labels} scores a pair, expected 1; choose a ranking model"
            )
        self.model, self.candidates, self.budget_ms = model, candidates, budget_ms

    def scores(self, question: Folded, texts: Sequence[Folded]) -> NDArray[np.float64] | None:
        """One score a text, greater is better; None, with a line in the log, when time runs out or the model fails."""
        started, found = time.monotonic(), []
        for first in range(0, len(texts), BATCH):
            try:
                found.append(self._score(question, texts[first : first + BATCH]))
            except Exception as fault:
                log.warning(
                    "reranker %s failed, ranking left as it was: %s: %s", self.model, type(fault).__name__, fault
                )
                return None
            spent, done = 1000 * (time.monotonic() - started), first + len(found[-1])
            # What the rest will take is known after the first batch: no use in spending the budget in vain.
            if (done < len(texts) and spent / done * len(texts) > self.budget_ms) or spent > self.budget_ms:
                log.warning(
                    "reranker %s too slow, ranking left as it was: %d of %d candidates in %.0f ms, %d allowed",
                    self.model,
                    done,
                    len(texts),
                    spent,
                    self.budget_ms,
                )
                return None
        return np.concatenate(found) if found else np.empty(0)

    def reorder(self, question: Folded, order: NDArray[np.int64], texts: Sequence[Folded]) -> NDArray[np.int64]:
        """`order` with its first `candidates` by the model's scores; `texts` are those of `order`, in its order.

        Only the first `candidates` of `texts` are read. Equal scores keep their order.
        """
        head = min(self.candidates, len(order))
        scores = self.scores(question, texts[:head])
        if scores is None:
            return order
        return np.concatenate([order[:head][np.argsort(-scores, kind="stable")], order[head:]])

    def _score(self, question: Folded, texts: Sequence[Folded]) -> NDArray[np.float64]:
        pairs = [(question, text) for text in texts]
        scores = np.asarray(self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False), dtype=np.float64)
        if not np.isfinite(scores).all():
            raise ValueError("a score that is no number")
        return scores.reshape(len(texts))
