"""Readers in a process of their own: what a bad file does there, and what does not need it."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import sandbox, worker
from tests.fuzz.readers import fuzz
from tests.support.documents import document_in
from tests.support.made_files import REPORT, as_docx, as_html, as_pdf
from tests.support.paths import ROOT, SPEECHES


class TestLimits:
    """A file that breaks, blocks or bloats its reader is refused; the next one is read by a fresh process."""

    @pytest.fixture(autouse=True)
    def _reads_on_afterwards(self, tmp_path: Path) -> Iterator[None]:
        yield
        assert document_in(tmp_path / "后.docx", as_docx()).title == REPORT[0][1]

    def test_a_reader_that_dies(self) -> None:
        sandbox.read_apart("html", as_html())
        assert sandbox.parsing.worker is not None
        sandbox.parsing.worker.kill()
        sandbox.parsing.worker.wait()
        assert sandbox.read_apart("html", as_html())

    def test_a_reader_that_ends_idle_as_it_is_asked(self) -> None:
        sandbox.read_apart("html", as_html())
        assert sandbox.parsing.worker is not None
        sandbox.parsing.worker.send_signal(signal.SIGALRM)
        assert sandbox.read_apart("html", as_html())

    def test_a_reader_that_hangs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox.parsing, "seconds", 0.001)
        began = time.monotonic()
        with pytest.raises(UnreadableFile, match="too long"):
            sandbox.read_apart("pdf", as_pdf(REPORT * 30))
        assert time.monotonic() - began < worker.MOST_SECONDS

    def test_the_reader_gets_no_secrets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
        monkeypatch.setattr(sandbox.parsing, "served", sandbox.FILES)
        sandbox.read_apart("html", as_html())
        assert sandbox.parsing.worker is not None
        environment = Path(f"/proc/{sandbox.parsing.worker.pid}/environ")
        if environment.exists():
            assert b"secret" not in environment.read_bytes()


def test_hostile_files_end_as_documents_or_reasons() -> None:
    outcome = fuzz(150, seed=11)
    assert not outcome.faults
    assert outcome.read >= 15
    assert sum(outcome.reasons.values()) >= 75


def test_plain_text_needs_neither_process_nor_parser() -> None:
    code = (
        "import sys; from pathlib import Path; from corpus.ingest import read_document; from corpus.readers import sandbox\n"
        f"texts = [f for f in Path({str(SPEECHES)!r}).iterdir() if f.suffix in ('.txt', '.md')]\n"
        "assert [read_document(f) for f in texts]; print(sandbox.parsing.worker, 'lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["None", "False"]
