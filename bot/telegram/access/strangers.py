"""Those who may not ask: one line, with a code where an admin may let them in, and no further answer within the hour."""

import logging

from telegram import Chat, Message, Update
from telegram.error import TelegramError

from bot.access.register import VALID_SECONDS
from bot.errors import StoreFault
from bot.messages import Texts
from bot.rendering import notice
from bot.telegram.commands.button_replies import toast
from bot.telegram.services import Services
from bot.telegram.transport import delivery
from bot.telegram.transport.addressing import from_bot, is_meant, is_stale, party_of
from bot.telegram.transport.admission import Verdict

log = logging.getLogger(__name__)


async def turned_away(update: Update, here: Services) -> bool:
    """Whether whoever is behind `update`, of any kind, may not ask; if so, all that is to be done about it is done."""
    party = party_of(update)
    if here.doorkeeper.admits(party):
        return False
    here.health.counts["strangers"] += 1
    try:
        await _tell(update, party, here)
    except TelegramError as error:
        log.info("a stranger could not be told: %s", error)
    return True


async def _tell(update: Update, party: int, here: Services) -> None:
    message = update.message
    say = here.texts(update.effective_user)
    if update.callback_query:
        # A press is always answered, or the user's app shows it as still working; with words once an hour.
        is_news = here.told.take(party) is Verdict.PASS
        await toast(update.callback_query, _line(update, party, here, say) if is_news else None, alert=is_news)
    elif message is not None and _expects_answer(message) and here.told.take(party) is Verdict.PASS:
        await delivery.send_reply(message, [notice(_line(update, party, here, say))], say)


def _expects_answer(message: Message) -> bool:
    return not from_bot(message) and not is_stale(message) and is_meant(message)


def _line(update: Update, party: int, here: Services, say: Texts) -> str:
    chat, user = update.effective_chat, update.effective_user
    is_group = chat is not None and chat.type != Chat.PRIVATE
    name = (chat.title if chat and is_group else user.full_name if user else None) or ""
    language = user.language_code if user and not is_group else None
    try:
        code = here.doorkeeper.give_code(party, name, language)
    except StoreFault as fault:
        log.error("a code could not be stored, none is given: %s", fault)
        code = None
    if code is not None:
        line = say.access.group_with_code if is_group else say.access.user_with_code
        return line.format(code=code, minutes=VALID_SECONDS // 60)
    return (say.access.unknown_group if is_group else say.access.unknown_user).format(party=party)
