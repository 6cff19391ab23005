"""What is shown for a message, given the exchange before it. The same for every channel.

`reply` is a function of the collection, the last turn and the message; what it gives is put on a page by
`bot.terminal.replies` and on a screen by `bot.telegram.screens.outcomes`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.asking import Answering
from bot.conversation.channel import Channel
from bot.conversation.outcomes import Exporting, Outcome, Said, Sentence
from bot.conversation.replies import leafing, listing, questions, reading_on, wholes
from bot.conversation.replies.scene import CannotShow, Scene, Shown
from bot.conversation.turns import Action, Turn, Understood
from bot.conversation.understanding.followups import understand


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show, and the turn to remember."""

    outcome: Outcome
    turn: Turn
    understood: Understood


def reply(snapshot: Answering, text: str, turn: Turn, channel: Channel) -> Reply:
    """The reply to `text` after `turn`. Raises QuoteMismatch."""
    understood = understand(text, turn, snapshot.documents)
    if understood.action == "ask":
        understood = replace(understood, asked=text)
    return reply_to(snapshot, understood, turn, channel)


def reply_to(snapshot: Answering, understood: Understood, turn: Turn, channel: Channel) -> Reply:
    """The reply to a message that is understood already, as a command is. Raises QuoteMismatch."""
    try:
        outcome, after = _action(understood, turn, channel)(Scene(snapshot, turn, channel), understood)
    except CannotShow as fault:
        return Reply(fault.said, turn, understood)
    return Reply(outcome, after, understood)


def _action(understood: Understood, turn: Turn, channel: Channel) -> Callable[[Scene, Understood], Shown]:
    """What carries out the message. Raises CannotShow where a sentence is all there is to say."""
    action = understood.action
    if action in _SENTENCES:
        raise CannotShow(Said(_SENTENCES[action], {"command": understood.question}))
    by_itself = action in ("ask", "documents", "search", "export") or (action == "toc" and understood.question)
    if turn.outdated and not by_itself:
        raise CannotShow(Said("collection_changed"))
    if turn.refused and not channel.closest and not by_itself:
        return leafing.pick_offered
    return _ACTIONS[action]


def _export(scene: Scene, understood: Understood) -> Shown:
    return Exporting(), scene.turn


_SENTENCES: dict[Action, Sentence] = {
    "help": "help",
    "greet": "greeting",
    "thanks": "welcome",
    "laugh": "laughter",
    "introduce": "introduction",
    "commission": "no_commissions",
    "unknown": "unknown_command",
}
_ACTIONS: dict[Action, Callable[[Scene, Understood], Shown]] = {
    "ask": questions.answer_question,
    "complete": wholes.complete,
    "silent": listing.list_silent,
    "search": questions.search_words,
    "more": leafing.more,
    "continue": leafing.go_on,
    "next": leafing.next_quote,
    "previous": leafing.previous_quote,
    "quote": wholes.pick,
    "pick": wholes.pick,
    "expand": reading_on.expand,
    "context": reading_on.context,
    "section": reading_on.section,
    "source": reading_on.source,
    "export": _export,
    "toc": listing.show_contents,
    "documents": listing.list_documents,
}
