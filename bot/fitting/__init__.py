"""Fits `bot/conversation/understanding/choosing.json`: `python -m bot.fitting`. Not in the wheel, never imported by the bot."""
