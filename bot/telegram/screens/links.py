"""Links that open the private chat at a document or a section: what they say, read as strictly as a button."""

import re
from urllib.parse import quote

from bot.telegram.screens.buttons import NO_HEADING
from corpus.document import Document

_PAYLOAD = re.compile(r"([0-9A-Za-z]{4,40})(?:[-_]([0-9]{1,5}))?")


def link(username: str, document: Document, heading: int = NO_HEADING) -> str:
    """The address that opens the private chat at `document` or one of its sections.

    It holds as long as the document stays as it is, whatever is built around it: its id is that of its text.
    """
    payload = document.id if heading == NO_HEADING else f"{document.id}-{heading}"
    return f"https://t.me/{username}?start={payload}"


def share(address: str, title: str) -> str:
    """The address that offers to send `address` to another chat."""
    return f"https://t.me/share/url?url={quote(address, safe='')}&text={quote(title, safe='')}"


def read_payload(payload: str) -> tuple[str | None, int]:
    """The document id and heading in a link's payload; (None, NO_HEADING) for what the bot cannot have written."""
    found = _PAYLOAD.fullmatch(payload)
    if found is None:
        return None, NO_HEADING
    return found[1], int(found[2]) if found[2] else NO_HEADING
