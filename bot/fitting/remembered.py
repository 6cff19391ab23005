"""Answers kept in a file: looking up is what takes the time of a fit, and evidence is tried often."""

import hashlib
import pickle
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.answer import Answer, Kind
from retrieval.answering import Answerer
from retrieval.index.generation import Generation
from retrieval.search.ranker import WEIGHTS

Key = tuple[str, str, int, str | None, str | None, Kind | None, bool]


@dataclass(frozen=True)
class RememberingAnswerer(Answerer):
    """Looks up what it is asked for the first time; `kept` holds the answers."""

    kept: dict[Key, Answer] = field(default_factory=dict)

    def answer(
        self,
        generation: Generation,
        asked: str,
        *,
        limit: int = 5,
        recent: str | None = None,
        within: str | None = None,
        kind: Kind | None = None,
        offers: bool = False,
    ) -> Answer:
        """As of any `Answerer`."""
        key = (generation.id, asked, limit, recent, within, kind, offers)
        if key not in self.kept:
            self.kept[key] = super().answer(
                generation, asked, limit=limit, recent=recent, within=within, kind=kind, offers=offers
            )
        return self.kept[key]


def file_of_answers(folder: Path) -> Path:
    """Where in `folder` the answers given by the shipped models are kept: others are given by others."""
    models = b"".join(path.read_bytes() for path in sorted(WEIGHTS.parent.glob("*.json")))
    return folder / f"answers-{hashlib.blake2b(models, digest_size=6).hexdigest()}.pickle"


def load_answers(file: Path) -> dict[Key, Answer]:
    """What `save_answers` has written; empty where it has not."""
    return dict(pickle.loads(file.read_bytes())) if file.exists() else {}


def save_answers(file: Path, kept: dict[Key, Answer]) -> None:
    """All of them, to be loaded by the same version of the program."""
    file.write_bytes(pickle.dumps(kept))
