"""Many random texts through rendering: `python -m tests.fuzz.rendering [COUNT] [SEED]`.

Each text (Chinese, emoji, joined emoji, bidi marks, tags, entities, white space, up to 50,000 characters) is quoted
under a random title and path with random highlights, and written as Telegram messages. Counted are messages over a
limit, messages that the strict reader of Telegram's HTML refuses, and quotes that cannot be put together again.
"""

import random
import sys
import time
from collections import Counter

from bot.messages import CHINESE
from bot.rendering import ENTITIES, LIMIT, parts, split_messages, to_html
from retrieval.answer import Answer, Quote
from tests.support.telegram_html import BadHtml, parse, utf16_length

WRITING = ["外卖骑手可以入会", "工会", "。", "！”", "；", "，", "\n", "\n\n", "　", " ", "\t", "a", "Z9"]
JOINED = ["😀", "👩‍👩‍👧", "🇨🇳", "𠮷", "é"]
MARKUP = [
    "<b>",
    "</b>",
    "</blockquote>",
    "<blockquote>",
    "<br/>",
    "<",
    ">",
    "&",
    "&amp;",
    "&nbsp;",
    "&#x202E;",
    '"',
    "'",
]
UNSEEN = ["\u202e", "\u200f", "\u2066", "\u200b", "\ufeff", "\u0301", "\x00", "\x7f", "\ufffd"]
PIECES = [*WRITING, *JOINED, *MARKUP, *UNSEEN]
LENGTHS = [(0.60, 300), (0.30, 3_000), (0.08, 12_000), (0.02, 50_000)]
"""(share, longest) of the texts, in characters."""


def random_answer(seed: int) -> Answer:
    """An answer with one quote; the same for the same seed."""
    chance = random.Random(seed)
    longest = chance.choices([longest for _, longest in LENGTHS], [share for share, _ in LENGTHS])[0]
    size = longest if longest == 50_000 else chance.randint(1, longest)
    pieces = chance.sample(PIECES, chance.randint(1, len(PIECES)))
    text = "".join(chance.choices(pieces, k=size))[:size]
    spans = [(chance.randint(-3, size), chance.randint(0, size + 3)) for _ in range(chance.choice([0, 1, 3, 60]))]
    title, path = (("".join(chance.choices(PIECES, k=chance.randint(1, 80)))) for _ in range(2))
    quote = Quote(title, "a.md", "d", title, (path,), text, 0, size, tuple(spans), 1.0, 0.9)
    return Answer("问", False, None, 0.9, (quote,), (), "1-a")


def faults(answer: Answer) -> list[str]:
    """What is wrong with the messages that `answer` becomes; nothing, one hopes."""
    found, read = [], ""
    for message in split_messages(parts(answer, CHINESE, 1), CHINESE):
        try:
            text, entities = parse(to_html(message))
        except BadHtml as error:
            found.append(f"refused: {error}")
            continue
        if utf16_length(text) > LIMIT:
            found.append("too long")
        if len(entities) > ENTITIES:
            found.append("too many entities")
        read += "".join(text[e.start : e.end] for e in entities if e.type.endswith("blockquote"))
    return found if read == answer.quotes[0].text else [*found, "not verbatim"]


def main() -> None:
    """Print what was found; exit with 1 if that is anything."""
    given = [int(argument) for argument in sys.argv[1:]]
    count, seed = [*given, *(20_000, 0)[len(given) :]]
    started, characters, total = time.perf_counter(), 0, Counter[str]()
    for number in range(seed, seed + count):
        answer = random_answer(number)
        characters += len(answer.quotes[0].text)
        total.update(fault.partition(":")[0] for fault in faults(answer))
    seconds = time.perf_counter() - started
    print(f"{count} texts, {characters} characters, {seconds:.0f} s: {dict(total) or 'no fault'}")
    sys.exit(bool(total))


if __name__ == "__main__":
    main()
