"""Commands that lead through the collection: /docs, /toc, /search, and /start with a link to a document."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.rendering import notice
from bot.telegram.answers.answering import show
from bot.telegram.answers.follow_ups import toc_screen
from bot.telegram.answers.searching import search_screen
from bot.telegram.screens.buttons import NO_HEADING
from bot.telegram.screens.contents import contents_screen, documents_screen, section_screen
from bot.telegram.screens.links import read_payload
from bot.telegram.screens.quotes import Screen
from bot.telegram.screens.viewer import Reading
from bot.telegram.services import Context, message_of, services
from bot.telegram.transport import delivery


async def docs(update: Update, context: Context) -> None:
    """/docs: the documents, each a button to its contents."""
    message, here = message_of(update), services(context)
    await _reply(message, documents_screen(here.reading(here.texts(message.from_user))), context)


async def toc(update: Update, context: Context) -> None:
    """/toc NAME: the contents of a document; without a name, of the one quoted last."""
    message, here = message_of(update), services(context)
    reading, name = here.reading(here.texts(message.from_user)), argument(message)
    if name:
        await _reply(message, await here.compute(toc_screen, reading, name[:200]), context)
        return
    _, kept = here.turn(message.chat_id, message.from_user.id if message.from_user else 0)
    last = kept.excerpts[kept.at].document_id if kept and kept.excerpts else None
    document = next((d for d in reading.documents if d.id == last), None)
    if document is None:
        await _reply(message, Screen([notice(reading.say.telegram.toc_usage)], []), context)
    else:
        await _reply(message, contents_screen(reading, document, NO_HEADING), context)


async def search(update: Update, context: Context) -> None:
    """/search WORDS: the passages that hold them, as a list."""
    message, here = message_of(update), services(context)
    say, words = here.texts(message.from_user), argument(message)
    if not words:
        await _reply(message, Screen([notice(say.telegram.replies.search_usage)], []), context)
        return
    user = message.from_user.id if message.from_user else 0
    screen, kept = await search_screen(here, message, user, words, here.reading(say))
    await show(here, message, screen, kept, say)


async def only_private(update: Update, context: Context) -> None:
    """A command for private chats, sent to a group."""
    message = message_of(update)
    say = services(context).texts(message.from_user)
    row = [InlineKeyboardButton(say.buttons.open_private, url=f"https://t.me/{context.bot.username}")]
    await delivery.reply(message, [notice(say.telegram.only_private)], say, InlineKeyboardMarkup([row]))


def linked_screen(reading: Reading, payload: str) -> Screen:
    """What a link leads to: a document's contents or one of its sections; that it is gone, for anything else."""
    document_id, heading = read_payload(payload)
    document = next((d for d in reading.documents if d.id == document_id), None)
    if document is None:
        return Screen([notice(reading.say.telegram.link_gone)], [])
    if heading == NO_HEADING or heading >= len(document.headings):
        return contents_screen(reading, document, NO_HEADING)
    return section_screen(reading, document, heading)


def argument(message: Message) -> str:
    """What follows the command."""
    _, *rest = (message.text or "").split(maxsplit=1)
    return rest[0].strip() if rest else ""


async def _reply(message: Message, screen: Screen, context: Context) -> None:
    say = services(context).texts(message.from_user)
    await delivery.reply(message, screen.content, say, screen.markup)
