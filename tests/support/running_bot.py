"""What the Telegram tests stand on: a collection of two short speeches, and a bot connected to the test server."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from telegram.error import TelegramError

from bot.settings import AccessSettings, Settings, StorageSettings, TelegramSettings, UploadSettings
from bot.telegram import build_application
from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.services import App
from corpus.document import Document, Heading, Passage
from corpus.headings.tree import HeadingTree
from corpus.reasons import Reason, Why
from retrieval.answer import Answer, Kind, Quote, Standing, Suggestion
from retrieval.collection import BuildReport, Progress
from retrieval.drafts.checked import CheckedQuote, CheckVerdict
from tests.support.bot_api import BotApi, Fault

T = TypeVar("T")
TOKEN = "123456789:AAF-aTokenThatOnlyTheTestServerKnows_1"
ADMIN = 900
SECONDS = 120.0
"""The longest that one test may take."""


def run(test: Coroutine[Any, Any, T]) -> T:
    """Run an asynchronous test on a loop of its own, for SECONDS at most."""

    async def bounded() -> T:
        return await asyncio.wait_for(test, SECONDS)

    return asyncio.run(bounded())


def document(title: str, heading: str, *sentences: str) -> Document:
    """A document of one section; each sentence is a passage."""
    text = f"{heading}\n" + "".join(sentences)
    passages, start = [], len(heading) + 1
    for sentence in sentences:
        passages.append(Passage(start, start + len(sentence), (0,)))
        start += len(sentence)
    headings = (Heading(heading, 1, 1, 0, len(heading), 1, False),)
    return Document(
        id=f"id-{title}",
        title=title,
        name=title,
        text=text,
        source=f"{title}.md",
        headings=headings,
        passages=tuple(passages),
        speaker="周明远",
    )


UNIONS = document(
    "在工会建设推进会上的讲话",
    "一、把新就业群体组织起来",
    "外卖骑手、快递员可以通过<行业工会>入会，不以固定单位为前提。",
    "工会经费要管好用好 & 公开。",
)
SCHOOLS = document("教育工作报告", "二、办好每一所学校", "今年新建学校二十所。", "教师工资按时发放。")


QUESTION = "外卖骑手能入会吗"
QUOTED = "外卖骑手、快递员可以通过<行业工会>入会，不以固定单位为前提。"
OTHER = "今年新建多少学校"
OTHER_QUOTED = "今年新建学校二十所。"
"""Two questions that the Shelf answers, and what it quotes."""


@dataclass(frozen=True)
class ShelfSnapshot:
    """A Shelf as it was at one moment."""

    shelf: "Shelf"
    id: str
    documents: tuple[Document, ...]

    @property
    def passages(self) -> int:
        return sum(len(document.passages) for document in self.documents)

    def document(self, document_id: str) -> Document | None:
        tree = self.tree(document_id)
        return tree.document if tree else None

    def tree(self, document_id: str) -> HeadingTree | None:
        return next((HeadingTree(d) for d in self.documents if d.id == document_id), None)

    def standing(self, document_id: str) -> Standing | None:
        return None

    def restricted_to(self, sees: Callable[[str], bool]) -> "ShelfSnapshot":
        documents = tuple(d for d in self.documents if sees(d.source))
        shelf = Shelf()
        shelf.documents = documents
        return ShelfSnapshot(shelf, self.id, documents)

    def documents_that_may_hold(self, words: str) -> tuple[Document, ...]:
        return self.documents

    def near_words(self, words: str) -> tuple[str, ...]:
        return ()

    def check_quotations(self, text: str) -> list[CheckedQuote]:
        checked = []
        for found in re.finditer("“(.+?)”", text):
            stands = any(found[1] in d.text for d in self.documents)
            start, end = found.span(1)
            verdict: CheckVerdict = "exact" if stands else "not_found"
            checked.append(CheckedQuote(start, end, found[1], verdict, False, None, None, int(stands)))
        return checked

    def answer(
        self,
        question: str,
        *,
        recent: str | None = None,
        within: str | None = None,
        kind: Kind | None = None,
        offers: bool = False,
    ) -> Answer:
        return replace(
            self.shelf.answer(question, recent=recent, within=within, kind=kind, offers=offers), generation=self.id
        )


class Shelf:
    """Answers with the passage that shares the most characters with the question; a stand-in for the library.

    `reload` adds a document, waiting for `gate` first; with `failure` it raises that instead.
    """

    def __init__(self, *documents: Document) -> None:
        self.documents = documents or (UNIONS, SCHOOLS)
        self.generation = "1-first"
        self.gate = threading.Event()
        self.gate.set()
        self.failure: Exception | None = None
        self.report = BuildReport("2-second", 3, 5, ("新.md",), (), (), (("旧表<1>.xls", Reason(Why.OLD_SHEET)),))

    def snapshot(self) -> ShelfSnapshot:
        return ShelfSnapshot(self, self.generation, self.documents)

    def answer(
        self,
        question: str,
        *,
        recent: str | None = None,
        within: str | None = None,
        kind: Kind | None = None,
        offers: bool = False,
    ) -> Answer:
        if not question:
            return Answer(question, True, "empty_question", 0.0, (), (), self.generation)
        documents = [d for d in self.documents if within in (None, d.id)]
        ranked = sorted(
            ((len(set(question) & set(d.text[p.start : p.end])), d, p) for d in documents for p in d.passages),
            key=lambda found: -found[0],
        )
        quotes = tuple(self._quote(d, p) for shared, d, p in ranked[:2] if shared > 2)
        if quotes:
            return Answer(question, False, None, 0.9, quotes, (), self.generation)
        nearest = tuple(Suggestion(d.title, d.source, d.id, (d.headings[0].text,), 0) for d in self.documents)
        return Answer(question, True, "nothing_found", 0.1, (), nearest, self.generation)

    def reload(self, progress: Progress | None = None) -> BuildReport:
        while not self.gate.wait(0.01):
            if progress is not None:
                progress("read", 1, 4)
        if self.failure is not None:
            raise self.failure
        self.generation = self.report.generation
        return self.report

    def _quote(self, d: Document, p: Passage) -> Quote:
        text = d.text[p.start : p.end]
        path = d.heading_path(p)
        whole = ((0, len(text)),)
        return Quote(d.title, d.source, d.id, d.speaker or "", path, text, p.start, p.end, whole, 1.0, 0.9)


def settings_for(
    url: str, folder: Path, storage: dict[str, Any] | None = None, access: dict[str, Any] | None = None, **telegram: Any
) -> Settings:
    """Settings for a bot that talks to the server at `url` and keeps its file in `folder`."""
    given = {"base_url": url, "base_file_url": url.replace("/bot", "/file/bot"), "admin_ids": (ADMIN,)} | telegram
    kept = StorageSettings(**{"file": folder / "store.sqlite", **(storage or {})})
    uploads = UploadSettings(kept=folder / "kept")
    allowed = AccessSettings(**(access or {}))
    return Settings(telegram=TelegramSettings(**given), storage=kept, uploads=uploads, access=allowed)


@asynccontextmanager
async def bot_running(
    shelf: Any, faults: dict[str, list[Fault]] | None = None, **options: Any
) -> AsyncIterator[BotApi]:
    """A bot and the test server that it talks to; `options` as in `settings_for`."""
    async with BotApi(TOKEN) as api:
        for method, given in (faults or {}).items():
            api.fault(method, *given)
        with TemporaryDirectory() as folder:
            async with bot_connected(shelf, settings_for(api.url, Path(folder), **options)):
                yield api


def bot_connected(shelf: Any, settings: Settings) -> AbstractAsyncContextManager[App]:
    """The bot with these settings, polling."""
    return connected(build_application(settings, shelf, TOKEN))


@asynccontextmanager
async def connected(application: App) -> AsyncIterator[App]:
    """`application` polling, started and stopped in the order that the library keeps."""
    updater = application.updater
    assert updater is not None

    def tell(error: TelegramError) -> None:
        application.create_task(application.process_error(None, error))

    await application.initialize()
    try:
        if application.post_init:
            await application.post_init(application)
        await updater.start_polling(allowed_updates=list(ALLOWED_UPDATES), error_callback=tell)
        await application.start()
        yield application
    finally:
        if updater.running:
            await updater.stop()
        if application.running:
            await application.stop()
            if application.post_stop:
                await application.post_stop(application)
        await application.shutdown()
        if application.post_shutdown:
            await application.post_shutdown(application)
