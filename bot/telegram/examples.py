"""The examples that /start shows: looked up once for each generation, one question after the other, between those of users."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.asking import Answering
from bot.conversation.examples import ExampleQuestion, is_answered, possible_examples

EXAMPLES = 3
TRIED = 40
"""Questions that are looked up at most."""


class ShownExamples:
    """What was found last. Of documents that have changed since or are gone nothing is shown."""

    def __init__(self) -> None:
        self._found: tuple[ExampleQuestion, ...] = ()

    def of(self, snapshot: Answering) -> list[tuple[ExampleQuestion, str]]:
        """The examples with what they ask, as far as `snapshot` holds their documents."""
        documents = [(example, snapshot.document(example.document_id)) for example in self._found]
        asked = [(example, example.question(document)) for example, document in documents if document]
        return [(example, question) for example, question in asked if question]

    async def look_up(self, snapshot: Answering, compute: Callable[..., Awaitable[Any]]) -> None:
        """Find those of `snapshot`, of different documents if it can be; `compute` carries out work in a thread."""
        possible: Sequence[ExampleQuestion] = await compute(lambda: list(possible_examples(snapshot)))
        found, tried = list[ExampleQuestion](), set[ExampleQuestion]()
        for apart in (True, False):
            for example in possible:
                if len(found) == EXAMPLES or len(tried) == TRIED:
                    break
                known = any(other.document_id == example.document_id for other in found)
                if example in tried or (apart and known):
                    continue
                tried.add(example)
                if await compute(is_answered, snapshot, example):
                    found.append(example)
        self._found = tuple(found)
