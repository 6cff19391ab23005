"""The server of the protocol: four tools, and every document and section as a resource.

Who asks is known by a token, over HTTP alone; `viewed` gives the snapshot that its bearer may see.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerMiddleware, ServerRequestContext
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_REQUEST, Resource, ToolAnnotations

from bot.asking import Answering
from bot.errors import BotError, NoSuchSection
from bot.mcp.addresses import SCHEME, find_address, quoted
from bot.mcp.tools import answer_json, contents_json, read_json, search_json
from retrieval.errors import RetrievalError

Viewed = Callable[[str | None], Answering]
"""From the token of a request, None where it bears none, to what its bearer may see. Raises BotError for one that is not known."""

_INSTRUCTIONS = (
    "A collection of Chinese speeches, work reports and other official documents. `ask` answers a question in Chinese in the "
    "documents' own words, or says that they do not; quote only the `text` of its quotes, verbatim, with document and headings. "
    "`search` finds passages by words, `outline` lists documents and headings, `read` gives a section as written."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_TOKEN: ContextVar[str | None] = ContextVar("token", default=None)


class LibraryServer(MCPServer[Any]):
    """Lists, beside what the package does, the documents of the snapshot at hand."""

    def __init__(self, viewed: Viewed) -> None:
        self._viewed = viewed
        super().__init__(
            "yuanwen", title="原文", instructions=_INSTRUCTIONS, log_level="WARNING", middleware=[_with_token(viewed)]
        )

    @property
    def snapshot(self) -> Answering:
        """What whoever makes the request at hand may see."""
        return self._viewed(_TOKEN.get())

    async def list_resources(self) -> list[Resource]:
        """One for each document; sections are addressed as `outline` says."""
        return [
            Resource(uri=f"{SCHEME}{d.id}", name=d.name, title=d.name, description=d.source, mime_type="text/plain")
            for d in self.snapshot.documents
        ]


def library_server(viewed: Viewed) -> LibraryServer:
    """The server with its tools and resources, serving nothing yet."""
    server = LibraryServer(viewed)

    @server.tool(annotations=_READS)
    def ask(question: str, document: str = "") -> dict[str, Any]:
        """Answer a question in Chinese by verbatim quotes, of one `document` (id, title or file) where it is given.

        The result is the Answer object of `yuanwen ask --json`; where `refused` is true the collection has no answer.
        """
        with _in_one_line():
            return answer_json(server.snapshot, question, document)

    @server.tool(annotations=_READS)
    def search(words: str, limit: int = 20) -> dict[str, Any]:
        """All passages that hold the words (separated by blanks), those that hold them most often first; 50 at most."""
        with _in_one_line():
            return search_json(server.snapshot, words, limit)

    @server.tool(annotations=_READS)
    def outline(document: str = "") -> dict[str, Any]:
        """The headings of a document (id, title or file) with their addresses; without one, all documents."""
        with _in_one_line():
            return contents_json(server.snapshot, document)

    @server.tool(annotations=_READS)
    def read(address: str, offset: int = 0) -> dict[str, Any]:
        """The text of a section, by its address `yuanwen://<document>/<heading>`; long ones in pages, from `offset` on."""
        with _in_one_line():
            return read_json(server.snapshot, address, offset)

    @server.resource(SCHEME + "{document}", name="document", mime_type="text/plain")
    def document_text(document: str) -> str:
        """A document as written."""
        return _text(server.snapshot, quoted(document))

    @server.resource(SCHEME + "{document}/{heading}", name="section", mime_type="text/plain")
    def section_text(document: str, heading: str) -> str:
        """A section as written, by the number or the words of its heading."""
        return _text(server.snapshot, f"{quoted(document)}/{quoted(heading)}")

    return server


def _text(snapshot: Answering, address: str) -> str:
    try:
        found = find_address(snapshot, address)
    except NoSuchSection as fault:
        raise ResourceNotFoundError(str(fault)) from None
    return found.tree.document.text[slice(*found.span)]


@contextmanager
def _in_one_line() -> Iterator[None]:
    """What a person is told of a fault, the program is told too; anything else stays in the log."""
    try:
        yield
    except (BotError, RetrievalError) as fault:
        raise ToolError(" ".join(str(fault).split())) from None


def _with_token(viewed: Viewed) -> ServerMiddleware[Any]:
    async def middleware(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        """Judge the token of each request before anything is done for it."""
        token = _bearer(ctx.request)
        try:
            viewed(token)
        except BotError as fault:
            raise MCPError(code=INVALID_REQUEST, message=str(fault)) from None
        before = _TOKEN.set(token)
        try:
            return await call_next(ctx)
        finally:
            _TOKEN.reset(before)

    return middleware


def _bearer(request: Any) -> str | None:
    """The token of an HTTP request; None where it bears none, and over pipes."""
    scheme, _, token = (request.headers.get("authorization", "") if request is not None else "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
