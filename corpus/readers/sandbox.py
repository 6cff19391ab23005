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
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.reasons import Reason, Why

SECONDS, RECOGNITION_SECONDS = 30, 3600
"""Longest wait for one file; its computing time is limited more tightly in `corpus.readers.worker`."""
FILES = 300
"""Files that one worker reads before a fresh one takes over, so that no leak in a parser adds up."""

_ROOT = Path(__file__).resolve().parents[2]
_Answer = tuple[dict[str, Any], list[tuple[str, bytes | Reason]]]
"""The last line of an answer, and the files before it."""


class Apart:
    """One reading process after the other; `arguments` are those of `corpus.readers.worker`."""

    def __init__(self, *arguments: str, seconds: float) -> None:
        self.worker: subprocess.Popen[bytes] | None = None
        self.served = 0
        self.seconds = seconds
        self._arguments = arguments
        self._lock = threading.Lock()

    def answer(self, reader: str, data: bytes) -> _Answer:
        """What the process answers. Raises UnreadableFile, also when a limit is reached."""
        with self._lock:
            found = self._ask(reader, data)
            if found is None:  # It went idle in the moment in which it was asked.
                found = self._ask(reader, data)
        answer, files = found or ({"refused": (Why.NO_PROCESS.name, {})}, [])
        if "refused" in answer:
            reason = _reason(answer)
            raise UnreadableFile(reason.why, **reason.values)
        return answer, files

    def _ask(self, reader: str, data: bytes) -> _Answer | None:
        """The worker's answer, None when it had ended before it read the request."""
        worker = self._running()
        assert worker.stdin and worker.stdout
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            worker.kill()

        timer = threading.Timer(self.seconds, stop)
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
        self.worker = None
        if status == -signal.SIGALRM:
            return None
        if expired.is_set() or status == -signal.SIGXCPU:
            return {"refused": (Why.TOO_SLOW.name, {})}, []
        return {"refused": (Why.BREAKS.name, {"status": status})}, []

    def _running(self) -> subprocess.Popen[bytes]:
        if self.worker is not None and (self.served >= FILES or self.worker.poll() is not None):
            self.worker.kill()
            self.worker.communicate()
            self.worker = None
        if self.worker is None:
            command = [sys.executable, "-P", "-m", "corpus.readers.worker", *self._arguments]
            kept = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
            environment = {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
            pipe = subprocess.PIPE
            self.worker = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment, cwd="/"
            )
            self.served = 0
        self.served += 1
        return self.worker


parsing = Apart(seconds=SECONDS)
recognizing = Apart("recognition", seconds=RECOGNITION_SECONDS)


def read_apart(reader: str, data: bytes) -> list[Block]:
    """The lines that the `reader`, a key of `corpus.readers.worker.READERS`, finds in `data`.

    Raises UnreadableFile, also when a limit is reached.
    """
    return [as_block(values) for values in parsing.answer(reader, data)[0]["blocks"]]


def recognize_apart(reader: str, data: bytes) -> list[Block]:
    """As `read_apart`, in a process that has the memory and the time for text recognition."""
    return [as_block(values) for values in recognizing.answer(reader, data)[0]["blocks"]]


def unpack_apart(unpacker: str, data: bytes) -> list[tuple[str, bytes | Reason]]:
    """The files that the `unpacker`, a key of `corpus.readers.worker.UNPACKERS`, finds in `data`: path, bytes or fault.

    Raises UnreadableFile, also when a limit is reached.
    """
    return parsing.answer(unpacker, data)[1]


def as_block(values: Sequence[Any]) -> Block:
    """The block with these fields, as JSON keeps them."""
    text, line, level, page, turns, rule, recognized = values
    recognized = tuple((page, confidence) for page, confidence in recognized)
    return Block(text, line, level, page=page, turns=tuple(turns), rule=rule, recognized=recognized)


def _reason(answer: dict[str, Any]) -> Reason:
    why, values = answer["refused"]
    return Reason(Why[why], values)


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
