"""Where the Telegram bot is put together, and how it runs."""

import asyncio
import logging
import os

from telegram import BotCommand, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, CommandHandler, MessageHandler, TypeHandler, filters
from telegram.request import BaseRequest

from bot.errors import BotError
from bot.messages import CHINESE, ENGLISH, Texts
from bot.settings import TOKEN_VARIABLE, Settings
from bot.telegram import handlers
from bot.telegram.connection import CONNECTIONS, POLLING_CONNECTIONS, Connection
from bot.telegram.ordering import ChatOrder
from bot.telegram.redaction import token_kept_secret
from bot.telegram.services import App, Serving, provide, services

log = logging.getLogger(__name__)

SLOTS = 16
"""Updates worked on at once; more makes the connection pool slower, not faster."""
POLLING_SECONDS = 30
ALLOWED_UPDATES = (Update.MESSAGE,)
"""Exactly the kinds of updates that have a handler."""


def build_application(
    settings: Settings,
    collection: Serving,
    token: str,
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
) -> App:
    """The bot, wired but not started: nothing is sent, no thread runs. The requests stand in for the network."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(settings.telegram.base_url)
        .base_file_url(settings.telegram.base_file_url)
        .request(request or Connection(CONNECTIONS))
        .get_updates_request(get_updates_request or Connection(POLLING_CONNECTIONS))
        .concurrent_updates(ChatOrder(SLOTS))
        .post_init(_announce)
        .post_stop(_stop)
        .post_shutdown(_shut_down)
        .build()
    )
    provide(application, settings, collection)
    _register(application, settings)
    return application


def run_bot(settings: Settings, collection: Serving, token: str) -> None:
    """Run the bot until SIGINT or SIGTERM; messages already received are answered before it returns.

    An unreachable server is tried until it answers. Raises BotError when the token is not accepted.
    """
    # Makes the library give durations as timedelta without a deprecation warning for each.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    rejected = BotError(f"Telegram does not accept this token: copy it again from @BotFather into {TOKEN_VARIABLE}")
    with token_kept_secret(token):
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        polling = Connection(POLLING_CONNECTIONS)
        application = build_application(settings, collection, token, get_updates_request=polling)
        polling.on_refused = application.stop_running
        log.info("connecting to the Bot API; stop with Ctrl-C")
        try:
            application.run_polling(
                timeout=POLLING_SECONDS,
                bootstrap_retries=-1,
                allowed_updates=list(ALLOWED_UPDATES),
                close_loop=False,
            )
        except InvalidToken:
            loop.run_until_complete(_finish(application))
            raise rejected from None
        finally:
            loop.close()
        if polling.refused:
            raise rejected


def _register(application: App, settings: Settings) -> None:
    """All handlers, in the order they are tried; the first that matches in a group takes the update."""
    new = filters.UpdateType.MESSAGE
    private = filters.ChatType.PRIVATE & new
    admins = private & filters.User(settings.telegram.admin_ids)

    application.add_handler(TypeHandler(Update, handlers.drop_stale), group=-1)

    application.add_handler(CommandHandler("start", handlers.start, new))
    application.add_handler(CommandHandler("help", handlers.help_, new))
    application.add_handler(CommandHandler("ask", handlers.ask, new))
    application.add_handler(CommandHandler("reload", handlers.reload, admins))
    application.add_handler(MessageHandler(new & filters.COMMAND, handlers.unknown_command))
    application.add_handler(MessageHandler(new & filters.TEXT, handlers.question))
    application.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, handlers.not_text))

    application.add_error_handler(handlers.failed)


async def _announce(application: App) -> None:
    """Set the command menus. They are a nicety: without them the bot works as well."""
    log.info("running as @%s with collection %s", application.bot.username, services(application).collection.generation)
    for language, texts in ((None, CHINESE), ("en", ENGLISH)):
        try:
            await application.bot.set_my_commands(_commands(texts), language_code=language)
        except TelegramError as error:
            log.warning("the command menu could not be set: %s", error)


def _commands(texts: Texts) -> list[BotCommand]:
    return [BotCommand("ask", texts.command_ask), BotCommand("help", texts.command_help)]


async def _finish(application: App) -> None:
    """What `run_polling` leaves undone when its polling ended with an error."""
    if application.running:
        await application.stop()
        await _stop(application)
    await application.shutdown()
    await _shut_down(application)


async def _stop(application: App) -> None:
    await services(application).reloads.stop()


async def _shut_down(application: App) -> None:
    services(application).executor.shutdown(wait=False, cancel_futures=True)
