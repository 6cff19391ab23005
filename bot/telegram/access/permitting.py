"""/allow, /revoke and /who: admins, in private, say who may ask; the filters of the handlers see to who may say so."""

import logging
import re

from telegram import Message, Update
from telegram.error import TelegramError

from bot.access.admitted import admitted_lines
from bot.access.doorkeeper import WRONG_SECONDS
from bot.access.register import DIGITS, VALID_SECONDS, Allowed
from bot.errors import StoreFault
from bot.messages import texts
from bot.rendering import notice
from bot.telegram.commands.collection import argument
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery

log = logging.getLogger(__name__)

_CODE = re.compile(rf"[0-9]{{{DIGITS}}}")
_PARTY = re.compile(r"-?[0-9]{1,16}")


async def allow(update: Update, context: Context) -> None:
    """/allow CODE: whoever was given the code may ask from now on, and is told."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    allowed = None
    try:
        code = "".join(argument(message).split())
        if not here.doorkeeper.is_pairing:
            text = say.access.not_pairing.format(mode=here.doorkeeper.mode)
        elif not _CODE.fullmatch(code):
            text = say.access.allow_usage
        elif not here.doorkeeper.may_try(_admin(message)):
            text = say.access.too_many_wrong.format(minutes=WRONG_SECONDS // 60)
        elif (allowed := here.doorkeeper.allow(code, _admin(message))) is None:
            text = say.access.wrong_code.format(code=code, minutes=VALID_SECONDS // 60)
        else:
            text = say.access.allowed.format(name=allowed.name or say.access.nameless, party=allowed.party)
    except StoreFault as fault:
        log.error("who may ask could not be stored: %s", fault)
        text = say.access.not_stored
    await delivery.send_reply(message, [notice(text)], say)
    if allowed is not None:
        await _welcome(allowed, here, context)


async def revoke(update: Update, context: Context) -> None:
    """/revoke NUMBER: that user or group may ask no longer."""
    message, here = message_of(update), services(context)
    say, given = here.texts(message.from_user), argument(message)
    try:
        if not _PARTY.fullmatch(given):
            text = say.access.revoke_usage
        elif here.doorkeeper.lists(party := int(given)):
            text = say.access.listed_in_settings.format(party=party)
        elif here.doorkeeper.revoke(party, _admin(message)):
            text = say.access.revoked.format(party=party)
        else:
            text = say.access.not_allowed_before.format(party=party)
    except StoreFault as fault:
        log.error("who may ask could not be stored: %s", fault)
        text = say.access.not_stored
    await delivery.send_reply(message, [notice(text)], say)


async def who(update: Update, context: Context) -> None:
    """/who: everybody who may ask."""
    message, here = message_of(update), services(context)
    say = here.texts(message.from_user)
    await delivery.send_reply(message, [notice(line) for line in admitted_lines(here.doorkeeper, say)], say)


async def _welcome(allowed: Allowed, here: Services, context: Context) -> None:
    """Tell those who have been let in; where that cannot be, they find out when they ask again."""
    say, is_group = texts(allowed.language), allowed.party < 0
    line = say.access.welcomed_group.format(name=here.username) if is_group else say.access.welcomed
    try:
        await delivery.send_to(context.bot, allowed.party, [notice(line)], say)
    except TelegramError as error:
        log.info("somebody who was let in could not be told: %s", error)


def _admin(message: Message) -> int:
    return message.from_user.id if message.from_user else 0
