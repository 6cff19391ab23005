"""Serving over pipes, as programs start it, or over HTTP on this machine alone."""

import socket
import sys

import anyio
import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from bot.errors import BotError
from bot.mcp.server import Viewed, library_server

HOST = "127.0.0.1"
PATH = "/mcp"


def serve_pipes(viewed: Viewed) -> None:
    """Serve whoever started this process, until its end of the pipe is closed. Nothing else may be written to stdout."""
    library_server(viewed).run("stdio")


def serve_http(viewed: Viewed, port: int) -> None:
    """Serve at `http://127.0.0.1:PORT/mcp` until SIGINT or SIGTERM; port 0 is any free one. Raises BotError.

    Only requests addressed to this machine are taken, so that no web page reaches it by a name of its own (DNS rebinding).
    """
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError as fault:
            raise BotError(f"cannot listen on {HOST} port {port}: {fault.strerror}; give another with --http") from None
        port = listening.getsockname()[1]
        hosts = [f"{HOST}:{port}", f"localhost:{port}"]
        security = TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=[f"http://{host}" for host in hosts])
        app = library_server(viewed).streamable_http_app(
            streamable_http_path=PATH, stateless_http=True, host=HOST, transport_security=security
        )
        print(f"http://{HOST}:{port}{PATH}", file=sys.stderr, flush=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        anyio.run(server.serve, [listening])
