"""What several tests share: the shipped speeches as a collection, and the data beside the repository where present."""

from pathlib import Path

import pytest
from hypothesis import settings

from corpus.document import Document
from corpus.folder import read_folder
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.evaluation.metrics import LabelledQuestion, read_questions
from retrieval.index.encoder import Encoder, load_encoder
from retrieval.index.processors import cores
from tests.support.paths import ROOT, SHARED, SPEECHES

# How long an example takes says something about the machine; speed is what the benchmarks are for.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder("bundled")


@pytest.fixture(scope="session")
def speeches() -> tuple[Document, ...]:
    return read_folder(SPEECHES).documents


@pytest.fixture(scope="session")
def collection(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The shipped speeches, built and deepened once for the whole run. Tests must not reload it."""
    built = Collection(SPEECHES, tmp_path_factory.mktemp("library"), Answerer(encoder))
    built.reload()
    built.deepen(threads=cores())
    return built


@pytest.fixture(scope="session")
def labelled() -> list[LabelledQuestion]:
    """All questions on the shipped speeches, those that are fitted on among them: for what looks at their labels alone."""
    return [q for file in sorted((ROOT / "tests" / "questions").glob("shipped_*.jsonl")) for q in read_questions(file)]


@pytest.fixture(scope="session")
def questions(labelled: list[LabelledQuestion]) -> list[LabelledQuestion]:
    """As many of all the questions as can be asked in a moment, half of them fitted on."""
    return [q for q in labelled if q.id.startswith(("a-", "b-"))]


@pytest.fixture(scope="session")
def unseen() -> list[LabelledQuestion]:
    """The questions on the shipped speeches that nothing is ever fitted on; see tests/questions/README.md."""
    return [
        q for name in ("shipped_b", "shipped_d") for q in read_questions(ROOT / "tests" / "questions" / f"{name}.jsonl")
    ]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and questions; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"real documents are not here: no folder {SHARED.relative_to(ROOT.parent)} beside the repository")
    return SHARED
