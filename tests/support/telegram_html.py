"""Telegram's HTML, read as strictly as its server reads it: what it would refuse is refused here in the same words."""

import html
import re
from dataclasses import dataclass

SIMPLE_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "code", "pre", "blockquote"}
TOKEN = re.compile(r"<(?P<close>/?)(?P<name>[^\s<>/]*)(?P<attributes>[^<>]*)>|<|&(?P<entity>#?\w*)(?P<end>;?)|[^<&]+")
ENTITY = re.compile(r"#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot")


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted span: `start` and `end` are characters of the text without markup."""

    type: str
    start: int
    end: int


class BadHtml(Exception):
    """The markup would be refused; `str(error)` is the server's description."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Bad Request: can't parse entities: {reason}")


def parse(source: str) -> tuple[str, list[Entity]]:
    """The text and the entities of `source`. Raises BadHtml."""
    text = ""
    entities: list[Entity] = []
    opened: list[tuple[str, str, int]] = []
    for token in TOKEN.finditer(source):
        offset = len(source[: token.start()].encode())
        if token["name"] is not None:
            if token["close"]:
                entities.append(_closed(token["name"].lower(), opened, len(text), offset))
            else:
                opened.append(_opened(token["name"].lower(), token["attributes"], opened, len(text), offset))
        elif token[0] == "<":
            raise BadHtml(f'Unsupported start tag "" at byte offset {offset}')
        elif token["entity"] is not None:
            text += _character(token)
        else:
            text += token[0]
    if opened:
        raise BadHtml(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text, sorted((e for e in entities if e.end > e.start), key=lambda e: (e.start, -e.end))


def _opened(
    name: str, attributes: str, opened: list[tuple[str, str, int]], position: int, offset: int
) -> tuple[str, str, int]:
    attributes = attributes.strip()
    allowed = (
        (name in SIMPLE_TAGS and not attributes)
        or (name == "blockquote" and attributes == "expandable")
        or (name == "a" and re.fullmatch(r'href="[^"]*"', attributes))
        or (name == "span" and attributes == 'class="tg-spoiler"')
        or (name == "code" and re.fullmatch(r'class="language-[\w-]+"', attributes))
    )
    if not allowed:
        raise BadHtml(f'Unsupported start tag "{name}" at byte offset {offset}')
    if name == "blockquote" and any(tag == "blockquote" for tag, _, _ in opened):
        raise BadHtml(f"Blockquote can't be nested at byte offset {offset}")
    return name, f"{attributes}_blockquote" if attributes == "expandable" else name, position


def _closed(name: str, opened: list[tuple[str, str, int]], position: int, offset: int) -> Entity:
    if not opened:
        raise BadHtml(f'Unexpected end tag at byte offset {offset}, found "{name}"')
    tag, kind, start = opened.pop()
    if tag != name:
        raise BadHtml(f'Unmatched end tag at byte offset {offset}, expected "</{tag}>", found "</{name}>"')
    return Entity(kind, start, position)


def _character(token: re.Match[str]) -> str:
    if not token["entity"]:
        return token[0]
    if not (token["end"] and ENTITY.fullmatch(token["entity"])):
        raise BadHtml(f'Unknown entity "{token[0]}"')
    return html.unescape(token[0])


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
