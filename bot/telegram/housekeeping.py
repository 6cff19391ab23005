"""What the bot does beside answering: menus, a warm start and examples for /start, then by the clock a health line, and old answers deleted.

None of it keeps a question waiting.
"""

import asyncio
import logging
import secrets
import time

from telegram import Bot

from bot.asking import checked_answer
from bot.errors import StoreFault
from bot.holdings.purging import purge_kept
from bot.records.audit import Doer, Ending
from bot.telegram.access.checks import warn_of_access
from bot.telegram.menus import describe_bot, set_menus
from bot.telegram.services import Services
from bot.telegram.transport.inbox import Inbox

log = logging.getLogger(__name__)

PURGE_SECONDS = 6 * 3600.0
TAKE_UP_SECONDS = 5.0
"""Between two looks at what processes that have ended left unanswered, where several share it."""
WARMING = "资料里讲了什么"
"""Asked once at the start, so that the first user does not wait for what is loaded on first use."""


class Housekeeping:
    """The task that does it; started with the application and stopped before it."""

    def __init__(self, here: Services) -> None:
        self._here = here
        self._task: asyncio.Task[None] | None = None
        self._renewal: asyncio.Task[None] | None = None
        self._taking_up: asyncio.Task[None] | None = None

    def start(self, bot: Bot, inbox: Inbox) -> None:
        """Begin, on the running loop, with what was left unanswered in `inbox`."""
        if self._here.receipts.is_shared:
            self._taking_up = asyncio.create_task(_take_up(bot, inbox))
        # Not a task of the application: that one waits for its tasks before it stops.
        self._task = asyncio.create_task(self._run(bot))
        self._here.reloads.on_switched = self._renew
        self._here.reloads.on_ended = self._reloaded
        self._loop = asyncio.get_running_loop()
        self._here.deepening.on_failed = self._deepening_failed

        def renew_soon() -> None:
            self._loop.call_soon_threadsafe(self._renew)

        self._here.deepening.on_deepened = renew_soon

    async def stop(self) -> None:
        """End it, and say a last time how the bot was doing."""
        self._here.reloads.on_switched = self._here.deepening.on_deepened = lambda: None
        if self._taking_up is not None and self._taking_up.cancel():
            await asyncio.wait({self._taking_up})
        if self._renewal is not None and self._renewal.cancel():
            await asyncio.wait({self._renewal})
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})
            self._report()

    async def _run(self, bot: Bot) -> None:
        telegram, purged = self._here.settings.telegram, float("-inf")
        await asyncio.gather(
            self._warm_up(),
            set_menus(bot, telegram.admin_ids, pairing=self._here.doorkeeper.is_pairing),
            describe_bot(bot),
        )
        while True:
            if time.monotonic() - purged >= PURGE_SECONDS:
                self._purge()
                await self._purge_kept()
                purged = time.monotonic()
            await asyncio.sleep(60 * telegram.health_minutes)
            self._report()

    async def _warm_up(self) -> None:
        try:
            await self._here.compute(checked_answer, self._here.collection.snapshot(), WARMING)
        except Exception as error:
            log.warning("the collection could not be warmed up: %s", type(error).__name__)
        self._renew()

    def _renew(self) -> None:
        """Make views of the generation that serves now, and find examples in it."""
        if self._renewal is not None:
            self._renewal.cancel()
        self._renewal = asyncio.create_task(self._look_up())

    async def _look_up(self) -> None:
        try:
            await self._prepare_views()
            await self._here.examples.look_up(await self._here.view(), self._here.compute)
        except Exception as error:
            log.warning("views of the collection or examples could not be made: %s", type(error).__name__)

    async def _prepare_views(self) -> None:
        """Make what each may see of the collection before anybody asks for it."""
        warn_of_access(self._here)
        for seen in self._here.labels.kinds_of_views:
            await self._here.view(seen)

    def _reloaded(self, who: Doer, ending: Ending, note: str) -> None:
        here = self._here
        here.store.audit.record(who, "reload", here.collection.snapshot().id, ending=ending, note=note)
        if ending == "failed":
            here.store.tallies.add("errors")

    def _deepening_failed(self) -> None:
        """Called in the thread that deepens."""
        self._loop.call_soon_threadsafe(self._not_deepened)

    def _not_deepened(self) -> None:
        incident = secrets.token_hex(4)
        log.error("incident %s: the library could not be deepened", incident)
        self._here.store.tallies.add("errors")
        self._here.alerts.tell("deepening", lambda say: say.fault_deepening.format(incident=incident))

    def _purge(self) -> None:
        self._here.receipts.purge()
        storage, store = self._here.settings.storage, self._here.store
        try:
            if gone := store.purge(storage.days):
                log.info("deleted %d answers older than %d days", gone, storage.days)
            store.reviews.purge()
            store.tallies.purge(storage.days)
            store.audit.purge(storage.log_days)
            if self._here.rates is not None:
                self._here.rates.purge()
        except StoreFault as error:
            log.error("old answers could not be deleted: %s", error)

    async def _purge_kept(self) -> None:
        here = self._here
        try:
            gone = await asyncio.to_thread(purge_kept, here.collection, here.holdings, here.settings.uploads.days)
        except Exception as error:
            log.warning("files that were taken out could not be looked through: %s", type(error).__name__)
            return
        if gone:
            log.info("deleted what %d changes older than %d days took out", gone, here.settings.uploads.days)

    def _report(self) -> None:
        here = self._here
        log.info("%s", here.health.line(here.collection.snapshot().id, here.admission.waiting, here.admission.refused))


async def _take_up(bot: Bot, inbox: Inbox) -> None:
    while True:
        await asyncio.sleep(TAKE_UP_SECONDS)
        await inbox.resume(bot)
