"""导出 in the terminal: a file in the folder that the conversation was started in, beside whatever is there."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.asking import Answering
from bot.exports.gathering import Noted, count_of, excerpts
from bot.exports.word import file_name, word_file
from bot.messages import Texts
from bot.rendering import Part, notice


def write_export(conversation: Sequence[Noted], snapshot: Answering, texts: Texts, folder: Path) -> list[Part]:
    """Write what was quoted to a new file in `folder`; what is to be said of that."""
    say, now = texts.export, datetime.now()
    found = excerpts(conversation, snapshot)
    if not found:
        return [notice(say.nothing)]
    content = word_file(found, texts, now)
    try:
        file = _new_file(folder / file_name(texts, now), content)
    except OSError as fault:
        return [notice(say.not_written.format(folder=folder.absolute(), reason=fault.strerror))]
    count, left_out = count_of(found)
    told = [notice(say.written.format(file=file.absolute(), count=count))]
    return [*told, notice(say.left_out.format(count=left_out))] if left_out else told


def _new_file(wanted: Path, content: bytes) -> Path:
    """The file that was written, under another name where the one `wanted` is taken. Raises OSError."""
    file, number = wanted, 1
    while True:
        try:
            with file.open("xb") as opened:
                opened.write(content)
        except FileExistsError:
            number += 1
            file = wanted.with_stem(f"{wanted.stem}-{number}")
        else:
            return file
