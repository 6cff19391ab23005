"""Recognised text, asked for where it is switched on, and remembered: a page takes seconds, a collection is read often."""

import hashlib
import json
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from pathlib import Path

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.sandbox import as_block, recognize_apart
from corpus.reasons import Why

_VERSION = 1
"""Raised by every change that makes other lines of the same pictures."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Text recognition that is switched on; what it found is kept in the folder `kept`, where there is one."""

    kept: Path | None = None

    def lines(self, reader: str, data: bytes) -> list[Block]:
        """The lines that `reader` (`scan`, `picture`) recognises. Raises UnreadableFile, also where it is not installed."""
        place = self._place(reader, data)
        if place is not None and place.is_file():
            return [as_block(values) for values in json.loads(place.read_text(encoding="utf-8"))]
        if find_spec("rapidocr") is None:
            raise UnreadableFile(Why.NO_RECOGNITION)
        blocks = recognize_apart(reader, data)
        if place is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_suffix(".new")
            beside.write_text(json.dumps([astuple(block) for block in blocks]), encoding="utf-8")
            beside.replace(place)
        return blocks

    def _place(self, reader: str, data: bytes) -> Path | None:
        name = f"{reader}-{_VERSION}-{hashlib.sha256(data).hexdigest()}.json"
        return self.kept / name if self.kept is not None else None
