"""What a fit is worth, on questions that it was not fitted on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answering import FAR, FOREIGN
from retrieval.search.ranker import Ranker
from retrieval.training.ranking.cases import AskedQuestion, Case

QUOTED = 5


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case, a ranker that was fitted without it, and what the reader says of the best candidate."""

    case: Case
    ranker: Ranker
    reading: float

    @property
    def order(self) -> NDArray[np.int64]:
        """The candidates' rows, best first."""
        return np.argsort(-self.ranker.scores(self.case.candidates), kind="stable")

    def refused(self, share: float = 1.0) -> bool:
        """Whether the confidence is below this `share` of the threshold."""
        if self.case.looked_up:
            return False
        candidates = self.case.candidates
        sure = self.ranker.confidence(candidates, self.ranker.scores(candidates), self.reading)
        return sure < share * self.ranker.threshold


def ranking_figures(judged: Sequence[JudgedCase]) -> str:
    """hit@k of the ranking, and what is refused."""
    refused = [one.refused() for one in judged if one.case.question.evidence]
    unanswerable = [one.refused() for one in judged if not one.case.question.evidence]
    right = [one.case.right[one.order] for one in judged if one.case.question.evidence]
    parts = [f"hit@{k} {np.mean([marked[:k].any() for marked in right]):.3f}" for k in (1, 3, 5, 60) if right]
    parts += [f"unanswerable refused {np.mean(unanswerable):.3f}"] if unanswerable else []
    parts += [f"false refusal {np.mean(refused):.3f}"] if refused else []
    return "  ".join(parts)


def refused_plainly(judged: Sequence[JudgedCase]) -> str:
    """How many questions end without a quote, as `retrieval.answering` decides it, taking the QUOTED best for the picks."""
    ended: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for one in judged:
        case = one.case
        kind = "answerable" if case.question.evidence else "off topic" if "off_topic" in case.origin else "unanswerable"
        foreign = case.candidates.column("soft_rare")[one.order[:QUOTED]].max() < FOREIGN
        asked[kind] += 1
        ended[kind] += bool(foreign and one.refused(FAR))
    return "  ".join(f"{kind} {ended[kind]} of {asked[kind]}" for kind in sorted(asked))


def candidates_hold(asked: Sequence[AskedQuestion], cases: Sequence[Case]) -> str:
    """For how many answerable questions a right passage is gathered, and is left by the pruning."""
    pairs = [
        (one.right.any(), case.right.any()) for one, case in zip(asked, cases, strict=True) if one.labelled.evidence
    ]
    gathered, kept = np.mean(pairs, axis=0)
    return f"answer gathered {gathered:.3f}, left by the pruning {kept:.3f}"
