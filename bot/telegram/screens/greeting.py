"""The screen of /start: who the bot is, and examples to tap."""

from collections.abc import Sequence

from bot.conversation.examples import ExampleQuestion
from bot.rendering import notice
from bot.telegram.screens.buttons import Act, Press
from bot.telegram.screens.quotes import Screen, button
from bot.telegram.screens.viewer import Viewer


def greeting_screen(viewer: Viewer, examples: Sequence[tuple[ExampleQuestion, str]]) -> Screen:
    """The greeting, with a button for each of the `examples` and what they ask."""
    say = viewer.say.telegram
    rows = []
    for example, question in examples:
        document = viewer.snapshot.document(example.document_id)
        assert document is not None, "examples are of this generation"
        press = Press(Act.EXAMPLE, viewer.key(document), example.heading, int(example.is_deed))
        rows.append([button(question, press)])
    content = [notice(say.replies.greeting), *([notice(""), notice(say.examples)] if rows else [])]
    return Screen(content, rows)
