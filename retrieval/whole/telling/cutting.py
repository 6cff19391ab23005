"""A message with several questions, cut into parts that each ask something."""

import re
from collections.abc import Iterator, Sequence

from retrieval.fold import Folded

_ASKS = re.compile(
    r"多少|[几哪谁啥咋吗么嘛何]|什么|怎|多[久长大高远重快宽]|是否|能否|可否|有没|有无|呢|与否"
    r"|(?P<same>[\u4e00-\u9fff])[不没](?P=same)|[不没]$"
)
"""The words that ask: a closed class of the language."""
_BREAK = re.compile(r"[，,；;？?。！!：:、\s]+|还有|另外|顺便|以及|再就是")
_SIGNS = "，,；;？?。！!：:、 "
_CONJUNCTION = re.compile("和|跟|与|又|并且|再|及")
_SEVERALLY = re.compile(r"(?P<things>[^，,]+?)(?P<asked>(?:各自?|分别|都).*)$")
_LISTED = re.compile("[、和跟与及]")
_SHORT_PART, _SHORTEST = 10, 3
"""Characters of a last part that asks by a particle alone, and of either side of a conjunction."""
_JOINING = re.compile(r"^(?:还有|另外|顺便|以及|再就是|问下|请问|想问|[，,；;？?。！!：:、\s])+")


def parts_of(message: Folded) -> tuple[Folded, ...]:
    """The parts in order; the message alone where it asks once. What asks nothing goes with the part behind it."""
    parts: list[str] = []
    waiting = ""
    for piece in _pieces(message):
        waiting += piece
        if asks_something(piece):
            parts.append(waiting)
            waiting = ""
    if waiting and parts:
        # 流量资费降多少，景区门票呢: the particle is gone with the politeness.
        own = len(parts) > 1 and waiting[-1] not in "的）)" and len(waiting) <= _SHORT_PART
        parts = [*parts, waiting] if own else [*parts[:-1], parts[-1] + waiting]
    cut = [half for part in parts for half in _halves(part)]
    if len(cut) == 1:
        cut = list(_dealt(cut[0]))
    cleaned = (Folded(_JOINING.sub("", part).rstrip(_SIGNS)) for part in cut)
    return tuple(part for part in cleaned if part) or (message,)


def asks_something(piece: str) -> bool:
    """Whether a piece of a message asks something."""
    return bool(_ASKS.search(piece.rstrip(_SIGNS)))


def _halves(part: str) -> list[str]:
    """A part cut at a conjunction on both sides of which it asks (几天批下来和罚多少)."""
    for found in _CONJUNCTION.finditer(part):
        left, right = part[: found.start()], part[found.end() :]
        if (
            min(len(left), len(right)) >= _SHORTEST
            and asks_something(left)
            and asks_something(right)
            and not left.endswith(("谁", "哪"))
        ):
            return [left, *_halves(right)]
    return [part]


def _dealt(part: str) -> Iterator[str]:
    """One part for each of the things of which something is asked severally (甲、乙各是多少)."""
    found = _SEVERALLY.match(part)
    things = [thing for thing in _LISTED.split(found["things"]) if thing] if found else []
    if not found or len(things) < 2:
        yield part
    else:
        yield from (f"{thing}{found['asked']}" for thing in things)


def with_topic(parts: Sequence[Folded], at: int) -> Folded:
    """Part number `at` with the first one before it, which says what the message is about."""
    return parts[at] if at == 0 else Folded(f"{parts[0]}，{parts[at]}")


def _pieces(message: str) -> list[str]:
    """The pieces between breaks, each with the break behind it."""
    pieces: list[str] = []
    start = 0
    for found in _BREAK.finditer(message):
        pieces.append(message[start : found.end()])
        start = found.end()
    return [piece for piece in [*pieces, message[start:]] if piece]
