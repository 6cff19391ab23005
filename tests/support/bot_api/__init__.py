"""A small, strict Bot API server on this machine, for tests: what Telegram would refuse, it refuses.

`BotApi` (server) runs on the test's own event loop, `BotApiThread` (threaded) in a thread for a bot that blocks or is
another process. Both speak real HTTP: long polling with confirmed offsets, 409 for two pollers, faults on demand.
`updates` holds what users do until the bot has taken it, `chats` what the bot has sent, `responding` answers its calls,
`faults` is what may go wrong with one, `records` are users, chats and messages as the Bot API writes them.
"""

from tests.support.bot_api.faults import Fault
from tests.support.bot_api.records import GROUP, USERNAME, Sent
from tests.support.bot_api.server import BotApi
from tests.support.bot_api.threaded import BotApiThread

__all__ = ["GROUP", "USERNAME", "BotApi", "BotApiThread", "Fault", "Sent"]
