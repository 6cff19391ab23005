"""The screen of a whole answer: its items, a page at a time, and the numbers that open one."""

from collections.abc import Sequence

from bot.conversation.whole_turns import itemised, items_of
from bot.itemised import itemised_parts
from bot.keeping import Kept
from bot.rendering import Part, notice
from bot.telegram.screens.buttons import Act, Press
from bot.telegram.screens.quotes import ITEMS, Row, Screen, button, leaves, opinions
from bot.telegram.screens.viewer import Viewer

IN_A_ROW = 5
"""Numbers side by side: they stay wide enough for a thumb."""


def items_screen(viewer: Viewer, kept: Kept, *, page: int = 0, before: Sequence[Part] = ()) -> Screen:
    """A page of items. What is said `before` them stands on its first page alone."""
    first, after = items_on(kept, page)
    snapshot, turn, say = viewer.snapshot, kept.turn, viewer.say
    items = itemised_parts(itemised(snapshot, turn), items_of(snapshot, turn, first, after), say, first=first)
    left = len(turn.quotes) - after
    rest = [notice(say.telegram.more_items.format(count=left))] if left else []
    if not turn.quotes:
        return Screen([*before, *items], [])
    row = [*_beside(viewer, kept, first), button("⋯", Press(Act.NUMBERS, kept.id, 0, first // ITEMS))]
    return Screen([*(before if first == 0 else ()), *items, *rest], [row])


def number_rows(viewer: Viewer, kept: Kept, page: int) -> list[Row]:
    """The buttons behind ⋯: a number for each item of the page, what one thinks of the answer, and the way back."""
    first, after = items_on(kept, page)
    numbers = [button(str(n + 1), Press(Act.QUOTE, kept.id, n)) for n in range(first, after)]
    rows = [numbers[at : at + IN_A_ROW] for at in range(0, len(numbers), IN_A_ROW)]
    back = button(viewer.say.buttons.back, Press(Act.ITEMS, kept.id, 0, first // ITEMS))
    return [*rows, [*_beside(viewer, kept, first), *opinions(viewer, kept, first)[:2], back]]


def items_on(kept: Kept, page: int) -> tuple[int, int]:
    """The first item of a page, and the one after its last; beyond the last page that of the last."""
    count = len(kept.turn.quotes)
    first = min(page, max(0, count - 1) // ITEMS) * ITEMS
    return first, min(first + ITEMS, count)


def _beside(viewer: Viewer, kept: Kept, first: int) -> Row:
    pages = -(-len(kept.turn.quotes) // ITEMS)
    return [b for row in leaves(viewer.say, Press(Act.ITEMS, kept.id), first // ITEMS, pages) for b in row]
