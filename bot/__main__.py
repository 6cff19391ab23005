"""`python -m bot` is `yuanwen`."""

from bot.cli import main

main()
