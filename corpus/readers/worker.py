"""The process that reads untrusted files: requests on stdin, answers on stdout, one line of JSON each.

A request is a line `<reader> <size>` and that many bytes. The answer is one line; before it come the files inside, where
files are asked for, each as a line that says its size and that many bytes. Limits hold for memory (all files) and
computing time (each).
"""

import contextlib
import importlib
import json
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple
from typing import Any

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.limits import check_blocks, limit_time
from corpus.reasons import Reason, Value, Why

MEMORY = 1_000_000_000
"""Bytes of address space; a document of 20 MB with a million tags takes half of it."""
SECONDS, MORE_SECONDS, MOST_SECONDS = 2.0, 3.5, 8.0
"""Computing time for one file, more for each MB, and at most. PDFs of text alone, the slowest, take 3.5 a MB."""
RECOGNITION_MEMORY, RECOGNITION_SECONDS = 6_000_000_000, 120.0
"""The same for text recognition, which sets its own time for each page; its models reserve more than they use."""
IDLE = 60
"""Seconds without a request after which the process ends."""

READERS = {
    "html": ("corpus.readers.web.reader", "read_web_page"),
    "docx": ("corpus.readers.word.reader", "read_docx"),
    "pdf": ("corpus.readers.pdf.reader", "read_pdf"),
    "ofd": ("corpus.readers.ofd.reader", "read_ofd"),
    "slides": ("corpus.readers.slides.reader", "read_pptx"),
    "sheet": ("corpus.readers.sheets.workbook", "read_xlsx"),
    "book": ("corpus.readers.web.book", "read_epub"),
    "scan": ("corpus.readers.recognition.pictures", "read_scan"),
    "picture": ("corpus.readers.recognition.pictures", "read_picture"),
    "mail": ("corpus.readers.packed.mail", "read_mail"),
    "mht": ("corpus.readers.packed.mail", "read_mht"),
}
"""Module and function that read what; imported when the first such file comes."""
UNPACKERS = {
    "zip": ("corpus.readers.packed.archive", "unpack_zip"),
    "attachments": ("corpus.readers.packed.mail", "unpack_mail"),
}
"""Those that find files inside."""


def main() -> None:
    """Serve until stdin ends."""
    recognizes = sys.argv[1:] == ["recognition"]
    memory = RECOGNITION_MEMORY if recognizes else MEMORY
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit but does not let it be set.
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # A parser that prints must not write into the answers.
    sys.stdout = sys.stderr
    while True:
        signal.alarm(IDLE)
        head = requests.readline()
        signal.alarm(0)
        if not head:
            return
        reader, size = head.decode().split()
        data = requests.read(int(size))
        limit_time(RECOGNITION_SECONDS if recognizes else min(SECONDS + MORE_SECONDS * len(data) / 1e6, MOST_SECONDS))
        for answer, content in _answers(reader, data):
            answers.write(json.dumps(answer).encode() + b"\n" + content)
        del data
        answers.flush()


def _answers(reader: str, data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    try:
        if reader in UNPACKERS:
            for name, content in _loaded(UNPACKERS[reader])(data):
                if isinstance(content, Reason):
                    yield {"inside": name, **_refused(content.why, **content.values)}, b""
                else:
                    yield {"inside": name, "size": len(content)}, content
            yield {"blocks": []}, b""
        else:
            blocks: list[Block] = _loaded(READERS[reader])(data)
            check_blocks(blocks)
            yield {"blocks": [astuple(block) for block in blocks]}, b""
    except UnreadableFile as fault:
        yield _refused(fault.reason.why, **fault.reason.values), b""
    except MemoryError:
        yield _refused(Why.MUCH_MEMORY, limit=MEMORY // 10**6), b""
    except Exception as fault:
        # A parser met what its author did not foresee. The other files must still be read.
        yield _refused(Why.UNFORESEEN, fault=type(fault).__name__, reader=reader), b""


def _loaded(place: tuple[str, str]) -> Callable[[bytes], Any]:
    module, function = place
    found: Callable[[bytes], Any] = getattr(importlib.import_module(module), function)
    return found


def _refused(why: Why, **values: Value) -> dict[str, Any]:
    return {"refused": (why.name, values)}


if __name__ == "__main__":
    main()
