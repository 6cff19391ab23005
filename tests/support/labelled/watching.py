"""All that the bot sends, looked through for names of documents that whoever gets it may not see."""

import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.telegram.screens.buttons import key_of
from tests.support.bot_api import BotApi
from tests.support.labelled.rights import DOCUMENTS, may_see


def words_in(file: bytes) -> str:
    """The text of a Word file, or of a plain one."""
    if not file.startswith(b"PK"):
        return file.decode()
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        text = "".join(packed.read(n).decode(errors="replace") for n in packed.namelist() if n.endswith("xml"))
    return re.sub(r"<[^>]*>", "", text)


@dataclass
class Watch:
    """What the bot has sent to each party, and which names of documents each has typed, which may be said back to it."""

    api: BotApi
    ids: dict[str, str]
    read: int = 0
    typed: defaultdict[int, str] = field(default_factory=lambda: defaultdict(str))
    queries: dict[str, int] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    leaks: list[tuple[int, str, str]] = field(default_factory=list)

    def look(self, files: Iterable[tuple[int, bytes]] = ()) -> None:
        """Look through all that was sent since."""
        for method, data in self.api.calls[self.read :]:
            self._look(self._reader(method, data), json.dumps(data, ensure_ascii=False, default=str))
        self.read = len(self.api.calls)
        for party, content in files:
            self._look(party, words_in(content))

    def look_through(self, party: int, text: str, typed: str) -> None:
        """Look through what a program got that has `typed` something."""
        self._look(party, text, typed)

    def _reader(self, method: str, data: dict[str, Any]) -> int:
        """Whose rights count for a call: its chat's, or those of whoever's query it answers; 0 is nobody in particular."""
        if method == "answerInlineQuery":
            return self.queries.get(data["inline_query_id"], 0)
        return int(data.get("chat_id", self.queries.get(str(data.get("callback_query_id")), 0)))

    def _look(self, party: int, text: str, typed: str = "") -> None:
        for document in DOCUMENTS:
            identity = self.ids[document.source]
            typed_by = self.typed[party] + typed
            names = [name for name in document.names if name not in typed_by]
            ids = [] if identity in typed else [identity, key_of(identity, 3)]
            for mark in (*document.secrets, *names, *ids):
                if mark in text:
                    if may_see(party, document):
                        self.seen.update([mark] if document.label else [])
                    else:
                        at = text.index(mark)
                        self.leaks.append((party, mark, text[max(0, at - 200) : at + 100]))
