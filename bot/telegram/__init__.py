"""The Telegram bot: `build_application` wires it, `run_bot` runs it until it is stopped.

`application` puts everything together; `handlers` take messages and `commands` commands and buttons; `answers` has the
conversation reply, `screens` draw what it says; `transport` is about sending and about whom to serve, `updates` about
new generations of the collection. `services` is what handlers work with; `menus`, `housekeeping` and `health` run beside.
"""

from bot.telegram.application import build_application, run_bot

__all__ = ["build_application", "run_bot"]
