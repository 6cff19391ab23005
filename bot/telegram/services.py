"""What the handlers work with, kept in the application's `bot_data`."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from telegram.ext import Application, CallbackContext

from bot.asking import Answering, checked_answer
from bot.settings import Settings
from bot.telegram.reloading import Reloading, Reloads
from retrieval.answer import Answer

Context = CallbackContext[Any, Any, Any, Any]
App = Application[Any, Any, Any, Any, Any, Any]

ANSWERING_THREADS = 2


class Serving(Answering, Reloading, Protocol):
    """The collection, as far as the bot uses it."""


@dataclass(slots=True)
class Services:
    """`executor` keeps the CPU work of answering off the event loop; `stale` counts what came too late to answer."""

    settings: Settings
    collection: Serving
    reloads: Reloads
    executor: ThreadPoolExecutor
    stale: int = 0

    async def answer(self, question: str) -> Answer:
        """The checked answer, computed in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.executor, checked_answer, self.collection, question)


def provide(application: App, settings: Settings, collection: Serving) -> None:
    """Put the services of `application` in place."""
    application.bot_data[Services] = Services(
        settings, collection, Reloads(collection), ThreadPoolExecutor(ANSWERING_THREADS, "answer")
    )


def services(source: Context | App) -> Services:
    """The services that `provide` put in place."""
    found: Services = source.bot_data[Services]
    return found
