"""What a channel asks of the conversation: the few differences between pages of numbered text and screens with buttons."""

from dataclasses import dataclass
from typing import Literal

Length = Literal["sentence", "passage", "context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """How much is shown and kept, and what leads on.

    An answer keeps its first `quotes` (None: all), each as long as `length` says, and shows `shown` of them; 还有吗
    shows `more` further ones; of a whole answer it shows `items` at once. A search keeps `hits` and shows `more`. A text is shown `page` characters at a time (None:
    as a whole, which the channel itself cuts where it must).

    `numbered`: lists bear numbers, which are picked by typing them; elsewhere buttons lead on, one quote stands on the
    screen at a time, and the quotes keep their numbers whatever else is shown. `widening`: asked again for the section,
    the one around it is shown. `closest`: a refusal quotes the passage that comes closest; elsewhere what is asked after
    a refusal concerns the sections it offers. `partly`: documents are also found by any part of their name.
    """

    shown: int = 1
    more: int = 1
    items: int
    hits: int
    quotes: int | None = None
    length: Length = "passage"
    page: int | None = None
    numbered: bool = False
    widening: bool = False
    closest: bool = False
    partly: bool = False
