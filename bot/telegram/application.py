"""Where the Telegram bot is put together, and how it runs."""

import asyncio
import logging
import os
import sys
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.access.doorkeeper import Doorkeeper
from bot.access.register import Register
from bot.errors import BotError
from bot.records.rates import Rates
from bot.settings import TOKEN_VARIABLE, Settings, webhook_secret
from bot.telegram import handlers
from bot.telegram.access import permitting
from bot.telegram.commands import administration, feedback, holdings, inline, preferences, pressing, privacy
from bot.telegram.commands import collection as browsing
from bot.telegram.commands.records import evaluating, status, unanswered
from bot.telegram.commands.records import log as audit_log
from bot.telegram.drafts import handling as drafts
from bot.telegram.health import Health
from bot.telegram.housekeeping import Housekeeping
from bot.telegram.services import App, provide, services
from bot.telegram.transport.addressing import party_of
from bot.telegram.transport.admission import Admission
from bot.telegram.transport.connection import CONNECTIONS, Connection
from bot.telegram.transport.inbox import Inbox, Interrupted
from bot.telegram.transport.ordering import ChatOrder
from bot.telegram.transport.polling import PollingConnection
from bot.telegram.transport.receipts import Receipts
from bot.telegram.transport.redaction import token_kept_secret
from bot.telegram.transport.webhook import Receiver
from bot.telegram.updates.reloading import Reloading
from bot.telegram.watching import Watching

log = logging.getLogger(__name__)

SLOTS = 16
"""Updates worked on at once; more makes the connection pool slower, not faster."""
POLLING_SECONDS = 30
SWITCH_SECONDS = 0.001
"""How long a thread that computes an answer may keep the one that serves all users waiting; five times less than usual."""
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MESSAGE_REACTION,
    Update.MY_CHAT_MEMBER,
)
"""Exactly the kinds of updates that have a handler."""


def build_application(
    settings: Settings,
    collection: Reloading,
    token: str,
    *,
    request: BaseRequest | None = None,
    get_updates_request: BaseRequest | None = None,
) -> App:
    """The bot, wired but not started: nothing is sent, no thread runs. The requests stand in for the network."""
    doorkeeper = Doorkeeper(settings.access, settings.telegram.admin_ids, Register(settings.storage.place))
    rates = Rates(settings.storage.url) if settings.storage.url else None
    admission = Admission(
        settings.telegram.limits,
        senders=settings.telegram.admin_ids,
        admits=lambda update: doorkeeper.admits(party_of(update)),
        rates=rates,
    )
    health = Health()
    receipts = Receipts(settings.storage.waiting)
    inbox = Inbox(receipts, health.counts)
    bot = ExtBot(
        token,
        settings.telegram.base_url,
        settings.telegram.base_file_url,
        request=request or Connection(CONNECTIONS),
        get_updates_request=get_updates_request or PollingConnection(health.counts),
    )
    application = (
        ApplicationBuilder()
        .updater(Receiver(bot, inbox, health.counts))
        .concurrent_updates(ChatOrder(SLOTS, admission, inbox))
        .post_init(_begin)
        .post_stop(_stop)
        .post_shutdown(_shut_down)
        .build()
    )
    provide(
        application,
        settings,
        collection,
        receipts=receipts,
        admission=admission,
        health=health,
        doorkeeper=doorkeeper,
        rates=rates,
    )
    application.bot_data[Housekeeping] = Housekeeping(services(application))
    application.bot_data[Watching] = Watching(services(application))
    _register(application, settings)
    return application


def run_bot(settings: Settings, collection: Reloading, token: str) -> None:
    """Run the bot until SIGINT or SIGTERM; messages already received are answered before it returns.

    An unreachable server is tried until it answers. Raises BotError when the token is not accepted.
    """
    # Makes the library give durations as timedelta without a deprecation warning for each.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    sys.setswitchinterval(SWITCH_SECONDS)
    rejected = BotError(f"Telegram does not accept this token: copy it again from @BotFather into {TOKEN_VARIABLE}")
    secret = webhook_secret() if settings.telegram.webhook.url else None
    with token_kept_secret(token):
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        polling = PollingConnection()
        application = build_application(settings, collection, token, get_updates_request=polling)
        polling.counts, polling.on_refused = services(application).health.counts, application.stop_running
        log.info("connecting to the Bot API; stop with Ctrl-C")
        try:
            if secret is None:
                application.run_polling(
                    timeout=POLLING_SECONDS,
                    bootstrap_retries=-1,
                    allowed_updates=list(ALLOWED_UPDATES),
                    close_loop=False,
                )
            else:
                _run_webhook(application, settings, secret)
        except (InvalidToken, BotError) as fault:
            loop.run_until_complete(_finish(application))
            raise (rejected if isinstance(fault, InvalidToken) else fault) from None
        finally:
            loop.close()
        if polling.refused:
            raise rejected


def _run_webhook(application: App, settings: Settings, secret: str) -> None:
    """Let Telegram deliver the updates to the address in the settings, which a proxy passes on to this machine."""
    webhook = settings.telegram.webhook
    path = urlsplit(webhook.url or "").path
    log.info("listening on %s port %d for %s", webhook.listen, webhook.port, webhook.url)
    try:
        application.run_webhook(
            listen=webhook.listen,
            port=webhook.port,
            url_path=path,
            webhook_url=webhook.url,
            secret_token=secret,
            bootstrap_retries=-1,
            allowed_updates=list(ALLOWED_UPDATES),
            close_loop=False,
        )
    except OSError as fault:
        raise BotError(
            f"cannot listen on {webhook.listen} port {webhook.port}: {fault.strerror}; set `telegram.webhook.port`"
        ) from None


def _register(application: App, settings: Settings) -> None:
    """All handlers, in the order they are tried; the first that matches in a group takes the update."""
    new = filters.UpdateType.MESSAGE
    private = filters.ChatType.PRIVATE & new
    by_admins = filters.User(settings.telegram.admin_ids)
    admins = private & by_admins
    named = filters.Regex(r"^/\w+@\w+") & filters.ChatType.GROUPS & new
    worded = filters.TEXT | filters.CAPTION
    browse = {"docs": browsing.docs, "toc": browsing.toc, "search": browsing.search, "export": browsing.export}
    own = {"settings": preferences.settings, "privacy": privacy.privacy, "check": drafts.draft_asked}
    administer = {
        "reload": administration.reload,
        "rollback": administration.rollback,
        "remove": holdings.remove_document,
        "status": status.status,
        "log": audit_log.log,
        "unanswered": unanswered.unanswered,
        "eval": evaluating.begin_evaluation,
        "allow": permitting.allow,
        "revoke": permitting.revoke,
        "who": permitting.who,
    }

    application.add_handler(TypeHandler(Update, handlers.gate), group=-1)
    application.add_handler(TypeHandler(Interrupted, handlers.interrupted))

    application.add_handler(CommandHandler("start", handlers.start, private | named))
    application.add_handler(CommandHandler("help", handlers.help_, private | named))
    application.add_handler(CommandHandler("ask", handlers.ask, new))
    for name, callback in {**browse, **own}.items():
        application.add_handler(CommandHandler(name, callback, private))
    application.add_handler(CommandHandler([*browse, *own], browsing.only_private, named))
    application.add_handler(CommandHandler([*administer], browsing.only_private, named & by_admins))
    for name, callback in administer.items():
        application.add_handler(CommandHandler(name, callback, admins))
    application.add_handler(MessageHandler(private & (drafts.CAPTIONED | drafts.SENT_AS_ASKED), drafts.sent))
    files = admins & filters.Document.ALL & ~filters.CaptionRegex("^/")
    application.add_handler(MessageHandler(files, holdings.received))
    application.add_handler(MessageHandler(new & filters.COMMAND, handlers.unknown_command))
    application.add_handler(MessageHandler(new & worded, handlers.question))
    application.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, handlers.migrated))
    application.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, handlers.not_text))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & worded, handlers.edited))
    application.add_handler(CallbackQueryHandler(pressing.pressed))
    application.add_handler(InlineQueryHandler(inline.inline))
    application.add_handler(MessageReactionHandler(feedback.reacted))
    application.add_handler(ChatMemberHandler(handlers.added_to_group, ChatMemberHandler.MY_CHAT_MEMBER))

    application.add_error_handler(handlers.failed)


async def _begin(application: App) -> None:
    """Say what runs, and begin what is done beside answering."""
    here = services(application)
    here.username = application.bot.username
    log.info("running as @%s with collection %s", here.username, here.collection.snapshot().id)
    assert isinstance(application.update_queue, Inbox), "made with the application"
    application.bot_data[Housekeeping].start(application.bot, application.update_queue)
    await asyncio.to_thread(here.holdings.clear_incoming)
    application.bot_data[Watching].start(application.bot)
    here.deepening.wake()
    await application.update_queue.resume(application.bot)


async def _finish(application: App) -> None:
    """What the library leaves undone when it ended with an error."""
    if application.running:
        await application.stop()
    await _stop(application)
    await application.shutdown()
    await _shut_down(application)


async def _stop(application: App) -> None:
    # All may be talking to the Bot API, and the connection to it is closed after this.
    here = services(application)
    await application.bot_data[Watching].stop()
    await here.receiving.stop()
    await here.reloads.stop()
    await here.evaluation.stop()
    await application.bot_data[Housekeeping].stop()
    await here.alerts.stop()
    await asyncio.to_thread(here.deepening.stop)


async def _shut_down(application: App) -> None:
    here = services(application)
    here.executor.shutdown(wait=False, cancel_futures=True)
    here.store.close()
    here.receipts.close()
    here.doorkeeper.close()
    if here.rates is not None:
        here.rates.close()
