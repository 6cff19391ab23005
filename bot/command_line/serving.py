"""Commands that serve until they are stopped: people on Telegram, other programs by the Model Context Protocol."""

from pathlib import Path

import click

from bot.command_line.common import built_collection, settings_from, with_common_options
from bot.errors import BotError


@click.command()
@with_common_options
def bot_command(**common: Path | None) -> None:
    """Run the Telegram bot (token in TELEGRAM_BOT_TOKEN)."""
    from bot.settings import telegram_token

    settings = settings_from(**common)
    token = telegram_token()
    from bot.telegram.application import run_bot

    run_bot(settings, built_collection(settings), token)


@click.command()
@click.option(
    "--http", "port", metavar="PORT", type=click.IntRange(0, 65535), help="Serve HTTP on 127.0.0.1 instead of pipes."
)
@with_common_options
def mcp_command(port: int | None, **common: Path | None) -> None:
    """Serve the collection to other programs (Model Context Protocol)."""
    try:
        from bot.mcp.bearers import Bearers, tokens_given
        from bot.mcp.running import serve_http, serve_pipes
    except ModuleNotFoundError as fault:
        raise BotError(f"`yuanwen mcp` needs the package {fault.name}; run `pip install 'yuanwen[mcp]'`") from None

    settings = settings_from(**common)
    collection = built_collection(settings)
    if port is None:
        # Whoever starts the process may read the library as well.
        serve_pipes(lambda token: collection.snapshot())
    else:
        serve_http(Bearers(collection, settings, tokens_given()).viewed, port)


SERVING = (bot_command, mcp_command)
