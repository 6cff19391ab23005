"""Links that open the private chat at a document or a section: what they say, read as strictly as a button."""

import re
from urllib.parse import quote

from corpus.document import Document
from corpus.headings.tree import ROOT

_PAYLOAD = re.compile(r"([0-9A-Za-z]{4,40})(?:[-_]([0-9]{1,5}))?")


def link(username: str, document: Document, heading: int = ROOT) -> str:
    """The address that opens the private chat at `document` or one of its sections.

    It holds as long as the document stays as it is, whatever is built around it: its id is that of its text.
    """
    payload = document.id if heading == ROOT else f"{document.id}-{heading}"
    return f"https://t.me/{username}?start={payload}"


def share(address: str, title: str) -> str:
    """The address that offers to send `address` to another chat."""
    return f"https://t.me/share/url?url={quote(address, safe='')}&text={quote(title, safe='')}"


def read_payload(payload: str) -> tuple[str, int]:
    """The document id and heading in a link's payload; ("", ROOT) for what the bot cannot have written."""
    found = _PAYLOAD.fullmatch(payload)
    if found is None:
        return "", ROOT
    return found[1], int(found[2]) if found[2] else ROOT
