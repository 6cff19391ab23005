"""Processes that read and write for a build, where there is much to do."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path
from typing import TypeVar

import faiss
from threadpoolctl import ThreadpoolController

from retrieval.index.encoder import Encoder, StaticEncoder
from retrieval.index.processors import cores

WORTH_PROCESSES = 400
"""Files to read from which several processes are faster than one: starting them takes three seconds."""

_T = TypeVar("_T")


@contextmanager
def executor_for(files: int, encoder: Encoder, workers: int) -> Iterator[Executor | None]:
    """So many `workers`, where so many files are worth it and the encoder does not use all cores itself; None where not."""
    if files < WORTH_PROCESSES or workers < 2 or not isinstance(encoder, StaticEncoder):
        yield None
        return
    # Started anew, and not forked: threads of this process may hold locks.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    # Whoever is killed ends nobody: processes that wait for work would wait for ever.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # As many processes as cores: threads of theirs would wait for each other.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    faiss.omp_set_num_threads(1)
    ThreadpoolController().limit(limits=1)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def mapped_in_order(
    function: Callable[[Sequence[Path]], _T], parts: Sequence[Sequence[Path]], executor: Executor | None
) -> Iterator[_T]:
    """What `function` gives for each part in order, a few of them ahead."""
    if executor is None:
        yield from map(function, parts)
        return
    ahead: list[Future[_T]] = []
    for part in parts:
        ahead.append(executor.submit(function, part))
        if len(ahead) > 2 * cores():
            yield ahead.pop(0).result()
    for future in ahead:
        yield future.result()
