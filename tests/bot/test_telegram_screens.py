"""Every screen is one that Telegram takes, and quotes nothing but the document, whatever the document says."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.excerpts import Kept, excerpt
from bot.messages import CHINESE, ENGLISH
from bot.rendering import split_messages, to_html
from bot.telegram.screens.buttons import LARGEST, NO_HEADING, Act, Press, key_of, new_answer_id, parse
from bot.telegram.screens.contents import contents_screen, documents_screen, hits_screen, refusal_screen, section_screen
from bot.telegram.screens.links import link, read_payload
from bot.telegram.screens.quotes import Screen, context_screen, quote_screen
from bot.telegram.screens.viewer import COPIED, Reading, citation
from corpus.document import Document, Heading, Passage
from tests.support.random_texts import TEXTS
from tests.support.telegram_html import utf16_length
from tests.support.telegram_rules import checked

WORDS = TEXTS.map(str.strip).filter(bool)
SECTIONS = st.lists(st.tuples(WORDS, st.integers(1, 3), st.lists(WORDS, max_size=3)), min_size=1, max_size=12)
DOCUMENTS = st.builds(
    lambda title, sections, times: document(title * times, sections, times), WORDS, SECTIONS, st.integers(1, 40)
)


def document(title: str, sections: list[tuple[str, int, list[str]]], times: int = 1) -> Document:
    """A document of these (heading, level, passages); levels are lowered where a step would be left out."""
    text, headings, passages, path = "", [], [], []
    for name, wanted, bodies in sections:
        level = min(wanted, len(path) + 1)
        path = [*path[: level - 1], len(headings)]
        headings.append(Heading(name * times, level, None, len(text), len(text) + len(name) * times, 1, False))
        text += name * times + "\n"
        for body in bodies or ["空。"]:
            passages.append(Passage(len(text), len(text) + len(body * times), tuple(path)))
            text += body * times + "\n"
    return Document(title[:9], title, title, text, f"{title}.md", tuple(headings), tuple(passages), speaker=title)


def sent(screen: Screen, reading: Reading, whole: bool = False) -> str:
    """The text that a reader sees, if the server takes the screen; in one message unless `whole`."""
    messages = split_messages(screen.content, reading.say)
    shown = messages if whole else messages[:1]
    markup = screen.markup.to_dict() if screen.markup else {}
    read = [checked({"text": to_html(m), "parse_mode": "HTML", "reply_markup": markup}) for m in shown]
    return "".join(text[e.start : e.end] for text, entities in read for e in entities if e.type.endswith("blockquote"))


@given(st.lists(DOCUMENTS, min_size=1, max_size=3), st.integers(0, 2**32), st.sampled_from([CHINESE, ENGLISH]))
@settings(max_examples=25, deadline=None)
def test_every_screen_is_taken_and_verbatim(documents: list[Document], seed: int, say: object) -> None:
    documents = [replace(d, id=f"{n}{d.id}") for n, d in enumerate(documents)]
    reading = Reading("0001-abcdef01", documents, say, "yuanwen_bot")  # type: ignore[arg-type]
    one = random.Random(seed).choice(documents)
    passages = one.passages[:5]
    kept = Kept(
        new_answer_id(), 1, 1, 1, reading.generation, "answer",
        tuple(excerpt(one, p.start, p.end, ((0, 1), (0, p.end - p.start))) for p in passages),
        tuple((one.id, i) for i in range(len(one.headings))),
    )  # fmt: skip
    back = (kept.id, 0)
    for number, passage in enumerate(passages):
        said = one.text[passage.start : passage.end]
        assert sent(quote_screen(reading, kept, number, one, None), reading, whole=True) == said
        assert said.startswith(sent(quote_screen(reading, kept, number, one), reading))
        around = context_screen(reading, kept, number, one)
        assert all(part.text in one.text for part in around.content if part.kind == "quote")
        pages = [context_screen(reading, kept, number, one, page) for page in range(30)]
        shown = "".join(part.text for page in pages for part in page.content if part.kind == "quote")
        assert "".join(said[:20].split()) in "".join(shown.split())
        sent(around, reading)
        assert utf16_length(citation(one, one.heading_path(passage))) <= COPIED
    for heading in (NO_HEADING, *range(len(one.headings))):
        sent(contents_screen(reading, one, heading, back=back), reading)
        page, read = 0, ""
        while True:
            screen = section_screen(reading, one, heading, page, back)
            read += sent(screen, reading)
            following = str(Press(Act.SECTION, reading.key(one), heading, page + 1, back))
            if following not in [b.callback_data for row in screen.rows for b in row]:
                break
            page += 1
        below = [p for p in one.passages if heading == NO_HEADING or heading in p.path]
        assert "".join(read.split()) == "".join("".join(one.text[p.start : p.end] for p in below).split())
        assert read_payload(link("b", one, heading).partition("=")[2])[1] in (heading, NO_HEADING)
    sent(documents_screen(reading), reading)
    sent(hits_screen(reading, kept, [one] * len(passages), 0), reading)
    sent(refusal_screen(reading, kept, "没有。"), reading)


PRESSES = st.builds(
    Press,
    st.sampled_from(Act),
    st.from_regex(r"[A-Za-z0-9_-]{1,16}", fullmatch=True),
    st.integers(-1, 99_999),
    st.integers(0, 999),
    st.none() | st.tuples(st.from_regex(r"[A-Za-z0-9_-]{8}", fullmatch=True), st.integers(0, 99)),
)


@given(PRESSES)
def test_a_button_says_what_was_written_on_it(press: Press) -> None:
    assert len(str(press).encode()) <= LARGEST
    assert parse(str(press)) == press


@given(st.text(max_size=80) | st.from_regex(r"[a-z]:[A-Za-z0-9_-]{1,20}:-?\d{1,7}(:\d{1,4})?(:.*)?"))
def test_whatever_a_button_says_is_read_strictly_or_not_at_all(data: str) -> None:
    press = parse(data)
    assert press is None or (str(press) == data or _has_leading_zeros(data))


def _has_leading_zeros(data: str) -> bool:
    return any(part != "0" and part.startswith("0") for part in data.split(":"))


def test_short_names_differ_by_generation_and_document() -> None:
    names = {key_of(generation, document) for generation in ("1", "2", "11") for document in ("", "1", "a", "b")}
    assert len(names) == 12
    assert all(len(name) == 11 for name in names)
