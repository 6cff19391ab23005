"""What a button says back when it is pressed: at most 64 bytes that anyone may forge, so they are read strictly.

Documents are named by a short key made of their id, which is that of their text, and of the number of their headings: a
button lives as long as its document is unchanged, over any number of reloads and restarts. Answers are named by the
random id under which the store keeps them.
"""

import base64
import enum
import hashlib
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache

EVERY = "all"
"""The key of the list of all documents."""
STAY = "stay"
"""In the place of the generation to leave."""
LARGEST = 64
"""Bytes of callback data that Telegram takes."""
_SHAPE = re.compile(r"([a-z]):([A-Za-z0-9_-]{1,16}):(-1|[0-9]{1,5}):([0-9]{1,3})(?::([A-Za-z0-9_-]{8}):([0-9]{1,2}))?")


class Act(enum.Enum):
    """What a button does; the value is its letter. The comment says what `key` and `number` are."""

    QUOTE = "q"  # answer, quote
    CONTEXT = "c"  # answer, quote
    MORE = "m"  # answer, quote
    UP = "u"  # answer, quote
    DOWN = "n"  # answer, quote
    WRONG = "w"  # answer, quote
    HITS = "k"  # answer, nothing
    ITEMS = "t"  # answer, nothing
    NUMBERS = "i"  # answer, nothing
    COMPLETE = "a"  # answer, nothing
    CONTENTS = "d"  # document, heading (ROOT for the whole)
    SECTION = "x"  # document, heading (ROOT for the whole)
    EXAMPLE = "o"  # document, heading; page is 1 for a deed
    DOCUMENTS = "l"  # EVERY, nothing
    PREFER = "p"  # name of the setting, index of the choice
    DELETE = "e"  # step or token, 1 for yes
    ROLLBACK = "r"  # generation to leave, nothing; STAY thinks better of it
    LOG = "g"  # EVERY, nothing
    DOUBTS = "z"  # EVERY, nothing
    REVIEW = "j"  # answer, 1 makes it a test question and 0 ignores it
    INTAKE = "f"  # offer, decision
    REMOVE = "v"  # document and CHOSEN, or offer and decision


@dataclass(frozen=True, slots=True)
class Press:
    """A button: what it does, to what, which page of it, and the answer and quote that 返回 leads to."""

    act: Act
    key: str
    number: int = 0
    page: int = 0
    back: tuple[str, int] | None = None

    def __str__(self) -> str:
        """The callback data."""
        data = f"{self.act.value}:{self.key}:{self.number}:{self.page}"
        return data if self.back is None else f"{data}:{self.back[0]}:{self.back[1]}"


def read_press(data: str | None) -> Press | None:
    """The button that carries `data`; None for whatever the bot cannot have written."""
    found = _SHAPE.fullmatch(data or "")
    if found is None or len((data or "").encode()) > LARGEST:
        return None
    letter, key, number, page, back, back_number = found.groups()
    try:
        act = Act(letter)
    except ValueError:
        return None
    return Press(act, key, int(number), int(page), (back, int(back_number)) if back else None)


@lru_cache(maxsize=65_536)
def key_of(name: str, headings: int = 0) -> str:
    """The short name of a document with this id and so many headings, or of a generation: 11 characters."""
    digest = hashlib.blake2b(f"{name}\n{headings}".encode(), digest_size=8).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def new_answer_id() -> str:
    """A name for an answer that cannot be guessed: 8 characters."""
    return secrets.token_urlsafe(6)
