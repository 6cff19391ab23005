"""收作评测题: a question that users asked becomes a line of a question file, as `yuanwen evaluate` reads it.

The places that were shown stand in it as suggested evidence, to be checked by a person; who asked does not.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from bot.asking import Answering
from bot.conversation.stretches import Stretch, quote_at
from bot.errors import BotError
from bot.settings import Settings
from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import read_jsonl

COLLECTED_FILE = "collected.jsonl"
TYPE, NOTHING = "collected", "unanswerable"
SUGGESTED = 3
"""Quotes at most that are written as evidence: what was shown at once."""


def collected_file(settings: Settings) -> Path:
    """Where collected questions are written: beside the file that remembers answers."""
    return settings.storage.file.with_name(COLLECTED_FILE)


def collect_question(
    file: Path, identity: str, question: str, quotes: Sequence[Stretch], snapshot: Answering
) -> int | None:
    """Append `question` with the `quotes` that still are in `snapshot`; returns how many those were.

    Without any it is written as unanswerable. None where `identity` stands in the file already. Raises BotError.
    """
    evidence = [found for quote in quotes[:SUGGESTED] if (found := _evidence(quote, snapshot)) is not None]
    row = {
        "id": identity,
        "type": TYPE if evidence else NOTHING,
        "question": question,
        "evidence": evidence,
        "checked": False,
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and any(str(known.get("id")) == identity for _, known in read_jsonl(file)):
            return None
        with os.fdopen(os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as fault:
        raise BotError(f"{file.name} cannot be written ({fault.strerror}); check the state folder") from None
    except RetrievalError:
        raise BotError(f"{file.name} is not JSON lines any more; mend it or move it away") from None
    return len(evidence)


def _evidence(stretch: Stretch, snapshot: Answering) -> dict[str, object] | None:
    tree = snapshot.tree(stretch.document_id)
    if tree is None or not 0 <= stretch.start < stretch.end <= len(tree.document.text):
        return None
    quote = quote_at(tree, stretch)
    return {"doc": quote.file.rsplit("/", 1)[-1], "quote": quote.text, "heading_path": list(quote.heading_path)}
