"""Mails (.eml) with what is attached to them, and web pages saved in one file (.mht), which have the form of a mail."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from itertools import islice

from corpus.document import Block
from corpus.errors import UnreadableFile
from corpus.readers.limits import FILES_INSIDE
from corpus.readers.packed.archive import Inside, apart, safe_name
from corpus.readers.text import decode, read_text
from corpus.readers.web.reader import WIDER, read_web_page
from corpus.reasons import Why

_HEADERS = (("发件人", "from"), ("收件人", "to"), ("时间", "date"))
_ENDINGS = {"message/rfc822": ".eml", "text/html": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
"""Of attachments without a name."""
_SHOWN = re.compile(r"cid:([^\"'\s>)]+)", re.I)
"""A picture inside the text."""
_BARE_NAME = re.compile(r"(?:file)?name\s*=\s*\"?([^\";\r\n]+)", re.I)


def read_mail(data: bytes) -> list[Block]:
    """The subject, then the text of a mail; who sent it when to whom is the mail's own. Raises UnreadableFile."""
    mail = _parsed(data)
    subject = _header(mail, "subject")
    body = _body(mail)
    lines = [
        Block(f"{name}：{value}", 0, rule="mail header") for name, key in _HEADERS if (value := _header(mail, key))
    ]
    first = next((block.text.strip() for block in body if block.text.strip() and not block.rule), "")
    if not first:
        return []
    if subject and "".join(subject.split()) != "".join(first.split()):
        lines.insert(0, Block(subject, 0))
    return [
        Block(block.text, number, block.level, rule=block.rule) for number, block in enumerate([*lines, *body], start=1)
    ]


def unpack_mail(data: bytes) -> Iterator[Inside]:
    """The files attached to a mail, pictures inside its text left out. Raises UnreadableFile."""
    leaves = _leaves(_parsed(data))
    pages = [_text(part) for part in leaves if part.get_content_type() == "text/html" and not _is_attached(part)]
    shown = {f"<{name}>" for page in pages for name in _SHOWN.findall(page)}
    attached = [part for part in leaves if _is_attached(part) and str(part.get("Content-ID", "")).strip() not in shown]
    names = apart([safe_name(_name(part)).replace("/", "_") for part in attached])
    for name, part in zip(names, attached, strict=True):
        yield name, _content(part)


def read_mht(data: bytes) -> list[Block]:
    """The lines of the page itself, which is the first one in the file. Raises UnreadableFile."""
    for part in _leaves(_parsed(data)):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return read_web_page(_text(part).encode("utf-8-sig"))
    raise UnreadableFile(Why.NOTHING_INSIDE)


def _parsed(data: bytes) -> Message:
    try:
        return message_from_bytes(data)
    except (RecursionError, MessageError, ValueError, LookupError):
        raise UnreadableFile(Why.DAMAGED_PACKAGE) from None


def _leaves(mail: Message) -> list[Message]:
    """The parts that hold something themselves; a mail that is attached is one of them, unopened."""
    found: list[Message] = []
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        if part.get_content_type() == "message/rfc822" and part is not mail:
            found.append(part)
        elif part.is_multipart():
            inner = part.get_payload()
            waiting += reversed([child for child in inner if isinstance(child, Message)])
        else:
            found.append(part)
        if len(found) > FILES_INSIDE:
            raise UnreadableFile(Why.MANY_FILES, count=len(found), limit=FILES_INSIDE)
    return found


def _is_attached(part: Message) -> bool:
    kind, place = part.get_content_type(), part.get_content_disposition()
    return kind == "message/rfc822" or place == "attachment" or (kind[:5] != "text/" and bool(part.get_filename()))


def _body(mail: Message) -> list[Block]:
    """The text as a page where there is one, since plain text breaks its lines at a width."""
    texts = [part for part in _leaves(mail) if part.get_content_maintype() == "text" and not _is_attached(part)]
    page = next((part for part in texts if part.get_content_type() == "text/html"), None)
    if page is not None:
        try:
            return read_web_page(_text(page).encode("utf-8-sig"))
        except UnreadableFile as fault:
            if fault.reason.why is not Why.EMPTY:
                raise
    return [block for part in texts if part is not page for block in read_text(_text(part).encode())]


def _text(part: Message) -> str:
    """By the encoding that the part states where it is that, else as text is recognised."""
    data = _content(part)
    stated = (part.get_content_charset() or "").lower()
    try:
        return data.decode(WIDER.get(stated, stated)) if stated else decode(data)
    except (LookupError, UnicodeError, ValueError):
        return decode(data)


def _content(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        mails = [mail for mail in islice(inner, 1) if isinstance(mail, Message)] if isinstance(inner, list) else []
        return mails[0].as_bytes() if mails else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name(part: Message) -> str:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload()
        subject = (
            _header(inner[0], "subject") if isinstance(inner, list) and inner and isinstance(inner[0], Message) else ""
        )
        return f"{subject or '邮件'}.eml"
    stated = part.get_filename() or ""
    if "\ufffd" in stated:
        # Bare bytes, which the library does not keep: it knows no encoding for them.
        bare = _BARE_NAME.search(_raw(part, "content-disposition") or _raw(part, "content-type"))
        stated = bare[1].strip() if bare else stated
    return _decoded(stated) or f"附件{_ENDINGS.get(kind, '')}"


def _raw(part: Message, name: str) -> str:
    return next((str(value) for key, value in part.raw_items() if key.lower() == name), "")


def _header(mail: Message, name: str) -> str:
    """A header as a person reads it, on one line."""
    return " ".join(_decoded(_raw(mail, name)).split())


def _decoded(raw: str) -> str:
    """A header's encoded words, or its bare bytes, as text."""
    try:
        bare = raw.encode("ascii", "surrogateescape")
        if not bare.isascii():
            return decode(bare)
        return "".join(
            piece
            if isinstance(piece, str)
            else piece.decode(WIDER.get((charset or "ascii").lower(), charset or "ascii"), "replace")
            for piece, charset in decode_header(raw)
        )
    except (UnreadableFile, MessageError, ValueError, LookupError):
        return re.sub("[\ud800-\udfff]", "\ufffd", raw)
