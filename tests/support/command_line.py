"""`yuanwen` as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.paths import ROOT


def run(
    *arguments: str, cwd: Path = ROOT, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM_", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        env={**clean, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "PYTHONUTF8": "1", **environment},
        check=False,
    )
