"""The server asked by the package's own client: in memory, over pipes and over HTTP, as two processes."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from bot.errors import BotError
from bot.mcp.server import library_server
from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from retrieval.snapshot import Snapshot
from tests.support.paths import ROOT

QUESTION = "送外卖的能参加工会吗"
RULES = "云岭市文明养犬管理条例"
ACCEPTED = {"Accept": "application/json, text/event-stream"}
Connecting = Callable[[], AbstractAsyncContextManager[Client]]


def command(collection: Collection, *options: str) -> list[str]:
    return [sys.executable, "-m", "bot", "mcp", "--library", str(collection.folder), *options]


@contextmanager
def served_over_http(collection: Collection) -> Iterator[str]:
    """The address that a process serves at."""
    process = subprocess.Popen(
        command(collection, "--http", "0"),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stderr
        url = next(line.strip() for line in process.stderr if line.startswith("http"))
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def http_url(collection: Collection) -> Iterator[str]:
    with served_over_http(collection) as url:
        yield url


@pytest.fixture(params=["memory", "pipes", "http"])
def connecting(request: pytest.FixtureRequest, collection: Collection) -> Connecting:
    """Connects a client in one of the ways."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Client]:
        if request.param == "memory":
            transport: Any = library_server(lambda token: collection.snapshot())
        elif request.param == "http":
            transport = request.getfixturevalue("http_url")
        else:
            program, *arguments = command(collection)
            transport = StdioServerParameters(
                command=program, args=arguments, cwd=str(ROOT), env={"PYTHONPATH": str(ROOT)}
            )
        async with Client(transport) as client:
            yield client

    if request.param == "http":
        request.getfixturevalue("http_url")
    return connected


def test_every_tool_and_resource_answers(connecting: Connecting, collection: Collection) -> None:
    async def talk() -> None:
        async with connecting() as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == {"ask", "search", "outline", "read"}
            answer = await structured(client, "ask", question=QUESTION)
            snapshot = collection.snapshot()
            expected = snapshot.answer(QUESTION, offers=True).to_json()
            assert answer == json.loads(json.dumps(expected))
            document = snapshot.document(answer["quotes"][0]["document_id"])
            assert document and document.text[answer["quotes"][0]["start"] :].startswith(answer["quotes"][0]["text"])

            documents = (await structured(client, "outline"))["documents"]
            assert len(documents) == len(snapshot.documents)
            outline = await structured(client, "outline", document=RULES)
            article = next(h for h in outline["headings"] if h["heading"] == "第十一条")
            section = await structured(client, "read", address=article["address"])
            assert section["heading_path"][-1] == "第十一条"
            assert "每户限养犬只两只" in section["text"]
            read = await client.read_resource(article["address"])
            assert read.contents[0].text == section["text"]  # type: ignore[union-attr]
            assert (await structured(client, "read", address=f"yuanwen://{RULES}/第十一条"))["text"] == section["text"]

            hits = await structured(client, "search", words="限养犬只", limit=1)
            assert hits["total"] >= 1 and "限养犬只" in hits["passages"][0]["text"]
            listed = (await client.list_resources()).resources
            assert {str(r.uri) for r in listed} == {d["address"] for d in documents}

    asyncio.run(talk())


def test_what_another_process_builds_is_served_at_once(tmp_path: Path, encoder: Encoder) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "桥.md").write_text("# 关于大桥的讲话\n\n大桥每年检修两次。\n", encoding="utf-8")
    serving = Collection(folder, tmp_path / "library", Answerer(encoder))
    serving.reload()
    program, *arguments = command(serving, "--corpus", str(folder))
    pipes = StdioServerParameters(command=program, args=arguments, cwd=str(ROOT), env={"PYTHONPATH": str(ROOT)})

    async def talk() -> None:
        async with Client(pipes) as client:
            assert len((await structured(client, "outline"))["documents"]) == 1
            (folder / "隧道.md").write_text("# 关于隧道的讲话\n\n隧道每晚清洗一次。\n", encoding="utf-8")
            report = await asyncio.to_thread(serving.reload)
            outline = await structured(client, "outline")
            assert (len(outline["documents"]), outline["generation"]) == (2, report.generation)

    asyncio.run(talk())


def test_faults_are_tool_errors_of_one_line(connecting: Connecting) -> None:
    async def talk() -> None:
        async with connecting() as client:
            for tool, arguments in (
                ("read", {"address": "yuanwen://nothing/1"}),
                ("read", {"address": f"{RULES}/9999"}),
                ("read", {"address": "../../etc/passwd"}),
                ("read", {"address": RULES, "offset": 10**9}),
                ("outline", {"document": "政府"}),
                ("search", {"words": "  "}),
                ("ask", {"question": "几条", "document": "没有的文件"}),
            ):
                result = await client.call_tool(tool, arguments)
                text = result.content[0].text  # type: ignore[union-attr]
                assert result.is_error or tool == "outline", (tool, text)
                assert not result.is_error or (len(text.splitlines()) == 1 and "Traceback" not in text)
            with pytest.raises(MCPError):
                await client.read_resource("yuanwen://nothing/1")

    asyncio.run(talk())


def test_whoever_has_no_token_is_refused_and_each_token_sees_its_own(collection: Collection) -> None:
    """The seam for access labels: a token leads to a snapshot."""
    snapshots: dict[str | None, Snapshot] = {"all": collection.snapshot()}

    def viewed(token: str | None) -> Snapshot:
        if token not in snapshots:
            raise BotError("this token is not known; ask the administrator for one")
        return snapshots[token]

    async def talk() -> None:
        app = library_server(viewed).streamable_http_app(stateless_http=True)
        address, request = (
            "http://127.0.0.1:8000/mcp",
            {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}},
        )
        async with app.router.lifespan_context(app):
            for token in ("all", "wrong", None):
                sent = {"Authorization": f"Bearer {token}"} if token else {}
                async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), headers=sent) as http:
                    if token == "all":
                        async with Client(streamable_http_client(address, http_client=http)) as client:
                            assert (await structured(client, "outline"))["documents"]
                        continue
                    refused = await http.post(address, json=request, headers=ACCEPTED)
                    assert "this token is not known" in refused.text
                    assert "outline" not in refused.text

    asyncio.run(talk())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:80"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_a_web_page_cannot_reach_it_by_a_name_of_its_own(http_url: str, headers: dict[str, str], status: int) -> None:
    ping = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    assert httpx2.post(http_url, json=ping, headers=ACCEPTED | headers).status_code == status
    assert httpx2.post(http_url, json=ping, headers=ACCEPTED).status_code not in (421, 403)


def test_a_port_in_use_is_said_in_one_line(collection: Collection, http_url: str) -> None:
    port = http_url.rpartition(":")[2].partition("/")[0]
    ran = subprocess.run(command(collection, "--http", port), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1 and f"port {port}" in ran.stderr


async def structured(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    content: dict[str, Any] = result.structured_content
    return content
