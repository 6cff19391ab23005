"""What users think of an answer: 👍, 👎 and 不是这段 by button, the same by reaction."""

from telegram import CallbackQuery, ReactionTypeEmoji, Update

from bot.keeping import Vote
from bot.telegram.commands.button_replies import is_in_its_chat, toast
from bot.telegram.screens.buttons import Act, Press
from bot.telegram.services import Context, Services, services

VOTES: dict[Act, Vote] = {Act.UP: "up", Act.DOWN: "down", Act.WRONG: "wrong"}
REACTIONS: dict[str, Vote] = {
    **dict.fromkeys(("👍", "❤", "🔥", "🥰", "👏", "🎉", "🤩", "🙏", "👌", "💯", "🏆", "🤝", "🫡", "🆒"), "up"),
    **dict.fromkeys(("👎", "🤬", "🤮", "💩", "🤡", "😡", "🥱", "🖕"), "down"),
}
"""Emoji that say something about an answer; the others only say something about the reader."""


async def voted(query: CallbackQuery, press: Press, here: Services) -> None:
    """A vote on a quote, by anybody in the chat; a later one takes the place of an earlier one."""
    say, kept = here.texts(query.from_user), here.store.answer(press.key)
    if kept is None or not is_in_its_chat(kept, query, here.store) or not 0 <= press.number < len(kept.turn.quotes):
        await toast(query, say.telegram.expired, alert=True)
        return
    vote = VOTES[press.act]
    here.store.vote(query.from_user.id, kept.id, press.number, vote, "button")
    here.health.counts[f"votes {vote}"] += 1
    more = press.number + 1 < len(kept.turn.quotes)
    await toast(
        query, say.telegram.vote_kept if vote != "wrong" else say.telegram.try_next if more else say.telegram.wrong_kept
    )


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
