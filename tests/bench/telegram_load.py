"""The bot under load, beside a bare bot of the same library in the same run: `python -m tests.bench.telegram_load`.

Both talk to the test server, which runs in a process of its own, so that its work is not theirs. Measured is the time
from the moment an update is there for the bot to the moment its answer has arrived at the server.

steady   questions at a fixed rate, each of another user: p95 beside that of an echo and that of retrieval alone
burst    30 users at once, each round trip lasting 80 ms: until the last is answered
spam     one user sends 200 messages; others ask meanwhile: how much longer they wait than without the spam
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from bot.asking import checked_answer
from bot.settings import LimitSettings
from bot.telegram.application import SWITCH_SECONDS
from bot.telegram.services import App, compute_alone
from bot.telegram.transport.connection import CONNECTIONS
from bot.telegram.transport.connection import Connection as BotConnection
from bot.telegram.transport.polling import PollingConnection
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import load_encoder
from tests.support.bot_api import BotApi
from tests.support.paths import ROOT
from tests.support.running_bot import TOKEN, bot_connected, connected, settings_for

Starter = Callable[[str], AbstractAsyncContextManager[Any]]


async def echo(update: Update, _: Any) -> None:
    """What the bare bot does."""
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


def echo_bot(url: str) -> AbstractAsyncContextManager[App]:
    """A bare bot with the same connections and as many updates at once."""
    application = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(url)
        .request(BotConnection(CONNECTIONS))
        .get_updates_request(PollingConnection())
        .concurrent_updates(16)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    return connected(application)


def serve(pipe: Connection, delay: float) -> None:
    """The process of the server: told (kind, …) what users do, tells how long each waited."""
    asyncio.run(_serve(pipe, delay))


async def _serve(pipe: Connection, delay: float) -> None:
    async with BotApi(TOKEN, delay=delay) as api:
        pipe.send(api.url)
        while (order := await asyncio.to_thread(pipe.recv)) is not None:
            questions, rate, spam = order
            pipe.send(await _users(api, questions, rate, spam))


async def _users(api: BotApi, questions: list[str], rate: float, spam: int) -> list[float]:
    """Seconds that each question's user waited; `rate` questions a second (0: all at once), after `spam` messages."""
    waiting: dict[int, float] = {}
    times: list[float] = []

    async def collect() -> None:
        while len(times) < len(questions):
            sent = await api.next_message()
            if sent.chat in waiting:
                times.append(sent.at - waiting.pop(sent.chat))

    collecting = asyncio.create_task(collect())
    for _ in range(spam):
        await api.say(questions[0], user=1)
    for number, question in enumerate(questions):
        user = 1000 + number
        waiting[user] = time.monotonic()
        await api.say(question, user=user)
        await asyncio.sleep(1 / rate if rate else 0)
    await asyncio.wait_for(collecting, 120)
    while not api.messages.empty():
        api.messages.get_nowait()
    return times


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds that each user waited, and seconds of processor time that this process spent per question."""

    waited: list[float]
    worked: float


async def measure(start: Starter, delay: float, orders: list[tuple[list[str], float, int]]) -> list[Measured]:
    """What each order took, with a bot started by `start` and a server that answers after `delay` seconds."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, delay), daemon=True)
    process.start()
    try:
        url = await asyncio.to_thread(ours.recv)
        results = []
        async with start(url):
            for order in orders:
                before = time.process_time()
                await asyncio.to_thread(ours.send, order)
                waited = await asyncio.to_thread(ours.recv)
                results.append(Measured(waited, (time.process_time() - before) / len(waited)))
        ours.send(None)
        return results
    finally:
        process.terminate()
        process.join()


def retrieval(collection: Collection, questions: list[str]) -> tuple[list[float], float]:
    """Seconds that each answer takes by itself, in a thread like those of the bot; processor time per answer."""
    times, before = [], time.process_time()
    with ThreadPoolExecutor(1, initializer=compute_alone) as thread:
        for question in questions:
            started = time.perf_counter()
            thread.submit(checked_answer, collection.snapshot(), question).result()
            times.append(time.perf_counter() - started)
    return times, (time.process_time() - before) / len(questions)


def p95(times: list[float]) -> float:
    """The 95th percentile, in milliseconds."""
    return 1000 * statistics.quantiles(times, n=100, method="inclusive")[94]


async def bench(collection: Collection, questions: list[str], rate: float) -> dict[str, float]:
    """All figures, in milliseconds. Where other programs use the processor, only the processor time means much."""
    with TemporaryDirectory() as folder:

        def bot(url: str) -> AbstractAsyncContextManager[App]:
            return bot_connected(collection, settings_for(url, Path(folder), limits=LimitSettings(burst=20)))

        alone, worked = await asyncio.to_thread(retrieval, collection, questions)
        warm, some = (questions[:20], rate, 0), questions[:60]
        _, echoed = await measure(echo_bot, 0, [warm, (questions, rate, 0)])
        _, steady, calm, spammed = await measure(
            bot, 0, [warm, (questions, rate, 0), (some, rate, 0), (some, rate, 200)]
        )
        _, burst = await measure(bot, 0.08, [warm, (questions[:30], 0, 0)])
    return {
        "echo, p95": p95(echoed.waited),
        "retrieval, p95": p95(alone),
        "bot, p95": p95(steady.waited),
        "own share of the bot's p95": p95(steady.waited) - p95(echoed.waited) - p95(alone),
        "processor time: echo": 1000 * echoed.worked,
        "processor time: retrieval": 1000 * worked,
        "processor time: bot": 1000 * steady.worked,
        "own share of the processor time": 1000 * (steady.worked - echoed.worked - worked),
        "burst of 30, the last": 1000 * max(burst.waited),
        "others without spam, p95": p95(calm.waited),
        "others with spam, p95": p95(spammed.waited),
        "delay by spam, p95": p95(spammed.waited) - p95(calm.waited),
    }


def main() -> None:
    """Build the library of the shipped speeches, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=20.0, help="questions a second")
    parser.add_argument("--count", type=int, default=200, help="questions in the steady part")
    given = parser.parse_args()
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    sys.setswitchinterval(SWITCH_SECONDS)
    files = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
    known = [json.loads(line)["question"] for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    questions = [known[n % len(known)] for n in range(given.count)]
    with TemporaryDirectory() as folder:
        collection = Collection(ROOT / "corpus" / "speeches", Path(folder), Answerer(load_encoder("bundled")))
        collection.reload()
        for name, value in asyncio.run(bench(collection, questions, given.rate)).items():
            print(f"{name:34} {value:8.1f} ms")


if __name__ == "__main__":
    main()
