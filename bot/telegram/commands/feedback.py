"""What users think of an answer: 👍, 👎 and 不是这段 by button, the same by reaction."""

from telegram import CallbackQuery, InlineKeyboardButton, Message, ReactionTypeEmoji, Update

from bot.keeping import Vote
from bot.telegram.commands.button_replies import is_in_its_chat, rebutton, toast
from bot.telegram.screens.buttons import Act, Press, read_press
from bot.telegram.screens.quotes import Row
from bot.telegram.services import Context, Services, services
from bot.telegram.transport.addressing import is_private

VOTES: dict[Act, Vote] = {Act.UP: "up", Act.DOWN: "down", Act.WRONG: "wrong"}
PRESSED = " ✓"
REACTIONS: dict[str, Vote] = {
    **dict.fromkeys(("👍", "❤", "🔥", "🥰", "👏", "🎉", "🤩", "🙏", "👌", "💯", "🏆", "🤝", "🫡", "🆒"), "up"),
    **dict.fromkeys(("👎", "🤬", "🤮", "💩", "🤡", "😡", "🥱", "🖕"), "down"),
}
"""Emoji that say something about an answer; the others only say something about the reader."""


async def voted(query: CallbackQuery, press: Press, here: Services) -> None:
    """A vote on a quote, by anybody in the chat; a later one takes the place of an earlier one, the same takes it back."""
    say = here.texts(query.from_user)
    kept = here.shown(here.store.answer(press.key), (await here.viewer_of(query, say)).snapshot)
    if kept is None or not is_in_its_chat(kept, query, here.store) or not 0 <= press.number < len(kept.turn.quotes):
        await toast(query, say.telegram.expired, alert=True)
        return
    vote, user = VOTES[press.act], query.from_user.id
    taken_back = here.store.vote_of(user, kept.id, press.number) == vote
    here.store.vote(user, kept.id, press.number, None if taken_back else vote, "button")
    if taken_back:
        await toast(query, say.telegram.vote_taken_back)
        await _show(query, here)
        return
    here.health.counts[f"votes {vote}"] += 1
    more = press.number + 1 < len(kept.turn.quotes)
    await toast(
        query, say.telegram.vote_kept if vote != "wrong" else say.telegram.try_next if more else say.telegram.wrong_kept
    )
    await _show(query, here)


def marked(rows: list[Row], user: int, here: Services) -> list[Row]:
    """The buttons of a private chat, those pressed that tell what its user thinks."""
    return [[_marked(button, user, here) for button in row] for row in rows]


def _marked(button: InlineKeyboardButton, user: int, here: Services) -> InlineKeyboardButton:
    press = read_press(button.callback_data if isinstance(button.callback_data, str) else None)
    if press is None or press.act not in VOTES:
        return button
    is_given = here.store.vote_of(user, press.key, press.number) == VOTES[press.act]
    label = button.text.removesuffix(PRESSED) + (PRESSED if is_given else "")
    return InlineKeyboardButton(label, callback_data=str(press))


async def _show(query: CallbackQuery, here: Services) -> None:
    """Show on the buttons what their user thinks; in a group that would be shown to all."""
    message = query.message
    if not isinstance(message, Message) or not is_private(message) or message.reply_markup is None:
        return
    rows = [list(row) for row in message.reply_markup.inline_keyboard]
    await rebutton(query, marked(rows, query.from_user.id, here))


async def reacted(update: Update, context: Context) -> None:
    """A reaction to a message of the bot counts as a vote on what it shows; taking it back takes the vote back."""
    reaction = update.message_reaction
    assert reaction is not None, "registered for reactions only"
    here = services(context)
    kept = here.store.answer_in(reaction.chat.id, reaction.message_id)
    if kept is None or not kept.turn.quotes or reaction.user is None:
        return
    emoji = [r.emoji for r in reaction.new_reaction if isinstance(r, ReactionTypeEmoji)]
    vote = next((REACTIONS[e] for e in emoji if e in REACTIONS), None)
    here.store.vote(reaction.user.id, kept.id, kept.turn.at, vote, "reaction")
    if vote is not None:
        here.health.counts[f"votes {vote}"] += 1
