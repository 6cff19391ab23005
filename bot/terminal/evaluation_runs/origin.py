"""Where the numbers of an evaluation are from: the code, the collection, the settings that matter, the machine, the day."""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bot.settings import Settings
from retrieval.evaluation.questions.sets import QuestionSet
from retrieval.snapshot import Snapshot


def origin_of(asked: Sequence[tuple[QuestionSet, Snapshot]], settings: Settings) -> dict[str, Any]:
    """Of the first collection; with several, `collections` says the same of each by its name."""
    first = {**_collection(*asked[0])}
    several = {questions.name: _collection(questions, snapshot) for questions, snapshot in asked}
    return {
        **first,
        **({"collections": several} if len(several) > 1 else {}),
        "version": _version(),
        "commit": _commit(),
        "settings": settings.model_dump(mode="json", include={"encoder", "reranker", "answer", "ocr"}),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def _collection(questions: QuestionSet, snapshot: Snapshot) -> dict[str, Any]:
    serving = snapshot.generation
    return {
        "generation": serving.id,
        "encoder": serving.encoder_id,
        "deepened": snapshot.is_deep,
        "documents": len(serving.documents),
        "passages": len(serving.entries),
        "questions": len(questions.questions),
    }


def _version() -> str | None:
    try:
        return version("yuanwen")
    except PackageNotFoundError:
        return None


def _commit() -> str | None:
    """Of the checkout that runs; with a + where files differ from it; None where it is none."""
    here = Path(__file__).resolve().parent
    try:
        commit, changed = (
            subprocess.run(["git", *arguments], cwd=here, capture_output=True, text=True, check=True, timeout=10).stdout
            for arguments in (("rev-parse", "--short=12", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return commit.strip() + ("+" if changed.strip() else "")
