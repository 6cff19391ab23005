"""A message with several questions, cut into parts that each ask something."""

import re
from collections.abc import Sequence

from retrieval.fold import Folded

_ASKS = re.compile(
    r"多少|[几哪谁啥咋吗么嘛何]|什么|怎|多[久长大高远重快宽]|是否|能否|可否|有没|有无|呢|与否"
    r"|(?P<same>[\u4e00-\u9fff])[不没](?P=same)|[不没]$"
)
"""The words that ask: a closed class of the language."""
_BREAK = re.compile(r"[，,；;？?。！!：:、\s]+|还有|另外|顺便|以及|再就是")
_SIGNS = "，,；;？?。！!：:、 "
_JOINING = re.compile(r"^(?:还有|另外|顺便|以及|再就是|问下|请问|想问|[，,；;？?。！!：:、\s])+")


def parts_of(message: Folded) -> tuple[Folded, ...]:
    """The parts in order; the message alone where it asks once. What asks nothing goes with the part behind it."""
    parts: list[str] = []
    waiting = ""
    for piece in _pieces(message):
        waiting += piece
        if _ASKS.search(piece.rstrip(_SIGNS)):
            parts.append(waiting)
            waiting = ""
    if waiting and parts:
        parts[-1] += waiting
    cleaned = (Folded(_JOINING.sub("", part).rstrip(_SIGNS)) for part in parts)
    return tuple(part for part in cleaned if part) or (message,)


def completed(parts: Sequence[Folded], at: int) -> Folded:
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
