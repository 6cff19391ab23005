"""Programs that ask over the MCP server, each with the token of somebody."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from bot.mcp.bearers import NOBODY, Bearers
from bot.mcp.server import library_server
from bot.settings import Settings
from retrieval.collection import Collection
from tests.support.labelled.rights import PARTIES

Calling = Callable[[int, str, dict[str, Any]], Awaitable[str]]
"""From who asks, the method and its parameters to all that comes back, letters as they are."""


@asynccontextmanager
async def programs(collection: Collection, settings: Settings) -> AsyncIterator[Calling]:
    """Each of PARTIES has a token, NOBODY has none."""
    tokens = {party: f"token-of-somebody-{number:03}" for number, party in enumerate(sorted(set(PARTIES)))}
    bearers = Bearers(collection, settings, {token: party for party, token in tokens.items()})
    app = library_server(bearers.viewed).streamable_http_app(stateless_http=True)

    async def call(party: int, method: str, parameters: dict[str, Any]) -> str:
        sent = {"Authorization": f"Bearer {tokens[party]}"} if party != NOBODY else {}
        accepted = {"Accept": "application/json, text/event-stream"}
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), headers={**accepted, **sent}) as http:
            response = await http.post("http://127.0.0.1:8000/mcp", json=request)
        assert response.status_code == 200, response.text
        events = [line.removeprefix("data: ") for line in response.text.splitlines() if line.startswith("data: ")]
        assert any('"result"' in event for event in events), response.text
        return "\n".join(json.dumps(json.loads(event), ensure_ascii=False) for event in events)

    async with app.router.lifespan_context(app):
        yield call
