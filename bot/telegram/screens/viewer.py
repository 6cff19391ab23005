"""What screens are made for: a reader of one generation, and documents as that reader sees them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.asking import Answering
from bot.conversation.stretches import Stretch
from bot.conversation.turns import Choice
from bot.messages import Texts
from bot.telegram.screens.buttons import key_of
from corpus.document import Document
from corpus.headings.tree import HeadingTree


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the reader looks at, in which language, the bot's name for links, and which label a file carries, if any."""

    snapshot: Answering
    say: Texts
    username: str
    label_of: Callable[[str], str | None] = lambda source: None

    def key(self, document: Document) -> str:
        """The short name of one of the documents."""
        return key_of(document.id, len(document.headings))

    def tree_by_key(self, key: str) -> HeadingTree | None:
        """The document with this short name; None if it is not one of this generation."""
        found = next((d for d in self.snapshot.documents if self.key(d) == key), None)
        return self.snapshot.tree(found.id) if found else None

    def tree_of(self, stretch: Stretch) -> HeadingTree:
        """The document of a stretch that is known to be in this generation."""
        tree = self.snapshot.tree(stretch.document_id)
        assert tree is not None, "quotes are looked for before they are shown"
        return tree

    def offered(self, choices: Sequence[Choice]) -> list[tuple[HeadingTree, int]]:
        """The sections that an answer offers, as far as they are still there."""
        found = [(tree, c.heading) for c in choices if (tree := self.snapshot.tree(c.document_id)) is not None]
        return [(tree, heading) for tree, heading in found if heading < len(tree.document.headings)]
