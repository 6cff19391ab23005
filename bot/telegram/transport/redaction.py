"""Keeping the bot's token out of the log, whoever writes to it and however it is formatted."""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from telegram.error import InvalidToken

TOKEN = re.compile(r"\d{6,}(?::|%3A)[\w-]{30,}")
HIDDEN = "<token>"
CHATTY = ("httpx", "httpcore")
"""Loggers that print each request's address, which holds the token."""


@contextmanager
def token_kept_secret(token: str) -> Iterator[None]:
    """While this lasts, no log record made in this process carries `token` or anything shaped like one.

    Works on the records themselves, so that it holds for handlers added later too.
    """
    secret = re.compile("|".join((re.escape(token), re.escape(token.partition(":")[2]), TOKEN.pattern)))
    make = logging.getLogRecordFactory()
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    polling = logging.getLogger("telegram.ext")

    def redacted(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return _redact(make(*args, **kwargs), secret)

    logging.setLogRecordFactory(redacted)
    polling.addFilter(_not_refused)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)
        polling.removeFilter(_not_refused)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _redact(record: logging.LogRecord, secret: re.Pattern[str]) -> logging.LogRecord:
    message = record.getMessage()
    if secret.search(message):
        record.msg, record.args = secret.sub(HIDDEN, message), None
    if record.exc_info and record.exc_info[1] is not None:
        # Formatters take `exc_text` as it is and do not format the exception again.
        record.exc_text = secret.sub(HIDDEN, "".join(traceback.format_exception(record.exc_info[1])).rstrip())
    return record


def _not_refused(record: logging.LogRecord) -> bool:
    """Leaves out the library's traceback about a refused token, which `run_bot` reports in one line."""
    return not (record.exc_info and isinstance(record.exc_info[1], InvalidToken))
