"""The cores of the machine. One for each question: its products are so small that sharing them among cores costs more than it saves.

Where another program computes on the same machine, the shares wait for each other: a question then takes 50 ms for 6.
Numpy's number of threads is that of the process, FAISS' that of each thread. After questions that were asked at the same
time numpy may stay with one, which building does not feel either.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_core() -> Iterator[None]:
    """Numpy and FAISS compute on one core inside; torch and the tokenizers, which gain by more, are left alone."""
    with _linear_algebra().limit(limits=1):
        yield


@cache
def _linear_algebra() -> ThreadpoolController:
    # The FAISS wheel's BLAS shares its threads with FAISS itself: limiting one limits both.
    return ThreadpoolController().select(user_api="blas")


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
