"""What the handlers work with, kept in the application's `bot_data`."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from telegram import CallbackQuery, Message, Update, User
from telegram.ext import Application, CallbackContext
from threadpoolctl import threadpool_limits

from bot.access.doorkeeper import AccessChange, Doorkeeper, logged
from bot.access.labels import NO_LABELS, Labels, Seen
from bot.access.views import Viewable, Views
from bot.asking import Answering
from bot.conversation.turns import Turn
from bot.deepening import BackgroundDeepening
from bot.holdings.filing import Holdings
from bot.keeping import Kept, still_there
from bot.messages import Texts, texts
from bot.records.audit import Action, Ending
from bot.records.rates import Rates
from bot.settings import Settings
from bot.store import Store
from bot.telegram.alerts import Alerts
from bot.telegram.background_evaluation import BackgroundEvaluation
from bot.telegram.examples import ShownExamples
from bot.telegram.health import Health
from bot.telegram.screens.viewer import Viewer
from bot.telegram.transport.addressing import party_in
from bot.telegram.transport.admission import Admission, Buckets, buckets
from bot.telegram.transport.albums import Albums
from bot.telegram.transport.receipts import Receipts
from bot.telegram.updates.offers import Offers
from bot.telegram.updates.receiving import Receiving
from bot.telegram.updates.reloading import Reloading, Reloads
from corpus.readers import Recognition

log = logging.getLogger(__name__)
T = TypeVar("T")
Context = CallbackContext[Any, Any, Any, Any]
App = Application[Any, Any, Any, Any, Any, Any]

ANSWERING_THREADS = 2
TOLD_PER_MINUTE = 0.1
"""How often a chat is told that messages came too late to be answered."""
TOLD_STRANGERS_PER_MINUTE = 1 / 60
"""How often one who may not ask is told so."""
RECENT = 5_000
"""Answers whose question is kept in memory, for follow-ups."""


_DEEDS: dict[str, tuple[Action, Ending]] = {
    "allowed": ("allow", "done"),
    "wrong code": ("allow", "refused"),
    "revoked": ("revoke", "done"),
    "not revoked": ("revoke", "unchanged"),
}
"""What stands in the audit for a change of who may ask."""


@dataclass(slots=True)
class Services:
    """`executor` keeps the CPU work of answering off the event loop; `questions` are what answers were given to, by
    their ids, with whose they are;
    `typed` the inline queries being worked on, by user. `username` is the bot's, once it is known; `away` has the chats
    that were told of a downtime, `read` a hash of the words of the last messages, by chat and message. `removals` are the
    files that somebody is asked about; `drafts` is held while one is checked. `told` are the strangers
    that were told that they may not ask."""

    settings: Settings
    collection: Reloading
    reloads: Reloads
    holdings: Holdings
    receiving: Receiving
    deepening: BackgroundDeepening
    executor: ThreadPoolExecutor
    store: Store
    receipts: Receipts
    admission: Admission
    health: Health
    alerts: Alerts
    evaluation: BackgroundEvaluation
    doorkeeper: Doorkeeper
    labels: Labels
    views: Views
    rates: Rates | None = None
    username: str = ""
    away: Buckets = field(default_factory=lambda: Buckets(1, TOLD_PER_MINUTE))
    questions: OrderedDict[str, tuple[int, Turn]] = field(default_factory=OrderedDict)
    told: Buckets = field(default_factory=lambda: Buckets(1, TOLD_STRANGERS_PER_MINUTE))
    typed: dict[int, str] = field(default_factory=dict)
    examples: ShownExamples = field(default_factory=ShownExamples)
    drafts: asyncio.Lock = field(default_factory=asyncio.Lock)
    albums: Albums = field(default_factory=Albums)
    read: OrderedDict[tuple[int, int], int] = field(default_factory=OrderedDict)
    removals: Offers[tuple[str, ...]] = field(default_factory=Offers)

    async def compute(self, work: Callable[..., T], *arguments: Any) -> T:
        """`work(*arguments)`, carried out in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self.executor, work, *arguments)

    def texts(self, user: User | None) -> Texts:
        """The language of `user`: what they chose, else that of their Telegram."""
        chosen = self.store.preferences(user.id).language if user else None
        return texts(chosen or (user.language_code if user else None))

    async def viewer(self, party: int, say: Texts) -> Viewer:
        """A user or group (see `party_of`) that looks at the collection as it is now, as far as it may see it."""
        snapshot = await self.view(self.labels.seen_by(party))
        return Viewer(snapshot, say, self.username, self.labels.label_of)

    async def viewer_of(self, query: CallbackQuery, say: Texts) -> Viewer:
        """The same for the chat in which a button was pressed."""
        return await self.viewer(party_in(query.message.chat if query.message else None, query.from_user), say)

    async def view(self, seen: Seen = NO_LABELS) -> Viewable:
        """The collection as it is now, of what has none or one of these labels."""
        found = self.views.at_hand(seen)
        return found if found is not None else await self.compute(self.views.view, seen)

    @property
    def is_for_all(self) -> bool:
        """Whether everybody may ask and see everything."""
        return self.doorkeeper.mode == "open" and not self.labels.every

    def shown(self, kept: Kept | None, snapshot: Answering) -> Kept | None:
        """`kept`; None where it quotes or names a document that the reader of `snapshot` may not see any more."""
        if kept is None or self.is_for_all:
            return kept
        named = {quote.document_id for quote in kept.turn.quotes}
        named |= {choice.document_id for choice in (*kept.turn.offered, *kept.turn.choices)}
        return None if any(self.views.conceals(name, snapshot) for name in named) else kept

    def asked(self, answer_id: str, user: int, turn: Turn) -> None:
        """Remember what `user` asked that an answer is given to."""
        self.questions[answer_id] = user, Turn(turn.question, topic=turn.topic)
        if len(self.questions) > RECENT:
            self.questions.popitem(last=False)

    def turn(self, chat: int, user: int, snapshot: Answering, replied: int | None = None) -> tuple[Turn, Kept | None]:
        """The exchange that is gone on with, for follow-ups, and the answer it ended with: that in the message that is
        `replied` to, else the last of the conversation."""
        found = (self.store.answer_in(chat, replied) if replied else None) or self.store.latest(chat, user)
        kept = self.shown(found, snapshot)
        if kept is None:
            return Turn(), None
        turn = replace(self.with_question(kept).turn, outdated=not still_there(kept, snapshot))
        return turn, kept

    def with_question(self, kept: Kept) -> Kept:
        """`kept` with the question it answers, as far as that is remembered."""
        _, asked = self.questions.get(kept.id, (0, None))
        return replace(kept, turn=replace(kept.turn, question=asked.question, topic=asked.topic)) if asked else kept

    def is_news(self, chat: int, message: int, words: str) -> bool:
        """Whether a message has not been read before, or read otherwise, as before an edit."""
        if self.read.get((chat, message)) == hash(words):
            return False
        self.read[chat, message] = hash(words)
        if len(self.read) > RECENT:
            self.read.popitem(last=False)
        return True

    def forget(self, user: int) -> int:
        """Delete everything about `user`, in memory too; returns how many entries the store had."""
        for answer_id in [name for name, (asker, _) in self.questions.items() if asker == user]:
            del self.questions[answer_id]
        self.receipts.forget(user)
        return self.store.forget(user) + self.doorkeeper.forget(user)


def provide(
    application: App,
    settings: Settings,
    collection: Reloading,
    *,
    receipts: Receipts,
    admission: Admission,
    health: Health,
    doorkeeper: Doorkeeper,
    rates: Rates | None = None,
) -> None:
    """Put the services of `application` in place. Raises SettingsError when the store cannot be opened."""
    deepening, store = BackgroundDeepening(collection), Store(settings.storage.place)

    def say_to(admin: int) -> Texts:
        return texts(store.preferences(admin).language)

    holdings = Holdings(settings.corpus, settings.uploads.folder, settings.uploads.kept)
    recognition = Recognition(settings.library / "recognized") if settings.ocr else None
    labels = Labels(settings.access.labels, settings.telegram.admin_ids)
    doorkeeper.on_change = partial(_recorded, store)
    application.bot_data[Services] = Services(
        settings,
        collection,
        Reloads(collection, deepening),
        holdings,
        Receiving(holdings, collection, recognition),
        deepening,
        ThreadPoolExecutor(ANSWERING_THREADS, "answer", compute_alone),
        store,
        receipts,
        admission,
        health,
        Alerts(application.bot, settings.telegram.admin_ids, say_to),
        BackgroundEvaluation(),
        doorkeeper,
        labels,
        Views(collection, labels),
        rates,
        away=buckets(rates, "away", 1, TOLD_PER_MINUTE),
        told=buckets(rates, "told", 1, TOLD_STRANGERS_PER_MINUTE),
    )


def _recorded(store: Store, change: AccessChange) -> None:
    """Write down what was done about who may ask."""
    logged(change)
    if (deed := _DEEDS.get(change.what)) is not None:
        action, ending = deed
        store.audit.record(change.who, action, change.whom or "", ending=ending)


def compute_alone() -> None:
    """Let each answering thread compute on one core in everything, a transformer of one's own included.

    `retrieval.index.processors` does so for the search alone, wherever it is asked.
    """
    threadpool_limits(1)


def services(source: Context | App) -> Services:
    """The services that `provide` put in place."""
    found: Services = source.bot_data[Services]
    return found


def message_of(update: Update) -> Message:
    """The new message of an update, for handlers that are registered for these alone."""
    message = update.message
    assert message is not None, "handlers are registered for new messages only"
    return message
