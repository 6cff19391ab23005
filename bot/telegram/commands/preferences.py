"""/settings: how many passages, how long, in which language. A tap on a choice takes effect at once."""

from dataclasses import replace
from typing import Any

from telegram import CallbackQuery, Update

from bot.keeping import Preferences
from bot.messages import Texts
from bot.rendering import notice
from bot.telegram.commands.button_replies import redraw, toast
from bot.telegram.screens.buttons import Act, Press
from bot.telegram.screens.quotes import Screen, button
from bot.telegram.services import Context, Services, message_of, services
from bot.telegram.transport import delivery

QUOTES = (1, 2, 3, 5)
LANGUAGES = (None, "zh", "en")
LENGTHS = ("sentence", None, "context")
CHOICES: dict[str, tuple[int | str | None, ...]] = {"quotes": QUOTES, "length": LENGTHS, "language": LANGUAGES}
"""The settings by their field in Preferences, and what each may be; None is what holds where nothing was chosen."""


async def settings(update: Update, context: Context) -> None:
    """/settings."""
    message, here = message_of(update), services(context)
    user = message.from_user.id if message.from_user else 0
    say = here.texts(message.from_user)
    screen = settings_screen(here.store.preferences(user), here.settings.answer.shown, say)
    await delivery.send_reply(message, screen.content, say, markup=screen.markup)


async def preferred(query: CallbackQuery, press: Press, here: Services) -> None:
    """A choice was tapped."""
    choices = CHOICES.get(press.key)
    if choices is None or not 0 <= press.number < len(choices):
        await toast(query, here.texts(query.from_user).telegram.malformed, alert=True)
        return
    user = query.from_user
    value: Any = choices[press.number]
    chosen = replace(here.store.preferences(user.id), **{press.key: value})
    here.store.prefer(user.id, chosen)
    await toast(query)
    say = here.texts(user)
    screen = settings_screen(chosen, here.settings.answer.shown, say)
    await redraw(query, screen, say)


def settings_screen(chosen: Preferences, quotes: int, say: Texts) -> Screen:
    """Every setting with its choices, the chosen one marked. `quotes` is how many there are unless chosen."""
    names = {
        "quotes": [str(n) for n in QUOTES],
        "length": [say.settings.length_sentence, say.settings.length_passage, say.settings.length_context],
        "language": [say.settings.language_auto, say.settings.language_zh, say.settings.language_en],
    }
    now = {"quotes": chosen.quotes or quotes, "length": chosen.length, "language": chosen.language}
    titles = {"quotes": say.settings.quotes, "length": say.settings.length, "language": say.settings.language}
    lines, rows = [say.settings.title], []
    for setting, choices in CHOICES.items():
        marked = [c == now[setting] for c in choices]
        labels = names[setting]
        current = next((label for label, mark in zip(labels, marked, strict=True) if mark), str(now[setting]))
        lines.append(say.settings.line.format(name=titles[setting], value=current))
        rows.append(
            [
                button(("✓ " if mark else "") + label, Press(Act.PREFER, setting, number))
                for number, (label, mark) in enumerate(zip(labels, marked, strict=True))
            ]
        )
    return Screen([notice(line) for line in lines], rows)
