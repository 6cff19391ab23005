"""/privacy: what is stored, and its deletion, which takes a second tap within a few minutes."""

import base64
import hashlib
import hmac
import secrets
import time

from telegram import CallbackQuery, Update

from bot.messages import Texts
from bot.rendering import notice
from bot.settings import StorageSettings
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.screens.buttons import Act, Press
from bot.telegram.screens.quotes import Screen, button
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery

ASK, KEEP = "ask", "keep"
"""The first tap, and the one that thinks better of it; the tap that deletes carries a token instead."""
VALID = 300
"""Seconds after which the second tap counts no more, at the earliest; after twice as many, at the latest."""
_SECRET = secrets.token_bytes(32)


async def privacy(update: Update, context: Context) -> None:
    """/privacy."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    screen = privacy_screen(here.settings.storage, say, pairing=here.doorkeeper.is_pairing)
    await delivery.send_reply(message, screen.content, say, markup=screen.markup)


async def deleting(query: CallbackQuery, press: Press, here: Services) -> None:
    """删除我的数据, and what follows."""
    user, say = query.from_user.id, here.texts(query.from_user)
    if press.key == ASK:
        screen = sure_screen(_token(user), say)
    elif press.key == KEEP:
        screen = Screen([notice(say.privacy.nothing_deleted)], [])
    else:
        if not any(hmac.compare_digest(_token(user, age), press.key) for age in (0, 1)):
            await toast(query, say.telegram.expired, alert=True)
            return
        screen = Screen([notice(say.privacy.deleted.format(count=here.forget(user)))], [])
    await toast(query)
    await redraw(query, screen, say)


def privacy_screen(storage: StorageSettings, say: Texts, *, pairing: bool = False) -> Screen:
    """What is stored, by the settings, and the button that deletes it."""
    questions = say.privacy.questions_kept if storage.keep_questions else say.privacy.questions_not_kept
    if pairing:
        questions = f"{questions}\n{say.access.kept}"
    content = [notice(say.privacy.stored.format(questions=questions, days=storage.days, log_days=storage.log_days))]
    return Screen(content, [[button(say.privacy.delete, Press(Act.DELETE, ASK))]])


def sure_screen(token: str, say: Texts) -> Screen:
    """The question whether to delete."""
    yes, no = button(say.privacy.yes, Press(Act.DELETE, token, 1)), button(say.privacy.no, Press(Act.DELETE, KEEP))
    return Screen([notice(say.privacy.sure)], [[yes, no]])


def _token(user: int, age: int = 0) -> str:
    """What the deleting button carries: good for one user, and only for a while."""
    window = int(time.monotonic() // VALID) - age
    digest = hmac.digest(_SECRET, f"{user} {window}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:9]).decode()
