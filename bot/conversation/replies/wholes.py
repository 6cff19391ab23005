"""Whole answers: all their items, and one opened where it stands."""

from dataclasses import replace

from bot.asking import checked_answer
from bot.conversation.outcomes import Said
from bot.conversation.replies import leafing
from bot.conversation.replies.questions import show_answer
from bot.conversation.replies.reading_on import context
from bot.conversation.replies.scene import CannotShow, Scene, Shown, no_such_number, tree_at
from bot.conversation.turns import Choice, Understood


def complete(scene: Scene, understood: Understood) -> Shown:
    """The last question answered as the whole that was offered; of a whole answer the items not shown yet.

    Raises CannotShow, QuoteMismatch.
    """
    turn = scene.turn
    if turn.is_whole and turn.shown >= len(turn.quotes):
        raise CannotShow(Said("all_listed", {"count": len(turn.quotes)}))
    if turn.is_whole:
        return leafing.more(scene, understood)
    if turn.offer is None or not turn.question:
        raise CannotShow(Said("nothing_to_complete"))
    answer = checked_answer(scene.snapshot, turn.question, kind=turn.offer)
    if answer.kind == "passage":
        raise CannotShow(Said("nothing_to_complete"))
    return show_answer(scene, answer, Understood(turn.question, topic=turn.topic, kind=turn.offer))


def pick(scene: Scene, understood: Understood) -> Shown:
    """What was offered under a number; of an item of a whole answer the section it heads, or what stands around it."""
    turn, number = scene.turn, understood.number or 0
    if not turn.is_whole or turn.choices:
        return leafing.pick(scene, understood)
    if not 1 <= number <= len(turn.quotes):
        raise CannotShow(no_such_number(number, len(turn.quotes)))
    item = turn.quotes[number - 1]
    tree = tree_at(scene, item)
    scene = replace(scene, turn=replace(turn, at=number - 1, shown=max(turn.shown, number)))
    heading = next((i for i, h in enumerate(tree.document.headings) if h.start == item.start), None)
    if heading is None or not scene.channel.numbered:
        return context(scene, understood)
    return leafing.open_choice(scene, Choice(tree.document.id, heading))
