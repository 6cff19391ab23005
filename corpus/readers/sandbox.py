"""Formats that unpack or parse are read in a process of their own, within limits, so that a bad file harms nothing.

One worker process (`corpus.readers.worker`) serves file after file, since starting one takes longer than reading most
files; it ends when it has been idle for a minute, and is replaced when a file has broken it. It gets none of this
process's environment, hence no secrets.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.reasons import Reason, Why

SECONDS = 30
"""Longest wait for one file; its computing time is limited more tightly in `corpus.readers.worker`."""
FILES = 300
"""Files that one worker reads before a fresh one takes over, so that no leak in a parser adds up."""

_Answer = tuple[dict[str, Any], list[tuple[str, bytes | Reason]]]
"""The last line of an answer, and the files before it."""

_ROOT = Path(__file__).resolve().parents[2]
_lock = threading.Lock()
_worker: subprocess.Popen[bytes] | None = None
_served = 0


def read_apart(reader: str, data: bytes) -> list[Block]:
    """The lines that the `reader`, a key of `corpus.readers.worker.READERS`, finds in `data`.

    Raises UnreadableFile, also when a limit is reached.
    """
    answer, _ = _answer(reader, data)
    return [
        Block(text, line, level, page=page, turns=tuple(turns), rule=rule)
        for text, line, level, page, turns, rule in answer["blocks"]
    ]


def unpack_apart(unpacker: str, data: bytes) -> list[tuple[str, bytes | Reason]]:
    """The files that the `unpacker`, a key of `corpus.readers.worker.UNPACKERS`, finds in `data`: path, bytes or fault.

    Raises UnreadableFile, also when a limit is reached.
    """
    return _answer(unpacker, data)[1]


def _answer(reader: str, data: bytes) -> _Answer:
    with _lock:
        found = _ask(reader, data)
        if found is None:  # It went idle in the moment in which it was asked.
            found = _ask(reader, data)
    answer, files = found or ({"refused": (Why.NO_PROCESS.name, {})}, [])
    if "refused" in answer:
        reason = _reason(answer)
        raise UnreadableFile(reason.why, **reason.values)
    return answer, files


def _reason(answer: dict[str, Any]) -> Reason:
    why, values = answer["refused"]
    return Reason(Why[why], values)


def _ask(reader: str, data: bytes) -> _Answer | None:
    """The worker's answer, None when it had ended before it read the request."""
    global _worker
    worker = _running()
    assert worker.stdin and worker.stdout
    expired = threading.Event()

    def stop() -> None:
        expired.set()
        worker.kill()

    timer = threading.Timer(SECONDS, stop)
    timer.start()
    try:
        _send(worker.stdin, reader, data)
        answer = _received(worker.stdout)
    except BrokenPipeError:
        answer = None
    finally:
        timer.cancel()
    if answer is not None:
        return answer
    worker.kill()
    status = worker.wait()
    _worker = None
    if status == -signal.SIGALRM:
        return None
    if expired.is_set() or status == -signal.SIGXCPU:
        return {"refused": (Why.TOO_SLOW.name, {})}, []
    return {"refused": (Why.BREAKS.name, {"status": status})}, []


def _received(stdout: IO[bytes]) -> _Answer | None:
    """The answer behind the files that come before it, None where it breaks off."""
    files: list[tuple[str, bytes | Reason]] = []
    while (line := stdout.readline()).endswith(b"\n"):
        answer: dict[str, Any] = json.loads(line)
        if "inside" not in answer:
            return answer, files
        files.append((answer["inside"], _reason(answer) if "refused" in answer else stdout.read(answer["size"])))
    return None


def _send(stdin: IO[bytes], reader: str, data: bytes) -> None:
    stdin.write(f"{reader} {len(data)}\n".encode())
    stdin.write(data)
    stdin.flush()


def _running() -> subprocess.Popen[bytes]:
    global _worker, _served
    if _worker is not None and (_served >= FILES or _worker.poll() is not None):
        _worker.kill()
        _worker.communicate()
        _worker = None
    if _worker is None:
        command = [sys.executable, "-P", "-m", "corpus.readers.worker"]
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
        environment = {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
        _worker = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd="/"
        )
        _served = 0
    _served += 1
    return _worker
