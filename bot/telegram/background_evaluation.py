"""An evaluation in a thread of its own, one at a time, that computes when nothing else wants to."""

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from bot.deepening import LOWEST
from bot.errors import BotError
from bot.messages import Texts
from bot.operating.evaluating import evaluate_serving
from bot.operating.evaluation_report import EvaluationReport, report_on
from retrieval.evaluation.questions.sets import QuestionSet
from retrieval.snapshot import Snapshot

STOP_SECONDS = 15.0


class EvaluationStopped(BotError):
    """Raised inside the evaluation, through its progress callback, because the bot stops."""


class BackgroundEvaluation:
    """The evaluation that runs, if any. `reached` is (done, total) of its questions, None while none runs."""

    def __init__(self) -> None:
        self.reached: tuple[int, int] | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._executor = ThreadPoolExecutor(1, "evaluate", _behind_all)

    def start(self, reporting: Coroutine[Any, Any, None], total: int) -> None:
        """Carry out `reporting`, which calls `measure` once, on the running loop; only while none runs.

        It is no task of the application: that one waits for its tasks before it stops, and this takes minutes.
        """
        assert self.reached is None, "one at a time"
        self.reached = (0, total)
        self._task = asyncio.create_task(reporting)
        self._task.add_done_callback(self._ended)

    async def measure(self, snapshot: Snapshot, asked: QuestionSet, kept: Path, say: Texts) -> EvaluationReport:
        """Ask all questions of `snapshot`, and compare with the run that is `kept`, which this one replaces.

        Raises EvaluationStopped, BotError, or what asking raises.
        """

        def progress(done: int) -> None:
            if self._stopping:
                raise EvaluationStopped("the bot is stopping")
            self.reached = (done, len(asked.questions))

        def work() -> EvaluationReport:
            return report_on(evaluate_serving(snapshot, asked, progress), kept, say)

        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    async def stop(self) -> None:
        """End it after the question at hand, and wait until that is reported, STOP_SECONDS at most."""
        self._stopping = True
        if self._task is not None and not self._task.done():
            await asyncio.wait({self._task}, timeout=STOP_SECONDS)
        self._executor.shutdown(wait=False)

    def _ended(self, _: object) -> None:
        self.reached = None


def _behind_all() -> None:
    """Let this thread compute on one core, and give way to those that answer; only Linux takes the number of a thread."""
    threadpool_limits(1)
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST)
