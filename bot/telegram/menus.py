"""The command menus, by scope and language. They are a nicety: without them the bot works as well."""

import logging
from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.messages import CHINESE, ENGLISH, Texts

log = logging.getLogger(__name__)

IN_GROUPS = ("ask", "help")
IN_PRIVATE = ("ask", "docs", "toc", "search", "check", "export", "settings", "privacy", "help")
FOR_ADMINS = (*IN_PRIVATE, "reload", "rollback", "remove", "status", "log", "unanswered", "eval")
FOR_PAIRING = ("allow", "revoke", "who")
"""What admins have beside, where they say who may ask."""


async def set_menus(bot: Bot, admins: Iterable[int], *, pairing: bool = False) -> None:
    """Set the menus that everybody sees, and those of the admins, who with `pairing` say who may ask."""
    await _set(bot, None, IN_GROUPS)
    await _set(bot, BotCommandScopeAllPrivateChats(), IN_PRIVATE)
    await _set(bot, BotCommandScopeAllGroupChats(), IN_GROUPS)
    for admin in admins:
        await set_admin_menu(bot, admin, pairing=pairing)


async def describe_bot(bot: Bot) -> None:
    """Say in the profile and in the empty chat what the bot does."""
    for code, say in ((None, CHINESE.telegram), ("en", ENGLISH.telegram)):
        try:
            await bot.set_my_description(say.description, language_code=code)
            await bot.set_my_short_description(say.short_description, language_code=code)
        except TelegramError as error:
            log.warning("the description could not be set: %s", error)


async def set_admin_menu(bot: Bot, admin: int, *, pairing: bool = False) -> None:
    """Set the menu of an admin's private chat, which must have been opened before."""
    await _set(bot, BotCommandScopeChat(admin), (*FOR_ADMINS, *FOR_PAIRING) if pairing else FOR_ADMINS)


async def _set(bot: Bot, scope: BotCommandScope | None, names: tuple[str, ...]) -> None:
    for code, texts in ((None, CHINESE), ("en", ENGLISH)):
        try:
            await bot.set_my_commands(_commands(texts, names), scope=scope, language_code=code)
        except TelegramError as error:
            log.warning("the command menu could not be set: %s", error)


def _commands(texts: Texts, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(name, getattr(texts.commands, name)) for name in names]
