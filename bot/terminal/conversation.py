"""A conversation in the terminal, kept in memory: the exchange before, and for an export what was quoted until now."""

from pathlib import Path

from bot.asking import Serving
from bot.conversation.conversation import Reply, reply
from bot.conversation.outcomes import Exporting
from bot.conversation.turns import Turn
from bot.exports.gathering import Noted, noted
from bot.messages import texts
from bot.rendering import Part
from bot.terminal.exporting import write_export
from bot.terminal.replies import reply_parts, terminal


class Conversation:
    """One person's conversation with the collection. `shown` is how many quotes an answer shows at once.

    Exports are written to `folder`.
    """

    def __init__(self, collection: Serving, shown: int, language: str = "zh", *, folder: Path = Path()) -> None:
        self.collection = collection
        self.turn = Turn()
        self.reply: Reply | None = None
        """The last one."""
        self._folder, self._quoted = folder, list[Noted]()
        self._channel, self._texts = terminal(shown), texts(language)

    def say(self, text: str) -> list[Part]:
        """What to print for a question, a follow-up or a command such as /toc. Raises QuoteMismatch."""
        snapshot = self.collection.snapshot()
        self.reply = reply(snapshot, text, self.turn, self._channel)
        if isinstance(self.reply.outcome, Exporting):
            return write_export(self._quoted, snapshot, self._texts, self._folder)
        if self.reply.turn != self.turn:
            self._quoted.append(noted(self.reply.turn, snapshot))
        self.turn = self.reply.turn
        return reply_parts(self.reply, snapshot, self._texts)
