"""An example under the greeting is tapped: its question is asked and answered."""

from telegram import CallbackQuery, Message

from bot.conversation.examples import ExampleQuestion
from bot.telegram.answers.answering import answer_tapped
from bot.telegram.commands.button_replies import toast
from bot.telegram.screens.buttons import Press
from bot.telegram.services import Services


async def example_tapped(query: CallbackQuery, press: Press, here: Services) -> None:
    """The button: as long as the document of the example is there."""
    say = here.texts(query.from_user)
    tree = (await here.viewer_of(query, say)).tree_by_key(press.key)
    example = ExampleQuestion(tree.document.id, press.number, press.page == 1) if tree else None
    question = example.question(tree.document) if example and tree else None
    if question is None or not isinstance(query.message, Message):
        await toast(query, say.telegram.expired, alert=True)
        return
    await toast(query)
    await answer_tapped(query.message, query.from_user, question, here)
