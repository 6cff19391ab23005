"""The errors of this room.

BotError            anything a person must be told in one line
├── SettingsError   config.yaml or the environment cannot be used
├── StoreFault      the database does not take or give what is remembered
├── NoSuchSection   an address names no document or section
├── DraftUnusable   a draft cannot be read, or its copy not written
└── QuoteMismatch   no quote of an answer is found in its document
"""


class BotError(Exception):
    """`str(error)` is one line: found, expected, what to do."""


class SettingsError(BotError):
    """The settings cannot be used as they are."""


class StoreFault(BotError):
    """What is remembered could not be read or written, now; what stands in the database stays."""


class NoSuchSection(BotError):
    """What another program asks for is not in the collection."""


class DraftUnusable(BotError):
    """The draft that is to be checked cannot be used; the text is in the language of whoever gave it."""


class QuoteMismatch(BotError):
    """Nothing of an answer may be sent, because none of its quotes stands in its document as quoted."""


def said_of_system(fault: OSError) -> str:
    """What the system refuses, as one line: which file, why, what to look at."""
    return (
        f"{fault.filename or 'a file'}: {fault.strerror or fault}; check the path, its permissions and the free space"
    )
