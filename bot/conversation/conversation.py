"""A conversation: what to show for a message, given the exchange before it. The same for every channel.

`reply` is a function of the collection, the last turn and the message; `Conversation` keeps the turn for a channel that
has no store of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.asking import Answering, Serving
from bot.conversation.replies import answers, reading_on
from bot.conversation.replies.scene import CannotShow, Outcome, Scene
from bot.conversation.turns import Action, Turn, Understood
from bot.conversation.understanding.followups import understand
from bot.messages import texts
from bot.rendering import Part, notice
from retrieval.answer import Answer


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show and what to remember; `answer` where the message was a question."""

    parts: tuple[Part, ...]
    turn: Turn | None
    understood: Understood
    answer: Answer | None = None


class Conversation:
    """One person's conversation with the collection. `shown` is how many quotes an answer shows at once."""

    def __init__(self, collection: Serving, shown: int, language: str = "zh") -> None:
        self.collection, self.shown, self.language = collection, shown, language
        self.turn: Turn | None = None

    def say(self, text: str) -> Reply:
        """The reply to a question, a follow-up or a command such as /toc. Raises QuoteMismatch."""
        answered = reply(self.collection.snapshot(), text, self.turn, self.shown, self.language)
        self.turn = answered.turn
        return answered


def reply(collection: Answering, text: str, previous: Turn | None, shown: int, language: str = "zh") -> Reply:
    """The reply to `text` after `previous`, in `zh` or `en`. Raises QuoteMismatch."""
    documents, words = collection.documents, texts(language)
    understood = understand(text, previous, documents)
    scene = Scene(collection, documents, previous or Turn(), shown, words)
    fixed = {
        "help": words.terminal.replies.help,
        "greet": words.terminal.replies.greeting,
        "thanks": words.terminal.replies.welcome,
    }
    try:
        if understood.action == "unknown":
            raise CannotShow(words.terminal.replies.unknown_command.format(command=understood.question))
        if understood.action in fixed:
            raise CannotShow(fixed[understood.action])
        outcome = _ACTIONS[understood.action](scene, understood)
    except CannotShow as fault:
        return Reply((notice(str(fault)),), previous, understood)
    return Reply(tuple(outcome.parts), outcome.turn, understood, outcome.answer)


_ACTIONS: dict[Action, Callable[[Scene, Understood], Outcome]] = {
    "ask": answers.ask,
    "more": answers.more,
    "continue": answers.go_on,
    "next": answers.next_quote,
    "previous": answers.previous_quote,
    "search": answers.search,
    "quote": reading_on.pick,
    "pick": reading_on.pick,
    "expand": reading_on.expand,
    "context": reading_on.context,
    "section": reading_on.section,
    "source": reading_on.source,
    "toc": reading_on.toc,
    "documents": reading_on.documents,
}
