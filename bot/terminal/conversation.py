"""A conversation in the terminal: the exchange before is kept in memory."""

from bot.asking import Serving
from bot.conversation.conversation import Reply, reply
from bot.conversation.turns import Turn
from bot.messages import texts
from bot.rendering import Part
from bot.terminal.replies import reply_parts, terminal


class Conversation:
    """One person's conversation with the collection. `shown` is how many quotes an answer shows at once."""

    def __init__(self, collection: Serving, shown: int, language: str = "zh") -> None:
        self.collection = collection
        self.turn = Turn()
        self.reply: Reply | None = None
        """The last one."""
        self._channel, self._texts = terminal(shown), texts(language)

    def say(self, text: str) -> list[Part]:
        """What to print for a question, a follow-up or a command such as /toc. Raises QuoteMismatch."""
        snapshot = self.collection.snapshot()
        self.reply = reply(snapshot, text, self.turn, self._channel)
        self.turn = self.reply.turn
        return reply_parts(self.reply, snapshot, self._texts)
