"""Commands that lead through the collection: /docs, /toc, /search, /export, and /start with a link to a document."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.conversation.outcomes import Contents
from bot.conversation.replies.reading_on import section_of
from bot.conversation.turns import Understood
from bot.rendering import notice
from bot.telegram.answers.answering import answer_command
from bot.telegram.screens.links import read_payload
from bot.telegram.screens.outcomes import screen_of
from bot.telegram.screens.quotes import Screen
from bot.telegram.screens.viewer import Viewer
from bot.telegram.services import Context, message_of, services
from bot.telegram.transport import delivery
from bot.telegram.transport.addressing import party_of
from corpus.headings.tree import ROOT

NAME = 200
"""Characters of the name of a document that are looked for."""


async def docs(update: Update, context: Context) -> None:
    """/docs: the documents, each a button to its contents."""
    message = message_of(update)
    await answer_command(message, message.from_user, Understood("", action="documents"), context)


async def toc(update: Update, context: Context) -> None:
    """/toc NAME: the contents of a document; without a name, of the one quoted last."""
    message, here = message_of(update), services(context)
    if name := argument(message):
        await answer_command(message, message.from_user, Understood(name[:NAME], action="toc"), context)
        return
    viewer = await here.viewer(party_of(update), here.texts(message.from_user))
    _, kept = here.turn(message.chat_id, message.from_user.id if message.from_user else 0, viewer.snapshot)
    last = kept.turn.current if kept else None
    tree = viewer.snapshot.tree(last.document_id) if last else None
    if tree is None:
        await delivery.send_reply(message, [notice(viewer.say.telegram.toc_usage)], viewer.say)
        return
    screen = screen_of(Contents(tree, ROOT), viewer)
    await delivery.send_reply(message, screen.content, viewer.say, markup=screen.markup)


async def search(update: Update, context: Context) -> None:
    """/search WORDS: the passages that hold them, as a list."""
    message, limit = message_of(update), services(context).settings.telegram.question_limit
    understood = Understood(argument(message)[:limit], action="search")
    await answer_command(message, message.from_user, understood, context)


async def export(update: Update, context: Context) -> None:
    """/export: the quotes of this conversation as a file."""
    message = message_of(update)
    await answer_command(message, message.from_user, Understood("", action="export"), context)


async def only_private(update: Update, context: Context) -> None:
    """A command for private chats, sent to a group."""
    message = message_of(update)
    say = services(context).texts(message.from_user)
    row = [InlineKeyboardButton(say.buttons.open_private, url=f"https://t.me/{context.bot.username}")]
    await delivery.send_reply(message, [notice(say.telegram.only_private)], say, markup=InlineKeyboardMarkup([row]))


def linked_screen(viewer: Viewer, payload: str) -> Screen:
    """What a link leads to: a document's contents or one of its sections; that it is gone, for anything else."""
    document_id, heading = read_payload(payload)
    tree = viewer.snapshot.tree(document_id)
    if tree is None:
        return Screen([notice(viewer.say.telegram.link_gone)], [])
    if heading == ROOT or heading >= len(tree.document.headings):
        return screen_of(Contents(tree, ROOT), viewer)
    return screen_of(section_of(tree, heading), viewer)


def argument(message: Message) -> str:
    """What follows the command."""
    _, *rest = (message.text or "").split(maxsplit=1)
    return rest[0].strip() if rest else ""
