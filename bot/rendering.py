"""From an Answer to what a person sees, once for every channel.

An answer becomes a list of parts; HTML (Telegram) and plain text (terminal, fallback) are two ways to write the same
parts, so that both carry the same text. Quotes are never stripped, normalised or shortened; headings, titles and
bylines that are absurdly long are cut for display.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.messages import Texts
from retrieval.answer import Answer, Quote

Span = tuple[int, int]
Kind = Literal["notice", "source", "path", "quote", "item", "origin", "suggestion"]

LIMIT = 4096
"""UTF-16 code units of text, markup not counted, that one Telegram message may hold."""
ENTITIES = 100
"""Formatted spans that Telegram keeps in one message."""
EXPANDABLE = 350
"""Quotes with more characters than this are folded by Telegram until the reader opens them."""

TITLE, BYLINE, PATH, HIGHLIGHTS = 200, 120, 500, 20
ELSEWHERE, NAMED = 60, 2
"""Characters of the name of something else that says the same, and how many such are named."""
COUNTED = 6
"""Documents whose share of what was found is named."""
PATH_SEPARATOR = " › "
_CLOSING = ("quote", "item", "origin", "suggestion")
"""Kinds of parts after which something new starts with a blank line."""
SENTENCE_END = re.compile(r"[。！？；!?;…][”’」』）】》]*|(?=\n)")


@dataclass(frozen=True, slots=True)
class Part:
    """One line or block of a reply. `highlights` are (start, end) in `text`, to be set in bold."""

    kind: Kind
    text: str
    highlights: tuple[Span, ...] = ()


def parts(answer: Answer, texts: Texts, shown: int) -> list[Part]:
    """What to show for `answer`: its first `shown` quotes, or a plain refusal with what comes closest.

    A refusal shows one quote at most, without highlights: they mark the sentence that answers, and none does.
    """
    if answer.quotes and not answer.refused:
        return [part for quote in answer.quotes[:shown] for part in quote_parts(quote, texts)]
    offers = [(s.title, *s.heading_path) for s in answer.suggestions]
    return refusal_parts(answer.reason, answer.quotes[0] if answer.quotes else None, offers, texts)


def refusal_parts(
    reason: str | None, closest: Quote | None, offers: Sequence[Sequence[str]], texts: Texts
) -> list[Part]:
    """That nothing answers, the quote that comes closest, and what is offered: titles with heading paths."""
    result = [notice(texts.refusal(reason))]
    if closest is not None:
        result += [notice(texts.closest_quote), *quote_parts(replace(closest, highlights=()), texts)]
    if offers:
        result.append(notice(texts.offer(reason)))
        result += [offer_part(offer) for offer in offers]
    return result


def notice(text: str) -> Part:
    """A sentence of the bot's own."""
    return Part("notice", text)


def numbered(part: Part, number: int) -> Part:
    """`part` with the number under which it may be picked."""
    mark = f"[{number}] "
    moved = tuple((a + len(mark), b + len(mark)) for a, b in part.highlights)
    return replace(part, text=mark + part.text, highlights=moved)


def quote_parts(quote: Quote, texts: Texts) -> list[Part]:
    """Source line (title, speaker and date, where else it stands, page, validity), heading path and column heads (if any) and the quotation itself, unchanged."""
    title = shorten(quote.title, TITLE)
    byline = "　".join(
        filter(
            None,
            (shorten(quote.byline, BYLINE), see_also(quote, texts), page_of(quote, texts), validity_of(quote, texts)),
        )
    )
    icon = "📄 "
    source = Part("source", icon + title + (f"　{byline}" if byline else ""), ((len(icon), len(icon) + len(title)),))
    path = [Part("path", shorten(PATH_SEPARATOR.join(quote.heading_path), PATH))] if quote.heading_path else []
    columns = [Part("path", shorten(quote.columns, PATH))] if quote.columns else []
    return [source, *path, *columns, Part("quote", quote.text, _merged(quote.highlights, len(quote.text))[:HIGHLIGHTS])]


def page_of(quote: Quote, texts: Texts) -> str:
    """The page, and how sure text recognition is of it where it was read from a picture; empty where there are no pages."""
    if quote.recognized is None:
        return texts.page.format(page=quote.page) if quote.page else ""
    # Rounded down, so that nothing is surer than it is.
    return texts.recognized.format(page=quote.page, percent=int(100 * quote.recognized))


def validity_of(quote: Quote, texts: Texts) -> str:
    """That the document may not hold any more, where the collection tells; else empty."""
    return texts.validity.phrase(quote.standing) if quote.standing else ""


def see_also(quote: Quote, texts: Texts) -> str:
    """Which files hold the same document and which documents say the same; empty where none does."""
    titles = (f"《{shorten(other.title, ELSEWHERE)}》" for other in quote.also if other.title != quote.title)
    others = list(dict.fromkeys((*(shorten(name, ELSEWHERE) for name in quote.copies), *titles)))
    if not others:
        return ""
    named = "、".join(others[:NAMED])
    more = len(others) > NAMED
    return (texts.see_also_more if more else texts.see_also).format(others=named, count=len(others))


def to_plain(message: Sequence[Part]) -> str:
    """The text of `message` without any markup."""
    return "".join(gap + part.text for gap, part in laid_out(message))


def to_html(message: Sequence[Part]) -> str:
    """The same text in Telegram's HTML: quotations as blockquotes, highlights in bold, everything else escaped."""
    return "".join(gap + _html(part) for gap, part in laid_out(message))


def split_messages(reply: Sequence[Part], texts: Texts, limit: int = LIMIT) -> list[list[Part]]:
    """Divide `reply` into messages of at most `limit` UTF-16 units and ENTITIES formatted spans, in order.

    A source stays with its quote. A quote too long for one message is cut at sentence ends where possible, and the
    source line is repeated on each message; the quote parts joined together are the quote, byte for byte. `limit`
    must leave room for a source line and a path: 2000 units always do.
    """
    messages: list[list[Part]] = []
    for block in _blocks(reply):
        if messages and _fits(messages[-1] + block, limit):
            messages[-1] += block
        elif _fits(block, limit):
            messages.append(block)
        else:
            messages += _divided(block, texts, limit)
    return messages


def utf16_length(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def offer_part(offer: Sequence[str]) -> Part:
    """A section that is offered: title and heading path."""
    return Part("suggestion", "• " + shorten(PATH_SEPARATOR.join(offer), PATH))


def counted_by_document(counts: Sequence[tuple[str, int]]) -> str:
    """Names of documents, the first COUNTED of them; with numbers where they are several."""
    if len(counts) == 1:
        return f"《{shorten(counts[0][0], ELSEWHERE)}》"
    named = "、".join(f"《{shorten(name, ELSEWHERE)}》{count}" for name, count in counts[:COUNTED])
    return named + ("…" if len(counts) > COUNTED else "")


def shorten(text: str, length: int) -> str:
    """`text`, its end replaced by an ellipsis where it has more than `length` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _merged(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """`spans` inside 0..length, sorted, overlapping and touching ones joined, empty ones left out."""
    result: list[Span] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def laid_out(message: Sequence[Part]) -> Iterator[tuple[str, Part]]:
    """Each part with the line breaks before it: a blank line before what starts something new."""
    for before, part in zip((None, *message), message, strict=False):
        if before is None:
            yield "", part
        elif part.kind == "source" or (part.kind in ("notice", "path") and before.kind in _CLOSING):
            yield "\n\n", part
        else:
            yield "\n", part


def _html(part: Part) -> str:
    pieces, position = [], 0
    for start, end in _merged(part.highlights, len(part.text)):
        pieces += [_escape(part.text[position:start]), "<b>", _escape(part.text[start:end]), "</b>"]
        position = end
    inner = "".join(pieces) + _escape(part.text[position:])
    if part.kind != "quote":
        return inner
    opening = "<blockquote expandable>" if len(part.text) > EXPANDABLE else "<blockquote>"
    return f"{opening}{inner}</blockquote>"


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


def _blocks(reply: Sequence[Part]) -> list[list[Part]]:
    """What belongs together: a source with its path and quote; any other part on its own."""
    blocks: list[list[Part]] = []
    for part in reply:
        if part.kind in ("path", "quote") and blocks and blocks[-1][-1].kind in ("source", "path"):
            blocks[-1].append(part)
        else:
            blocks.append([part])
    return blocks


def _fits(message: Sequence[Part], limit: int) -> bool:
    spans = sum(len(part.highlights) + (part.kind == "quote") for part in message)
    return utf16_length(to_plain(message)) <= limit and spans <= ENTITIES


def _divided(block: Sequence[Part], texts: Texts, limit: int) -> list[list[Part]]:
    """`block`, whose last part is too long for one message, as several messages."""
    *head, rest = block
    messages: list[list[Part]] = []
    while rest.text:
        room = limit - utf16_length(to_plain([*head, replace(rest, text="")]))
        cut = _cut(rest.text, room)
        messages.append([*head, _slice(rest, 0, cut)])
        rest = _slice(rest, cut, len(rest.text))
        head = [_continued(part, texts) for part in block[:1] if part.kind == "source"]
    return messages


def _continued(source: Part, texts: Texts) -> Part:
    return replace(source, text=source.text + texts.continued)


def _slice(part: Part, start: int, end: int) -> Part:
    moved = [(a - start, b - start) for a, b in part.highlights]
    return replace(part, text=part.text[start:end], highlights=_merged(moved, end - start))


def _cut(text: str, room: int) -> int:
    """Where to cut so that text[:cut] has at most `room` UTF-16 units: the last sentence end of the second half.

    White space goes to the next message, after its source line, because Telegram trims the end of a message.
    """
    units = 0
    for furthest, character in enumerate(text):  # noqa: B007
        units += 2 if character > "\uffff" else 1
        if units > room:
            break
    else:
        return len(text)
    # The search goes a little further, so that a full stop is not parted from its closing marks.
    ends = [match.end() for match in SENTENCE_END.finditer(text, 0, furthest + 4)]
    cut = max((end for end in ends if furthest // 2 <= end <= furthest), default=furthest)
    kept = len(text[:cut].rstrip())
    return max(kept or cut, 1)
