"""列全: the last question answered once more, as the whole that its answer offers, in the place of that answer."""

from dataclasses import replace

from telegram import CallbackQuery

from bot.conversation.conversation import reply_to
from bot.conversation.outcomes import Said
from bot.conversation.turns import Understood
from bot.keeping import digests_of, kept_turn
from bot.telegram.commands.button_replies import is_in_its_chat, redraw, toast
from bot.telegram.screens.buttons import Press
from bot.telegram.screens.outcomes import screen_of, telegram_channel
from bot.telegram.services import Services


async def completed(query: CallbackQuery, press: Press, here: Services) -> None:
    """The button was pressed."""
    say = here.texts(query.from_user)
    viewer = await here.viewer_of(query, say)
    kept = here.shown(here.store.answer(press.key), viewer.snapshot)
    if kept is None or not is_in_its_chat(kept, query, here.store):
        await toast(query, say.telegram.expired, alert=True)
        return
    if kept.user > 0 and kept.user != query.from_user.id:
        await toast(query, say.telegram.not_yours, alert=True)
        return
    turn = here.with_question(kept).turn
    channel = telegram_channel(here.store.preferences(kept.user), here.settings.answer.shown)
    understood = Understood(turn.question, action="complete")
    replied = await here.compute(reply_to, viewer.snapshot, understood, turn, channel)
    if isinstance(replied.outcome, Said):
        await toast(query, say.telegram.expired, alert=True)
        return
    await toast(query)
    whole = kept_turn(replied.turn, question=kept.turn.question)
    digests = digests_of(whole.quotes, viewer.snapshot)
    listed = replace(kept, generation=viewer.snapshot.id, turn=whole, digests=digests)
    here.store.keep(listed)
    await redraw(query, screen_of(replied.outcome, viewer, listed), say)
