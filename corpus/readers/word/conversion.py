"""Old office formats (.doc, .wps, .rtf, .odt) through LibreOffice, where it is installed: converted to .docx, then read.

LibreOffice runs with a profile of its own that forbids macros and fetching anything a document links to, and within
limits of time and memory.
"""

import contextlib
import io
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import zipfile
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.reasons import Why

SECONDS = 60
"""Longest conversion; the first one on a slow machine takes ten."""
MEMORY_KB = 3_000_000
"""Of address space, most of which LibreOffice reserves without using it."""

UNFOLDED = 100_000_000
"""Bytes of all parts of a package; pictures included."""

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)
_ITEM = '<item oor:path="/{0}"><prop oor:name="{1}" oor:op="fuse"><value>{2}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    + "</oor:items>"
)


def to_docx(data: bytes) -> bytes:
    """`data` converted to .docx. Raises UnreadableFile, also where LibreOffice is not installed."""
    # First of all, so that nobody installs LibreOffice for what is refused then.
    _check_package(data)
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnreadableFile(Why.NO_LIBREOFFICE)
    with tempfile.TemporaryDirectory(prefix="yuanwen-office-") as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        # Without a telling name LibreOffice goes by the content, as it should.
        source = folder / "document"
        source.write_bytes(data)
        _convert(program, source, folder)
        made = folder / "document.docx"
        if not made.is_file():
            raise UnreadableFile(Why.NOT_CONVERTED)
        return made.read_bytes()


def _check_package(data: bytes) -> None:
    """OpenDocument texts are packages; what they state to unfold to is looked at before LibreOffice does unfold them."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise UnreadableFile(Why.DAMAGED_PACKAGE) from None
    if size > UNFOLDED:
        raise UnreadableFile(Why.UNFOLDS, name="it", packed=len(data), size=size, limit=UNFOLDED)


def _convert(program: str, source: Path, folder: Path) -> None:
    command = [
        "/bin/sh",
        "-c",
        f'ulimit -v {MEMORY_KB}; ulimit -t {SECONDS}; exec "$@"',
        "sh",
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(source),
    ]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(Why.SLOW_CONVERSION, limit=SECONDS) from None
    finally:
        # LibreOffice starts a second process, which must not outlive the first.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
