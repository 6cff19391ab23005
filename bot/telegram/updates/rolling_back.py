"""Taking an update of the collection back, by the button under its report."""

from typing import Protocol, runtime_checkable

from bot.messages import Texts
from bot.telegram.screens.buttons import Act, Press, key_of
from bot.telegram.screens.quotes import Row, button


@runtime_checkable
class RollingBack(Protocol):
    """A collection that keeps the generation before."""

    @property
    def previous(self) -> str | None: ...

    def rollback(self) -> str: ...


def rollback_rows(collection: object, generation: str, say: Texts) -> list[Row]:
    """The button that goes back from `generation`, where the collection can."""
    if not isinstance(collection, RollingBack) or (previous := collection.previous) is None:
        return []
    return [[button(say.reload.rollback.format(generation=previous), Press(Act.ROLLBACK, key_of(generation)))]]
