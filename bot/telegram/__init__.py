"""The Telegram bot: `build_application` wires it, `run_bot` runs it until it is stopped."""

from bot.telegram.application import build_application, run_bot

__all__ = ["build_application", "run_bot"]
