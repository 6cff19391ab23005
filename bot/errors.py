"""The errors of this room.

BotError            anything a person must be told in one line
├── SettingsError   config.yaml or the environment cannot be used
└── QuoteMismatch   no quote of an answer is found in its document
"""


class BotError(Exception):
    """`str(error)` is one line: found, expected, what to do."""


class SettingsError(BotError):
    """The settings cannot be used as they are."""


class QuoteMismatch(BotError):
    """Nothing of an answer may be sent, because none of its quotes stands in its document as quoted."""
