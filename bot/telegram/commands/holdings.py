"""What admins do about the files of the collection: send some, decide upon them, take a document out."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from telegram import CallbackQuery, Update

from bot.conversation.understanding.named_documents import find_by_name
from bot.errors import BotError
from bot.holdings.filing import FileChange, NoRoom
from bot.messages import Texts
from bot.records.audit import Action, Ending
from bot.rendering import Part, notice, shorten
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.commands.collection import NAME, argument
from bot.telegram.commands.records.admins import pressed_by_admin
from bot.telegram.screens.buttons import Act, Press
from bot.telegram.screens.intake import CANCEL, REPLACE, Intake, intake_rows, listed, removal_screen
from bot.telegram.screens.quotes import Row, Screen, button
from bot.telegram.screens.viewer import Viewer
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery
from bot.telegram.transport.addressing import party_of
from bot.telegram.updates.reloading import Before
from bot.telegram.updates.telling import InMessage
from corpus.document import Document

log = logging.getLogger(__name__)

CHOSEN = 2
"""The number of a button that chooses a document to be taken out; 0 and 1 are no and yes."""
CHOICES = 8
"""Documents to choose from."""
_TITLE = 100


async def received(update: Update, context: Context) -> None:
    """A file from an admin, in private; the filters of the handler see to who may."""
    message, here = message_of(update), services(context)
    here.receiving.take(message, here.texts(message.from_user))


async def decided(query: CallbackQuery, press: Press, here: Services) -> None:
    """收录, 取消, 替换旧版: by the admin who sent the files."""
    say, user = here.texts(query.from_user), query.from_user.id
    if not await pressed_by_admin(query, here):
        return
    if here.reloads.running and press.number != CANCEL:
        await toast(query, say.reload.busy, alert=True)
        return
    intake = here.receiving.offers.take(user, press.key)
    if intake is None:
        await toast(query, say.holdings.expired, alert=True)
        return
    await toast(query)
    if press.number == CANCEL:
        await asyncio.to_thread(here.holdings.forget, intake.files)
        await redraw(query, Screen([notice(say.holdings.cancelled)], []), say)
        return
    replaced = intake.replaced if press.number == REPLACE else ()

    def carry_out() -> FileChange:
        before = here.collection.snapshot().id
        change = here.holdings.take_in(intake.files, by=user, before=before, instead_of=replaced)
        here.holdings.forget(intake.files)
        return change

    def again(texts: Texts) -> list[Row]:
        return intake_rows(intake, here.receiving.offers.put(user, intake, press.key), texts)

    _start(query, here, _Deed("replace" if replaced else "upload", _names(intake), carry_out, again))


async def remove_document(update: Update, context: Context) -> None:
    """/remove NAME, by an admin in private: which document that is, and whether to take it out."""
    message, here = message_of(update), services(context)
    viewer = await here.viewer(party_of(update), here.texts(message.from_user))
    name = argument(message)[:NAME]
    found = find_by_name(viewer.snapshot.documents, name) if name else ()
    if len(found) == 1:
        screen = _asked(found[0], message.from_user.id if message.from_user else 0, here, viewer)
    elif found:
        rows = [[button(d.name, Press(Act.REMOVE, viewer.key(d), CHOSEN))] for d in found[:CHOICES]]
        screen = Screen([notice(viewer.say.holdings.remove_which)], rows)
    else:
        replies = viewer.say.telegram.replies
        screen = Screen(
            [
                notice(
                    replies.no_such_document.format(name=shorten(name, 60))
                    if name
                    else viewer.say.holdings.remove_usage
                )
            ],
            [],
        )
    await delivery.send_reply(message, screen.content, viewer.say, markup=screen.markup)


async def removing(query: CallbackQuery, press: Press, here: Services) -> None:
    """The document that was chosen, then yes or no; by the admin who asked."""
    say, user = here.texts(query.from_user), query.from_user.id
    if not await pressed_by_admin(query, here):
        return
    viewer = await here.viewer_of(query, say)
    if press.number == CHOSEN:
        tree = viewer.tree_by_key(press.key)
        if tree is None:
            await toast(query, say.telegram.expired, alert=True)
            return
        await toast(query)
        await redraw(query, _asked(tree.document, user, here, viewer), say)
        return
    if here.reloads.running and press.number != CANCEL:
        await toast(query, say.reload.busy, alert=True)
        return
    files = here.removals.take(user, press.key)
    if files is None:
        await toast(query, say.holdings.expired, alert=True)
        return
    await toast(query)
    if press.number == CANCEL:
        await redraw(query, Screen([notice(say.holdings.not_removed)], []), say)
        return

    def carry_out() -> FileChange:
        return here.holdings.put_away(files, by=user, before=here.collection.snapshot().id)

    def again(texts: Texts) -> list[Row]:
        key = here.removals.put(user, files, press.key)
        return [[button(texts.holdings.remove, press), button(texts.holdings.cancel, Press(Act.REMOVE, key, CANCEL))]]

    _start(query, here, _Deed("remove", files, carry_out, again))


class _Deed:
    """What is done to the files before the next update: its name for the record, to what, how, and the buttons to try again."""

    def __init__(
        self, what: Action, to: Sequence[str], carry_out: Callable[[], FileChange], again: Callable[[Texts], list[Row]]
    ) -> None:
        self.what, self.to, self.carry_out, self.again = what, to, carry_out, again
        self.change: FileChange | None = None


def _start(query: CallbackQuery, here: Services, deed: _Deed) -> None:
    """Carry `deed` out and update the collection, told of in the message of the button."""
    user, shown = query.from_user.id, query.message
    assert shown is not None, "a press without its message is answered as malformed"
    loop = asyncio.get_running_loop()

    def record(ending: Ending) -> None:
        log.info("admin %d: %s: %s", user, deed.what, ending)
        for name in deed.to:
            here.store.audit.record(user, deed.what, name, ending=ending)

    def carry_out() -> None:
        deed.change = deed.carry_out()
        loop.call_soon_threadsafe(record, "done")

    def done(texts: Texts) -> list[Part]:
        change = deed.change
        if change is None:
            return []
        say = texts.holdings
        return [*listed(say.taken_in, change.added, texts), *listed(say.put_away, change.removed, texts)]

    def failed(texts: Texts, fault: BotError) -> str:
        log.error("files could not be moved: %s", fault)
        record("failed")
        return texts.holdings.no_room if isinstance(fault, NoRoom) else texts.holdings.cannot_file

    telling = InMessage(query.get_bot(), shown.chat.id, shown.message_id, here.texts(query.from_user))
    here.reloads.start(telling, by=user, before=Before(carry_out, done, failed, deed.again))


def _asked(document: Document, user: int, here: Services, viewer: Viewer) -> Screen:
    """Whether to take `document` out, or why that cannot be."""
    say, name = viewer.say.holdings, shorten(document.name, _TITLE)
    there, packed = here.holdings.files_of((document.source, *document.copies))
    if packed is not None:
        return Screen([notice(say.inside.format(name=name, file=shorten(packed, _TITLE)))], [])
    if not there:
        return Screen([notice(say.gone.format(name=name))], [])
    return removal_screen(document, there, here.removals.put(user, there), viewer.say)


def _names(intake: Intake) -> list[str]:
    return [outlook.document.name for outlook in intake.documents]
