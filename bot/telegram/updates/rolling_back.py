"""Taking an update of the collection back, by the button under its report."""

from bot.holdings.undoing import RollingBack
from bot.messages import Texts
from bot.telegram.screens.buttons import Act, Press, key_of
from bot.telegram.screens.quotes import Row, button


def rollback_rows(collection: object, generation: str, say: Texts) -> list[Row]:
    """The button that goes back from `generation`, where the collection can."""
    if not isinstance(collection, RollingBack) or (previous := collection.previous) is None:
        return []
    return [[button(say.reload.rollback.format(generation=previous), Press(Act.ROLLBACK, key_of(generation)))]]
