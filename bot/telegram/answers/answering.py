"""A message in, a reply out: thought out in a thread, kept for its buttons and for what is asked next, sent."""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import Message, User
from telegram.error import BadRequest, TelegramError

from bot.conversation.channel import Channel
from bot.conversation.conversation import Reply, reply, reply_to
from bot.conversation.outcomes import Answered, Exporting, Hits, Listed, Refused
from bot.conversation.turns import Turn, Understood
from bot.errors import StoreFault
from bot.keeping import Kept, digests_of, kept_turn
from bot.messages import Texts
from bot.rendering import Part, notice
from bot.telegram.answers.exporting import export_file
from bot.telegram.screens.buttons import new_answer_id
from bot.telegram.screens.outcomes import screen_of, telegram_channel
from bot.telegram.screens.quotes import Screen
from bot.telegram.screens.viewer import Viewer
from bot.telegram.services import Context, Services, services
from bot.telegram.transport import delivery
from bot.telegram.transport.addressing import is_private, party_in, person_of
from bot.telegram.transport.typing_sign import typing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A message being answered: who asks, the exchange before, and for whom the screen is made.

    `asked` is the message that asks, None where a button does.
    """

    here: Services
    message: Message
    asked: int | None
    user: int
    viewer: Viewer
    turn: Turn
    previous: Kept | None
    channel: Channel


async def answer_message(
    message: Message, user: User | None, asked: str, context: Context, *, replaced: Kept | None = None
) -> None:
    """Answer `asked`, the text of `message` without commands and names; in place of an earlier answer if given."""
    started, now = time.monotonic(), await _exchange(message, user, context)
    here, say = now.here, now.viewer.say
    here.is_news(message.chat_id, message.message_id, asked)
    asked, limit = _readable(asked), here.settings.telegram.question_limit
    before = [notice(say.telegram.question_cut.format(limit=limit))] if len(asked) > limit else []
    async with typing(message):
        replied = await here.compute(reply, now.viewer.snapshot, asked[:limit], now.turn, now.channel)
    await _show(now, replied, before=before, replaced=replaced)
    here.health.seconds.append(time.monotonic() - started)


async def answer_command(message: Message, user: User | None, understood: Understood, context: Context) -> None:
    """Answer a command that says as much as a message in words: /docs, /toc NAME, /search WORDS."""
    now = await _exchange(message, user, context)
    await _show(now, await now.here.compute(reply_to, now.viewer.snapshot, understood, now.turn, now.channel))


async def answer_tapped(message: Message, user: User, asked: str, here: Services) -> None:
    """Answer a question of its own that `user` asked by a button under `message`."""
    viewer = await here.viewer(party_in(message.chat, user), here.texts(user))
    channel = telegram_channel(here.store.preferences(user.id), here.settings.answer.shown)
    now = _Exchange(here, message, None, user.id, viewer, Turn(), None, channel)
    async with typing(message):
        replied = await here.compute(reply, viewer.snapshot, asked, now.turn, channel)
    await _show(now, replied, before=[notice(viewer.say.telegram.tapped.format(question=asked))])


async def _exchange(message: Message, user: User | None, context: Context) -> _Exchange:
    here, user_id = services(context), person_of(message)
    viewer = await here.viewer(party_in(message.chat, user), here.texts(user))
    replied = message.reply_to_message.message_id if message.reply_to_message else None
    turn, previous = here.turn(message.chat_id, user_id, viewer.snapshot, replied)
    channel = telegram_channel(here.store.preferences(user_id), here.settings.answer.shown)
    return _Exchange(here, message, message.message_id, user_id, viewer, turn, previous, channel)


async def _show(now: _Exchange, replied: Reply, *, before: Sequence[Part] = (), replaced: Kept | None = None) -> None:
    """Remember what was asked, keep the turn, and send the screen; in place of an earlier answer if given."""
    here, message, outcome, say = now.here, now.message, replied.outcome, now.viewer.say
    if isinstance(outcome, Exporting):
        await _show_export(now)
        return
    if isinstance(outcome, Answered | Listed | Refused):
        here.health.counts["without an answer" if isinstance(outcome, Refused) else "answered"] += 1
        here.store.tallies.add("questions")
        if isinstance(outcome, Refused):
            here.store.tallies.add("refusals")
    kept = _kept(now, replied)
    if kept is not None:
        here.asked(kept.id, now.user, replied.turn)
    page = None if is_private(message) and replaced is None else 0
    screen = screen_of(outcome, now.viewer, kept, page=page, before=before)
    if kept is not None:
        try:
            here.store.keep(kept)
        except StoreFault as fault:
            # Without the store the buttons would lead nowhere, but the answer itself is whole.
            log.error("an answer could not be kept, its buttons are left out: %s", fault)
            screen, kept = Screen(screen.content, []), None
    stands = [replaced.message] if replaced and await _in_place(message, screen, say, replaced) else []
    if not stands:
        messages = await delivery.send_reply(message, screen.content, say, markup=screen.markup)
        stands = [sent.message_id for sent in messages]
        if (moved := messages[-1].chat_id) != message.chat_id:
            with suppress(StoreFault):
                here.store.migrate(message.chat_id, moved)
    if kept is not None:
        with suppress(StoreFault):
            here.store.sent(kept.id, *filter(None, stands))


async def _show_export(now: _Exchange) -> None:
    """Send what was quoted in this chat until now as a file."""
    message, say = now.message, now.viewer.say
    file = await export_file(now.here, message.chat_id, now.user, now.viewer.snapshot, say)
    if file is None:
        await delivery.send_reply(message, [notice(say.export.nothing)], say)
        return
    caption = screen_of(Exporting(file.count, file.left_out), now.viewer).content
    await delivery.send_file(message, file.content, file.name, caption)


async def _in_place(message: Message, screen: Screen, say: Texts, replaced: Kept) -> bool:
    """Put `screen` in the place of an earlier answer, of all its messages; False where that answer is gone."""
    if replaced.message is None:
        return False
    bot = message.get_bot()
    try:
        await delivery.edit_at(bot, replaced.chat, replaced.message, screen.content, say, markup=screen.markup)
    except BadRequest as error:
        log.info("an answer could not be changed, another is sent: %s", error)
        return False
    for other in replaced.others:
        with suppress(TelegramError):
            await bot.delete_message(replaced.chat, other)
    return True


def _kept(now: _Exchange, replied: Reply) -> Kept | None:
    """What to keep of a reply; None where it stands by itself, so that what is asked next concerns what went before.

    A text is kept with it only where the settings say so: of a question or a search its own, else that of the turn before.
    """
    outcome, snapshot = replied.outcome, now.viewer.snapshot
    if outcome.number is None:
        return None
    question = now.previous.turn.question if now.previous else ""
    if isinstance(outcome, Answered | Listed | Refused | Hits):
        asked = outcome.words if isinstance(outcome, Hits) else replied.turn.question
        question = asked if now.here.settings.storage.keep_questions else ""
    turn = kept_turn(replied.turn, at=outcome.number, question=question)
    return Kept(
        id=new_answer_id(),
        user=now.user,
        chat=now.message.chat_id,
        asked=now.asked,
        generation=snapshot.id,
        turn=turn,
        digests=digests_of(turn.quotes, snapshot),
    )


def _readable(text: str) -> str:
    """`text` stripped; halves of surrogate pairs, which JSON lets through, become replacement characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
